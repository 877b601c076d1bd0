package org.engram.cli.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.compute.random.RandomStream;
import org.engram.core.Progress;
import org.engram.io.AtomicFile;
import org.engram.io.bids.BidsName;
import org.engram.io.bids.BidsRecordingWriter;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.montage.StandardMontages;

/**
 * A simulated BIDS dataset of imagined hand movements, small enough to try a pipeline in seconds, and the run file for it.
 * The rhythm of 11 Hz over the side opposite to the hand is weaker from 0.5 to 2 s after the cue; noise, slow drifts and the
 * mains are the same for both. The same seed gives the same samples.
 */
public final class DemoDataset {
    private static final double RATE = 200;
    private static final double MAINS_HZ = 50;
    private static final double RHYTHM_HZ = 11;
    private static final double SPACING_SECONDS = 4;
    private static final double MICROVOLT = 1e-6;
    private static final List<String> NAMES = List.of("Fp1", "Fp2", "F3", "Fz", "F4", "FC1", "FC2", "C3",
            "Cz",
            "C4", "CP1", "CP2", "P3", "Pz", "P4", "Oz");
    /** How much each channel sees of the rhythm on the left and on the right. */
    private static final Map<String, double[]> RHYTHM = Map.of("C3", new double[] {1, 0.1}, "C4",
            new double[] {0.1, 1}, "CP1", new double[] {0.6, 0.2}, "CP2", new double[] {0.2, 0.6}, "FC1",
            new double[] {0.5, 0.2}, "FC2", new double[] {0.2, 0.5}, "Cz", new double[] {0.3, 0.3}, "P3",
            new double[] {0.3, 0.1}, "P4", new double[] {0.1, 0.3});

    private DemoDataset() {}

    /**
     * Writes what is not there yet.
     *
     * @param folder receives {@code dataset/} and {@code run.yaml}
     * @param subjects how many
     * @param trials of each, half of them left
     * @return the run file
     * @throws IOException if writing fails
     */
    public static Path write(Path folder, int subjects, int trials) throws IOException {
        Path dataset = folder.resolve("dataset");
        BidsRecordingWriter.Options options = BidsRecordingWriter.Options.raw("Simulated imagined movements");
        for (int subject = 1; subject <= subjects; subject++) {
            String label = String.format(Locale.ROOT, "%02d", subject);
            BidsName name = BidsName.parse("sub-" + label + "_task-imagery_eeg.vhdr");
            Path data = dataset.resolve("sub-" + label).resolve("eeg").resolve(name.fileName());
            if (!Files.exists(data)) {
                new BidsRecordingWriter(dataset, options.withOverwrite(true)
                        .withSidecar(Map.of("PowerLineFrequency", MAINS_HZ, "EEGReference", "FCz")))
                        .write(recording(subject, trials), name, notice -> {}, Progress.NONE);
            }
        }
        Path run = folder.resolve("run.yaml");
        if (!Files.exists(run)) {
            AtomicFile.write(run, partial -> Files.writeString(partial, settings(), StandardCharsets.UTF_8));
        }
        return run;
    }

    private static String settings() {
        return """
                dataset: dataset
                derivatives: results

                clean:
                  line: auto            # what the dataset says: 50 Hz here
                  high-pass: 1
                  low-pass: 40
                  detect-bads: true
                  interpolate-bads: true
                  reference: average

                epochs:
                  event: [left, right]
                  tmin: 0.5
                  tmax: 2
                  baseline: none

                decode:
                  target: event
                  group: subject
                  protocol: cross-subject
                  pipeline: ra+ts+lr   # subjects aligned by their mean covariance
                """;
    }

    private static Recording recording(int subject, int trials) {
        RandomStream random = RandomStream.of(20, subject);
        int samples = (int) Math.rint((2 + trials * SPACING_SECONDS) * RATE);
        int[] order = random.derive(1).permutation(trials);
        List<Annotation> events = new ArrayList<>();
        double[][] strength = new double[2][samples];
        for (double[] side : strength) {
            java.util.Arrays.fill(side, 1);
        }
        for (int trial = 0; trial < trials; trial++) {
            double onset = 1 + trial * SPACING_SECONDS;
            boolean left = order[trial] % 2 == 0;
            events.add(Annotation.of(onset, 2, left ? "left" : "right"));
            int from = (int) Math.rint((onset + 0.5) * RATE);
            int to = (int) Math.rint((onset + 2) * RATE);
            java.util.Arrays.fill(strength[left ? 1 : 0], from, to, 0.75);
        }
        List<Channel> channels = NAMES.stream().map(name -> Channel.of(name, ChannelType.EEG)).toList();
        double[][] rows = new double[NAMES.size()][samples];
        double[][] rhythm = {rhythm(random.derive(2), samples), rhythm(random.derive(3), samples)};
        double[] shared = background(random.derive(4), samples);
        for (int c = 0; c < rows.length; c++) {
            fill(rows[c], RHYTHM.getOrDefault(NAMES.get(c), new double[] {0.05, 0.05}), rhythm, strength,
                    random.derive(10 + c));
            for (int t = 0; t < samples; t++) {
                rows[c][t] += shared[t];
            }
        }
        int loud = subject % NAMES.size();
        if (subject % 2 == 0) {
            RandomStream noise = random.derive(100);
            for (int t = 0; t < samples; t++) {
                rows[loud][t] += 300 * MICROVOLT * noise.normal(t); // an electrode that has come off
            }
        }
        Recording recording = Recording.of(channels, RATE, rows).toBuilder().annotations(events)
                .lineFrequency(MAINS_HZ).build();
        return StandardMontages.named("standard_1005").applyTo(recording, notice -> {});
    }

    /** Noise in a narrow band: a resonance driven by white noise. */
    private static double[] rhythm(RandomStream random, int samples) {
        double radius = 0.985;
        double a = 2 * radius * Math.cos(2 * Math.PI * RHYTHM_HZ / RATE);
        double[] values = new double[samples];
        double squares = 0;
        for (int t = 0; t < samples; t++) {
            values[t] = random.normal(t) + (t > 0 ? a * values[t - 1] : 0)
                    - (t > 1 ? radius * radius * values[t - 2] : 0);
            squares += values[t] * values[t];
        }
        double scale = 7 * MICROVOLT / Math.sqrt(squares / samples);
        for (int t = 0; t < samples; t++) {
            values[t] *= scale;
        }
        return values;
    }

    /** What every channel sees: the reference moves, too. */
    private static double[] background(RandomStream random, int samples) {
        double[] values = new double[samples];
        for (int t = 0; t < samples; t++) {
            values[t] = (t > 0 ? 0.9 * values[t - 1] : 0) + 6 * MICROVOLT * random.normal(t);
        }
        return values;
    }

    private static void fill(double[] row, double[] seen, double[][] rhythm, double[][] strength,
            RandomStream random) {
        double drift = 0;
        for (int t = 0; t < row.length; t++) {
            drift = 0.995 * drift + 0.4 * MICROVOLT * random.normal(2L * t);
            double mains = 5 * MICROVOLT * Math.sin(2 * Math.PI * MAINS_HZ * t / RATE);
            row[t] = drift + mains + 4 * MICROVOLT * random.normal(2L * t + 1);
            for (int side = 0; side < 2; side++) {
                row[t] += seen[side] * strength[side][t] * rhythm[side][t];
            }
        }
    }
}
