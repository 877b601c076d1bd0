package org.engram.decoders.timeseries;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.random.RandomStream;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/** Simulated experiments of section 13.6 of the specification: data without a doubt about what is in them. */
record Simulation(Epochs epochs, Table table) {
    private static final double RATE = 128;

    /** 22 channels, 10 sources that ring at 10 Hz, two of which have half or twice the variance by class; SNR 0 dB. */
    static Simulation motorImagery(int trials, int subjects, long seed) {
        int channels = 22;
        int sources = 10;
        int times = 256;
        RandomStream mixing = RandomStream.of(seed, 0);
        double[][][] x = new double[trials][channels][times];
        List<String> labels = new ArrayList<>();
        List<String> people = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            boolean left = i % 2 == 0;
            labels.add(left ? "left" : "right");
            people.add("s" + (i * subjects / trials + 1));
            RandomStream random = RandomStream.of(seed, i + 1L);
            long draw = 0;
            for (int s = 0; s < sources; s++) {
                double ratio = s == 0 ? left ? 0.5 : 2 : s == 1 ? left ? 2 : 0.5 : 1;
                double a = 2 * 0.95 * Math.cos(2 * Math.PI * 10 / RATE);
                double b = -0.95 * 0.95;
                double one = 0;
                double two = 0;
                for (int t = -100; t < times; t++) {
                    double value = a * one + b * two + random.normal(draw++);
                    two = one;
                    one = value;
                    for (int c = 0; c < channels && t >= 0; c++) {
                        x[i][c][t] += Math.sqrt(ratio) * value * mixing.normal((long) c * sources + s);
                    }
                }
            }
            addNoise(x[i], random.derive(1), rms(x[i]));
        }
        return of(x, labels, people, 1e-6);
    }

    /** A response of 5 uV in noise of 10 uV that is shared in part by neighbours, in 15 % of trials. */
    static Simulation oddball(int trials, long seed) {
        int channels = 8;
        int times = 100;
        double[][][] x = new double[trials][channels][times];
        List<String> labels = new ArrayList<>();
        List<String> people = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            boolean target = i % 20 == 3 || i % 20 == 9 || i % 20 == 14;
            labels.add(target ? "target" : "standard");
            people.add("s1");
            addNoise(x[i], RandomStream.of(seed, i), 10);
            for (int c = 0; c < channels; c++) {
                for (int t = 0; t < times && target; t++) {
                    double z = (t - 45) / 10.0;
                    x[i][c][t] += 5 * Math.exp(-z * z / 2) * Math.cos(0.3 * c);
                }
            }
        }
        return of(x, labels, people, 1e-6);
    }

    /** A flicker with its second harmonic, of a strength below that of the noise. */
    static Simulation flicker(double[] frequencies, int trialsEach, long seed) {
        int channels = 6;
        int times = 256;
        double[][][] x = new double[frequencies.length * trialsEach][channels][times];
        List<String> labels = new ArrayList<>();
        List<String> people = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            double frequency = frequencies[i % frequencies.length];
            labels.add(frequency + " Hz");
            people.add("s1");
            addNoise(x[i], RandomStream.of(seed, i), 3);
            for (int c = 0; c < channels; c++) {
                for (int t = 0; t < times; t++) {
                    double phase = 2 * Math.PI * frequency * t / RATE + 0.4;
                    x[i][c][t] += (1 - 0.1 * c) * (Math.sin(phase) + 0.5 * Math.cos(2 * phase));
                }
            }
        }
        return of(x, labels, people, 1e-6);
    }

    private static double rms(double[][] trial) {
        double sum = 0;
        for (double[] channel : trial) {
            for (double value : channel) {
                sum += value * value / trial.length / channel.length;
            }
        }
        return Math.sqrt(sum);
    }

    private static void addNoise(double[][] trial, RandomStream random, double deviation) {
        for (int c = 0; c < trial.length; c++) {
            for (int t = 0; t < trial[c].length; t++) {
                trial[c][t] += deviation * random.normal((long) c * trial[c].length + t);
            }
        }
    }

    static Simulation of(double[][][] x, List<String> labels, List<String> people, double unit) {
        List<Channel> channels = new ArrayList<>();
        for (int c = 0; c < x[0].length; c++) {
            channels.add(Channel.of("E" + c, ChannelType.EEG));
        }
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            trials.add(new Trial(i * 1000L, 0, labels.get(i)));
            for (double[] channel : x[i]) {
                for (int t = 0; t < channel.length; t++) {
                    channel[t] *= unit;
                }
            }
        }
        return new Simulation(
                Epochs.builder(channels, RATE, 0, x[0][0].length).trials(trials, TrialSource.of(x)).build(),
                Table.of(Column.ofText("label", labels), Column.ofText("subject", people)));
    }
}
