package org.engram.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;

/**
 * Parts of a data set (training, validation, test) that share no group, so that no subject, session or volume is both
 * learnt from and tested on.
 *
 * @param parts for each part the indices of its samples, ascending
 */
public record GroupSplit(List<int[]> parts) {
    /**
     * Groups are shuffled, then the larger ones are dealt first, each to the part that lacks most of what it should
     * have.
     *
     * @param groups the group of each sample
     * @param seed one seed, one split
     * @param fractions the wanted share of samples of each part; they sum to 1
     * @return the parts; every sample is in exactly one
     */
    public static GroupSplit of(List<String> groups, long seed, double... fractions) {
        double sum = Arrays.stream(fractions).sum();
        if (Math.abs(sum - 1) > 1e-9 || Arrays.stream(fractions).anyMatch(f -> !(f > 0))) {
            throw new IllegalArgumentException("the fractions " + Arrays.toString(fractions)
                    + " must be above 0 and sum to 1");
        }
        List<List<Integer>> dealt = dealingOrder(groups, seed);
        if (dealt.size() < fractions.length) {
            throw new EngramException("there are " + dealt.size() + " groups for " + fractions.length
                    + " parts: each part needs a group of its own");
        }
        List<List<Integer>> parts = new ArrayList<>();
        for (double fraction : fractions) {
            parts.add(new ArrayList<>());
        }
        for (int g = 0; g < dealt.size(); g++) {
            boolean everyGroupNeeded = dealt.size() - g <= parts.stream().filter(List::isEmpty).count();
            parts.get(neediest(parts, fractions, groups.size(), everyGroupNeeded)).addAll(dealt.get(g));
        }
        return new GroupSplit(parts.stream()
                .map(part -> part.stream().mapToInt(Integer::intValue).sorted().toArray()).toList());
    }

    private static List<List<Integer>> dealingOrder(List<String> groups, long seed) {
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            members.computeIfAbsent(groups.get(i), group -> new ArrayList<>()).add(i);
        }
        List<List<Integer>> all = new ArrayList<>(members.values());
        List<List<Integer>> order = new ArrayList<>();
        for (int g : RandomStream.of(seed, 0).permutation(all.size())) {
            order.add(all.get(g));
        }
        order.sort(Comparator.comparingInt(group -> -group.size()));
        return order;
    }

    private static int neediest(List<List<Integer>> parts, double[] fractions, int samples,
            boolean emptyOnly) {
        int best = -1;
        double mostMissing = Double.NEGATIVE_INFINITY;
        for (int p = 0; p < parts.size(); p++) {
            double missing = fractions[p] * samples - parts.get(p).size();
            if ((!emptyOnly || parts.get(p).isEmpty()) && missing > mostMissing) {
                best = p;
                mostMissing = missing;
            }
        }
        return best;
    }
}
