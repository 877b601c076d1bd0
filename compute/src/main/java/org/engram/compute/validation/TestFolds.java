package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Turns "sample i is tested in fold f" into splits. */
final class TestFolds {
    private TestFolds() {}

    /**
     * @param foldOf the fold that tests each sample, or -1 for samples that are only ever trained on
     * @param folds number of folds
     * @param name name of a fold
     */
    static List<Split> splits(int[] foldOf, int folds, IntFunction<String> name) {
        List<Split> splits = new ArrayList<>(folds);
        for (int f = 0; f < folds; f++) {
            boolean[] test = new boolean[foldOf.length];
            for (int i = 0; i < foldOf.length; i++) {
                test[i] = foldOf[i] == f;
            }
            splits.add(split(name.apply(f), test));
        }
        return splits;
    }

    /** All samples are used: those marked are tested, the others trained on. */
    static Split split(String name, boolean[] test) {
        int tested = 0;
        for (boolean t : test) {
            tested += t ? 1 : 0;
        }
        int[] trainIndices = new int[test.length - tested];
        int[] testIndices = new int[tested];
        int train = 0;
        int next = 0;
        for (int i = 0; i < test.length; i++) {
            if (test[i]) {
                testIndices[next++] = i;
            } else {
                trainIndices[train++] = i;
            }
        }
        return new Split(name, trainIndices, testIndices);
    }

    /** "fold 1", counted from one as people do. */
    static String numbered(int fold) {
        return "fold " + (fold + 1);
    }

    /** "run 3", but "run-03" when the group already says what it is. */
    static String named(String kind, String group) {
        return group.toLowerCase(java.util.Locale.ROOT).startsWith(kind) ? group : kind + " " + group;
    }
}
