package org.engram.compute.validation;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/**
 * The caller says which fold tests which sample. Because the folds may have been made to fit the labels, a permutation
 * test keeps the labels of each fold together. Ignores groups.
 */
public final class PredefinedFolds implements Splitter {
    private final int[] foldOf;

    /**
     * @param foldOf the fold that tests each sample, any numbers from 0; -1 for a sample that is only trained on; copied
     */
    public PredefinedFolds(int... foldOf) {
        for (int i = 0; i < foldOf.length; i++) {
            if (foldOf[i] < -1) {
                throw new IllegalArgumentException("fold of sample " + i + " is " + foldOf[i]
                        + ": give 0 or more, or -1 for a sample that is never tested");
            }
        }
        this.foldOf = foldOf.clone();
    }

    @Override
    public List<Split> split(Labels y, List<String> groups) {
        if (y.size() != foldOf.length) {
            throw new ShapeException(
                    "folds are defined for " + foldOf.length + " samples, but there are " + y.size());
        }
        int[] used = Arrays.stream(foldOf).filter(f -> f >= 0).distinct().sorted().toArray();
        if (used.length == 0) {
            throw new EngramException("no sample has a fold of 0 or more, so nothing would be tested");
        }
        int[] dense = new int[foldOf.length];
        for (int i = 0; i < dense.length; i++) {
            dense[i] = foldOf[i] < 0 ? -1 : Arrays.binarySearch(used, foldOf[i]);
        }
        return TestFolds.splits(dense, used.length, f -> "fold " + used[f]);
    }

    @Override
    public String describe() {
        return "predefined folds";
    }

    @Override
    public boolean dependsOnLabels() {
        return true;
    }
}
