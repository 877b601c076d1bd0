package org.engram.cli.recordings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.compute.random.RandomStream;
import org.engram.core.Progress;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.montage.Montage;
import org.engram.io.recording.montage.StandardMontages;

/**
 * EEG of 19 electrodes with an eye and a trigger channel of which everything is known: a drift, hum at 50 Hz, alpha at the
 * back, blinks every 3.7 s, and at every event a wave at Pz after 0.3 s of 10 (standard, code 1) or 20 microvolts (target,
 * code 2).
 */
final class SyntheticRecording {
    static final double RATE = 200;
    static final List<String> NAMES = List.of("Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8", "T7", "C3", "Cz",
            "C4", "T8",
            "P7", "P3", "Pz", "P4", "P8", "O1", "O2");
    static final double EVENT_SECONDS = 1.5;
    static final double BLINK_SECONDS = 3.7;

    private SyntheticRecording() {}

    static Recording of(double seconds) {
        int count = (int) (seconds * RATE);
        Montage montage = StandardMontages.named("standard_1020").inHeadFrame();
        List<Channel> channels = new ArrayList<>();
        NAMES.forEach(name -> channels
                .add(Channel.of(name, ChannelType.EEG).withPosition(montage.positions().get(name))));
        channels.add(Channel.of("VEOG", ChannelType.EOG));
        channels.add(Channel.of("STI 014", ChannelType.STIM));
        double[][] samples = new double[channels.size()][count];
        List<Annotation> annotations = new ArrayList<>();
        for (int c = 0; c <= NAMES.size(); c++) {
            noise(samples[c], c);
        }
        int event = 0;
        for (double at = 1; at < seconds - 1; at += EVENT_SECONDS, event++) {
            boolean target = event % 3 == 2;
            annotations.add(Annotation.of(at, 0, target ? "target" : "standard"));
            int first = (int) Math.rint(at * RATE);
            for (int t = first; t < first + 4; t++) {
                samples[NAMES.size() + 1][t] = target ? 2 : 1;
            }
            for (int c = 0; c < NAMES.size(); c++) {
                double weight = nearness(channels.get(c), channels.get(NAMES.indexOf("Pz")));
                bump(samples[c], at + 0.3, 0.04, (target ? 20e-6 : 10e-6) * weight);
            }
        }
        for (double at = 0.6; at < seconds; at += BLINK_SECONDS) {
            bump(samples[NAMES.size()], at, 0.06, 300e-6);
            for (int c = 0; c < NAMES.size(); c++) {
                bump(samples[c], at, 0.06, 150e-6 * nearness(channels.get(c), channels.get(0)));
            }
        }
        for (int c = 0; c < NAMES.size(); c++) {
            double alpha = NAMES.get(c).startsWith("O")
                    ? 1
                    : nearness(channels.get(c), channels.get(17)) * 0.8;
            for (int t = 0; t < count; t++) {
                double s = t / RATE;
                samples[c][t] += 15e-6 * alpha * Math.sin(2 * Math.PI * 10 * s + Math.sin(0.7 * s))
                        + 10e-6 * Math.sin(2 * Math.PI * 50 * s) + 80e-6 * Math.sin(2 * Math.PI * 0.05 * s);
            }
        }
        return Recording.of(channels, RATE, samples).toBuilder().annotations(annotations).build();
    }

    /** 1 at the place itself, falling with distance. */
    private static double nearness(Channel channel, Channel other) {
        Position a = channel.position().orElseThrow();
        double distance = a.distanceTo(other.position().orElseThrow());
        return Math.exp(-Math.pow(distance / 0.06, 2));
    }

    private static void noise(double[] row, int channel) {
        RandomStream random = RandomStream.of(7, channel);
        for (int t = 0; t < row.length; t++) {
            row[t] = 2e-6 * random.normal(t);
        }
    }

    private static void bump(double[] row, double at, double width, double height) {
        int from = (int) Math.max(0, (at - 5 * width) * RATE);
        int to = (int) Math.min(row.length, (at + 5 * width) * RATE);
        for (int t = from; t < to; t++) {
            row[t] += height * Math.exp(-Math.pow((t / RATE - at) / width, 2) / 2);
        }
    }

    /** Writes it in the format of the name. */
    static Path write(Recording recording, Path file) throws IOException {
        Recordings.write(recording, file, notice -> {}, Progress.NONE);
        return file;
    }
}
