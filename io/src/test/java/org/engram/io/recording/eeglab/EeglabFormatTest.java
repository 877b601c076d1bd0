package org.engram.io.recording.eeglab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.array.NpyFile;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFuzz;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.Segment;
import org.engram.io.recording.Trial;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EeglabFormatTest {
    @TempDir
    Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(EeglabFormatTest.class.getResource(name).toURI());
    }

    @ParameterizedTest
    @ValueSource(strings = {"continuous.set", "root.set"})
    void readsAContinuousSet(String name) throws Exception {
        Recording recording = Recordings.read(resource(name));
        double[] expected = NpyFile.read(resource("continuous.npy")).toDoubles();
        double[][] block = recording.read(new int[] {3, 1}, 17, 200);
        for (int time = 0; time < 200; time++) {
            assertEquals(expected[3 * 300 + 17 + time] * 1e-6, block[0][time]);
            assertEquals(expected[300 + 17 + time] * 1e-6, block[1][time]);
        }
        assertEquals(ChannelType.EOG, recording.channels().get(2).type());
        assertEquals("common", recording.channels().get(0).reference());
        // Fp1 at EEGLAB's (80, 25, 10) mm: x to the nose, y to the left
        assertEquals(0, recording.channels().get(0).position().orElseThrow()
                .distanceTo(new Position(-0.025, 0.08, 0.01)), 1e-15);
        assertEquals(List.of(Annotation.of(0.1, 0, "square"), Annotation.of(0.995, 0, "boundary"),
                Annotation.of(1.49, 0.05, "7")), recording.annotations());
        assertEquals(List.of(new Segment(0, 100, 0), new Segment(100, 200, 1.5)), recording.segments());
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoched.set", "epoched73.set"})
    void readsEpochs(String name) throws Exception {
        assertTrue(Recordings.holdsEpochs(resource(name)));
        assertThrows(UnsupportedFeatureException.class, () -> Recordings.read(resource(name)));
        Epochs epochs = Recordings.readEpochs(resource(name), notice -> {});
        assertEquals(-20, epochs.firstTime());
        double[] expected = NpyFile.read(resource("epoched.npy")).toDoubles(); // channel x time x trial
        for (int trial = 0; trial < 3; trial++) {
            double[][] block = epochs.read(trial);
            for (int channel = 0; channel < 4; channel++) {
                for (int time = 0; time < 100; time++) {
                    assertEquals(expected[(channel * 100 + time) * 3 + trial] * 1e-6, block[channel][time]);
                }
            }
        }
        assertEquals(List.of(new Trial(20, 2, "target"), new Trial(120, 1, "b"), new Trial(220, 2, "target")),
                epochs.trials());
        assertEquals(3, Integer.parseInt(new EeglabFormat().summarise(resource(name)).facts().get("epochs")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"continuous.set", "epoched73.set"})
    void givesTheIndependentComponents(String name) throws Exception {
        EeglabIca ica = EeglabFile.open(resource(name), notice -> {}).ica().orElseThrow();
        assertEquals(List.of("Fp1", "Cz", "Oz"), ica.channelNames());
        assertArrayEquals(new int[] {0, 1, 3}, ica.channels());
        assertArrayEquals(new double[] {2.5, 0.5, 0.5}, ica.unmixing()[0]);
        assertArrayEquals(new double[] {0.5, 2.5, 0.5}, ica.unmixing()[1]);
        assertEquals(3, ica.mixing().length);
    }

    @Test
    void findsSamplesOfARenamedSetAndNamesWhatItTriedOtherwise() throws Exception {
        Path set = Files.copy(resource("epoched73.set"), folder.resolve("renamed.set"));
        String message = assertThrows(FormatException.class, () -> Recordings.readEpochs(set, notice -> {}))
                .getMessage();
        assertTrue(message.contains("\"epoched73.fdt\", \"renamed.fdt\""), message);
        Files.copy(resource("epoched73.fdt"), folder.resolve("renamed.fdt"));
        List<Notice> notices = new ArrayList<>();
        assertEquals(3, Recordings.readEpochs(set, notices::add).trialCount());
        assertEquals("companion-renamed", notices.get(0).code());
        Files.write(folder.resolve("renamed.fdt"), new byte[100]);
        assertThrows(FormatException.class, () -> Recordings.readEpochs(set, notice -> {}));
    }

    @Test
    void readsOldTransposedSamples() throws Exception {
        Files.copy(resource("epoched73.set"), folder.resolve("old.set"));
        Files.copy(resource("epoched73.fdt"), folder.resolve("old.dat"));
        Epochs epochs = Recordings.readEpochs(folder.resolve("old.set"), notice -> {});
        Epochs multiplexed = Recordings.readEpochs(resource("epoched73.set"), notice -> {});
        // One channel after the other: the second number of the file is channel 1 otherwise, time 1 here.
        assertEquals(multiplexed.read(0)[1][0], epochs.read(0)[0][1]);
    }

    /** mne 1.3.0 on the sample of EEGLAB: 80 "square" and 74 "rt". */
    @Test
    void readsTheSampleOfEeglabAsMneDoes() throws Exception {
        Recording recording = Recordings.read(RealData.path("eeg/eeglab_sample/eeglab_data.set"));
        JsonNode expected = new ObjectMapper().readTree(resource("sample.json").toFile());
        assertEquals(30504, recording.sampleCount());
        assertEquals(32, recording.channelCount());
        double[][] all = recording.read(0, 30504);
        for (int channel = 0; channel < 32; channel++) {
            assertEquals(expected.get("names").get(channel).asText(),
                    recording.channels().get(channel).name());
            double sum = 0;
            for (double sample : all[channel]) {
                sum += sample;
            }
            // mne adds in another order
            assertEquals(expected.get("sums").get(channel).asDouble(), sum, 1e-12);
            for (int i = 0; i < expected.get("at").size(); i++) {
                int at = expected.get("at").get(i).asInt();
                assertEquals(expected.get("samples").get(channel).get(i).asDouble(), all[channel][at], 1e-18);
                assertEquals(all[channel][at], recording.read(new int[] {channel}, at, 1)[0][0]);
            }
            JsonNode place = expected.get("loc").get(channel);
            // mne keeps places in single precision
            assertEquals(0, recording.channels().get(channel).position().orElseThrow().distanceTo(
                    new Position(place.get(0).asDouble(), place.get(1).asDouble(), place.get(2).asDouble())),
                    1e-7);
        }
        assertEquals(80, recording.annotations().stream().filter(a -> a.text().equals("square")).count());
        assertEquals(74, recording.annotations().stream().filter(a -> a.text().equals("rt")).count());
        // mne rounds onsets to microseconds
        for (int i = 0; i < 5; i++) {
            assertEquals(expected.get("onsets").get(i).asDouble(),
                    recording.annotations().get(i).onsetSeconds(),
                    1e-6);
        }
        assertFalse(Recordings.holdsEpochs(RealData.path("eeg/eeglab_sample/eeglab_data.set")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root.set", "epoched73.set"})
    void damageIsAlwaysADeclaredError(String name) throws Exception {
        Path set = Files.copy(resource(name), folder.resolve(name));
        Files.copy(resource("epoched73.fdt"), folder.resolve("epoched73.fdt"));
        RecordingFuzz.run(set, (int) Files.size(set), 150, 11, file -> {
            EeglabFile opened = EeglabFile.open(file, notice -> {});
            opened.ica();
            if (opened.holdsEpochs()) {
                opened.epochs().read(0);
            } else {
                opened.recording().read(0, (int) Math.min(1000, opened.recording().sampleCount()));
            }
        });
    }
}
