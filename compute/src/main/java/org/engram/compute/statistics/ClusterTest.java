package org.engram.compute.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.core.ShapeException;

/**
 * Cluster-based permutation test of observations (one a subject) against zero, on a grid of rows x columns: times, or times x
 * times, or frequencies x times. Neighbours (left, right, above, below) whose t value is beyond the threshold form a
 * cluster; its mass is the sum of its t values; its p value is how often the largest mass is as large when the signs of
 * whole observations are flipped. Controls the family-wise error over the grid. A cluster says that there is an effect, not
 * that its edges are where the effect begins and ends.
 *
 * <p>All sign flips are made when there are no more of them than permutations asked for (the p value is then exact), else
 * random ones of the seed. Immutable and thread-safe.
 *
 * <h2>References</h2> E. Maris, R. Oostenveld, J. Neuroscience Methods 164, 2007.
 *
 * @param threshold t value that forms clusters, above 0; {@link #threshold} turns a p value into one
 * @param tail whether clusters above zero, below zero, or of both kinds are looked for
 * @param permutations how many random sign flips
 * @param seed of the random sign flips
 */
public record ClusterTest(double threshold, Tail tail, int permutations, long seed) {
    /** Which side of zero is looked at. */
    public enum Tail {
        /** Above zero only. */
        POSITIVE,
        /** Below zero only. */
        NEGATIVE,
        /** Both; clusters do not join across zero. */
        BOTH
    }

    private static final long STREAM = 0x636c7573L;

    /** Checks the ranges. */
    public ClusterTest {
        if (!(threshold > 0) || permutations < 1) {
            throw new IllegalArgumentException(
                    "a cluster test with threshold " + threshold + " and " + permutations
                            + " permutations: both must be above 0");
        }
    }

    /**
     * One cluster.
     *
     * @param cells indices into the grid, row x columns + column, rising
     * @param mass sum of their t values
     * @param p family-wise p value
     */
    public record Cluster(int[] cells, double mass, double p) {}

    /**
     * What a test found.
     *
     * @param t t value of every cell; 0 where all observations are equal to zero
     * @param clusters by p value
     * @param exact whether all sign flips were made
     */
    public record Result(double[] t, List<Cluster> clusters, boolean exact) {
        /**
         * @param alpha level
         * @return whether each cell lies in a cluster of a p value at or below it
         */
        public boolean[] significant(double alpha) {
            boolean[] significant = new boolean[t.length];
            for (Cluster cluster : clusters) {
                for (int cell : cluster.cells()) {
                    significant[cell] |= cluster.p() <= alpha;
                }
            }
            return significant;
        }
    }

