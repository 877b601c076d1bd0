package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.GramClassifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.estimation.TunableGramClassifier;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.Matrix;
import org.engram.core.CancelledException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;

/**
 * Fits a classifier to each training set of a splitter and tests it on the samples left out. Whatever the classifier
 * learns from data (standardisation, feature selection, projections) it learns inside {@code fit}, so from training
 * samples only; the penalty too, with {@link Builder#selection}.
 *
 * <p>A {@link GramClassifier} with fewer samples than features is fitted from inner products, formed once and cut for
 * each fold. Results do not depend on the number of threads. Immutable and thread-safe.
 */
public final class CrossValidation {
    private final Classifier classifier;
    private final Splitter splitter;
    private final Score score;
    private final PenaltySelection selection;
    private final GroupLeakage groupLeakage;
    private final boolean keepWeights;
    private final Parallelism parallelism;
    private final Progress progress;

    private CrossValidation(Builder builder) {
        this.classifier = builder.classifier;
        this.splitter = builder.splitter;
        this.score = builder.score;
        this.selection = builder.selection;
        this.groupLeakage = builder.groupLeakage;
        this.keepWeights = builder.keepWeights;
        this.parallelism = builder.parallelism;
        this.progress = builder.progress;
        if (selection != null && !(classifier instanceof Tunable)) {
            throw new IllegalArgumentException(classifier.describe()
                    + " has no penalty to choose: leave the selection out, or use a tunable classifier");
        }
    }

    /**
     * @param classifier what to evaluate
     * @param splitter how to divide the samples
     * @return options with their defaults
     */
    public static Builder builder(Classifier classifier, Splitter splitter) {
        return new Builder(classifier, splitter);
    }

    /**
     * Checks and divides samples, for several uses of the same.
     *
     * @param x samples x features, finite; kept, not copied
     * @param y the class of each sample
     * @param groups the run, session or subject of each sample; empty when there are none
     * @return the prepared samples
     */
    public PreparedSamples prepare(Matrix x, Labels y, List<String> groups) {
        return new PreparedSamples(x, y, groups, splitter, groupLeakage);
    }

    /**
     * @param x samples x features, finite; not changed
     * @param y the class of each sample
     * @param groups the run, session or subject of each sample; empty when there are none
     * @return predictions and scores
     */
    public CrossValidationResult run(Matrix x, Labels y, List<String> groups) {
        return run(prepare(x, y, groups));
    }

    /**
     * @param samples from {@link #prepare} of this cross-validation
     * @return predictions and scores
     */
    public CrossValidationResult run(PreparedSamples samples) {
        List<Split> splits = samples.splits();
        boolean fromGram = fitsFromGram(samples);
        if (fromGram) {
            samples.gram(); // before the folds, with all processors
        }
        FoldRunner.Outcome[] outcomes = new FoldRunner.Outcome[splits.size()];
        FoldRunner runner = runner();
        try (Progress.Task task = progress.begin("cross-validation", splits.size())) {
            BlasThreads.forEach(parallelism, splits.size(), f -> {
                if (progress.isCancelled()) {
                    throw new CancelledException("cross-validation");
                }
                Split split = splits.get(f);
                outcomes[f] = runner.run(samples.fold(split, fromGram), samples.y().select(split.train()),
                        samples.groupsOf(split.train()), samples.y().select(split.test()), split.name());
                task.advance(1);
            });
        }
        List<FoldRunner.Outcome> all = Arrays.asList(outcomes);
        List<Notice> notices = new ArrayList<>(samples.notices());
        notices.addAll(fitNotices(all));
        List<FoldResult> folds = folds(samples, all);
        long undefined = folds.stream().filter(fold -> Double.isNaN(fold.score())).count();
        if (undefined > 0) {
            notices.add(new Notice("undefined-fold-scores",
                    score.words() + " is not defined in " + undefined + " of "
                            + folds.size() + " folds, which test one class only; they are left out"));
        }
        return new CrossValidationResult(score, samples, folds, selectionScore(all),
                keepWeights ? AveragedWeights.of(samples, all, fromGram) : null, notices);
    }

    /** Whether inner products are cheaper than features, and enough. */
    boolean fitsFromGram(PreparedSamples samples) {
        return classifier instanceof GramClassifier && samples.x().rows() < samples.x().columns()
                && (selection == null || classifier instanceof TunableGramClassifier);
    }

