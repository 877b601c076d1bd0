package org.engram.decoders.searchlight;

/** What a searchlight counts. Each is the mean over folds of the score of a fold, as in scikit-learn. */
public enum SearchlightScore {
    /** The share of test samples whose class was found. */
    ACCURACY,
    /**
     * The mean over the classes in a test set of the share found of each: unequal class sizes do not raise
     * it.
     */
    BALANCED_ACCURACY;

    double of(int[] codes, int[] test, int[] predicted, int classes) {
        return this == ACCURACY
                ? accuracy(codes, test, predicted)
                : balanced(codes, test, predicted, classes);
    }

    private static double accuracy(int[] codes, int[] test, int[] predicted) {
        int hits = 0;
        for (int t = 0; t < test.length; t++) {
            hits += predicted[t] == codes[test[t]] ? 1 : 0;
        }
        return (double) hits / test.length;
    }

    private static double balanced(int[] codes, int[] test, int[] predicted, int classes) {
        int[] hits = new int[classes];
        int[] counts = new int[classes];
        for (int t = 0; t < test.length; t++) {
            int code = codes[test[t]];
            counts[code]++;
            hits[code] += predicted[t] == code ? 1 : 0;
        }
        double recall = 0;
        int present = 0;
        for (int c = 0; c < classes; c++) {
            if (counts[c] > 0) {
                recall += (double) hits[c] / counts[c];
                present++;
            }
        }
        return recall / present;
    }
}
