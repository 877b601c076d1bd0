package org.engram.decoders.timeseries.evaluation;

import java.util.List;
import java.util.OptionalDouble;
import org.engram.compute.statistics.RocArea;
import org.engram.compute.validation.ConfusionMatrix;
import org.engram.compute.validation.FoldResult;

/**
 * The scores of some test trials; the unit is the trial.
 *
 * @param trials how many were tested
 * @param accuracy part that was right
 * @param balancedAccuracy mean recall of the classes
 * @param rocArea area under the ROC curve (of several classes the mean of one against the rest), averaged over folds;
 *     empty where no fold tests two classes
 */
public record TrialScores(int trials, double accuracy, double balancedAccuracy, OptionalDouble rocArea) {
    static TrialScores of(ConfusionMatrix confusion, List<FoldResult> folds) {
        double sum = 0;
        int defined = 0;
        for (FoldResult fold : folds) {
            double area = RocArea.macroOneVersusRest(fold.decisionValues(), fold.truth().codes());
            if (!Double.isNaN(area)) {
                sum += area;
                defined++;
            }
        }
        return new TrialScores(confusion.total(), confusion.accuracy(), confusion.balancedAccuracy(),
                defined == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / defined));
    }
}
