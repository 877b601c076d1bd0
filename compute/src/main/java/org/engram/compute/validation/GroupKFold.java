package org.engram.compute.validation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.engram.compute.estimation.Labels;

/**
 * Folds made of whole groups, as even in size as a greedy deal makes them: groups from the largest to the smallest (the
 * later one first among equals), each to the fold that has the fewest samples so far. The same folds as scikit-learn's
 * {@code GroupKFold} for groups that sort the same way there (numbers do).
 *
 * @param folds number of folds, at least 2
 * @param kind what a group is, in the singular: "run"
 */
public record GroupKFold(int folds, String kind) implements Splitter {
    /** Checks the number of folds. */
    public GroupKFold {
        KFold.requireFolds(folds);
    }

    @Override
    public List<Split> split(Labels y, List<String> groups) {
        Groups found = Groups.require(groups, y.size(), folds, describe(), kind);
        int[] sizes = found.sizes();
        Integer[] order = new Integer[sizes.length];
        Arrays.setAll(order, g -> g);
        Arrays.sort(order, Comparator.<Integer>comparingInt(g -> -sizes[g]).thenComparing(g -> -g));
        int[] load = new int[folds];
        int[] foldOfGroup = new int[sizes.length];
        for (int g : order) {
            int lightest = 0;
            for (int f = 1; f < folds; f++) {
                if (load[f] < load[lightest]) {
                    lightest = f;
                }
            }
            foldOfGroup[g] = lightest;
            load[lightest] += sizes[g];
        }
        int[] foldOf = new int[y.size()];
        for (int i = 0; i < foldOf.length; i++) {
            foldOf[i] = foldOfGroup[found.code(i)];
        }
        return TestFolds.splits(foldOf, folds, TestFolds::numbered);
    }

    @Override
    public String describe() {
        return folds + "-fold cross-validation over whole " + kind + "s";
    }
}
