package org.engram.nn.data;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Objects;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;

/**
 * Makes batches ahead of their use on threads of its own. What is in a batch depends on the seed, the epoch and its
 * number only. Immutable and thread-safe; an open {@link BatchStream} is not.
 */
public final class Loader {
    private final DataSource source;
    private final Builder options;

    private Loader(Builder options) {
        this.source = options.source;
        this.options = options.copy();
    }

    /** @param source where the samples come from @return a builder with the defaults its methods state */
    public static Builder builder(DataSource source) {
        return new Builder(source);
    }

    /** @return where the samples come from */
    public DataSource source() {
        return source;
    }

    /** @return the most samples in a batch (more only where a group is larger) */
    public int batchSize() {
        return options.batchSize;
    }

    /**
     * @param seed of the run
     * @param epoch from 0
     * @return the samples of each batch of that epoch
     */
    public List<int[]> batches(long seed, int epoch) {
        List<int[]> all = options.sampler.batches(source.size(), options.batchSize, orderOf(seed, epoch));
        boolean shortLast = options.dropLast && all.size() > 1
                && all.get(all.size() - 1).length < options.batchSize;
        return shortLast ? all.subList(0, all.size() - 1) : all;
    }

    /**
     * Starts loading.
     *
     * @param manager owns the arrays of the batches and says on which device they are
     * @param seed of the run
     * @param epoch from 0
     * @param from the number of the first batch wanted, from 0
     * @return the batches of that epoch from there on; to be closed
     */
    public BatchStream open(NDManager manager, long seed, int epoch, int from) {
        RandomStream samples = RandomStream.of(seed, 1).derive(epoch);
        List<int[]> batches = batches(seed, epoch);
        return new BatchStream(source, options.collation, samples, batches.subList(from, batches.size()),
                manager, options.parallelism.threads(), options.prefetch);
    }

    private static RandomStream orderOf(long seed, int epoch) {
        return RandomStream.of(seed, 0).derive(epoch);
    }

    /** Puts a loader together. */
    public static final class Builder {
        private final DataSource source;
        private int batchSize = 32;
        private boolean dropLast;
        private Sampler sampler = Sampler.shuffled();
        private Collation collation = Collation.STACKED;
        private Parallelism parallelism = Parallelism.single();
        private int prefetch = 2;

        private Builder(DataSource source) {
            this.source = Objects.requireNonNull(source, "source");
            if (source.size() < 1) {
                throw new EngramException("the data source has no samples: nothing can be loaded");
            }
        }

        private Builder copy() {
            Builder copy = new Builder(source);
            copy.batchSize = batchSize;
            copy.dropLast = dropLast;
            copy.sampler = sampler;
            copy.collation = collation;
            copy.parallelism = parallelism;
            copy.prefetch = prefetch;
            return copy;
        }

        /** @param size samples in a batch, at least 1; 32 by default @return this */
        public Builder batchSize(int size) {
            batchSize = requireOne("batch size", size);
            return this;
        }

        /** @param drop whether a shorter last batch is left out (unless it is the only one); not by default @return this */
        public Builder dropLast(boolean drop) {
            dropLast = drop;
            return this;
        }

        /** @param order of the samples; shuffled by default @return this */
        public Builder sampler(Sampler order) {
            sampler = Objects.requireNonNull(order, "sampler");
            return this;
        }

        /** @param way samples become arrays; stacked by default @return this */
        public Builder collation(Collation way) {
            collation = Objects.requireNonNull(way, "collation");
            return this;
        }

        /** @param threads that prepare batches; one by default @return this */
        public Builder parallelism(Parallelism threads) {
            parallelism = Objects.requireNonNull(threads, "parallelism");
            return this;
        }

        /** @param batches each thread may be ahead, at least 1; 2 by default @return this */
        public Builder prefetch(int batches) {
            prefetch = requireOne("prefetch", batches);
            return this;
        }

        /** @return the loader */
        public Loader build() {
            return new Loader(this);
        }

        private static int requireOne(String what, int value) {
            if (value < 1) {
                throw new IllegalArgumentException("the " + what + " is " + value + ": give 1 or more");
            }
            return value;
        }
    }
}
