package org.engram.cli.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.cli.CommandRun;
import org.engram.compute.random.RandomStream;
import org.engram.core.Progress;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a recording in which everything is known: alpha in O1 and, a quarter period later, O2; a spindle in Cz. */
class MeasureCommandTest {
    @TempDir
    static Path folder;
    private static Path file;

    @BeforeAll
    static void make() throws IOException {
        RandomStream random = RandomStream.of(3, 0);
        int count = 200 * 40;
        double[][] x = new double[3][count];
        double slow = 0;
        for (int t = 0; t < count; t++) {
            double phase = 2 * Math.PI * 10 * t / 200.0 + 2 * Math.sin(t / 700.0);
            slow = 0.95 * slow + 2e-6 * random.normal(4L * t);
            x[0][t] = 20e-6 * Math.sin(phase) + 2e-6 * random.normal(4L * t + 1);
            x[1][t] = 20e-6 * Math.sin(phase - Math.PI / 2) + 2e-6 * random.normal(4L * t + 2);
            double from = t / 200.0 - 12;
            x[2][t] = slow + 30e-6 * Math.exp(-from * from / 0.125) * Math.sin(2 * Math.PI * 13.5 * from);
        }
        List<Channel> channels = new ArrayList<>();
        List.of("O1", "O2", "Cz").forEach(name -> channels.add(Channel.of(name, ChannelType.EEG)));
        file = folder.resolve("made_raw.fif");
        Recordings.write(Recording.of(channels, 200, x), file, notice -> {}, Progress.NONE);
    }

    private static Table measure(String kind, String... options) throws IOException {
        Path out = folder.resolve(kind + ".csv");
        List<Object> words = new ArrayList<>(List.of("measure", kind, file, "--out", out, "--quiet"));
        words.addAll(List.of(options));
        CommandRun run = CommandRun.of(words.toArray());
        assertEquals(0, run.status(), run.err());
        assertTrue(Files.exists(folder.resolve(kind + ".json")), "no provenance");
        return TableFile.read(out);
    }

    @Test
    void powerAndItsShares() throws IOException {
        Table table = measure("spectrum");
        assertEquals(List.of("O1", "O2", "Cz"), table.text("channel"));
        // A sine of 20 uV has the power 2e-10 V^2. Simpson weighs neighbouring bins by 4/3 and 2/3, which a line feels.
        assertEquals(2e-10, table.numbers("alpha")[0], 0.35e-10);
        assertTrue(table.numbers("alpha_share")[0] > 0.95);
        assertTrue(table.numbers("aperiodic_exponent")[2] > 0.5, "the slow noise falls with frequency");
    }

    @Test
    void pairsThatGoTogether() throws IOException {
        Table table = measure("connectivity", "--band", "9-11", "--measures",
                "coherence,weighted-phase-lag-index");
        assertEquals(List.of("O1", "O1", "O2"), table.text("one"));
        assertEquals(List.of("O2", "Cz", "Cz"), table.text("other"));
        assertTrue(table.numbers("coherence")[0] > 0.9);
        assertTrue(table.numbers("weighted_phase_lag_index")[0] > 0.9);
        assertTrue(table.numbers("coherence")[1] < 0.6);
    }

    @Test
    void spindlesSlowWavesAndFragility() throws IOException {
        Table spindles = measure("spindles", "--channels", "Cz");
        assertEquals(1, spindles.rowCount());
        assertEquals(12, spindles.numbers("peak")[0], 0.3);
        assertEquals(13.5, spindles.numbers("frequency")[0], 0.5);
        assertEquals(0, measure("slow-waves").rowCount());
        Table fragility = measure("fragility", "--from", "5", "--to", "20");
        assertEquals(3, fragility.rowCount());
        assertTrue(fragility.numbers("line_length")[0] > fragility.numbers("line_length")[2]);
    }

    @Test
    void mistakesAreNamed() throws IOException {
        RecordingFilesTest.refused("measure", "did you mean \"spectrum\"", "spectrm", file, "--out",
                folder.resolve("x.csv"));
        RecordingFilesTest.refused("measure", "--band is \"13\"", "connectivity", file, "--band", "13",
                "--out",
                folder.resolve("x.csv"));
        RecordingFilesTest.refused("measure", "--measures is \"coherenc\"", "connectivity", file,
                "--measures",
                "coherenc", "--out", folder.resolve("x.csv"));
    }
}
