package org.engram.cli.recordings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.engram.cli.CommandRun;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingMarks;
import org.engram.io.recording.Recordings;
import org.engram.io.table.JsonFile;
import org.engram.preprocessing.electrophysiology.spectra.BandPower;
import org.engram.preprocessing.electrophysiology.spectra.Spectrum;
import org.engram.preprocessing.electrophysiology.spectra.Taper;
import org.engram.preprocessing.electrophysiology.spectra.Welch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code engram clean} on recordings. */
class CleanRecordingTest {
    @TempDir
    static Path folder;
    private static Recording recording;
    private static Path fif;
    private static Path edf;

    @BeforeAll
    static void write() throws IOException {
        recording = SyntheticRecording.of(40);
        fif = SyntheticRecording.write(recording, folder.resolve("task_raw.fif"));
        edf = SyntheticRecording.write(recording, folder.resolve("task.edf"));
    }

    /** Power of Oz's neighbour O1 in a band, volts squared. */
    private static double power(Recording of, String channel, double low, double high) {
        try {
            double[][] samples = of.read(new int[] {of.channel(channel)}, 0, (int) of.sampleCount());
            Spectrum spectrum = Welch.builder().segmentSamples((int) (4 * of.samplingRateHz()))
                    .overlapSamples((int) (2 * of.samplingRateHz())).taper(Taper.HANN).build()
                    .of(samples, of.samplingRateHz());
            return BandPower.absolute(spectrum, low, high)[0];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void humAndDriftGoAndAlphaStays() throws IOException {
        Path out = folder.resolve("clean_raw.fif");
        Map<String, Object> result = RecordingFilesTest.parsed(CommandRun.of("clean", fif, "--out", out,
                "--high-pass",
                "1", "--low-pass", "45", "--line", "50", "--resample", "100", "--json", "--no-browser"),
                folder);
        Recording clean = Recordings.read(out);
        assertEquals(100, clean.samplingRateHz());
        assertEquals(4000, clean.sampleCount());
        // Alpha lies in the middle of the band that is kept: its power stays to a hundredth.
        double alpha = power(recording, "O1", 8, 12);
        assertTrue(alpha > 80e-12, alpha + "");
        assertEquals(alpha, power(clean, "O1", 8, 12), 0.01 * alpha);
        assertTrue(power(clean, "O1", 0.1, 0.5) < 1e-3 * power(recording, "O1", 0.1, 0.5));
        assertTrue(power(recording, "O1", 49, 51) > 40e-12);
        // What is left of 50e-12 is noise: 4e-12 over 100 Hz, of which 6 Hz are looked at.
        assertTrue(power(clean, "O1", 44, 50) < 0.3e-12);
        // Trigger codes are held, not filtered.
        double[] codes = clean.read(new int[] {clean.channel("STI 014")}, 0, 4000)[0];
        for (double code : codes) {
            assertTrue(code == 0 || code == 1 || code == 2, code + "");
        }
        assertEquals(recording.annotations().size(), clean.annotations().size());
        assertEquals(3, ((List<?>) result.get("Steps")).size(), result.toString());
        Map<String, Object> sidecar = JsonFile.read(folder.resolve("clean_raw.json"));
        assertEquals(result.get("Description"), sidecar.get("Description"));
        assertEquals(List.of(fif.toString()), sidecar.get("Sources"));
        assertTrue(Files.exists(folder.resolve("clean_raw_report.html")));
        assertFalse(Files.exists(folder.resolve("clean_raw_signals.html")));
    }

    @Test
    void everyStepRunsAndTheSameCommandGivesTheSameBytes() throws IOException {
        Path brief = SyntheticRecording.write(SyntheticRecording.of(20), folder.resolve("brief_raw.fif"));
        Object[] words = {"clean", brief, "--out", folder.resolve("all_raw.fif"), "--high-pass", "1",
                "--method", "iir",
                "--notch", "50", "--spectrum-fit", "--bad", "Cz", "--detect-bads", "--segments",
                "--interpolate-bads",
                "--reference", "average", "--ssp", "eog", "--regress-eog", "--csd", "--force", "--quiet"};
        CommandRun run = CommandRun.of(words);
        assertEquals(0, run.status(), run.err());
        assertEquals("", run.err());
        byte[] first = Files.readAllBytes(folder.resolve("all_raw.fif"));
        assertEquals(0, CommandRun.of(words).status());
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("all_raw.fif")));
        List<?> steps = (List<?>) JsonFile.read(folder.resolve("all_raw.json")).get("Steps");
        String[] order = {"sinusoids", "high-pass", "bad channels", "annotated", "interpolat", "average",
                "directions",
                "regression", "current source"};
        int at = -1;
        for (String word : order) {
            int place = indexOf(steps, word);
            assertTrue(place > at, word + " in " + steps);
            at = place;
        }
    }

