package org.engram.compute.statistics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;

/**
 * Percentile bootstrap over groups (runs, subjects): whole groups are drawn with replacement, because samples within a
 * group depend on each other. Immutable; the same seed gives the same interval on any number of threads.
 *
 * <h2>References</h2> B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; A. C. Davison,
 * D. V. Hinkley, Bootstrap Methods and their Application, 1997, section 3.8 (clusters).
 *
 * @param resamples how many times to draw, at least 1; 10,000 gives stable 95 % limits
 * @param level confidence, between 0 and 1
 * @param seed seed of the draws
 */
public record GroupBootstrap(int resamples, double level, long seed) {
    /** 10,000 resamples, 95 %, seed 0. */
    public static final GroupBootstrap DEFAULT = new GroupBootstrap(10_000, 0.95, 0);

    /** Checks the ranges. */
    public GroupBootstrap {
        if (resamples < 1 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("bootstrap of " + resamples + " resamples at level " + level
                    + ": give at least 1 resample and a level between 0 and 1");
        }
    }

    /**
     * @param groupCount number of groups, at least 2
     * @param statistic from the groups drawn (groupCount indices, some several times, fresh for each call) to the
     *     statistic; called from several threads
     * @param parallelism threads to use
     * @return the percentile interval
     */
    public Interval interval(int groupCount, ToDoubleFunction<int[]> statistic, Parallelism parallelism) {
        if (groupCount < 2) {
            throw new EngramException("a bootstrap over groups needs at least 2 groups, found " + groupCount);
        }
        double[] values = new double[resamples];
        parallelism.forEach(resamples, b -> {
            RandomStream random = RandomStream.of(seed, b);
            int[] drawn = new int[groupCount];
            for (int g = 0; g < groupCount; g++) {
                drawn[g] = random.bounded(g, groupCount);
            }
            values[b] = statistic.applyAsDouble(drawn);
        });
        Arrays.sort(values);
        if (Double.isNaN(values[resamples - 1])) {
            long undefined = Arrays.stream(values).filter(Double::isNaN).count();
            throw new EngramException("the statistic is undefined (NaN) in " + undefined + " of " + resamples
                    + " bootstrap resamples: use groups that each hold every class, or another statistic");
        }
        double tail = (1 - level) / 2;
        return new Interval(Descriptive.sortedQuantile(values, tail),
                Descriptive.sortedQuantile(values, 1 - tail));
    }

    /**
     * @param groupValues one value per group, such as the accuracy of each subject
     * @return the percentile interval of their mean
     */
    public Interval ofMean(double[] groupValues) {
        return interval(groupValues.length, drawn -> {
            double sum = 0;
            for (int g : drawn) {
                sum += groupValues[g];
            }
            return sum / drawn.length;
        }, Parallelism.single());
    }
}
