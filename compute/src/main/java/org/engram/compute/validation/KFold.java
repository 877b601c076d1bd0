package org.engram.compute.validation;

import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;

/**
 * Cuts the samples into consecutive blocks of nearly the same length and tests each in turn; the first {@code n mod k}
 * blocks are one longer. Ignores groups and labels: samples near in time stay together, but a run may be cut.
 *
 * @param folds number of blocks, at least 2
 */
public record KFold(int folds) implements Splitter {
    /** Checks the number of folds. */
    public KFold {
        requireFolds(folds);
    }

    static void requireFolds(int folds) {
        if (folds < 2) {
            throw new IllegalArgumentException("number of folds is " + folds + ": give 2 or more");
        }
    }

    @Override
    public List<Split> split(Labels y, List<String> groups) {
        int n = y.size();
        if (n < folds) {
            throw new EngramException(folds + "-fold needs " + folds + " or more samples, but there are " + n
                    + ": use fewer folds");
        }
        int[] foldOf = new int[n];
        int start = 0;
        for (int f = 0; f < folds; f++) {
            int size = n / folds + (f < n % folds ? 1 : 0);
            for (int i = start; i < start + size; i++) {
                foldOf[i] = f;
            }
            start += size;
        }
        return TestFolds.splits(foldOf, folds, TestFolds::numbered);
    }

    @Override
    public String describe() {
        return folds + "-fold cross-validation over consecutive samples";
    }
}
