package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;

/**
 * Draws a test set at random that keeps the class frequencies, several times over. Training samples are allotted to
 * classes by largest remainder, equal remainders by lot; everything else is tested. The shuffles differ from NumPy's.
 * Ignores groups.
 *
 * @param repeats how many splits, at least 1
 * @param testFraction part of the samples tested, between 0 and 1, both excluded; their number is rounded up
 * @param seed the same seed gives the same splits
 */
public record StratifiedShuffleSplit(int repeats, double testFraction, long seed) implements Splitter {
    /** Keeps these numbers apart from those that others draw from the same seed. */
    private static final long STREAM = 0x73747261L;

    /** Checks the ranges. */
    public StratifiedShuffleSplit {
        new ShuffleSplit(repeats, testFraction, seed);
    }

    @Override
    public List<Split> split(Labels y, List<String> groups) {
        int[] counts = y.counts();
        int tested = ShuffleSplit.testCount(y.size(), testFraction);
        int trained = y.size() - tested;
        int present = 0;
        for (int c = 0; c < counts.length; c++) {
            present += counts[c] > 0 ? 1 : 0;
            if (counts[c] == 1) {
                throw new EngramException("class '" + y.names().get(c)
                        + "' has 1 sample, but stratified splits need 2 or more of each class: drop it or record more");
            }
        }
        if (trained < present || tested < present) {
            throw new EngramException("a stratified split into " + trained + " training and " + tested
                    + " test samples cannot hold all " + present + " classes: change the test fraction ("
                    + testFraction + ")");
        }
        List<Split> splits = new ArrayList<>(repeats);
        for (int r = 0; r < repeats; r++) {
            splits.add(draw(y, counts, trained, r));
        }
        return splits;
    }

    private Split draw(Labels y, int[] counts, int trained, int repeat) {
        RandomStream random = RandomStream.of(seed, STREAM).derive(repeat);
        int[] allotted = allot(counts, trained, random);
        boolean[] test = new boolean[y.size()];
        for (int c = 0; c < counts.length; c++) {
            int[] members = new int[counts[c]];
            int next = 0;
            for (int i = 0; i < y.size(); i++) {
                if (y.code(i) == c) {
                    members[next++] = i;
                }
            }
            random.derive(c).shuffle(members);
            for (int i = allotted[c]; i < members.length; i++) {
                test[members[i]] = true;
            }
        }
        return TestFolds.split("shuffle " + (repeat + 1), test);
    }

    /** Largest remainder: how many of the {@code total} training samples each class gets. */
    private static int[] allot(int[] counts, int total, RandomStream random) {
        long samples = 0;
        for (int count : counts) {
            samples += count;
        }
        int[] allotted = new int[counts.length];
        long[] remainder = new long[counts.length];
        int[] order = new int[counts.length];
        int given = 0;
        for (int c = 0; c < counts.length; c++) {
            long share = (long) counts[c] * total;
            allotted[c] = (int) (share / samples);
            remainder[c] = share % samples;
            given += allotted[c];
            order[c] = c;
        }
        random.shuffle(order); // a lot among equal remainders
        for (; given < total; given++) {
            int best = -1;
            for (int c : order) {
                if (best < 0 || remainder[c] > remainder[best]) {
                    best = c;
                }
            }
            allotted[best]++;
            remainder[best] = -1;
        }
        return allotted;
    }

    @Override
    public String describe() {
        return repeats + " stratified random splits with " + testFraction + " of the samples tested";
    }

    @Override
    public boolean dependsOnLabels() {
        return true;
    }
}
