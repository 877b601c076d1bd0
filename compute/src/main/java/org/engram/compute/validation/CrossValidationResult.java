package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.engram.compute.estimation.Labels;
import org.engram.core.Notice;

/** Predictions for samples that were not trained on, and the scores of them. Immutable. */
public final class CrossValidationResult {
    /** Groups from which on {@link #interval} draws groups rather than samples. */
    static final int GROUPS_FOR_BOOTSTRAP = 5;

    private static final int RESAMPLES = 5000;

    private final Score scoring;
    private final Labels truth;
    private final Groups groups;
    private final List<FoldResult> folds;
    private final double selectionScore;
    private final AveragedWeights weights;
    private final List<Notice> notices;
    private final ConfusionMatrix confusion;

    CrossValidationResult(Score scoring, PreparedSamples samples, List<FoldResult> folds,
            double selectionScore,
            AveragedWeights weights, List<Notice> notices) {
        this.scoring = scoring;
        this.truth = samples.y();
        this.groups = Groups.of(samples.groups());
        this.folds = List.copyOf(folds);
        this.selectionScore = selectionScore;
        this.weights = weights;
        this.notices = List.copyOf(notices);
        this.confusion = folds.stream().map(FoldResult::confusion).reduce(ConfusionMatrix::plus)
                .orElseThrow();
    }

    /** @return which score {@link #score()} is */
    public Score scoring() {
        return scoring;
    }

    /** @return the score of all folds together: pooled or averaged, as {@link Score} says; NaN when undefined */
    public double score() {
        return switch (scoring) {
            case ACCURACY -> confusion.accuracy();
            case BALANCED_ACCURACY -> confusion.balancedAccuracy();
            case ROC_AUC -> meanFoldScore();
        };
    }

    /** @return the score of each fold by itself, NaN where undefined */
    public double[] foldScores() {
        return folds.stream().mapToDouble(FoldResult::score).toArray();
    }

    /** @return the mean of the fold scores that are defined */
    public double meanFoldScore() {
        double sum = 0;
        int defined = 0;
        for (FoldResult fold : folds) {
            if (!Double.isNaN(fold.score())) {
                sum += fold.score();
                defined++;
            }
        }
        return sum / defined;
    }

    /**
     * The score as some toolkits report it: each fold with the penalty that does best on that fold's own test samples,
     * averaged over folds. The test samples have chosen the penalty they are scored with, so it is too good; it stands
     * here for comparison only.
     *
     * @return that optimistic score; empty when no penalty was chosen
     */
    public OptionalDouble selectionScore() {
        return Double.isNaN(selectionScore) ? OptionalDouble.empty() : OptionalDouble.of(selectionScore);
    }

    /** @return the folds, in the order of the splitter */
    public List<FoldResult> folds() {
        return folds;
    }

    /** @return the class of every sample, tested or not */
    public Labels truth() {
        return truth;
    }

    /** @return confusions summed over folds; a sample tested in several folds counts each time */
    public ConfusionMatrix confusion() {
        return confusion;
    }

    /** @return what was predicted within each tested group, in natural order of groups; empty without groups */
    public List<ConfusionMatrix> confusionByGroup() {
        int classes = truth.classCount();
        int[][][] counts = new int[groups.count()][classes][classes];
        boolean[] tested = new boolean[groups.count()];
        for (FoldResult fold : folds) {
            int[] samples = fold.split().test();
            for (int i = 0; i < samples.length && groups.count() > 0; i++) {
                int g = groups.code(samples[i]);
                tested[g] = true;
                counts[g][fold.truth().code(i)][fold.predicted().code(i)]++;
            }
        }
        List<ConfusionMatrix> byGroup = new ArrayList<>();
        for (int g = 0; g < counts.length; g++) {
            if (tested[g]) {
                byGroup.add(ConfusionMatrix.of(truth.names(), counts[g]));
            }
        }
        return byGroup;
    }

    /**
     * The confidence interval of {@link #score()}. For accuracies: a bootstrap over groups when 5 or more groups were
     * tested and do not all score the same, because samples of a group resemble each other; otherwise Wilson's interval
     * over samples (accuracy) or the
     * t interval over folds (balanced accuracy). For the area: the t interval over folds.
     *
     * @param level part of repetitions covered, such as 0.95
     * @param seed of the bootstrap
     * @return the interval; empty when there are too few folds for one
     */
    public Optional<ConfidenceInterval> interval(double level, long seed) {
        List<ConfusionMatrix> byGroup = confusionByGroup();
        if (scoring != Score.ROC_AUC && byGroup.size() >= GROUPS_FOR_BOOTSTRAP) {
            ConfidenceInterval overGroups = ConfidenceInterval.overGroups(byGroup, scoring == Score.ACCURACY
                    ? ConfusionMatrix::accuracy
                    : ConfusionMatrix::balancedAccuracy, level, RESAMPLES, seed);
            // Groups that all score the same (all perfect, say) would draw an interval of no width.
            if (overGroups.lower() < overGroups.upper() || scoring != Score.ACCURACY) {
                return Optional.of(overGroups);
            }
        }
        if (scoring == Score.ACCURACY) {
            return Optional.of(overSamples(level));
        }
        double[] defined = folds.stream().mapToDouble(FoldResult::score).filter(s -> !Double.isNaN(s))
                .toArray();
        return defined.length < 2
                ? Optional.empty()
                : Optional.of(ConfidenceInterval.overFolds(defined, level).cutOff(0, 1));
    }

    /** Testing a sample twice is not having two samples. */
    private ConfidenceInterval overSamples(double level) {
        Set<Integer> distinct = new HashSet<>();
        for (FoldResult fold : folds) {
            for (int sample : fold.split().test()) {
                distinct.add(sample);
            }
        }
        int correct = (int) Math.round(confusion.accuracy() * distinct.size());
        return ConfidenceInterval.wilson(correct, distinct.size(), level);
    }

    /** @return weights and patterns averaged over folds, when they were asked for and the classifier is linear */
    public Optional<AveragedWeights> weights() {
        return Optional.ofNullable(weights);
    }

    /** @return what a person should know about samples, splits and fits */
    public List<Notice> notices() {
        return notices;
    }

    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "%s %.4f over %d folds", scoring.words(), score(),
                folds.size());
    }
}
