package org.engram.preprocessing.electrophysiology.epoching;

import java.io.IOException;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;

/** Averages over trials, read one trial at a time. */
public final class EvokedAverage {
    private EvokedAverage() {}

    /**
     * @param epochs at least one trial, finite
     * @return their mean
     * @throws IOException if the file cannot be read
     */
    public static Evoked mean(Epochs epochs) throws IOException {
        return evoked(epochs, Evoked.Kind.AVERAGE, moments(epochs, 1)[0]);
    }

    /**
     * @param epochs at least two trials, finite
     * @return the standard error of their mean: the sample standard deviation (divisor one less than the trials) over
     *     the root of the number of trials
     * @throws IOException if the file cannot be read
     */
    public static Evoked standardError(Epochs epochs) throws IOException {
        double[][] squares = moments(epochs, 2)[1];
        double n = epochs.trialCount();
        for (double[] row : squares) {
            for (int t = 0; t < row.length; t++) {
                row[t] = Math.sqrt(row[t] / (n - 1) / n);
            }
        }
        return evoked(epochs, Evoked.Kind.STANDARD_ERROR, squares);
    }

    /** Mean and sum of squared deviations by Welford's update, which keeps its digits whatever the mean is. */
    private static double[][][] moments(Epochs epochs, int least) throws IOException {
        if (epochs.trialCount() < least) {
            throw new EngramException(
                    "there are " + epochs.trialCount() + " trials to average, at least " + least
                            + (least == 1 ? " is" : " are") + " needed: see why events were dropped");
        }
        double[][] mean = new double[epochs.channelCount()][epochs.timeCount()];
        double[][] squares = new double[epochs.channelCount()][epochs.timeCount()];
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            double[][] samples = epochs.read(trial);
            FiniteSamples.require(epochs.channels(), samples, epochs.trials().get(trial));
            for (int i = 0; i < samples.length; i++) {
                add(samples[i], mean[i], squares[i], trial + 1);
            }
        }
        return new double[][][] {mean, squares};
    }

    private static void add(double[] row, double[] mean, double[] squares, int count) {
        for (int t = 0; t < row.length; t++) {
            double before = row[t] - mean[t];
            mean[t] += before / count;
            squares[t] += before * (row[t] - mean[t]);
        }
    }

    private static Evoked evoked(Epochs epochs, Evoked.Kind kind, double[][] samples) {
        String comment = String.join(" + ", epochs.trials().stream().map(trial -> trial.label()).distinct()
                .sorted().toList());
        return new Evoked(comment, kind, epochs.trialCount(), epochs.channels(), epochs.samplingRateHz(),
                epochs.firstTime(), samples, epochs.projectors());
    }

    /**
     * The global field power: the population standard deviation over channels at each time, which does not depend on the
     * reference (Lehmann and Skrandies, Electroencephalogr. Clin. Neurophysiol. 48, 1980).
     *
     * @param evoked a mean
     * @param channels which channels, of one unit: usually all good ones of a type
     * @return one number for each time
     */
    public static double[] globalFieldPower(Evoked evoked, int... channels) {
        return spread(evoked, channels, true);
    }

    /**
     * The root of the mean square over channels at each time, as is usual for MEG.
     *
     * @param evoked a mean
     * @param channels which channels, of one unit
     * @return one number for each time
     */
    public static double[] rootMeanSquare(Evoked evoked, int... channels) {
        return spread(evoked, channels, false);
    }

    private static double[] spread(Evoked evoked, int[] channels, boolean centred) {
        if (IntStream.of(channels).mapToObj(i -> evoked.channels().get(i).unit()).distinct().count() != 1) {
            throw new EngramException("the power over channels needs channels of one unit, and at least one");
        }
        double[] power = new double[evoked.timeCount()];
        for (int t = 0; t < power.length; t++) {
            double mean = 0;
            for (int i : channels) {
                mean += centred ? evoked.samples()[i][t] / channels.length : 0;
            }
            double squares = 0;
            for (int i : channels) {
                squares += (evoked.samples()[i][t] - mean) * (evoked.samples()[i][t] - mean);
            }
            power[t] = Math.sqrt(squares / channels.length);
        }
        return power;
    }

    /**
     * Finds the extreme sample.
     *
     * @param evoked a mean
     * @param polarity which extreme
     * @param window where to look; both ends included
     * @param channels among which channels, of one unit
     * @return the first place of the extreme
     */
    public static Peak peak(Evoked evoked, Polarity polarity, Epochs.TimeWindow window, int... channels) {
        double[] times = evoked.times();
        Peak best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (int i : channels) {
            for (int t = 0; t < times.length; t++) {
                double value = polarity.height(evoked.samples()[i][t]);
                if (times[t] >= window.startSeconds() && times[t] <= window.endSeconds() && value > most) {
                    most = value;
                    best = new Peak(evoked.channels().get(i), times[t], evoked.samples()[i][t]);
                }
            }
        }
        if (best == null) {
            throw new EngramException("no sample of the chosen channels lies between " + window.startSeconds()
                    + " and " + window.endSeconds() + " s");
        }
        return best;
    }

    /** Which extreme is looked for. */
    public enum Polarity {
        /** The highest sample. */
        POSITIVE,
        /** The lowest sample. */
        NEGATIVE,
        /** The one farthest from 0. */
        EITHER;

        private double height(double value) {
            return switch (this) {
                case POSITIVE -> value;
                case NEGATIVE -> -value;
                case EITHER -> Math.abs(value);
            };
        }
    }

    /**
     * An extreme sample.
     *
     * @param channel its channel
     * @param latencySeconds when, relative to the event
     * @param amplitude its value, SI units
     */
    public record Peak(Channel channel, double latencySeconds, double amplitude) {}
}
