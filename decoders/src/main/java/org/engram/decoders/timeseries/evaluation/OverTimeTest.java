package org.engram.decoders.timeseries.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.engram.compute.estimation.Labels;
import org.engram.compute.statistics.ClusterTest;
import org.engram.compute.statistics.ClusterTest.Tail;
import org.engram.compute.validation.Exchangeability;
import org.engram.compute.validation.FamilyWiseResult;
import org.engram.compute.validation.PermutationTest;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;

/**
 * Tests where scores over time are above chance.
 *
 * @param permutations of labels, or sign flips of subjects; 0 for the default
 * @param seed of them
 * @param parallelism threads
 * @param progress where to report
 */
record OverTimeTest(int permutations, long seed, Parallelism parallelism, Progress progress) {
    /** Fewer cannot reach a p value of 0.05 by flipping signs. */
    private static final int SUBJECTS_FOR_CLUSTERS = 5;
    private static final int SIGN_FLIPS = 1024;
    private static final double LEVEL = 0.05;

    static Notice notTested() {
        return new Notice("not-tested", "whether scores are above chance was not tested: a test over subjects"
                + " needs " + SUBJECTS_FOR_CLUSTERS
                + " or more that each have all classes, and no permutations of labels were asked for");
    }

    /** @param chances of each group, where groups are subjects whose scores can be tested; else empty */
    Optional<OverTimeResult.Test> of(Map<String, double[][]> groups, double[] chances,
            List<OverTimePart> parts, TrialOrigin origin, Labels y) {
        int rows = groups.values().iterator().next().length;
        if (chances.length >= SUBJECTS_FOR_CLUSTERS) {
            return Optional.of(clusters(List.copyOf(groups.values()), chances, rows));
        }
        return permutations > 0 ? Optional.of(permuted(parts, origin, y, rows)) : Optional.empty();
    }

    private OverTimeResult.Test clusters(List<double[][]> groups, double[] chances, int rows) {
        List<double[]> observations = new ArrayList<>();
        for (int i = 0; i < chances.length; i++) {
            double chance = chances[i];
            observations.add(flat(groups.get(i), v -> v - chance));
        }
        int flips = permutations > 0 ? permutations : SIGN_FLIPS;
        double threshold = ClusterTest.threshold(LEVEL, chances.length, Tail.POSITIVE);
        ClusterTest test = new ClusterTest(threshold, Tail.POSITIVE, flips, seed);
        ClusterTest.Result all = test.test(observations.toArray(double[][]::new), rows, parallelism,
                progress);
        double[] p = pValues(all);
        // A wide cluster in the plane hides a narrow one; the times themselves are tested by themselves.
        double[] own = rows == 1
                ? p
                : pValues(test.test(observations.stream().map(matrix -> diagonal(matrix, rows))
                        .toArray(double[][]::new), 1, parallelism, progress));
        return result(p, own, rows, String.format(Locale.ROOT, "a cluster-based permutation test over %d"
                + " subjects (one-sided, clusters of t values above %.2f, %s sign flips; Maris and Oostenveld"
                + " 2007)%s", chances.length, threshold, all.exact() ? "all" : String.valueOf(flips),
                rows == 1 ? "" : ", one for equal times of training and testing and one for all pairs"));
    }

    private static double[] pValues(ClusterTest.Result result) {
        double[] p = new double[result.t().length];
        Arrays.fill(p, 1);
        for (ClusterTest.Cluster cluster : result.clusters()) {
            for (int cell : cluster.cells()) {
                p[cell] = cluster.p();
            }
        }
        return p;
    }

    private static double[] diagonal(double[] matrix, int rows) {
        double[] diagonal = new double[rows];
        for (int t = 0; t < rows; t++) {
            diagonal[t] = matrix[t * rows + t];
        }
        return diagonal;
    }

    private static double[] flat(double[][] matrix, java.util.function.DoubleUnaryOperator change) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).map(change).toArray();
    }

    private OverTimeResult.Test permuted(List<OverTimePart> parts, TrialOrigin origin, Labels y, int rows) {
        boolean varies = OverTimeDecoding.members(origin.subjects()).values().stream().anyMatch(
                members -> Arrays.stream(y.select(members).counts()).filter(n -> n > 0).count() > 1);
        Exchangeability scheme = varies ? Exchangeability.WITHIN_GROUPS : Exchangeability.WHOLE_GROUPS;
        FamilyWiseResult result = PermutationTest.builder().permutations(permutations).seed(seed)
                .exchangeability(scheme).parallelism(parallelism).progress(progress).build()
                .familyWise(y, origin.subjects(), labels -> mean(parts, labels));
        double[] p = result.pValues();
        return result(p, rows == 1 ? p : diagonal(p, rows), rows,
                permutations + " permutations of labels " + scheme.words()
                        + ", the largest score over time of each being the null of all times");
    }

    private static double[] mean(List<OverTimePart> parts, Labels labels) {
        double[] mean = null;
        for (OverTimePart part : parts) {
            double[] own = flat(part.scoring().of(labels.select(part.rows()), Parallelism.single(),
                    Progress.NONE).scores(), v -> v / parts.size());
            mean = mean == null ? new double[own.length] : mean;
            for (int i = 0; i < own.length; i++) {
                mean[i] += own[i];
            }
        }
        return mean;
    }

    private static OverTimeResult.Test result(double[] p, double[] own, int rows, String words) {
        int times = p.length / rows;
        boolean[][] significant = new boolean[rows][times];
        double[][] values = new double[rows][times];
        for (int i = 0; i < p.length; i++) {
            values[i / times][i % times] = p[i];
            significant[i / times][i % times] = p[i] <= LEVEL;
        }
        return new OverTimeResult.Test(significant, values, own, LEVEL, words);
    }
}
