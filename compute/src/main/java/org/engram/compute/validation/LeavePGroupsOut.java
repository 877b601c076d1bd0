package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;

/**
 * Tests every combination of {@code left} groups with what was learned from the others, combinations in lexicographic
 * order of the naturally sorted groups. A sample is tested in several splits.
 *
 * @param left how many groups are left out at a time, at least 1
 * @param kind what a group is, in the singular: "run"
 */
public record LeavePGroupsOut(int left, String kind) implements Splitter {
    private static final int MOST_SPLITS = 100_000;

    /** Checks the number left out. */
    public LeavePGroupsOut {
        if (left < 1) {
            throw new IllegalArgumentException("number of groups left out is " + left + ": give 1 or more");
        }
    }

    @Override
    public List<Split> split(Labels y, List<String> groups) {
        Groups found = Groups.require(groups, y.size(), left + 1, describe(), kind);
        double combinations = 1;
        for (int i = 0; i < left; i++) {
            combinations = combinations * (found.count() - i) / (i + 1);
        }
        if (combinations > MOST_SPLITS) {
            throw new EngramException(String.format(java.util.Locale.ROOT,
                    "leaving %d of %d %ss out gives %.3g splits, more than %d: leave fewer out", left,
                    found.count(),
                    kind, combinations, MOST_SPLITS));
        }
        List<Split> splits = new ArrayList<>();
        int[] chosen = new int[left];
        for (int i = 0; i < left; i++) {
            chosen[i] = i;
        }
        do {
            splits.add(leave(chosen, found));
        } while (advance(chosen, found.count()));
        return splits;
    }

    private Split leave(int[] chosen, Groups groups) {
        boolean[] out = new boolean[groups.count()];
        List<String> names = new ArrayList<>();
        for (int g : chosen) {
            out[g] = true;
            names.add(groups.name(g));
        }
        int[] codes = groups.codes();
        boolean[] test = new boolean[codes.length];
        for (int i = 0; i < codes.length; i++) {
            test[i] = out[codes[i]];
        }
        String name = left == 1
                ? TestFolds.named(kind, names.get(0))
                : kind + "s " + String.join(", ", names);
        return TestFolds.split(name, test);
    }

    /** The next combination in lexicographic order; false after the last. */
    private static boolean advance(int[] chosen, int count) {
        int place = chosen.length - 1;
        while (place >= 0 && chosen[place] == count - chosen.length + place) {
            place--;
        }
        if (place < 0) {
            return false;
        }
        chosen[place]++;
        for (int i = place + 1; i < chosen.length; i++) {
            chosen[i] = chosen[i - 1] + 1;
        }
        return true;
    }

    @Override
    public String describe() {
        return "leave " + (left == 1 ? "one " + kind : left + " " + kind + "s") + " out";
    }
}
