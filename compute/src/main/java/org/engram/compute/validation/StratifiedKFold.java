package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;
import org.engram.core.Notice;

/**
 * Folds that keep the class frequencies, without shuffling: each class is dealt to the folds in the order of its
 * samples, and the remainders are spread so that the folds stay of one size. The same folds as scikit-learn's
 * {@code StratifiedKFold(shuffle=False)}. Ignores groups.
 *
 * @param folds number of folds, at least 2
 */
public record StratifiedKFold(int folds) implements Splitter {
    /** Checks the number of folds. */
    public StratifiedKFold {
        KFold.requireFolds(folds);
    }

    @Override
    public List<Split> split(Labels y, List<String> groups) {
        int[] counts = y.counts();
        int largest = 0;
        for (int c = 0; c < counts.length; c++) {
            largest = Math.max(largest, counts[c]);
            if (counts[c] == 1) {
                throw new EngramException("class '" + y.names().get(c) + "' has 1 sample, but " + describe()
                        + " needs 2 or more of each class: drop the class or record more of it");
            }
        }
        if (largest < folds) {
            throw new EngramException("no class has " + folds + " samples (the largest has " + largest
                    + "), so "
                    + describe() + " is not possible: use at most " + Math.max(2, largest) + " folds");
        }
        return TestFolds.splits(assign(y), folds, TestFolds::numbered);
    }

    private int[] assign(Labels y) {
        int[] encoded = byFirstAppearance(y);
        int[] sorted = encoded.clone();
        Arrays.sort(sorted);
        int[][] allocation = new int[y.classCount()][folds];
        for (int i = 0; i < sorted.length; i++) {
            allocation[sorted[i]][i % folds]++;
        }
        int[] fold = new int[y.classCount()];
        int[] foldOf = new int[encoded.length];
        for (int i = 0; i < encoded.length; i++) {
            int c = encoded[i];
            while (allocation[c][fold[c]] == 0) {
                fold[c]++;
            }
            allocation[c][fold[c]]--;
            foldOf[i] = fold[c];
        }
        return foldOf;
    }

    private static int[] byFirstAppearance(Labels y) {
        int[] rank = new int[y.classCount()];
        Arrays.fill(rank, -1);
        int seen = 0;
        int[] encoded = new int[y.size()];
        for (int i = 0; i < encoded.length; i++) {
            if (rank[y.code(i)] < 0) {
                rank[y.code(i)] = seen++;
            }
            encoded[i] = rank[y.code(i)];
        }
        return encoded;
    }

    @Override
    public String describe() {
        return "stratified " + folds + "-fold cross-validation";
    }

    @Override
    public boolean dependsOnLabels() {
        return true;
    }

    @Override
    public List<Notice> notices(Labels y, List<String> groups) {
        List<String> few = new ArrayList<>();
        int[] counts = y.counts();
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] > 0 && counts[c] < folds) {
                few.add(y.names().get(c) + " (" + counts[c] + ")");
            }
        }
        return few.isEmpty()
                ? List.of()
                : List.of(new Notice("few-samples-per-class", "fewer samples than the " + folds
                        + " folds, so some folds do not test these classes: " + String.join(", ", few)));
    }
}