    FoldRunner runner() {
        return new FoldRunner(classifier, selection, score);
    }

    private List<FoldResult> folds(PreparedSamples samples, List<FoldRunner.Outcome> outcomes) {
        List<FoldResult> folds = new ArrayList<>(outcomes.size());
        for (int f = 0; f < outcomes.size(); f++) {
            Split split = samples.splits().get(f);
            Labels truth = samples.y().select(split.test());
            Matrix decisions = outcomes.get(f).decisions();
            int[] predicted = new int[truth.size()];
            for (int i = 0; i < predicted.length; i++) {
                predicted[i] = decisions.largestInRow(i);
            }
            ScoreTally tally = new ScoreTally(score, truth.classCount());
            tally.add(truth.codes(), decisions);
            double penalty = outcomes.get(f).penalty();
            folds.add(new FoldResult(split, truth, truth.withCodes(predicted), decisions, tally.value(),
                    Double.isNaN(penalty) ? OptionalDouble.empty() : OptionalDouble.of(penalty)));
        }
        return folds;
    }

    private static double selectionScore(List<FoldRunner.Outcome> outcomes) {
        return outcomes.stream().mapToDouble(FoldRunner.Outcome::bestOnTest).filter(s -> !Double.isNaN(s))
                .average()
                .orElse(Double.NaN);
    }

    /** One notice of each code, with the number of folds that gave it. */
    private static List<Notice> fitNotices(List<FoldRunner.Outcome> outcomes) {
        Map<String, Notice> first = new LinkedHashMap<>();
        Map<String, Integer> count = new LinkedHashMap<>();
        for (FoldRunner.Outcome outcome : outcomes) {
            outcome.fitted().notices().stream().map(Notice::code).distinct()
                    .forEach(c -> count.merge(c, 1, Integer::sum));
            outcome.fitted().notices().forEach(notice -> first.putIfAbsent(notice.code(), notice));
        }
        return first.values().stream().map(notice -> new Notice(notice.code(), notice.text() + " (in "
                + count.get(notice.code()) + " of " + outcomes.size() + " folds)")).toList();
    }

    /** @return classifier, scheme and selection in words, for a methods section */
    public String describe() {
        return classifier.describe() + ", " + splitter.describe() + (selection == null
                ? ""
                : "; " + ((Tunable) classifier).penaltyName() + " was not fixed but " + selection.describe());
    }

    /** @return the classifier evaluated */
    public Classifier classifier() {
        return classifier;
    }

    /** @return how samples are divided */
    public Splitter splitter() {
        return splitter;
    }

    /** @return what is scored */
    public Score score() {
        return score;
    }

    /** Null when the penalty is fixed. */
    PenaltySelection selection() {
        return selection;
    }

    /** Options of a cross-validation. */
    public static final class Builder {
        private final Classifier classifier;
        private final Splitter splitter;
        private Score score = Score.ACCURACY;
        private PenaltySelection selection;
        private GroupLeakage groupLeakage = GroupLeakage.REFUSE;
        private boolean keepWeights;
        private Parallelism parallelism = Parallelism.single();
        private Progress progress = Progress.NONE;

        private Builder(Classifier classifier, Splitter splitter) {
            this.classifier = Objects.requireNonNull(classifier, "classifier");
            this.splitter = Objects.requireNonNull(splitter, "splitter");
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
         * @param value how to choose the penalty within each training set; the classifier must be {@link Tunable}.
         *     Default (or null): the classifier's penalty as it is
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
         * @param value whether to average weights and patterns over folds. Default false
         * @return this
         */
        public Builder keepWeights(boolean value) {
            this.keepWeights = value;
            return this;
        }

        /**
         * @param value threads over folds. Default one
         * @return this
         */
        public Builder parallelism(Parallelism value) {
            this.parallelism = Objects.requireNonNull(value, "parallelism");
            return this;
        }

        /**
         * @param value where to report folds done. Default nowhere
         * @return this
         */
        public Builder progress(Progress value) {
            this.progress = Objects.requireNonNull(value, "progress");
            return this;
        }

        /** @return the cross-validation; fails when a penalty is to be chosen for a classifier that has none */
        public CrossValidation build() {
            return new CrossValidation(this);
        }
    }
}
