package org.engram.nn.data;

import java.util.Arrays;
import java.util.Objects;
import org.engram.compute.random.RandomStream;

/**
 * Samples that can be asked for in any order. Implementations are thread-safe: the threads of a {@link Loader} ask at
 * the same time.
 */
public interface DataSource {
    /** @return how many samples there are */
    int size();

    /**
     * @param index 0 to {@link #size()} - 1
     * @param random the random numbers of this sample in this epoch, for augmentation; whoever uses nothing else gives
     * the same samples for any number of threads
     * @return the sample
     */
    Example sample(int index, RandomStream random);

    /**
     * @param indices of samples of this source, repeated or not; copied
     * @return a source of those samples in that order
     */
    default DataSource subset(int... indices) {
        int[] chosen = indices.clone();
        for (int index : chosen) {
            Objects.checkIndex(index, size());
        }
        DataSource whole = this;
        return new DataSource() {
            @Override
            public int size() {
                return chosen.length;
            }

            @Override
            public Example sample(int index, RandomStream random) {
                return whole.sample(chosen[index], random);
            }

            @Override
            public String toString() {
                return "subset of " + chosen.length + " of " + whole + ", hash " + Arrays.hashCode(chosen);
            }
        };
    }

    /**
     * @param augmentation what is done to each sample when it is asked for
     * @return a source of changed samples
     */
    default DataSource mapped(Augmentation augmentation) {
        DataSource given = this;
        return new DataSource() {
            @Override
            public int size() {
                return given.size();
            }

            @Override
            public Example sample(int index, RandomStream random) {
                // Streams of their own, so that two augmentations in a row do not draw the same numbers.
                return augmentation.apply(given.sample(index, random.derive(0)), random.derive(1));
            }

            @Override
            public String toString() {
                return given + ", augmented";
            }
        };
    }

    /** Changes a sample at random. Thread-safe. */
    @FunctionalInterface
    interface Augmentation {
        /**
         * @param sample not to be changed in place
         * @param random the only source of randomness
         * @return the changed sample
         */
        Example apply(Example sample, RandomStream random);
    }
}
