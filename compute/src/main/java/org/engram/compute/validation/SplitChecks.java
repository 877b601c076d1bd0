package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.ShapeException;

/** What has to hold before a split is worth a fit. */
public final class SplitChecks {
    private static final int GROUPS_NAMED = 5;

    private SplitChecks() {}

    /**
     * Refuses a split with an empty side, with a sample that does not exist or is on both sides, or that trains on no
     * sample of a class that has some.
     *
     * @param split the split
     * @param y the class of each sample
     * @param scheme where the split comes from, in words
     */
    public static void requireSound(Split split, Labels y, String scheme) {
        String place = "fold '" + split.name() + "' of " + scheme;
        if (split.train().length == 0 || split.test().length == 0) {
            throw new EngramException(
                    place + " has " + split.train().length + " training and " + split.test().length
                            + " test samples: choose a scheme that leaves some on each side");
        }
        BitSet trained = new BitSet();
        for (int i : split.train()) {
            requireSample(i, y, place);
            trained.set(i);
        }
        for (int i : split.test()) {
            requireSample(i, y, place);
            if (trained.get(i)) {
                throw new EngramException(
                        place + " trains and tests on sample " + i + ": a sample is on one side only");
            }
        }
        requireClasses(split, y, scheme);
    }

    private static void requireSample(int sample, Labels y, String place) {
        if (sample < 0 || sample >= y.size()) {
            throw new ShapeException(
                    place + " names sample " + sample + ", but samples are 0.." + (y.size() - 1));
        }
    }

    static void requireClasses(Split split, Labels y, String scheme) {
        int[] all = y.counts();
        int[] counts = y.select(split.train()).counts();
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0 && all[c] > 0) {
                throw new EngramException("class '" + y.names().get(c) + "' has no training sample in fold '"
                        + split.name() + "' of " + scheme
                        + ": use a scheme that keeps some of each class for training, or drop the class");
            }
        }
    }

    /**
     * Refuses, or notes, groups that stand on both sides of a split.
     *
     * @param splits the splits
     * @param groups the run, session or subject of each sample; empty when there are none
     * @param splitter where the splits come from
     * @param policy whether to refuse
     * @return what a person should know
     */
    public static List<Notice> leakage(List<Split> splits, List<String> groups, Splitter splitter,
            GroupLeakage policy) {
        return leakage(splits, Groups.of(groups), splitter, policy);
    }

    static List<Notice> leakage(List<Split> splits, Groups groups, Splitter splitter, GroupLeakage policy) {
        if (groups.count() == 0) {
            return List.of();
        }
        if (groups.count() == 1) {
            return List.of(new Notice("single-group", "all samples are of one group ('" + groups.name(0)
                    + "'), so the scores say nothing about a new one: they are too good where neighbouring samples"
                    + " resemble each other"));
        }
        for (Split split : splits) {
            List<String> both = onBothSides(split, groups);
            if (both.isEmpty()) {
                continue;
            }
            String named = String.join(", ", both.subList(0, Math.min(GROUPS_NAMED, both.size())))
                    + (both.size() > GROUPS_NAMED ? " and " + (both.size() - GROUPS_NAMED) + " more" : "");
            String found = "fold '" + split.name() + "' of " + splitter.describe()
                    + " trains and tests on samples of the same groups (" + named + ")";
            if (policy == GroupLeakage.REFUSE) {
                throw new EngramException(found + ", which makes scores too good: leave whole groups out"
                        + " (leave-one-group-out, group-5-fold), or allow it if samples of a group are independent");
            }
            return List
                    .of(new Notice("group-leakage", found + ": scores are too good unless samples of a group"
                            + " are independent"));
        }
        return List.of();
    }

    private static List<String> onBothSides(Split split, Groups groups) {
        boolean[] trained = new boolean[groups.count()];
        boolean[] both = new boolean[groups.count()];
        for (int i : split.train()) {
            trained[groups.code(i)] = true;
        }
        for (int i : split.test()) {
            both[groups.code(i)] = trained[groups.code(i)];
        }
        List<String> names = new ArrayList<>();
        for (int g = 0; g < both.length; g++) {
            if (both[g]) {
                names.add(groups.name(g));
            }
        }
        return names;
    }
}
