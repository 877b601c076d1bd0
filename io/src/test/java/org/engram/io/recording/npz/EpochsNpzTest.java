package org.engram.io.recording.npz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.io.array.StoredArray;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.RecordingFuzz;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochsNpzTest {
    @TempDir
    Path folder;

    private static Map<String, NpyArray> arrays() {
        float[] x = new float[5 * 3 * 8];
        for (int i = 0; i < x.length; i++) {
            x[i] = i - 50;
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("sfreq", NpyArray.of(new double[] {4}, new int[0]));
        arrays.put("X", NpyArray.of(x, 5, 3, 8));
        arrays.put("ch_names", NpyArray.of(new String[] {"Cz", "Pz", "eye"}, 3));
        arrays.put("ch_types", NpyArray.of(new String[] {"eeg", "eeg", "eog"}, 3));
        arrays.put("tmin", NpyArray.of(new double[] {-0.5}, new int[0]));
        arrays.put("units", NpyArray.of(new String[] {"uV"}, 1));
        return arrays;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsStoredAndCompressed(boolean compressed) throws IOException {
        Path file = folder.resolve("epochs.npz");
        NpzFile.write(file, arrays(), compressed);
        assertEquals(!compressed, StoredArray.find(file, "X").isPresent());
        Epochs epochs = Recordings.readEpochs(file, notice -> {});
        assertEquals(5, epochs.trialCount());
        assertEquals(-2, epochs.firstTime());
        assertEquals(ChannelType.EOG, epochs.channels().get(2).type());
        assertArrayEquals(new double[] {1e-6 * (3 * 24 + 8 - 50), 1e-6 * (3 * 24 + 9 - 50)},
                java.util.Arrays.copyOf(epochs.read(3, new int[] {1})[0], 2), 1e-18);
        assertEquals(-1, epochs.trials().get(0).sample());
        assertTrue(Recordings.holdsEpochs(file));
    }

    @Test
    void givesBackWhatWasWritten() throws IOException {
        double[][][] x = {{{1e-6, -2e-6}, {3e-6, 4e-6}}, {{5e-6, 6e-6}, {7e-6, 8e-6}}};
        Epochs epochs = Epochs
                .builder(List.of(Channel.of("A", ChannelType.EEG), Channel.of("M", ChannelType.MAGNETOMETER)),
                        100, 5, 2)
                .trials(List.of(new Trial(10, 1, "left"), new Trial(400, 2, "right")), TrialSource.of(x))
                .build();
        Path file = folder.resolve("out.npz");
        EpochsNpz.write(epochs, file, Progress.NONE);
        Epochs back = new EpochsNpz().readEpochs(file, notice -> {});
        assertEquals(epochs.channels(), back.channels());
        assertEquals(epochs.trials(), back.trials());
        assertEquals(5, back.firstTime());
        assertArrayEquals(x[1][1], back.read(1)[1], 0);
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path file = folder.resolve("bad.npz");
        Map<String, NpyArray> arrays = arrays();
        arrays.put("X", NpyArray.of(new float[6], 2, 3));
        NpzFile.write(file, arrays, false);
        assertTrue(assertThrows(FormatException.class, () -> new EpochsNpz().readEpochs(file, n -> {}))
                .getMessage()
                .contains("(trial, channel, time)"));
        arrays.remove("X");
        NpzFile.write(file, arrays, false);
        assertTrue(assertThrows(FormatException.class, () -> new EpochsNpz().readEpochs(file, n -> {}))
                .getMessage()
                .contains("\"X\""));
    }

    @Test
    void warnsOfMicrovoltsWithoutUnit() throws IOException {
        Path file = folder.resolve("plain.npz");
        Map<String, NpyArray> arrays = arrays();
        arrays.remove("units");
        NpzFile.write(file, arrays, false);
        List<Notice> notices = new ArrayList<>();
        new EpochsNpz().readEpochs(file, notices::add);
        assertEquals("unit-unknown", notices.get(0).code());
    }

    @Test
    void damageEndsInOneSentence() throws IOException {
        for (boolean compressed : new boolean[] {false, true}) {
            Path file = folder.resolve("fuzz.npz");
            NpzFile.write(file, arrays(), compressed);
            RecordingFuzz.run(file, (int) Files.size(file), 200, 3, path -> {
                Epochs epochs = new EpochsNpz().readEpochs(path, notice -> {});
                epochs.read(0);
                epochs.read(epochs.trialCount() - 1);
            });
        }
    }

    @Test
    void readsWhatNumpyWrote() throws IOException {
        Path file = RealData.path("eeg/smni_cmi/smni_dev.npz");
        Epochs epochs = new EpochsNpz().readEpochs(file, notice -> {});
        assertEquals(589, epochs.trialCount());
        assertEquals(64, epochs.channelCount());
        assertEquals(256, epochs.samplingRateHz());
        float[] all = (float[]) NpzFile.read(file, "X").data();
        assertEquals(all[(588 * 64 + 63) * 256 + 255], epochs.read(588, new int[] {63})[0][255]);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertEquals(zip.getEntry("X.npy").getMethod() == 0, StoredArray.find(file, "X").isPresent());
        }
    }
}
