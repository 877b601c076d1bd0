package org.engram.io.recording.fif;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.engram.io.array.NpzFile;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files MNE 1.3 wrote (by parity.py): every packing, long names, annotations, epochs. */
class FifSmallFilesTest {
    static Path file(String name) {
        try {
            return Path.of(FifSmallFilesTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dated_single", "undated_single", "undated_double", "undated_short",
            "undated_int"})
    void everyPackingIsRead(String name) throws IOException {
        double[] expected = NpzFile.read(file("small.npz"), "raw").toDoubles();
        Recording recording = Recordings.read(file(name + "_raw.fif"));
        assertEquals(300, recording.firstSample());
        assertEquals(2500, recording.sampleCount());
        double[][] samples = recording.read(0, 2500);
        // MNE cuts integers of 1e-8 V rather than rounding them; 24 bits of 4e-5 V; 64 bits of a product
        double error = name.endsWith("single") ? 2e-12 : name.endsWith("double") ? 1e-19 : 1.01e-8;
        for (int channel = 0; channel < 4; channel++) {
            assertArrayEquals(Arrays.copyOfRange(expected, channel * 2500, channel * 2500 + 2500),
                    samples[channel],
                    channel == 3 ? 0 : error, name + " channel " + channel);
        }
        assertEquals("a rather long electrode name 0", recording.channelNames().get(0));
        assertEquals(List.of("a rather long electrode name 1"), recording.badChannels());
        assertEquals(2, recording.annotations().size());
        assertEquals("BAD: blink", recording.annotations().get(0).text());
        assertEquals(1.5, recording.annotations().get(0).onsetSeconds(), 2e-6, "32-bit onsets after 3 s");
        assertEquals(0.5, recording.annotations().get(0).durationSeconds(), 2e-6);
        assertEquals(7.25, recording.annotations().get(1).onsetSeconds(), 2e-6);
        Optional<Instant> start = name.startsWith("dated")
                ? Optional.of(Instant.parse("2017-07-14T02:40:03.25Z"))
                : Optional.empty();
        assertEquals(start, recording.startTime(), "the date of sample 0, and 3 s");
    }

    @Test
    void epochsAreRead() throws IOException {
        Epochs epochs = Recordings.readEpochs(file("small-epo.fif"), notice -> {});
        double[] expected = NpzFile.read(file("small.npz"), "epochs").toDoubles();
        long[] events = NpzFile.read(file("small.npz"), "events").toLongs();
        long[] selection = NpzFile.read(file("small.npz"), "selection").toLongs();
        assertEquals(selection.length, epochs.trialCount());
        assertEquals(76, epochs.timeCount());
        assertEquals(-25, epochs.firstTime());
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            assertEquals(events[3 * trial], epochs.trials().get(trial).sample());
            assertEquals("go:left", epochs.trials().get(trial).label());
            double[][] samples = epochs.read(trial);
            for (int channel = 0; channel < 4; channel++) {
                int at = (trial * 4 + channel) * 76;
                assertArrayEquals(Arrays.copyOfRange(expected, at, at + 76), samples[channel], 1e-19);
            }
        }
        assertEquals(12, epochs.trialCount() + epochs.dropped().size());
        assertEquals(List.of("NO_DATA"), epochs.dropped().get(0).reasons());
        assertEquals(-0.25, epochs.baseline().orElseThrow().startSeconds());
        assertTrue(epochs.channels().get(1).bad());
    }

    @Test
    void solutionOfIndependentComponentsIsRead() throws IOException {
        FifIca ica = FifIca.read(file("small-ica.fif"));
        assertEquals(List.of("Fz", "Cz", "Pz"), ica.channels());
        assertArrayEquals(new int[] {1}, ica.excluded());
        assertArrayEquals(NpzFile.read(file("small.npz"), "ica_unmixing").toDoubles(), flat(ica.unmixing()));
        assertArrayEquals(NpzFile.read(file("small.npz"), "ica_pca").toDoubles(),
                flat(ica.principalComponents()));
        assertArrayEquals(NpzFile.read(file("small.npz"), "ica_whitener").toDoubles(), flat(ica.whitener()));
        assertArrayEquals(NpzFile.read(file("small.npz"), "ica_mean").toDoubles(), ica.mean());
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }
}
