package org.engram.compute.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import org.engram.compute.estimation.LabelLinearClassifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.Matrix;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;

/**
 * Repeats an analysis with labels exchanged at random where they could as well have been exchanged if the data knew
 * nothing of them, to see what scores chance gives. The whole analysis is repeated, the choice of penalties included.
 *
 * <p>A {@link LabelLinearClassifier} is not fitted again: sums over one smoother per fold give the decision values of
 * every relabelling. Others are fitted again, from inner products where these suffice.
 *
 * <p>Splits stay as they are. Where a splitter follows the labels, as stratified folds do, labels are exchanged within
 * test folds only, so that relabelled samples are as well stratified as the true ones; if its test sets overlap, each
 * relabelling is split anew. Results depend on the seed, not on the number of threads. Immutable and thread-safe.
 */
public final class PermutationTest {
    private final int permutations;
    private final long seed;
    private final Exchangeability exchangeability;
    private final boolean closedForm;
    private final Parallelism parallelism;
    private final Progress progress;

    private PermutationTest(Builder builder) {
        this.permutations = builder.permutations;
        this.seed = builder.seed;
        this.exchangeability = builder.exchangeability;
        this.closedForm = builder.closedForm;
        this.parallelism = builder.parallelism;
        this.progress = builder.progress;
    }

    /** @return options with their defaults */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param validation the analysis
     * @param x samples x features, finite; not changed
     * @param y the class of each sample
     * @param groups the run, session or subject of each sample; empty when there are none
     * @return the score and its null distribution
     */
    public PermutationResult run(CrossValidation validation, Matrix x, Labels y, List<String> groups) {
        return run(validation, validation.prepare(x, y, groups));
    }

    /**
     * @param validation the analysis
     * @param samples from its {@link CrossValidation#prepare}
     * @return the score and its null distribution
     */
    public PermutationResult run(CrossValidation validation, PreparedSamples samples) {
        int[] foldOf = null;
        boolean splitAnew = false;
        if (validation.splitter().dependsOnLabels()) {
            foldOf = testFolds(samples);
            splitAnew = foldOf == null || exchangeability == Exchangeability.WHOLE_GROUPS;
        }
        LabelPermutations relabelled = LabelPermutations.of(samples.y(), samples.groups(), exchangeability,
                splitAnew ? null : foldOf, seed);
        int[][] labelings = new int[permutations + 1][];
        labelings[0] = samples.y().codes(); // the true labels go the same way as all others
        parallelism.forEach(permutations, b -> labelings[b + 1] = relabelled.codes(b));
        RelabelledScores engine = new RelabelledScores(validation, samples, parallelism, progress);
        double[] scores = splitAnew
                ? engine.withNewSplits(labelings)
                : engine.withFixedSplits(labelings, closedForm && LinearFold.suits(validation, samples));
        if (Double.isNaN(scores[0])) {
            throw new EngramException(validation.score().words()
                    + " is not defined for any fold (each tests one class only): use accuracy, or other splits");
        }
        return new PermutationResult(scores[0], Arrays.copyOfRange(scores, 1, scores.length),
                describe(foldOf != null && !splitAnew), relabelled.notices(permutations));
    }

    /** The fold that tests each sample, -1 for none; null when a sample is tested twice. */
    private static int[] testFolds(PreparedSamples samples) {
        int[] foldOf = new int[samples.y().size()];
        Arrays.fill(foldOf, -1);
        for (int f = 0; f < samples.splits().size(); f++) {
            for (int i : samples.splits().get(f).test()) {
                if (foldOf[i] >= 0) {
                    return null;
                }
                foldOf[i] = f;
            }
        }
        return foldOf;
    }

    /**
     * Tests many statistics at once against the largest of each permutation, which holds the chance of any false
     * positive whatever the dependence between them. Only the maxima and one count per statistic are kept.
     *
     * @param y the class of each sample
     * @param groups the run, session or subject of each sample; empty when there are none
     * @param statistics the statistics for given labels, always as many and in the same order; larger is stronger; NaN
     *     where undefined (left out). Called concurrently, first with the true labels
     * @return the statistics and their null
     */
    public FamilyWiseResult familyWise(Labels y, List<String> groups, Function<Labels, double[]> statistics) {
        LabelPermutations relabelled = LabelPermutations.of(y, groups, exchangeability, seed);
        double[] observed = statistics.apply(y).clone();
        AtomicIntegerArray exceeded = new AtomicIntegerArray(observed.length);
        double[] maxima = new double[permutations];
        try (Progress.Task task = progress.begin("permutations", permutations)) {
            BlasThreads.forEach(parallelism, permutations, b -> {
                if (progress.isCancelled()) {
                    throw new CancelledException("permutation test");
                }
                double[] values = statistics.apply(y.withCodes(relabelled.codes(b)));
                if (values.length != observed.length) {
                    throw new IllegalStateException(
                            "permutation " + b + " gave " + values.length + " statistics, not "
                                    + observed.length);
                }
                double largest = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < values.length; i++) {
                    if (values[i] > largest) {
                        largest = values[i];
                    }
                    if (values[i] >= observed[i] - PermutationResult.ROUNDING) {
                        exceeded.incrementAndGet(i);
                    }
                }
                maxima[b] = largest;
                task.advance(1);
            });
        }
        int[] counts = new int[observed.length];
        Arrays.setAll(counts, exceeded::get);
        return new FamilyWiseResult(observed, counts, maxima);
    }

    private String describe(boolean withinFolds) {
        return permutations + " permutations of labels " + exchangeability.words()
                + (withinFolds ? " and test folds" : "") + ", seed " + seed;
    }

    /** Options of a permutation test. */
    public static final class Builder {
        private int permutations = 1000;
        private long seed;
        private Exchangeability exchangeability = Exchangeability.WITHIN_GROUPS;
        private boolean closedForm = true;
        private Parallelism parallelism = Parallelism.single();
        private Progress progress = Progress.NONE;

        private Builder() {}

        /**
         * @param value number of permutations, at least 1. Default 1000
         * @return this
         */
        public Builder permutations(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("number of permutations is " + value + ": give 1 or more");
            }
            this.permutations = value;
            return this;
        }

        /**
         * @param value the same seed gives the same permutations. Default 0
         * @return this
         */
        public Builder seed(long value) {
            this.seed = value;
            return this;
        }

        /**
         * @param value which labels may be exchanged. Default within groups
         * @return this
         */
        public Builder exchangeability(Exchangeability value) {
            this.exchangeability = Objects.requireNonNull(value, "exchangeability");
            return this;
        }

        /**
         * @param value whether a {@link LabelLinearClassifier} is evaluated in closed form rather than fitted again;
         *     false is slower and gives the same, up to rounding. Default true
         * @return this
         */
        public Builder closedForm(boolean value) {
            this.closedForm = value;
            return this;
        }

        /**
         * @param value threads over permutations. Default one
         * @return this
         */
        public Builder parallelism(Parallelism value) {
            this.parallelism = Objects.requireNonNull(value, "parallelism");
            return this;
        }

        /**
         * @param value where to report permutations done. Default nowhere
         * @return this
         */
        public Builder progress(Progress value) {
            this.progress = Objects.requireNonNull(value, "progress");
            return this;
        }

        /** @return the permutation test */
        public PermutationTest build() {
            return new PermutationTest(this);
        }
    }
}