    /**
     * The t value of a p value.
     *
     * @param p one-sided for one tail, two-sided for both
     * @param observations how many
     * @param tail which tail
     * @return the threshold that p value stands for
     */
    public static double threshold(double p, int observations, Tail tail) {
        double wanted = Math.log(tail == Tail.BOTH ? p / 2 : p);
        double low = 0;
        double high = 1;
        while (Tails.logStudent(high, observations - 1) > wanted && high < 1e8) {
            high *= 2;
        }
        for (int i = 0; i < 200; i++) {
            double middle = (low + high) / 2;
            if (Tails.logStudent(middle, observations - 1) > wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /**
     * @param observations observation x cell, the grid row by row; finite; not changed
     * @param rows rows of the grid; 1 for a series
     * @param parallelism threads
     * @param progress told how far it is
     * @return t values and clusters
     */
    public Result test(double[][] observations, int rows, Parallelism parallelism, Progress progress) {
        int n = observations.length;
        if (n < 2) {
            throw new EngramException("a cluster test of " + n + " observations: give two or more");
        }
        int cells = observations[0].length;
        if (rows < 1 || cells % rows != 0) {
            throw new ShapeException(cells + " cells do not make " + rows + " rows");
        }
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < cells; c++) {
                if (!Double.isFinite(observations[i][c])) {
                    throw new EngramException(
                            "observation " + i + " is " + observations[i][c] + " at cell " + c
                                    + ": a cluster test needs finite values");
                }
            }
        }
        double[] t = tValues(observations, new boolean[n]);
        List<Cluster> found = clusters(t, rows);
        // Flipping all signs mirrors the distribution, so half of the flips are enough when both tails are looked at; the other
        // half is needed otherwise. The first flip is none at all: the observation itself is one of its distribution.
        int free = tail == Tail.BOTH ? n - 1 : n;
        boolean exact = free < 31 && 1L << free <= permutations;
        int count = exact ? 1 << free : permutations;
        double[] largest = new double[count];
        try (Progress.Task task = progress.begin("cluster permutations", count)) {
            parallelism.forEach(count, k -> {
                double[] permuted = k == 0 ? t : tValues(observations, signs(k, n, exact));
                largest[k] = clusters(permuted, rows).stream().mapToDouble(c -> Math.abs(c.mass())).max()
                        .orElse(0);
                task.advance(1);
            });
        }
        List<Cluster> tested = new ArrayList<>();
        for (Cluster cluster : found) {
            // Equal masses must count as equal whatever the order of summation.
            double limit = Math.abs(cluster.mass()) * (1 - 1e-12);
            long asLarge = Arrays.stream(largest).filter(mass -> mass >= limit).count();
            tested.add(new Cluster(cluster.cells(), cluster.mass(), (double) asLarge / count));
        }
        tested.sort(Comparator.comparingDouble(Cluster::p).thenComparingInt(c -> c.cells()[0]));
        return new Result(t, List.copyOf(tested), exact);
    }

    private boolean[] signs(int permutation, int n, boolean exact) {
        boolean[] flipped = new boolean[n];
        RandomStream random = RandomStream.of(seed, STREAM).derive(permutation);
        for (int i = 0; i < n; i++) {
            flipped[i] = exact ? (permutation >> i & 1) == 1 : (random.bits(i) & 1) == 1;
        }
        return flipped;
    }

    private static double[] tValues(double[][] observations, boolean[] flipped) {
        int n = observations.length;
        int cells = observations[0].length;
        double[] mean = new double[cells];
        double[] squares = new double[cells];
        for (int i = 0; i < n; i++) {
            double[] row = observations[i];
            double sign = flipped[i] ? -1 : 1;
            for (int c = 0; c < cells; c++) {
                mean[c] += sign * row[c];
            }
        }
        for (int c = 0; c < cells; c++) {
            mean[c] /= n;
        }
        for (int i = 0; i < n; i++) {
            double[] row = observations[i];
            double sign = flipped[i] ? -1 : 1;
            for (int c = 0; c < cells; c++) {
                double d = sign * row[c] - mean[c];
                squares[c] += d * d;
            }
        }
        for (int c = 0; c < cells; c++) {
            double error = Math.sqrt(squares[c] / (n - 1) / n);
            mean[c] = error > 0
                    ? mean[c] / error
                    : mean[c] == 0 ? 0 : Math.copySign(Double.MAX_VALUE / cells, mean[c]);
        }
        return mean;
    }

    private List<Cluster> clusters(double[] t, int rows) {
        int columns = t.length / rows;
        boolean[] seen = new boolean[t.length];
        int[] queue = new int[t.length];
        List<Cluster> clusters = new ArrayList<>();
        for (int start = 0; start < t.length; start++) {
            int side = side(t[start]);
            if (seen[start] || side == 0) {
                continue;
            }
            int head = 0;
            int tailEnd = 0;
            queue[tailEnd++] = start;
            seen[start] = true;
            double mass = 0;
            while (head < tailEnd) {
                int cell = queue[head++];
                mass += t[cell];
                int column = cell % columns;
                int[] neighbours = {column > 0 ? cell - 1 : -1, column < columns - 1 ? cell + 1 : -1,
                        cell - columns,
                        cell + columns};
                for (int next : neighbours) {
                    if (next >= 0 && next < t.length && !seen[next] && side(t[next]) == side) {
                        seen[next] = true;
                        queue[tailEnd++] = next;
                    }
                }
            }
            int[] cells = Arrays.copyOf(queue, tailEnd);
            Arrays.sort(cells);
            clusters.add(new Cluster(cells, mass, Double.NaN));
        }
        return clusters;
    }

    private int side(double t) {
        if (t > threshold && tail != Tail.NEGATIVE) {
            return 1;
        }
        return t < -threshold && tail != Tail.POSITIVE ? -1 : 0;
    }
}
