package org.engram.decoders.timeseries.pipelines;

import java.util.List;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.CrossValidation;
import org.engram.compute.validation.StratifiedKFold;
import org.engram.core.EngramException;
import org.engram.core.Notice;

/**
 * Of several classifiers the one that is right most often in stratified folds of the training samples, fitted again to
 * all of them; the first on a tie. Test samples have no say.
 *
 * @param candidates simplest first, at least one
 * @param folds inner folds
 */
record BestOf(List<Classifier> candidates, int folds) implements Classifier {
    BestOf {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) {
            throw new EngramException(
                    "there is no classifier to choose from: the trials are too short for the grid");
        }
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < candidates.size() && candidates.size() > 1; i++) {
            double score = CrossValidation.builder(candidates.get(i), new StratifiedKFold(folds)).build()
                    .run(x, y, List.of()).meanFoldScore();
            if (score > highest) {
                highest = score;
                best = i;
            }
        }
        ClassifierModel fitted = candidates.get(best).fit(x, y);
        return new Model(fitted, new Notice("chosen-classifier", "chosen by " + folds
                + " stratified folds of the training trials: " + candidates.get(best).describe()));
    }

    @Override
    public String describe() {
        return "the best of " + candidates.size() + " by " + folds
                + " stratified folds of the training trials, such as "
                + candidates.get(0).describe();
    }

    private record Model(ClassifierModel fitted, Notice chosen) implements ClassifierModel {
        @Override
        public List<String> classNames() {
            return fitted.classNames();
        }

        @Override
        public Matrix decisionValues(Matrix x) {
            return fitted.decisionValues(x);
        }

        @Override
        public List<Notice> notices() {
            return java.util.stream.Stream
                    .concat(fitted.notices().stream(), java.util.stream.Stream.of(chosen))
                    .toList();
        }
    }
}
