package org.engram.preprocessing.electrophysiology.rejection.autoreject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.preprocessing.electrophysiology.epoching.RejectionLimits;

/**
 * One limit of the range for all channels of a type: the one with which the mean of the epochs it keeps is closest to the
 * median of epochs kept aside, over consecutive folds. Every range an epoch has is tried, so the result is exact where
 * the published search by expected improvement looks at 16 of them.
 *
 * @param folds parts the epochs are cut into, at least 2
 */
public record GlobalRejection(int folds) {
    /** Five folds. */
    public static final GlobalRejection DEFAULT = new GlobalRejection(5);

    /** Checks the number. */
    public GlobalRejection {
        if (folds < 2) {
            throw new IllegalArgumentException("there are " + folds + " folds: give at least 2");
        }
    }

    /**
     * @param epochs at least as many trials as folds
     * @param type channels looked at; bad ones are not
     * @return the limit, and what all candidates give
     * @throws IOException if the file cannot be read
     */
    public Fitted fit(Epochs epochs, ChannelType type) throws IOException {
        int[] channels = epochs.channelsThat(channel -> channel.type() == type && !channel.bad());
        int n = epochs.trialCount();
        if (channels.length == 0 || n < folds) {
            throw new EngramException(channels.length + " good " + type + " channels and " + n
                    + " epochs: a limit needs at least one channel and " + folds + " epochs");
        }
        double[] ranges = new double[n];
        ChannelRows.forEach(epochs, channels, (first, rows) -> {
            for (double[][] channel : rows) {
                for (int trial = 0; trial < n; trial++) {
                    ranges[trial] = Math.max(ranges[trial], ErrorCurve.range(channel[trial]));
                }
            }
        });
        List<int[]> training = new ArrayList<>();
        List<int[]> validation = new ArrayList<>();
        List<double[]> curves = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            int[] aside = fold(n, folds, fold);
            validation.add(aside);
            training.add(ErrorCurve.sorted(IntStream.range(0, n)
                    .filter(i -> i < aside[0] || i > aside[aside.length - 1]).toArray(), ranges));
            curves.add(new double[training.get(fold).length]);
        }
        ChannelRows.forEach(epochs, channels, (first, rows) -> {
            for (double[][] channel : rows) {
                for (int fold = 0; fold < folds; fold++) {
                    double[] curve = curves.get(fold);
                    double[] more = ErrorCurve.of(channel, training.get(fold), validation.get(fold));
                    Arrays.setAll(curve, k -> curve[k] + more[k]);
                }
            }
        });
        ThresholdScores scores = ThresholdScores.of(ranges, training, curves,
                channels.length * epochs.timeCount());
        return new Fitted(type, scores.best(), scores.candidates(), scores.errors());
    }

    /** Consecutive folds, the first ones larger by one where n cannot be divided. */
    static int[] fold(int n, int folds, int fold) {
        int from = fold * (n / folds) + Math.min(fold, n % folds);
        return IntStream.range(from, from + n / folds + (fold < n % folds ? 1 : 0)).toArray();
    }

    /**
     * A limit and where it comes from.
     *
     * @param type the type of channels
     * @param threshold the limit: epochs with a larger range are bad
     * @param candidates all limits tried, ascending
     * @param errors root mean square difference of each, averaged over the folds, SI units
     */
    public record Fitted(ChannelType type, double threshold, double[] candidates, double[] errors) {
        /** @return the limit, for {@code Epoching} */
        public RejectionLimits limits() {
            return RejectionLimits.none().peakToPeak(type, threshold);
        }
    }
}
