package org.engram.compute.validation;

import java.util.Arrays;

/** Collects one score over folds, from decision values that may lie in a larger array. */
final class ScoreTally {
    private final Score score;
    private final int classes;
    private final int[] confusion;
    private double areas;
    private int folds;

    ScoreTally(Score score, int classes) {
        this.score = score;
        this.classes = classes;
        this.confusion = new int[classes * classes];
    }

    /**
     * Adds a fold.
     *
     * @param truth codes of the test samples
     * @param decisions where the value of class c for test sample i is at {@code from + i * stride + c}
     */
    void add(int[] truth, double[] decisions, int from, int stride) {
        if (score == Score.ROC_AUC) {
            double area = RocAuc.macro(decisions, from, stride, truth, classes);
            if (!Double.isNaN(area)) {
                areas += area;
                folds++;
            }
            return;
        }
        for (int i = 0; i < truth.length; i++) {
            confusion[truth[i] * classes + argmax(decisions, from + i * stride, classes)]++;
        }
    }

    /** The class of the largest value, the lowest code on a tie. */
    static int argmax(double[] decisions, int from, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (decisions[from + c] > decisions[from + best]) {
                best = c;
            }
        }
        return best;
    }

    /** NaN when nothing could be scored. */
    double value() {
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
