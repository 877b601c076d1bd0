package org.engram.cli.recordings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.engram.cli.CommandRun;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.io.table.JsonFile;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code info}, {@code convert} and {@code view} on recordings. */
class RecordingFilesTest {
    @TempDir
    static Path folder;
    private static Recording recording;
    private static Path edf;
    private static Path fif;

    @BeforeAll
    static void write() throws IOException {
        recording = SyntheticRecording.of(10);
        edf = SyntheticRecording.write(recording, folder.resolve("task.edf"));
        fif = SyntheticRecording.write(recording, folder.resolve("task_raw.fif"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"task.edf", "task.bdf", "task.vhdr", "task_raw.fif"})
    void infoTellsWhatIsInEachFormat(String name) throws IOException {
        Path file = folder.resolve("info-" + name);
        SyntheticRecording.write(recording, file);
        CommandRun run = CommandRun.of("info", file);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("channels") && run.out().contains("21 ("), run.out());
        assertTrue(
                run.out().lines().anyMatch(line -> line.contains("sampling rate") && line.contains("200 Hz")),
                run.out());
        CommandRun json = CommandRun.of("info", "--json", file);
        Path copy = folder.resolve(name + ".json");
        Files.writeString(copy, json.out());
        assertEquals(file.toString(), JsonFile.read(copy).get("file"));
    }

