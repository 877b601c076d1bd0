package org.engram.compute.validation;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.LabelLinearClassifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.estimation.TunableGramClassifier;
import org.engram.core.Parallelism;

/**
 * One fold of a classifier whose decision values are linear in the targets: a smoother for each penalty, and for each
 * penalty and inner split, serve all relabellings; decision values of each are sums over the smoother.
 */
final class LinearFold {
    /** With more samples than this, and than features, fits from features beat n x n matrices. */
    private static final int MOST_SAMPLES = 2000;

    private final LabelLinearClassifier classifier;
    private final Score score;
    private final Split split;
    private final int classes;
    private final double[] penalties;
    private final boolean largerIsSimpler;
    private final IndicatorSmoother[] smoothers;
    private final List<Split> inner;
    private final IndicatorSmoother[][] innerSmoothers;

    LinearFold(CrossValidation validation, PreparedSamples samples, Split split, Parallelism parallelism) {
        this.classifier = (LabelLinearClassifier) validation.classifier();
        this.score = validation.score();
        this.split = split;
        this.classes = samples.y().classCount();
        FoldData data = samples.fold(split, true);
        PenaltySelection selection = validation.selection();
        LabelLinearClassifier[] variants;
        if (selection == null) {
            penalties = new double[1];
            largerIsSimpler = true;
            inner = List.of();
            variants = new LabelLinearClassifier[] {classifier};
        } else {
            Tunable tunable = (Tunable) classifier;
            Labels y = samples.y().select(split.train());
            List<String> groups = samples.groupsOf(split.train());
            penalties = validation.runner().penalties(data, y);
            largerIsSimpler = tunable.largerIsSimpler();
            inner = selection.splitter(y, groups).split(y, groups);
            variants = Arrays.stream(penalties).mapToObj(p -> (LabelLinearClassifier) tunable.withPenalty(p))
                    .toArray(LabelLinearClassifier[]::new);
        }
        smoothers = new IndicatorSmoother[penalties.length];
        innerSmoothers = new IndicatorSmoother[inner.size()][penalties.length];
        parallelism.forEach((inner.size() + 1) * penalties.length, i -> {
            int s = i / penalties.length;
            int p = i % penalties.length;
            FoldData part = s == 0 ? data : data.within(inner.get(s - 1));
            (s == 0 ? smoothers : innerSmoothers[s - 1])[p] = new IndicatorSmoother(
                    variants[p].smoother(part.train(), part.test()));
        });
    }

    /** Whether this classifier, scheme and selection can be done so; the splits are then the same for all labels. */
    static boolean suits(CrossValidation validation, PreparedSamples samples) {
        int n = samples.x().rows();
        if (!(validation.classifier() instanceof LabelLinearClassifier)
                || n > MOST_SAMPLES && n > samples.x().columns()) {
            return false;
        }
        PenaltySelection selection = validation.selection();
        if (selection == null) {
            return true;
        }
        if (!(validation.classifier() instanceof TunableGramClassifier)) {
            return false;
        }
        for (Split split : samples.splits()) {
            if (selection.splitter(samples.y().select(split.train()), samples.groupsOf(split.train()))
                    .dependsOnLabels()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the smoothers hold for these labels, in the fold and in every inner split of it. */
    boolean accepts(int[] codes) {
        if (!accepts(codes, split.train())) {
            return false;
        }
        for (Split part : inner) {
            int[] samples = Arrays.stream(part.train()).map(i -> split.train()[i]).toArray();
            if (!accepts(codes, samples)) {
                return false;
            }
        }
        return true;
    }

    private boolean accepts(int[] codes, int[] samples) {
        int[] counts = new int[classes];
        for (int i : samples) {
            counts[codes[i]]++;
        }
        return Arrays.stream(counts).allMatch(count -> count > 0) && classifier.isLabelLinear(counts);
    }

    /**
     * Adds this fold to the tally of a relabelling.
     *
     * @param labeling codes of all samples, accepted
     * @param tally where to add
     */
    void tally(int[] labeling, ScoreTally tally) {
        int[] codes = IndicatorSmoother.codes(labeling, split.train());
        int best = inner.isEmpty() ? 0 : choose(codes);
        tally.add(IndicatorSmoother.codes(labeling, split.test()), smoothers[best].decide(codes, classes));
    }

    /** The penalty that does best on the inner splits, from the codes of the training samples. */
    private int choose(int[] codes) {
        ScoreTally[] tallies = new ScoreTally[penalties.length];
        Arrays.setAll(tallies, p -> new ScoreTally(score, classes));
        for (int s = 0; s < inner.size(); s++) {
            int[] trained = IndicatorSmoother.codes(codes, inner.get(s).train());
            int[] truth = IndicatorSmoother.codes(codes, inner.get(s).test());
            for (int p = 0; p < penalties.length; p++) {
                tallies[p].add(truth, innerSmoothers[s][p].decide(trained, classes));
            }
        }
        double[] scores = Arrays.stream(tallies).mapToDouble(ScoreTally::value).toArray();
        int best = PenaltySelection.best(scores, penalties, largerIsSimpler);
        if (best < 0) {
            throw new FoldRunner(classifier, null, score).noInnerScore(split.name());
        }
        return best;
    }
}