    private static int indexOf(List<?> steps, String word) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).toString().contains(word)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void aLoudChannelIsFoundInterpolatedAndToldInMarks() throws IOException {
        double[][] samples = recording.read(0, (int) recording.sampleCount());
        int bad = recording.channel("C3");
        double[] truth = samples[bad].clone();
        for (int t = 0; t < samples[bad].length; t++) {
            samples[bad][t] += 500e-6 * Math.sin(t * t * 1e-4) * Math.cos(0.37 * t);
        }
        Path in = SyntheticRecording.write(
                Recording.of(recording.channels(), recording.samplingRateHz(), samples),
                folder.resolve("loud_raw.fif"));
        Path out = folder.resolve("mended_raw.fif");
        Map<String, Object> result = RecordingFilesTest
                .parsed(CommandRun.of("clean", in, "--out", out, "--detect-bads",
                        "--interpolate-bads", "--json", "--no-browser"), folder);
        assertEquals(List.of("C3"), result.get("InterpolatedChannels"));
        assertEquals(List.of("C3"),
                RecordingMarks.read(folder.resolve("mended_raw_marks.json")).badChannels());
        Recording mended = Recordings.read(out);
        assertEquals(List.of(), mended.badChannels());
        double[] made = mended.read(new int[] {bad}, 0, truth.length)[0];
        double error = 0;
        double size = 0;
        for (int t = 0; t < truth.length; t++) {
            error += Math.pow(made[t] - truth[t], 2);
            size += truth[t] * truth[t];
        }
        // Neighbours tell most of a smooth field, but not the channel's own noise.
        assertTrue(error < 0.05 * size, error / size + "");
    }

    @Test
    void otherFormatsAreWrittenByName() throws IOException {
        CommandRun run = CommandRun.of("clean", edf, folder.resolve("clean.vhdr"), "--high-pass", "0.5",
                "--montage",
                "standard_1020", "--reference", "rest", "--no-report", "--no-browser");
        assertEquals(0, run.status(), run.err());
        assertEquals(21, Recordings.read(folder.resolve("clean.vhdr")).channelCount());
    }

    @Test
    void wrongUsageIsOneSentence() {
        RecordingFilesTest.refused("clean", "half the sampling rate is 100.0 Hz", fif, "--out",
                folder.resolve("y_raw.fif"), "--low-pass", "120");
        RecordingFilesTest.refused("clean", "half the sampling rate", fif, "--out",
                folder.resolve("y_raw.fif"),
                "--low-pass", "120", "--method", "iir");
        RecordingFilesTest.refused("clean", "OUT is missing", fif);
        RecordingFilesTest.refused("clean", "--mask does not apply", fif, "--out",
                folder.resolve("y_raw.fif"), "--mask",
                "m.nii");
        RecordingFilesTest.refused("clean", "--confounds does not apply", fif, "--out",
                folder.resolve("y_raw.fif"),
                "--confounds", "motion");
        RecordingFilesTest.refused("clean", "--method is \"firr\"", fif, "--out", folder.resolve("y_raw.fif"),
                "--method",
                "firr");
        RecordingFilesTest.refused("clean", "no channel \"Cq\"", fif, "--out", folder.resolve("y_raw.fif"),
                "--reference",
                "Cq");
        RecordingFilesTest.refused("clean", "is the input itself", fif, "--out", fif, "--force");
        RecordingFilesTest.refused("clean", "exists: give --force", fif, "--out", edf);
        RecordingFilesTest.refused("clean", "mp3", fif, "--out", folder.resolve("y.mp3"));
        RecordingFilesTest.refused("clean", "no such file", "none.edf", "--out", folder.resolve("y.edf"));
        RecordingFilesTest.refused("clean", "--resample is -1", fif, "--out", folder.resolve("y.edf"),
                "--resample=-1");
        RecordingFilesTest.refused("clean", "no projectors", fif, "--out", folder.resolve("y.edf"), "--ssp",
                "file");
        assertFalse(Files.exists(folder.resolve("y_raw.fif")));
    }
}
