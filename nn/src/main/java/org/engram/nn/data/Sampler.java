package org.engram.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.random.RandomStream;

/** Which samples an epoch sees, in what order, in which batches. Immutable; a function of the random stream alone. */
@FunctionalInterface
public interface Sampler {
    /**
     * @param size how many samples the source has
     * @param random the random numbers of the epoch
     * @return indices of samples, in the order of the epoch
     */
    int[] order(int size, RandomStream random);

    /**
     * @param size how many samples the source has
     * @param batchSize the most samples in a batch
     * @param random the random numbers of the epoch
     * @return the batches of the epoch; all but the last have {@code batchSize} samples unless the sampler keeps groups
     * together
     */
    default List<int[]> batches(int size, int batchSize, RandomStream random) {
        int[] order = order(size, random);
        List<int[]> batches = new ArrayList<>();
        for (int start = 0; start < order.length; start += batchSize) {
            batches.add(Arrays.copyOfRange(order, start, Math.min(order.length, start + batchSize)));
        }
        return batches;
    }

    /** @return every sample once, in the order of the source */
    static Sampler sequential() {
        return (size, random) -> {
            int[] order = new int[size];
            Arrays.setAll(order, i -> i);
            return order;
        };
    }

    /** @return every sample once, in a new random order each epoch */
    static Sampler shuffled() {
        return (size, random) -> random.permutation(size);
    }

    /**
     * @param weights how often each sample is to be drawn, relative to the others; at least 0, some above; copied
     * @param count how many draws an epoch has, with replacement
     * @return that sampler
     */
    static Sampler weighted(double[] weights, int count) {
        return new WeightedSampler(weights, count);
    }

    /**
     * Each class is drawn equally often on average, however rare it is; an epoch has as many draws as there are samples.
     *
     * @param classes the class of each sample, any whole numbers
     * @return that sampler
     */
    static Sampler balanced(int... classes) {
        return WeightedSampler.balanced(classes);
    }

    /**
     * Every sample once, whole groups together: a group (the trials of a subject, the crops of a volume) is never cut by
     * a batch. Batches hold as many whole groups as fit, at least one, so their sizes vary, and a group larger than the
     * batch size makes a larger batch. Groups, and samples within groups, are in a new random order each epoch.
     *
     * @param groups the group of each sample
     * @return that sampler
     */
    static Sampler grouped(List<String> groups) {
        return new GroupedSampler(groups);
    }
}
