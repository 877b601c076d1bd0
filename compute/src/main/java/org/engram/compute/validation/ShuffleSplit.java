package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;

/**
 * Draws a test set at random, several times over; the rest is trained on. The shuffles come from Engram's own generator,
 * so they differ from those NumPy draws with the same seed: {@link ImportedSplits} takes splits made elsewhere. Ignores
 * groups and labels.
 *
 * @param repeats how many splits, at least 1
 * @param testFraction part of the samples tested, between 0 and 1, both excluded; their number is rounded up
 * @param seed the same seed gives the same splits
 */
public record ShuffleSplit(int repeats, double testFraction, long seed) implements Splitter {
    /** Keeps these numbers apart from those that others draw from the same seed. */
    private static final long STREAM = 0x73706c69L;

    /** Checks the ranges. */
    public ShuffleSplit {
        if (repeats < 1) {
            throw new IllegalArgumentException("number of splits is " + repeats + ": give 1 or more");
        }
        if (!(testFraction > 0 && testFraction < 1)) {
            throw new IllegalArgumentException(
                    "test fraction is " + testFraction + ": give a number between 0 and 1, such as 0.1");
        }
    }

    /** The number of samples to test, at least one on each side. */
    static int testCount(int samples, double testFraction) {
        int tested = (int) Math.ceil(testFraction * samples);
        if (tested >= samples) {
            throw new EngramException("testing " + testFraction + " of " + samples
                    + " samples leaves none to train on: lower the test fraction or record more");
        }
        return tested;
    }

    @Override
    public List<Split> split(Labels y, List<String> groups) {
        int n = y.size();
        int tested = testCount(n, testFraction);
        List<Split> splits = new ArrayList<>(repeats);
        for (int r = 0; r < repeats; r++) {
            int[] order = RandomStream.of(seed, STREAM).derive(r).permutation(n);
            boolean[] test = new boolean[n];
            for (int i = 0; i < tested; i++) {
                test[order[i]] = true;
            }
            splits.add(TestFolds.split("shuffle " + (r + 1), test));
        }
        return splits;
    }

    @Override
    public String describe() {
        return repeats + " random splits with " + testFraction + " of the samples tested";
    }
}