    @Test
    void infoOnEpochsAndWithOptions() {
        CommandRun epochs = CommandRun.of("epochs", fif, "--out", folder.resolve("some-epo.fif"),
                "--no-report");
        assertEquals(0, epochs.status(), epochs.err());
        CommandRun info = CommandRun.of("info", folder.resolve("some-epo.fif"));
        assertEquals(0, info.status(), info.err());
        assertTrue(info.out().contains("epochs"), info.out());
        CommandRun some = CommandRun.of("info", "--types", "eog", fif);
        assertTrue(some.out().contains("1 (1 eog)") || some.out().contains("VEOG"), some.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"formats", "meg/mne_sample"})
    void infoReadsRealFiles(String where) throws IOException {
        Assumptions.assumeTrue(RealData.has(where), where + " is not here");
        List<Path> files;
        try (var walk = Files.walk(RealData.path(where))) {
            files = walk.filter(file -> file.getFileName().toString()
                    .matches(".*(\\.edf|\\.bdf|\\.gdf|\\.vhdr|\\.set|_raw\\.fif|-epo\\.fif|\\.cnt|\\.sqd)"))
                    .sorted().limit(12).toList();
        }
        for (Path file : files) {
            CommandRun run = CommandRun.of("info", file);
            boolean told = run.status() == 0 ? run.out().contains("channels") : run.errors().size() == 1;
            assertTrue(told && !run.err().contains("internal error"), file + ": " + run.out() + run.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.vhdr", "out.bdf", "out_raw.fif", "out.edf"})
    void convertKeepsSamplesAndAnnotations(String name) throws IOException {
        Path out = folder.resolve(name);
        CommandRun run = CommandRun.of("convert", fif, out);
        assertEquals(0, run.status(), run.err());
        Recording read = Recordings.read(out);
        assertEquals(recording.channelNames(), read.channelNames());
        assertEquals(recording.samplingRateHz(), read.samplingRateHz());
        double[][] expected = recording.read(0, 1000);
        double[][] found = read.read(0, 1000);
        for (int c = 0; c < 20; c++) {
            // 16 bits over 1 mV are steps of 15 nV; single precision is finer.
            assertArrayEquals(expected[c], found[c], 20e-9, name + " " + c);
        }
        assertEquals(recording.annotations().stream().map(a -> a.text()).toList(),
                read.annotations().stream().map(a -> a.text().replaceFirst("^.*/", ""))
                        .filter(text -> !text.isEmpty()).toList(),
                "BrainVision begins with a marker of its own");
    }

    @Test
    void convertChoosesAndMarks() throws IOException {
        Path out = folder.resolve("few_raw.fif");
        CommandRun run = CommandRun.of("convert", edf, out, "--channels", "Pz,Cz,Fp1", "--bad", "Cz",
                "--montage",
                "standard_1020");
        assertEquals(0, run.status(), run.err());
        Recording read = Recordings.read(out);
        assertEquals(List.of("Pz", "Cz", "Fp1"), read.channelNames());
        assertEquals(List.of("Cz"), read.badChannels());
        assertTrue(read.channels().get(0).position().isPresent());
    }

    @Test
    void epochsGoFromOneFormatToTheOther() throws IOException {
        Path first = folder.resolve("a-epo.fif");
        assertEquals(0, CommandRun.of("epochs", fif, "--out", first, "--no-report").status());
        CommandRun npz = CommandRun.of("convert", first, folder.resolve("a.npz"));
        assertEquals(0, npz.status(), npz.err());
        CommandRun back = CommandRun.of("convert", folder.resolve("a.npz"), folder.resolve("b-epo.fif"));
        assertEquals(0, back.status(), back.err());
        var one = Recordings.readEpochs(first, notice -> {});
        var two = Recordings.readEpochs(folder.resolve("b-epo.fif"), notice -> {});
        assertEquals(one.trialCount(), two.trialCount());
        assertEquals(one.firstTime(), two.firstTime());
        // Both files hold single precision.
        assertArrayEquals(one.read(1)[3], two.read(1)[3], 1e-12);
    }

    @Test
    void viewWritesTheSignalBrowser() {
        Path page = folder.resolve("page.html");
        CommandRun run = CommandRun.of("view", edf, "--out", page, "--no-open", "--types", "eeg");
        assertEquals(0, run.status(), run.err());
        assertEquals("page: " + page + System.lineSeparator(), run.out());
        assertTrue(Files.exists(folder.resolve("page-data/0.js")));
    }

    @Test
    void wrongUsageIsOneSentence() throws IOException {
        refused("convert", "--bad names \"Cq\", which is no channel", edf, "x.edf", "--bad", "Cq");
        refused("convert", "did you mean", edf, "x.edf", "--bad", "Fpz1");
        refused("convert", "belongs to none|no format|ends like", edf, folder.resolve("x.mp3"));
        refused("convert", "is the input itself", edf, edf, "--force");
        refused("convert", "exists: give --force", edf, fif);
        refused("convert", "--to-ras does not apply", edf, "x.vhdr", "--to-ras");
        refused("convert", "no such file", "missing.edf", "x.vhdr");
        refused("info", "no such file", "missing.edf");
        refused("convert", "--assume-unit is \"Fz=parsec\"", edf, "x.vhdr", "--assume-unit", "Fz=parsec");
        refused("convert", "--types names \"brain\"", edf, "x.vhdr", "--types", "brain");
        refused("convert", "exclude each other", edf, "x.vhdr", "--types", "eeg", "--channels", "Fz");
        refused("convert", "neither a file nor a montage", edf, "x.vhdr", "--montage", "standard_1920");
        refused("view", "--threshold does not apply", edf, "--no-open", "--threshold", "3");
        refused("view", "shown by itself", edf, fif, "--no-open");
        Path vhdr = SyntheticRecording.write(recording, folder.resolve("pair.vhdr"));
        refused("convert", "is the input itself", folder.resolve("pair.eeg"), vhdr, "--force");
        Path marks = folder.resolve("marks.json");
        Files.writeString(marks, "{\"badChannels\": 3}");
        refused("convert", "badChannels is no list", edf, "x.vhdr", "--marks", marks);
    }

    static void refused(String command, String message, Object... words) {
        Object[] line = new Object[words.length + 1];
        line[0] = command;
        for (int i = 0; i < words.length; i++) {
            Object word = words[i];
            line[i + 1] = word instanceof String name && name.startsWith("x.") ? folder.resolve(name) : word;
        }
        CommandRun run = CommandRun.of(line);
        assertTrue(run.status() == 1 || run.status() == 2, run.out());
        assertEquals(1, run.errors().size(), run.err());
        assertTrue(run.errors().get(0).matches(".*(" + message + ").*"), run.err());
    }

    /** The parts of a document that a command printed as JSON. */
    static Map<String, Object> parsed(CommandRun run, Path folder) throws IOException {
        assertEquals(0, run.status(), run.err());
        Path copy = folder.resolve("printed.json");
        Files.writeString(copy, run.out());
        return JsonFile.read(copy);
    }
}
