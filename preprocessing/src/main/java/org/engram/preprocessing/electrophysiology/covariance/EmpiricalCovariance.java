package org.engram.preprocessing.electrophysiology.covariance;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SensorCovariance;
import org.engram.preprocessing.electrophysiology.artifacts.GoodStretches;

/** Plain covariance of the good brain channels. */
public final class EmpiricalCovariance {
    private static final int BLOCK = 1 << 14;

    private EmpiricalCovariance() {}

    /**
     * Mean products of samples. Means are not removed: baselines should have been, and what is left is what averages
     * have too. Divisor: the number of samples less 1, as in the MNE tools.
     *
     * @param epochs such as trials with a baseline
     * @param startSeconds first time that is used, relative to the event
     * @param endSeconds last time that is used
     * @return their covariance
     * @throws IOException if samples cannot be read
     */
    public static SensorCovariance of(Epochs epochs, double startSeconds, double endSeconds)
            throws IOException {
        Matrix samples = samples(epochs, startSeconds, endSeconds);
        Matrix products = DenseAlgebra.transposedGram(samples);
        int[] channels = channels(epochs.channels());
        int free = Math.max(1, samples.rows() - 1);
        return covariance(epochs.channels(), channels, products, free, free, epochs);
    }

    /**
     * Covariance about the mean of all samples that no BAD annotation touches. Divisor: their number less 1.
     *
     * @param recording such as one of an empty room
     * @return its covariance
     * @throws IOException if samples cannot be read
     */
    public static SensorCovariance of(Recording recording) throws IOException {
        int[] channels = channels(recording.channels());
        Matrix products = Matrix.zeros(channels.length, channels.length);
        double[] shift = null;
        double[] sums = new double[channels.length];
        long count = 0;
        for (long[] stretch : GoodStretches.of(recording)) {
            for (long first = stretch[0]; first < stretch[1]; first += BLOCK) {
                int length = (int) Math.min(BLOCK, stretch[1] - first);
                Matrix block = Matrix.ofRows(recording.read(channels, first, length));
                checkFinite(block, recording.channels(), channels, first);
                if (shift == null) {
                    shift = block.column(0);
                }
                for (int c = 0; c < channels.length; c++) {
                    for (int at = c * length; at < (c + 1) * length; at++) {
                        block.data()[at] -= shift[c];
                        sums[c] += block.data()[at];
                    }
                }
                double[] own = DenseAlgebra.gram(block).data();
                for (int i = 0; i < own.length; i++) {
                    products.data()[i] += own[i];
                }
                count += length;
            }
        }
        if (count < 2) {
            throw new EngramException("a covariance needs at least 2 good samples, found " + count);
        }
        for (int i = 0; i < channels.length; i++) {
            for (int j = 0; j < channels.length; j++) {
                products.set(i, j, products.get(i, j) - sums[i] * sums[j] / count);
            }
        }
        int free = (int) Math.min(Integer.MAX_VALUE, count - 1);
        return new SensorCovariance(names(recording.channels(), channels), rows(products, count - 1), free,
                recording.badChannels(), recording.projectors());
    }

    /** Sample x channel of a window of all trials. */
    static Matrix samples(Epochs epochs, double startSeconds, double endSeconds) throws IOException {
        double[] times = epochs.times();
        double slack = 1e-6 / epochs.samplingRateHz();
        int[] window = IntStream.range(0, times.length)
                .filter(t -> times[t] >= startSeconds - slack && times[t] <= endSeconds + slack).toArray();
        int[] channels = channels(epochs.channels());
        if (window.length == 0 || epochs.trialCount() == 0) {
            throw new EngramException("no samples from " + startSeconds + " to " + endSeconds + " s in "
                    + epochs.trialCount() + " trials: a covariance needs some");
        }
        Matrix samples = Matrix.zeros(Math.multiplyExact(window.length, epochs.trialCount()),
                channels.length);
        int row = 0;
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            Matrix block = Matrix.ofRows(epochs.read(trial, channels));
            checkFinite(block, epochs.channels(), channels, 0);
            for (int t : window) {
                for (int c = 0; c < channels.length; c++) {
                    samples.set(row, c, block.get(c, t));
                }
                row++;
            }
        }
        return samples;
    }

    static SensorCovariance covariance(List<Channel> all, int[] channels, Matrix products, double divisor,
            int free, Epochs epochs) {
        List<String> bad = all.stream().filter(Channel::bad).map(Channel::name).toList();
        return new SensorCovariance(names(all, channels), rows(products, divisor), free, bad,
                epochs.projectors());
    }

    static int[] channels(List<Channel> channels) {
        int[] found = IntStream.range(0, channels.size())
                .filter(i -> channels.get(i).type().isBrain() && !channels.get(i).bad()).toArray();
        if (found.length == 0) {
            throw new EngramException("there is no good brain channel to take a covariance of");
        }
        return found;
    }

    private static List<String> names(List<Channel> all, int[] channels) {
        return IntStream.of(channels).mapToObj(i -> all.get(i).name()).toList();
    }

    private static double[][] rows(Matrix products, double divisor) {
        double[][] rows = new double[products.rows()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = products.row(i);
            for (int j = 0; j < rows.length; j++) {
                rows[i][j] /= divisor;
            }
        }
        return rows;
    }

    private static void checkFinite(Matrix block, List<Channel> all, int[] channels, long first) {
        int bad = block.firstNotFinite();
        if (bad >= 0) {
            throw new EngramException("channel " + all.get(channels[bad / block.columns()]).name() + " holds "
                    + block.data()[bad] + " at sample " + (first + bad % block.columns())
                    + ": annotate that stretch as BAD or mark the channel as bad");
        }
    }
}
