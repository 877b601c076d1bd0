package org.engram.compute.validation;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import org.engram.compute.statistics.BinomialInterval;
import org.engram.compute.statistics.Descriptive;
import org.engram.compute.statistics.GroupBootstrap;
import org.engram.compute.statistics.Interval;
import org.engram.core.Parallelism;

/**
 * A range that covers the true score in the given part of repetitions, if what its method assumes holds.
 *
 * <ul>
 * <li>{@link #wilson}: samples are independent. Too narrow when volumes of a run or trials of a subject resemble each
 * other.
 * <li>{@link #overGroups}: groups (runs, subjects) are independent, whatever samples within a group do. The default of
 * {@link CrossValidationResult#interval} when 5 or more groups were tested; with fewer it is too narrow.
 * <li>{@link #overFolds}: fold scores are independent and normal. Folds share training data, so it is too narrow; it is
 * what papers often print.
 * </ul>
 *
 * @param lower lower end
 * @param upper upper end
 * @param level part of repetitions covered, such as 0.95
 * @param method in words, with the unit that is taken to be independent
 */
public record ConfidenceInterval(double lower, double upper, double level, String method) {
    /** Checks the level. */
    public ConfidenceInterval {
        requireLevel(level);
    }

    /** Few folds can make an interval reach beyond what a score can be. */
    ConfidenceInterval cutOff(double least, double most) {
        return new ConfidenceInterval(Math.max(least, lower), Math.min(most, upper), level, method);
    }

    private static void requireLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("confidence level is " + level + ": give one such as 0.95");
        }
    }

    /**
     * The score interval for a proportion, {@link BinomialInterval#wilson}.
     *
     * @param correct samples predicted rightly
     * @param total samples tested, at least 1
     * @param level part of repetitions covered, such as 0.95
     * @return the interval of the accuracy
     */
    public static ConfidenceInterval wilson(int correct, int total, double level) {
        Interval found = BinomialInterval.wilson(correct, total, level);
        return new ConfidenceInterval(found.lower(), found.upper(), level, "Wilson interval over samples");
    }

    /**
     * Percentile bootstrap over groups, {@link GroupBootstrap}, of the score of the summed confusions.
     *
     * @param groups what was predicted in each group, at least 2
     * @param score the score of summed confusions, such as {@code ConfusionMatrix::accuracy}
     * @param level part of repetitions covered, such as 0.95
     * @param resamples how many draws, at least 100
     * @param seed the same seed gives the same interval
     * @return the interval of the score
     */
    public static ConfidenceInterval overGroups(List<ConfusionMatrix> groups,
            ToDoubleFunction<ConfusionMatrix> score,
            double level, int resamples, long seed) {
        if (groups.size() < 2 || resamples < 100) {
            throw new IllegalArgumentException("a bootstrap of " + groups.size() + " groups with " + resamples
                    + " draws says nothing: give 2 or more groups and 100 or more draws");
        }
        List<String> names = groups.get(0).names();
        int[][][] counts = groups.stream().map(ConfusionMatrix::counts).toArray(int[][][]::new);
        Interval found = new GroupBootstrap(resamples, level, seed).interval(counts.length, drawn -> {
            int[][] sum = new int[names.size()][names.size()];
            for (int group : drawn) {
                add(counts[group], sum);
            }
            return score.applyAsDouble(ConfusionMatrix.of(names, sum));
        }, Parallelism.single());
        return new ConfidenceInterval(found.lower(), found.upper(), level,
                "bootstrap over " + counts.length + " groups");
    }

    private static void add(int[][] counts, int[][] sum) {
        for (int t = 0; t < sum.length; t++) {
            for (int p = 0; p < sum.length; p++) {
                sum[t][p] += counts[t][p];
            }
        }
    }

    /**
     * Student's t interval of the mean of the fold scores.
     *
     * @param scores one per fold, at least 2
     * @param level part of repetitions covered, such as 0.95
     * @return the interval of the mean
     */
    public static ConfidenceInterval overFolds(double[] scores, double level) {
        int n = scores.length;
        if (n < 2) {
            throw new IllegalArgumentException("an interval over folds needs 2 or more of them, not " + n);
        }
        requireLevel(level);
        double mean = Descriptive.mean(scores);
        double standardError = Math.sqrt(Descriptive.variance(scores, 1) / n);
        double half = new TDistribution(null, n - 1).inverseCumulativeProbability(0.5 + level / 2)
                * standardError;
        return new ConfidenceInterval(mean - half, mean + half, level, "t interval over " + n + " folds");
    }
}
