package org.engram.cli.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.engram.cli.CommandRun;
import org.engram.io.array.NpzFile;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.testdata.RealData;
import org.engram.core.Progress;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code engram epochs}. */
class EpochsCommandTest {
    @TempDir
    static Path folder;
    private static Path fif;
    private static Path edf;

    @BeforeAll
    static void write() throws IOException {
        Recording recording = SyntheticRecording.of(61);
        fif = SyntheticRecording.write(recording, folder.resolve("task_raw.fif"));
        edf = SyntheticRecording.write(recording, folder.resolve("task.edf"));
    }

    private static Map<String, Object> run(Object... words) throws IOException {
        return RecordingFilesTest.parsed(CommandRun.of(words), folder);
    }

    private static Map<?, ?> peak(Map<String, Object> result, String condition, String channel,
            String polarity) {
        return (Map<?, ?>) ((List<?>) result.get("peaks")).stream().map(peak -> (Map<?, ?>) peak)
                .filter(peak -> peak.get("condition").equals(condition) && peak.get("channel").equals(channel)
                        && peak.get("polarity").equals(polarity))
                .findFirst().orElseThrow(() -> new AssertionError(result.get("peaks")));
    }

    /** BrainVision files put the kind of a marker before its text; a person need not. */
    @Test
    void annotationsAreNamedByTheirTextAlone() throws IOException {
        Path made = folder.resolve("named.vhdr");
        Recording recording = Recording
                .of(List.of(Channel.of("Cz", ChannelType.EEG)), 100, new double[1][1000])
                .toBuilder().annotations(List.of(Annotation.of(2, 0, "left"), Annotation.of(4, 0, "right"),
                        Annotation.of(6, 0, "left")))
                .build();
        Recordings.write(recording, made, notice -> {}, Progress.NONE);
        Map<String, Object> result = run("epochs", made, "--out", folder.resolve("named.npz"), "--event",
                "left",
                "--no-report", "--json");
        assertEquals(List.of("left", "left"),
                TableFile.read(folder.resolve("named_trials.csv")).text("event"), result.toString());
    }

    @Test
    void wavesAtEventsComeOutWithTheirHeightAndTime() throws IOException {
        Path out = folder.resolve("ep");
        Map<String, Object> result = run("epochs", fif, "--out", out, "--events", "stim", "--event",
                "standard=1",
                "--event", "target=2", "--tmin", "-0.2", "--tmax", "0.8", "--baseline", "-0.2,0",
                "--low-pass", "8",
                "--high-pass", "0.5", "--peak-channels", "Pz", "--column", "subject=07", "--json");
        // Events from 1 s every 1.5 s up to 60 s; every third is a target.
        assertEquals(Map.of("standard", 27, "target", 13), result.get("conditions"));
        Map<?, ?> target = peak(result, "target", "Pz", "positive");
        // 20 uV high; what is left of alpha and the filter on a wave of 40 ms take or add some of it.
        assertEquals(20e-6, ((Number) target.get("amplitude")).doubleValue(), 3e-6);
        assertEquals(0.3, ((Number) target.get("latency_s")).doubleValue(), 0.011);
        double standard = ((Number) peak(result, "standard", "Pz", "positive").get("amplitude"))
                .doubleValue();
        assertEquals(10e-6, standard, 3e-6);

        Table trials = TableFile.read(out.resolve("trials.csv"));
        assertEquals(40, trials.rowCount());
        assertEquals(List.of("standard", "standard", "target"), trials.text("event").subList(0, 3));
        assertEquals("07", trials.text("subject").get(0));
        Epochs epochs = Recordings.readEpochs(out.resolve("epochs.npz"), notice -> {});
        assertEquals(19, epochs.channelCount());
        assertEquals(201, epochs.timeCount());
        assertEquals(-0.2, epochs.firstTimeSeconds(), 1e-12);
        assertTrue(NpzFile.names(out.resolve("epochs.npz"))
                .containsAll(List.of("X", "sfreq", "ch_names", "tmin")));
        for (String name : List.of("drop_log.json", "peaks.csv", "report.html", "epochs.json")) {
            assertTrue(Files.exists(out.resolve(name)), name);
        }
    }

    @Test
    void blinksAreRejectedAndTheLogSaysBy() throws IOException {
        Path out = folder.resolve("rejected-epo.fif");
        Map<String, Object> result = run("epochs", edf, "--out", out, "--match", "standard|target",
                "--reject",
                "eog=150uV", "--high-pass", "0.5", "--json", "--no-report");
        Map<String, Object> log = JsonFile.read(folder.resolve("rejected-epo_drop_log.json"));
        // A blink of 300 uV every 3.7 s, epochs of 0.7 s every 1.5 s: about 0.7 s / 1.5 s of 17 blinks meet an epoch.
        int dropped = ((Number) result.get("dropped")).intValue();
        assertTrue(dropped >= 6 && dropped <= 12, log.toString());
        assertEquals(Map.of("VEOG", dropped), log.get("reasons"));
        assertEquals(40, log.get("events"));
        Table trials = TableFile.read(folder.resolve("rejected-epo_trials.csv"));
        assertEquals(40 - dropped, trials.rowCount());
        for (Object one : (List<?>) log.get("dropped")) {
            double event = ((Number) ((Map<?, ?>) one).get("number")).doubleValue();
            for (double kept : trials.numbers("number")) {
                assertTrue(kept != event, "event " + event + " is kept and dropped");
            }
        }
        // The EOG channel served to reject and is left out.
        assertEquals(19, Recordings.readEpochs(out, notice -> {}).channelCount());
    }

