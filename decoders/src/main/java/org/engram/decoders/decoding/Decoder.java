package org.engram.decoders.decoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.ChanceLevel;
import org.engram.compute.validation.CrossValidation;
import org.engram.compute.validation.CrossValidationResult;
import org.engram.compute.validation.Exchangeability;
import org.engram.compute.validation.GroupLeakage;
import org.engram.compute.validation.LeaveOneGroupOut;
import org.engram.compute.validation.PenaltySelection;
import org.engram.compute.validation.PermutationResult;
import org.engram.compute.validation.PermutationTest;
import org.engram.compute.validation.PreparedSamples;
import org.engram.compute.validation.Score;
import org.engram.compute.validation.Splitter;
import org.engram.compute.validation.StratifiedKFold;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;

/**
 * Decodes the class of each sample from its features, and says how sure that is: cross-validated scores, chance level,
 * confidence interval, permutation test, weights and patterns.
 *
 * <p>Scores are of samples that had no say in anything learned: the classifier learns scaling and feature selection
 * inside each training set, and penalties are chosen by an inner cross-validation there ({@link Builder#selection}).
 * nilearn's {@code Decoder} chooses penalties on the fold it then reports, and standardises before splitting; the
 * score of the former kind is given beside ours as {@link DecodingResult#selectionScore()}.
 *
 * <p>Results depend on data, options and seed, not on the number of threads. Immutable and thread-safe.
 */
public final class Decoder {
    private static final int DEFAULT_FOLDS = 10;

    private final Builder options;

    private Decoder(Builder options) {
        this.options = options;
    }

    /**
     * @param classifier how to tell classes apart
     * @return options with their defaults
     */
    public static Builder builder(Classifier classifier) {
        return new Builder(classifier);
    }

    /**
     * @param x samples x features, finite; not changed
     * @param y the class of each sample
     * @param groups the run, session or subject of each sample; empty when samples are independent
     * @return scores, null distribution, weights
     */
    public DecodingResult decode(Matrix x, Labels y, List<String> groups) {
        Splitter splitter = options.splitter != null ? options.splitter : defaultSplitter(y, groups);
        CrossValidation validation = CrossValidation.builder(options.classifier, splitter)
                .score(options.score)
                .selection(options.selection).groupLeakage(options.groupLeakage).keepWeights(true)
                .parallelism(options.parallelism).progress(options.progress).build();
        PreparedSamples samples = validation.prepare(x, y, groups);
        CrossValidationResult result = validation.run(samples);
        List<Notice> notices = new ArrayList<>(result.notices());
        Optional<PermutationResult> permutation = Optional.empty();
        if (options.permutations > 0) {
            permutation = Optional
                    .of(PermutationTest.builder().permutations(options.permutations).seed(options.seed)
                            .exchangeability(options.exchangeability).parallelism(options.parallelism)
                            .progress(options.progress).build().run(validation, samples));
            notices.addAll(permutation.get().notices());
        }
        return new DecodingResult(validation.describe(), x.columns(), result, ChanceLevel.of(y),
                result.interval(options.confidenceLevel, options.seed), permutation, notices);
    }

    private Splitter defaultSplitter(Labels y, List<String> groups) {
        if (new HashSet<>(groups).size() > 1) {
            return new LeaveOneGroupOut(options.groupKind);
        }
        int rarest = Arrays.stream(y.counts()).filter(count -> count > 0).min().orElse(0);
        return new StratifiedKFold(Math.max(2, Math.min(DEFAULT_FOLDS, rarest)));
    }

    /** Options of a decoder. */
    public static final class Builder {
        private final Classifier classifier;
        private Splitter splitter;
        private String groupKind = "run";
        private Score score = Score.ACCURACY;
        private PenaltySelection selection;
        private GroupLeakage groupLeakage = GroupLeakage.REFUSE;
        private int permutations;
        private Exchangeability exchangeability = Exchangeability.WITHIN_GROUPS;
        private double confidenceLevel = 0.95;
        private long seed;
        private Parallelism parallelism = Parallelism.single();
        private Progress progress = Progress.NONE;

        private Builder(Classifier classifier) {
            this.classifier = Objects.requireNonNull(classifier, "classifier");
        }

        private Builder(Builder other) {
            this.classifier = other.classifier;
            this.splitter = other.splitter;
            this.groupKind = other.groupKind;
            this.score = other.score;
            this.selection = other.selection;
            this.groupLeakage = other.groupLeakage;
            this.permutations = other.permutations;
            this.exchangeability = other.exchangeability;
            this.confidenceLevel = other.confidenceLevel;
            this.seed = other.seed;
            this.parallelism = other.parallelism;
            this.progress = other.progress;
        }

        /**
         * @param value how to divide samples. Default (or null): leave one group out where there are two or more
         *     groups, else stratified folds, 10 or as many as the rarest class has samples
         * @return this
         */
        public Builder splitter(Splitter value) {
            this.splitter = value;
            return this;
        }

        /**
         * @param value what a group is, in the singular, for names of folds. Default "run"
         * @return this
         */
        public Builder groupKind(String value) {
            this.groupKind = Objects.requireNonNull(value, "groupKind");
            return this;
        }

        /**
         * @param value what to score. Default accuracy
         * @return this
         */
        public Builder score(Score value) {
            this.score = Objects.requireNonNull(value, "score");
            return this;
        }

        /**
         * @param value how to choose the penalty inside each training set. Default (or null): the classifier's own,
         *     fixed
         * @return this
         */
        public Builder selection(PenaltySelection value) {
            this.selection = value;
            return this;
        }

        /**
         * @param value what to do when a group stands on both sides of a split. Default: refuse
         * @return this
         */
        public Builder groupLeakage(GroupLeakage value) {
            this.groupLeakage = Objects.requireNonNull(value, "groupLeakage");
            return this;
        }

        /**
         * @param value number of permutations of the labels, 0 for none. Default 0
         * @return this
         */
        public Builder permutations(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("number of permutations is " + value + ": give 0 or more");
            }
            this.permutations = value;
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
         * @param value level of the confidence interval, between 0 and 1. Default 0.95
         * @return this
         */
        public Builder confidenceLevel(double value) {
            if (!(value > 0 && value < 1)) {
                throw new IllegalArgumentException(
                        "confidence level is " + value + ": give one such as 0.95");
            }
            this.confidenceLevel = value;
            return this;
        }

        /**
         * @param value seed of permutations and bootstrap. Default 0
         * @return this
         */
        public Builder seed(long value) {
            this.seed = value;
            return this;
        }

        /**
         * @param value threads. Default one
         * @return this
         */
        public Builder parallelism(Parallelism value) {
            this.parallelism = Objects.requireNonNull(value, "parallelism");
            return this;
        }

        /**
         * @param value where to report. Default nowhere
         * @return this
         */
        public Builder progress(Progress value) {
            this.progress = Objects.requireNonNull(value, "progress");
            return this;
        }

        /** @return the decoder; later changes to this builder do not reach it */
        public Decoder build() {
            return new Decoder(new Builder(this));
        }
    }
}
