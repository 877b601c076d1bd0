package org.engram.decoders.timeseries.evaluation;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.engram.compute.random.RandomStream;
import org.engram.compute.statistics.Descriptive;
import org.engram.compute.statistics.Ranks;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/**
 * Whether one pipeline is better than another on the same subjects, one score per subject (sessions averaged before).
 * Below 20 subjects the signs of the differences are exchanged (all of them up to 13 subjects, 10,000 at random beyond);
 * from 20 on it is Wilcoxon's signed-rank test. One-sided.
 *
 * <h2>References</h2> Jayaram and Barachant 2018, J. Neural Engineering 15:066011.
 *
 * @param subjects number of subjects
 * @param difference mean difference of scores, first less second
 * @param effect mean difference over its standard deviation; NaN when all differences are equal
 * @param pValue chance of such a difference if the first is no better
 * @param method in words
 */
public record PipelineComparison(int subjects, double difference, double effect, double pValue,
        String method) {
    private static final int EXACT = 13;
    private static final int DRAWS = 10_000;
    private static final int WILCOXON = 20;

    /**
     * @param first a score of each subject
     * @param second the other pipeline's, of the same subjects in the same order
     * @param seed of the random signs
     * @return the comparison
     */
    public static PipelineComparison of(double[] first, double[] second, long seed) {
        if (first.length != second.length) {
            throw new ShapeException(first.length + " and " + second.length
                    + " scores cannot be paired: give one of each subject");
        }
        if (first.length < 2) {
            throw new EngramException(
                    "a comparison of pipelines needs two subjects or more, not " + first.length);
        }
        double[] differences = IntStream.range(0, first.length).mapToDouble(i -> first[i] - second[i])
                .toArray();
        for (double value : differences) {
            if (!Double.isFinite(value)) {
                throw new EngramException(
                        "a score is not finite: leave subjects without a score out of both");
            }
        }
        double mean = Descriptive.mean(differences);
        double effect = mean / Math.sqrt(Descriptive.variance(differences, 1));
        int n = differences.length;
        if (n >= WILCOXON) {
            return new PipelineComparison(n, mean, effect, wilcoxon(differences),
                    "Wilcoxon signed-rank test");
        }
        return n <= EXACT
                ? new PipelineComparison(n, mean, effect, exact(differences),
                        "all " + (1 << n) + " sign flips")
                : new PipelineComparison(n, mean, effect, drawn(differences, seed),
                        DRAWS + " random sign flips");
    }

    /** The t statistic rises with the sum, whatever the signs, since squares stay. */
    private static double exact(double[] differences) {
        int n = differences.length;
        double observed = sum(differences, 0);
        int reached = 0;
        for (int signs = 0; signs < 1 << n; signs++) {
            reached += sum(differences, signs) >= observed - rounding(differences) ? 1 : 0;
        }
        return reached / (double) (1 << n);
    }

    private static double drawn(double[] differences, long seed) {
        double observed = sum(differences, 0);
        int reached = 1;
        for (int b = 0; b < DRAWS; b++) {
            int signs = (int) (RandomStream.of(seed, b).bits(0) & 0x7fffffff);
            reached += sum(differences, signs) >= observed - rounding(differences) ? 1 : 0;
        }
        return reached / (DRAWS + 1.0);
    }

    private static double sum(double[] differences, int signs) {
        double sum = 0;
        for (int i = 0; i < differences.length; i++) {
            sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
        }
        return sum;
    }

    private static double rounding(double[] differences) {
        double sum = 0;
        for (double value : differences) {
            sum += Math.abs(value);
        }
        return 1e-12 * sum;
    }

    /** Normal approximation with the correction for ties; zero differences are left out. */
    private static double wilcoxon(double[] differences) {
        double[] used = java.util.Arrays.stream(differences).filter(d -> d != 0).toArray();
        int n = used.length;
        if (n == 0) {
            return 1;
        }
        double[] ranks = Ranks.midRanks(java.util.Arrays.stream(used).map(Math::abs).toArray());
        double positive = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            positive += used[i] > 0 ? ranks[i] : 0;
            squares += ranks[i] * ranks[i];
        }
        double z = (positive - n * (n + 1) / 4.0) / Math.sqrt(squares / 4);
        return new NormalDistribution().cumulativeProbability(-z);
    }

    /**
     * Stouffer's combination over data sets, weights the root of the number of subjects.
     *
     * @param datasets a comparison of each, at least one
     * @return the one-sided p-value of all together
     */
    public static double combined(List<PipelineComparison> datasets) {
        if (datasets.isEmpty()) {
            throw new EngramException("there is no comparison to combine: give at least one");
        }
        NormalDistribution normal = new NormalDistribution();
        double sum = 0;
        double weights = 0;
        for (PipelineComparison dataset : datasets) {
            double p = Math.min(1 - 1e-16, Math.max(1e-300, dataset.pValue));
            sum += Math.sqrt(dataset.subjects) * -normal.inverseCumulativeProbability(p);
            weights += dataset.subjects;
        }
        return normal.cumulativeProbability(-sum / Math.sqrt(weights));
    }
}