    @Test
    void windowsOfOneLength() throws IOException {
        Map<String, Object> result = run("epochs", edf, "--out", folder.resolve("windows.npz"),
                "--fixed-length", "2",
                "--overlap", "1", "--types", "eeg,eog", "--json");
        // 61 s hold 60 windows of 2 s that begin every second.
        assertEquals(60, result.get("epochs"));
        assertEquals(400, result.get("times"));
        assertEquals(20, ((List<?>) result.get("channels")).size());
        assertTrue(Files.exists(folder.resolve("windows_report.html")));
    }

    @Test
    void autorejectRuns() throws IOException {
        Map<String, Object> global = run("epochs", fif, "--out", folder.resolve("global.npz"),
                "--autoreject=global",
                "--high-pass", "1", "--json", "--no-report");
        assertTrue(global.get("Description").toString().contains("autoreject"), global.toString());
        Map<String, Object> local = run("epochs", fif, "--out", folder.resolve("local.npz"), "--autoreject",
                "local",
                "--decimate", "4", "--high-pass", "1", "--low-pass", "15", "--json", "--no-report");
        assertTrue(local.get("Description").toString().contains("limits for each channel"), local.toString());
        assertTrue(((Number) local.get("epochs")).intValue() >= 15, local.toString());
    }

    /** The sample data of EEGLAB: the published P300 to squares at Pz. */
    @Test
    void theP300OfTheEeglabSample() throws IOException {
        Path data = RealData.path("eeg/eeglab_sample/eeglab_data.set");
        CommandRun run = CommandRun.of("epochs", data, "--out", folder.resolve("p300"), "--match", "square",
                "--tmin",
                "-0.5", "--tmax", "1", "--baseline", "-0.5,0", "--high-pass", "0.5", "--low-pass", "30",
                "--peak-channels", "Pz", "--json");
        Map<?, ?> peak = peak(RecordingFilesTest.parsed(run, folder), "square", "Pz", "positive");
        // About 30 uV at 0.43 s with this filter and this baseline.
        assertEquals(30e-6, ((Number) peak.get("amplitude")).doubleValue(), 1.5e-6);
        assertEquals(0.43, ((Number) peak.get("latency_s")).doubleValue(), 0.01);
    }

    @Test
    void wrongUsageIsOneSentence() {
        Path out = folder.resolve("z.npz");
        RecordingFilesTest.refused("epochs", "eeg is measured in V, mV, uV or nV, not in fT", fif, "--out",
                out,
                "--reject", "eeg=100fT");
        RecordingFilesTest.refused("epochs", "give a type, = and an amplitude", fif, "--out", out, "--reject",
                "eeg100");
        RecordingFilesTest.refused("epochs", "--reject: \"egg\" is no type of channels", fif, "--out", out,
                "--reject",
                "egg=1uV");
        RecordingFilesTest.refused("epochs", "no good channel of that type", fif, "--out", out, "--reject",
                "ecg=1mV");
        RecordingFilesTest.refused("epochs", "no trigger has that code; there are 1 .27 times., 2", fif,
                "--out", out,
                "--event", "odd=5");
        RecordingFilesTest.refused("epochs", "no annotation has that text; .*target", edf, "--out", out,
                "--events",
                "annotations", "--event", "go=targit");
        RecordingFilesTest.refused("epochs", "no regular expression", fif, "--out", out, "--match", "a(");
        RecordingFilesTest.refused("epochs", "no annotation makes an event", fif, "--out", out, "--match",
                "nothing");
        RecordingFilesTest.refused("epochs", "the end must come after", fif, "--out", out, "--tmin", "1");
        RecordingFilesTest.refused("epochs", "--baseline is \"soon\"", fif, "--out", out, "--baseline",
                "soon");
        RecordingFilesTest.refused("epochs", "half the sampling rate", fif, "--out", out, "--low-pass",
                "150");
        RecordingFilesTest.refused("epochs", "written as .npz, as -epo.fif, or into a folder", fif, "--out",
                folder.resolve("z.csv"));
        RecordingFilesTest.refused("epochs", "all 40 events were dropped", fif, "--out", out, "--reject",
                "eeg=1nV");
        RecordingFilesTest.refused("epochs", "--event does not apply: --fixed-length", fif, "--out", out,
                "--fixed-length", "2", "--event", "a=1");
        RecordingFilesTest.refused("epochs", "--peak-channels names \"Pzz\".*did you mean \"?Pz", fif,
                "--out", out,
                "--peak-channels", "Pzz");
        RecordingFilesTest.refused("epochs", "is the input itself", fif, "--out", fif, "--force");
        RecordingFilesTest.refused("epochs", "works on continuous", RealData.projectRoot()
                .resolve("test-data/simulated-objects/sub-01/anat/sub-01_T1w.nii.gz"), "--out", out);
    }
}
