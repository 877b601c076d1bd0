package org.engram.compute.validation;

import java.util.Arrays;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.RocArea;

/** Collects one score over folds, for those who run folds of their own. Not thread-safe. */
public final class ScoreTally {
    private final Score score;
    private final int classes;
    private final int[] confusion;
    private double areas;
    private int folds;

    /**
     * @param score which score
     * @param classes how many classes there are
     */
    public ScoreTally(Score score, int classes) {
        this.score = score;
        this.classes = classes;
        this.confusion = new int[classes * classes];
    }

    /**
     * Adds a fold.
     *
     * @param truth codes of the test samples
     * @param decisions test samples x classes
     */
    public void add(int[] truth, Matrix decisions) {
        if (score == Score.ROC_AUC) {
            double area = RocArea.macroOneVersusRest(decisions, truth);
            if (!Double.isNaN(area)) {
                areas += area;
                folds++;
            }
            return;
        }
        for (int i = 0; i < truth.length; i++) {
            confusion[truth[i] * classes + decisions.largestInRow(i)]++;
        }
    }

    /** @return the score over all folds added; NaN when nothing could be scored */
    public double value() {
        return switch (score) {
            case ROC_AUC -> areas / folds;
            case ACCURACY -> accuracy();
            case BALANCED_ACCURACY -> balancedAccuracy();
        };
    }

    private double accuracy() {
        int correct = 0;
        for (int c = 0; c < classes; c++) {
            correct += confusion[c * classes + c];
        }
        return (double) correct / Arrays.stream(confusion).sum();
    }

    private double balancedAccuracy() {
        double sum = 0;
        int present = 0;
        for (int t = 0; t < classes; t++) {
            int tested = 0;
            for (int p = 0; p < classes; p++) {
                tested += confusion[t * classes + p];
            }
            if (tested > 0) {
                sum += (double) confusion[t * classes + t] / tested;
                present++;
            }
        }
        return sum / present;
    }
}
