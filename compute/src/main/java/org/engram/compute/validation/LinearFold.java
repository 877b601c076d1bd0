package org.engram.compute.validation;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.LabelLinearClassifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Parallelism;

/**
 * One fold of a classifier whose decision values are linear in the targets: a smoother for each penalty, and for each
 * penalty and inner split, serve all relabellings. Decision values of a block of relabellings are one matrix product.
 */
final class LinearFold {
    private final LabelLinearClassifier classifier;
    private final Score score;
    private final Split split;
    private final int classes;
    private final double[] penalties;
    private final boolean largerIsSimpler;
    private final Matrix[] smoothers;
    private final List<Split> inner;
    private final Matrix[][] innerSmoothers;

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
        smoothers = new Matrix[penalties.length];
        innerSmoothers = new Matrix[inner.size()][penalties.length];
        parallelism.forEach((inner.size() + 1) * penalties.length, i -> {
            int s = i / penalties.length;
            int p = i % penalties.length;
            FoldData part = s == 0 ? data : data.within(inner.get(s - 1));
            (s == 0 ? smoothers : innerSmoothers[s - 1])[p] = variants[p].smoother(part.train(), part.test());
        });
    }

    /** Whether this classifier, scheme and selection can be done so; the splits are then the same for all labels. */
    static boolean suits(CrossValidation validation, PreparedSamples samples) {
        if (!(validation.classifier() instanceof LabelLinearClassifier)) {
            return false;
        }
        PenaltySelection selection = validation.selection();
        if (selection == null) {
            return true;
        }
        if (!(validation.classifier() instanceof org.engram.compute.estimation.TunableGramClassifier)) {
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
     * Adds this fold to the tallies of some relabellings.
     *
     * @param labelings codes of all samples, one array per relabelling, all accepted
     * @param tallies one per relabelling
     */
    void tally(int[][] labelings, ScoreTally[] tallies) {
        Matrix targets = targets(labelings);
        int[] best = inner.isEmpty() ? new int[labelings.length] : choose(labelings, targets);
        for (int p = 0; p < penalties.length; p++) {
            Matrix decisions = null;
            for (int b = 0; b < labelings.length; b++) {
                if (best[b] != p) {
                    continue;
                }
                decisions = decisions == null ? DenseAlgebra.multiply(smoothers[p], targets) : decisions;
                tallies[b].add(codes(labelings[b], split.test()), decisions.data(), b * classes,
                        decisions.columns());
            }
        }
    }

    private int[] choose(int[][] labelings, Matrix targets) {
        ScoreTally[][] tallies = new ScoreTally[labelings.length][penalties.length];
        for (ScoreTally[] row : tallies) {
            Arrays.setAll(row, p -> new ScoreTally(score, classes));
        }
        for (int s = 0; s < inner.size(); s++) {
            Matrix part = targets.selectRows(inner.get(s).train());
            int[] test = Arrays.stream(inner.get(s).test()).map(i -> split.train()[i]).toArray();
            for (int p = 0; p < penalties.length; p++) {
                Matrix decisions = DenseAlgebra.multiply(innerSmoothers[s][p], part);
                for (int b = 0; b < labelings.length; b++) {
                    tallies[b][p].add(codes(labelings[b], test), decisions.data(), b * classes,
                            decisions.columns());
                }
            }
        }
        int[] best = new int[labelings.length];
        for (int b = 0; b < best.length; b++) {
            double[] scores = Arrays.stream(tallies[b]).mapToDouble(ScoreTally::value).toArray();
            best[b] = PenaltySelection.best(scores, penalties, largerIsSimpler);
            if (best[b] < 0) {
                throw new FoldRunner(classifier, null, score).noInnerScore(split.name());
            }
        }
        return best;
    }

    /** Training samples x (relabellings x classes): plus one for the class of the sample, minus one for the others. */
    private Matrix targets(int[][] labelings) {
        int[] train = split.train();
        int columns = labelings.length * classes;
        Matrix targets = Matrix.zeros(train.length, columns);
        double[] data = targets.data();
        Arrays.fill(data, -1);
        for (int i = 0; i < train.length; i++) {
            for (int b = 0; b < labelings.length; b++) {
                data[i * columns + b * classes + labelings[b][train[i]]] = 1;
            }
        }
        return targets;
    }

    private static int[] codes(int[] labeling, int[] samples) {
        int[] codes = new int[samples.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = labeling[samples[i]];
        }
        return codes;
    }
}
