package org.engram.cli.recordings;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code engram ica}. */
class IcaCommandTest {
    @TempDir
    static Path folder;
    private static Recording recording;
    private static Path fif;
    private static Path components;
    private static Map<String, Object> fitted;

    @BeforeAll
    static void fit() throws IOException {
        recording = SyntheticRecording.of(60);
        fif = SyntheticRecording.write(recording, folder.resolve("task_raw.fif"));
        components = folder.resolve("task-ica.json");
        fitted = RecordingFilesTest.parsed(
                CommandRun.of("ica", "fit", fif, "--out", components, "--components", "6",
                        "--iterations", "50", "--json"),
                folder);
    }

    @Test
    void theBlinkComponentIsFlaggedAndTakenOut() throws IOException {
        assertEquals(6, ((List<?>) fitted.get("components")).size());
        List<?> excluded = (List<?>) fitted.get("excluded");
        assertTrue(excluded.size() >= 1 && excluded.size() <= 2, excluded.toString());
        int component = ((Number) excluded.get(0)).intValue();
        Map<?, ?> entry = (Map<?, ?>) ((List<?>) fitted.get("components")).get(component);
        assertEquals("eyes", entry.get("label"));
        double r = ((Number) ((Map<?, ?>) entry.get("eog")).get("VEOG")).doubleValue();
        assertTrue(Math.abs(r) > 0.9, r + "");

        Path out = folder.resolve("clean_raw.fif");
        CommandRun run = CommandRun.of("ica", "apply", fif, "--ica", components, "--auto", "--out", out,
                "--no-browser");
        assertEquals(0, run.status(), run.err());
        Recording clean = Recordings.read(out);
        // At the top of a blink Fp1 is 150 uV above the samples a second before; most of that goes.
        int at = (int) Math.rint((0.6 + 5 * SyntheticRecording.BLINK_SECONDS) * SyntheticRecording.RATE);
        double before = step(recording, at);
        double after = step(clean, at);
        assertTrue(before > 100e-6, before + "");
        assertTrue(Math.abs(after) < 0.25 * before, before + " to " + after);
        assertEquals(List.of(fif.toString(), components.toString()),
                JsonFile.read(folder.resolve("clean_raw.json")).get("Sources"));
        assertTrue(Files.exists(folder.resolve("clean_raw_report.html")));
        assertTrue(Files.exists(folder.resolve("task-ica_report.html")));
        assertTrue(Files.exists(folder.resolve("task-ica_signals.html")));
    }

    private static double step(Recording of, int at) throws IOException {
        int[] which = {of.channel("Fp1")};
        // Whole cycles of the hum and of alpha lie between the two.
        return of.read(which, at, 1)[0][0] - of.read(which, at - 200, 1)[0][0];
    }

    @Test
    void labelsComeFromOtherChannelsToo() throws IOException {
        Map<String, Object> labels = RecordingFilesTest
                .parsed(CommandRun.of("ica", "label", fif, "--ica", components, "--eog", "Fp1,Fp2", "--json"),
                        folder);
        assertTrue(((List<?>) labels.get("excluded")).contains(((List<?>) fitted.get("excluded")).get(0)),
                labels.get("excluded").toString());
        CommandRun words = CommandRun.of("ica", "label", fif, "--ica", components);
        assertTrue(words.out().contains("to take out: --exclude "), words.out());
    }

    @Test
    void wrongUsageIsOneSentence() {
        Path out = folder.resolve("q_raw.fif");
        refused("give --exclude or --auto", "apply", fif, "--ica", components, "--out", out);
        refused("has 6, counted from 0", "apply", fif, "--ica", components, "--out", out, "--exclude", "10");
        refused("does not end in .json", "fit", fif, "--out", folder.resolve("q.npz"));
        refused("--components is 1.0", "fit", fif, "--out", folder.resolve("q.json"), "--components", "1");
        refused("--method is \"fastica\"", "fit", fif, "--out", folder.resolve("q.json"), "--method",
                "fastica");
        refused("--components is 50, but there are 19", "fit", fif, "--out", folder.resolve("q.json"),
                "--components", "50");
        refused("--eog names \"Fp3\".*did you mean", "label", fif, "--ica", components, "--eog", "Fp3");
        refused("no such file", "label", fif, "--ica", folder.resolve("none.json"));
        refused("say what to do", new Object[0]);
    }

    private static void refused(String message, Object... words) {
        RecordingFilesTest.refused("ica", message, words);
    }
}
