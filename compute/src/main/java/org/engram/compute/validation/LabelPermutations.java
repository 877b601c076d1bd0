package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Notice;

/**
 * Relabellings of samples by number: each depends on the seed and its index alone, so any thread may make any of them.
 * Labels are exchanged within blocks, or whole groups exchange their label. Immutable and thread-safe.
 */
public final class LabelPermutations {
    /** Keeps these numbers apart from those that others draw from the same seed. */
    private static final long STREAM = 0x6c61626cL;

    private final int[] codes;
    private final int[][] blocks;
    private final int[][] members;
    private final long seed;
    private final double logDistinct;

    private LabelPermutations(int[] codes, int[][] blocks, int[][] members, long seed, double logDistinct) {
        this.codes = codes;
        this.blocks = blocks;
        this.members = members;
        this.seed = seed;
        this.logDistinct = logDistinct;
    }

    /**
     * @param y the class of each sample
     * @param groups the run, session or subject of each sample; empty when there are none
     * @param how which labels may be exchanged
     * @param seed the same seed gives the same relabellings
     * @return the relabellings; an error when no label can be exchanged
     */
    public static LabelPermutations of(Labels y, List<String> groups, Exchangeability how, long seed) {
        Groups.requireSize(groups, y.size());
        return of(y, groups, how, null, seed);
    }

    /**
     * @param foldOf blocks that must keep their labels as well, or null: the test fold of each sample
     */
    static LabelPermutations of(Labels y, List<String> groups, Exchangeability how, int[] foldOf, long seed) {
        Groups found = Groups.of(groups);
        if (how == Exchangeability.WHOLE_GROUPS) {
            return wholeGroups(y, found, seed);
        }
        List<String> blockOf = new ArrayList<>(y.size());
        for (int i = 0; i < y.size(); i++) {
            int group = how == Exchangeability.FREELY || found.count() == 0 ? 0 : found.code(i);
            blockOf.add(group + "/" + (foldOf == null ? 0 : foldOf[i]));
        }
        int[][] blocks = Groups.of(blockOf).members();
        double logDistinct = 0;
        for (int[] block : blocks) {
            logDistinct += logArrangements(y.select(block).counts());
        }
        if (logDistinct == 0) {
            throw new EngramException("no label can be exchanged: each of the " + blocks.length
                    + " blocks of samples ("
                    + (found.count() > 1 && how == Exchangeability.WITHIN_GROUPS
                            ? "groups"
                                    + (foldOf == null ? "" : " within folds")
                            : "folds")
                    + ") holds one class only; permute labels of whole groups if classes differ between groups, or"
                    + " freely if samples are independent");
        }
        return new LabelPermutations(y.codes(), blocks, null, seed, logDistinct);
    }

    private static LabelPermutations wholeGroups(Labels y, Groups groups, long seed) {
        if (groups.count() < 2) {
            throw new EngramException("labels of whole groups cannot be permuted: there "
                    + (groups.count() == 1 ? "is one group" : "are no groups") + "; permute within groups");
        }
        int[][] members = groups.members();
        int[] groupCodes = new int[members.length];
        int[] counts = new int[y.classCount()];
        for (int g = 0; g < members.length; g++) {
            groupCodes[g] = y.code(members[g][0]);
            counts[groupCodes[g]]++;
            for (int i : members[g]) {
                if (y.code(i) != groupCodes[g]) {
                    throw new EngramException("group '" + groups.name(g) + "' holds both '"
                            + y.name(members[g][0])
                            + "' and '" + y.name(i)
                            + "', so labels of whole groups cannot be permuted: permute within groups");
                }
            }
        }
        int[] all = new int[members.length];
        Arrays.setAll(all, g -> g);
        return new LabelPermutations(groupCodes, new int[][] {all}, members, seed, logArrangements(counts));
    }

    /** Log of how many different orders labels with these frequencies have. */
    private static double logArrangements(int[] counts) {
        int placed = 0;
        double log = 0;
        for (int count : counts) {
            for (int i = 1; i <= count; i++) {
                placed++;
                log += Math.log((double) placed / i);
            }
        }
        return log;
    }

    /** @return the natural logarithm of the number of different relabellings */
    public double logDistinct() {
        return logDistinct;
    }

    /**
     * @param permutations how many are made
     * @return a notice {@code few-distinct-permutations} when there are fewer different ones than that
     */
    public List<Notice> notices(int permutations) {
        return logDistinct >= Math.log(permutations)
                ? List.of()
                : List.of(new Notice("few-distinct-permutations", "labels can be exchanged in "
                        + Math.round(Math.exp(logDistinct)) + " ways only, fewer than the " + permutations
                        + " permutations: p cannot fall much below one over that number"));
    }

    /**
     * @param index which relabelling, 0 or more
     * @return the codes of all samples in it, fresh
     */
    public int[] codes(int index) {
        RandomStream random = RandomStream.of(seed, STREAM).derive(index);
        int[] permuted = codes.clone();
        for (int b = 0; b < blocks.length; b++) {
            int[] block = blocks[b];
            int[] values = new int[block.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = codes[block[i]];
            }
            random.derive(b).shuffle(values);
            for (int i = 0; i < values.length; i++) {
                permuted[block[i]] = values[i];
            }
        }
        return members == null ? permuted : spread(permuted);
    }

    private int[] spread(int[] groupCodes) {
        int[] spread = new int[Arrays.stream(members).mapToInt(m -> m.length).sum()];
        for (int g = 0; g < members.length; g++) {
            for (int i : members[g]) {
                spread[i] = groupCodes[g];
            }
        }
        return spread;
    }
}
