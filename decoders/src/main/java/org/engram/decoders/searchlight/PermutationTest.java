package org.engram.decoders.searchlight;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.engram.compute.estimation.Labels;
import org.engram.core.ShapeException;

/**
 * How the null distribution of a searchlight is drawn: labels are shuffled within each group (a run, as a
 * rule, since samples of one run share its noise), the same shuffle at every centre, and the largest score
 * over all centres is kept. The shuffles depend on the seed alone.
 *
 * @param count how many shuffles, 1 or more; the smallest p is 1 / (count + 1)
 * @param groups the group of each sample, or an empty list to shuffle across all samples
 * @param seed where the random numbers start
 */
public record PermutationTest(int count, List<String> groups, long seed) {
    /** The seed taken when none is given. */
    public static final long DEFAULT_SEED = 20260101L;

    /** Checks the count and copies the groups. */
    public PermutationTest {
        if (count < 1) {
            throw new IllegalArgumentException("permutation count is " + count + ", expected 1 or more");
        }
        groups = List.copyOf(groups);
    }

    /**
     * @param count how many shuffles, 1 or more
     * @param groups the group of each sample, or an empty list to shuffle across all samples
     * @return that test, with the default seed
     */
    public static PermutationTest within(int count, List<String> groups) {
        return new PermutationTest(count, groups, DEFAULT_SEED);
    }

    /**
     * @param other where the random numbers start
     * @return the same test with that seed
     */
    public PermutationTest withSeed(long other) {
        return new PermutationTest(count, groups, other);
    }

    /** @return the shuffled class of each sample, shuffle by shuffle */
    int[][] shuffles(Labels y) {
        if (!groups.isEmpty() && groups.size() != y.size()) {
            throw new ShapeException(
                    "permutation groups name " + groups.size() + " samples, the labels " + y.size()
                            + ": give one group per sample");
        }
        List<int[]> members = members(y.size());
        SplittableRandom random = new SplittableRandom(seed);
        int[][] shuffles = new int[count][];
        for (int p = 0; p < count; p++) {
            int[] codes = y.codes();
            for (int[] group : members) {
                for (int i = group.length - 1; i > 0; i--) {
                    int j = random.nextInt(i + 1);
                    int kept = codes[group[i]];
                    codes[group[i]] = codes[group[j]];
                    codes[group[j]] = kept;
                }
            }
            shuffles[p] = codes;
        }
        return shuffles;
    }

    private List<int[]> members(int samples) {
        Map<String, List<Integer>> byGroup = new LinkedHashMap<>();
        for (int i = 0; i < samples; i++) {
            byGroup.computeIfAbsent(groups.isEmpty() ? "" : groups.get(i), g -> new ArrayList<>()).add(i);
        }
        List<int[]> members = new ArrayList<>();
        for (List<Integer> group : byGroup.values()) {
            members.add(group.stream().mapToInt(Integer::intValue).toArray());
        }
        return members;
    }
}
