package org.engram.compute.validation;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;

/** Chooses a penalty inside the training samples of a fold where that is asked for, and fits. */
final class FoldRunner {
    private final Classifier classifier;
    private final PenaltySelection selection;
    private final Score score;

    FoldRunner(Classifier classifier, PenaltySelection selection, Score score) {
        this.classifier = classifier;
        this.selection = selection;
        this.score = score;
    }

    /**
     * What a fold gave.
     *
     * @param fitted the model
     * @param decisions test samples x classes
     * @param penalty the one chosen, NaN without selection
     * @param bestOnTest the best score any penalty reaches on the test samples, NaN without selection
     */
    record Outcome(FittedFold fitted, Matrix decisions, double penalty, double bestOnTest) {}

    /**
     * @param data the training and test data
     * @param y classes of the training samples
     * @param groups their groups, or none
     * @param truth classes of the test samples, read only for {@code bestOnTest}
     * @param name the fold in words
     */
    Outcome run(FoldData data, Labels y, List<String> groups, Labels truth, String name) {
        if (selection == null) {
            FittedFold fitted = data.fit(classifier, y);
            return new Outcome(fitted, fitted.decide(data.test()), Double.NaN, Double.NaN);
        }
        Tunable tunable = (Tunable) classifier;
        double[] penalties = penalties(data, y);
        Splitter inner = selection.splitter(y, groups);
        for (Split split : inner.split(y, groups)) {
            SplitChecks.requireClasses(split, y, inner.describe() + " within fold '" + name + "'");
        }
        int best = choose(data, y, groups, penalties, name);
        List<FittedFold> fits = data.fitEach(tunable, y, penalties);
        Matrix chosen = null;
        double bestOnTest = Double.NaN;
        for (int p = 0; p < penalties.length; p++) {
            Matrix decisions = fits.get(p).decide(data.test());
            double found = score(decisions, truth);
            bestOnTest = Double.isNaN(bestOnTest) ? found : Math.max(bestOnTest, found);
            chosen = p == best ? decisions : chosen;
        }
        return new Outcome(fits.get(best), chosen, penalties[best], bestOnTest);
    }

    /** Decision values alone, for relabelled samples. */
    Matrix decide(FoldData data, Labels y, List<String> groups, String name) {
        if (selection == null) {
            return data.fit(classifier, y).decide(data.test());
        }
        double[] penalties = penalties(data, y);
        double best = penalties[choose(data, y, groups, penalties, name)];
        return data.fit(((Tunable) classifier).withPenalty(best), y).decide(data.test());
    }

    /** The values to try on this training set. */
    double[] penalties(FoldData data, Labels y) {
        double[] given = selection.penalties();
        double[] penalties = given.length > 0
                ? given
                : ((Tunable) classifier).defaultPenalties(data.train(), y);
        if (penalties.length == 0) {
            throw new EngramException(
                    classifier.describe() + " has no grid of penalties: give the values to try");
        }
        return penalties;
    }

    private int choose(FoldData data, Labels y, List<String> groups, double[] penalties, String name) {
        Tunable tunable = (Tunable) classifier;
        ScoreTally[] tallies = new ScoreTally[penalties.length];
        Arrays.setAll(tallies, p -> new ScoreTally(score, y.classCount()));
        for (Split split : selection.splitter(y, groups).split(y, groups)) {
            FoldData inside = data.within(split);
            List<FittedFold> fits = inside.fitEach(tunable, y.select(split.train()), penalties);
            int[] truth = y.select(split.test()).codes();
            for (int p = 0; p < penalties.length; p++) {
                tallies[p].add(truth, fits.get(p).decide(inside.test()));
            }
        }
        double[] scores = Arrays.stream(tallies).mapToDouble(ScoreTally::value).toArray();
        int best = PenaltySelection.best(scores, penalties, tunable.largerIsSimpler());
        if (best < 0) {
            throw noInnerScore(name);
        }
        return best;
    }

    EngramException noInnerScore(String name) {
        return new EngramException("no inner fold of '" + name + "' could be scored by " + score.words()
                + ": it needs samples of two classes in an inner test set; use accuracy, or other inner splits");
    }

    private double score(Matrix decisions, Labels truth) {
        ScoreTally tally = new ScoreTally(score, truth.classCount());
        tally.add(truth.codes(), decisions);
        return tally.value();
    }
}
