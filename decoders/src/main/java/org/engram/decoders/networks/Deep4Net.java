package org.engram.decoders.networks;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.engram.core.Notice;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Pooling;
import org.engram.nn.layers.SimpleLayer;

/**
 * Deep4Net: temporal and spatial filters, then three more convolutions along time, each with batch normalisation, ELU and
 * max pooling.
 *
 * <p>(batch, channel, sample) to (batch, class) logits.
 *
 * <h2>References</h2> Schirrmeister et al. (2017), Human Brain Mapping 38, 5391, as laid out in braindecode: time runs
 * down the third axis of the kernels; no bias where batch normalisation follows.
 */
public final class Deep4Net extends SimpleLayer {
    private final EpochShape shape;
    private final Configuration configuration;
    private final Convolution temporal;
    private final Convolution spatial;
    private final BatchNormalization norm;
    private final List<Convolution> convolutions = new ArrayList<>();
    private final List<BatchNormalization> norms = new ArrayList<>();
    private final Pooling pool;
    private final Dropout dropout;
    private final Convolution classifier;

    /**
     * @param epochs what the network is made for
     * @param filters of the four blocks; 25, 50, 100, 200
     * @param kernel taps of every temporal filter; 10
     * @param pool samples of which the largest is taken, and between them; 3
     * @param dropout probability before the second to fourth block; 0.5
     */
    public record Configuration(EpochShape epochs, List<Integer> filters, int kernel, int pool,
            double dropout) {
        private static final int KERNEL = 10;
        private static final int POOL = 3;

        /** Checks the number of blocks. */
        public Configuration {
            filters = List.copyOf(filters);
            if (filters.size() != 4) {
                throw new IllegalArgumentException("Deep4Net has four blocks, but " + filters.size()
                        + " numbers of filters are given");
            }
        }

        /**
         * The published sizes, for 250 Hz. Epochs too short for them get kernels and pools shortened in proportion; see
         * {@link #notice}.
         *
         * @param channels of an epoch
         * @param samples of an epoch
         * @param classes to tell apart
         */
        public static Configuration of(int channels, int samples, int classes) {
            int wanted = shortest(KERNEL, POOL);
            double factor = Math.min(1, samples / (double) wanted);
            return new Configuration(new EpochShape(channels, samples, classes), List.of(25, 50, 100, 200),
                    Math.max(1, (int) (KERNEL * factor)), Math.max(1, (int) (POOL * factor)), 0.5);
        }

        /** @param counts of the four blocks @return the same with other counts of filters */
        public Configuration withFilters(List<Integer> counts) {
            return new Configuration(epochs, counts, kernel, pool, dropout);
        }

        /** @param probability of dropout @return the same with another */
        public Configuration withDropout(double probability) {
            return new Configuration(epochs, filters, kernel, pool, probability);
        }

        /** @return what a person should know when the published kernels or pools were shortened */
        public Optional<Notice> notice() {
            return kernel >= KERNEL && pool >= POOL
                    ? Optional.empty()
                    : Optional.of(new Notice("deep4net-shortened",
                            "Deep4Net was published for epochs of at least "
                                    + shortest(KERNEL, POOL) + " samples; for " + epochs.samples()
                                    + " its kernels have "
                                    + kernel + " taps instead of " + KERNEL + " and its pools " + pool
                                    + " instead of "
                                    + POOL));
        }

        int positions() {
            int left = epochs.samples();
            for (int block = 0; block < filters.size(); block++) {
                left = (left - kernel + 1) / pool;
            }
            return left;
        }

        private static int shortest(int kernel, int pool) {
            int samples = 1;
            for (int block = 0; block < 4; block++) {
                samples = samples * pool + kernel - 1;
            }
            return samples;
        }
    }

    /** @param configuration sizes */
    public Deep4Net(Configuration configuration) {
        this.configuration = configuration;
        shape = configuration.epochs();
        List<Integer> filters = configuration.filters();
        int first = filters.get(0);
        temporal = child("conv_time_spat.conv_time", Filters.biased(1, first, configuration.kernel(), 1));
        spatial = child("conv_time_spat.conv_spat", Filters.of(first, first, 1, shape.channels()));
        norm = child("bnorm", new BatchNormalization(first));
        for (int block = 1; block < filters.size(); block++) {
            convolutions.add(child("conv_" + (block + 1),
                    Filters.of(filters.get(block - 1), filters.get(block), configuration.kernel(), 1)));
            norms.add(child("bnorm_" + (block + 1), new BatchNormalization(filters.get(block))));
        }
        pool = Pooling.maximum(configuration.pool(), 1);
        dropout = new Dropout(configuration.dropout());
        classifier = child("final_layer.conv_classifier", Filters.biased(filters.get(3), shape.classes(),
                shape.remaining(configuration.positions(), this), 1));
    }

    /** @return the sizes */
    public Configuration configuration() {
        return configuration;
    }

    /** @param input (batch, channel, sample) @return logits (batch, class) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        shape.require(input, this);
        NDArray x = temporal.apply(pass, input.transpose(0, 2, 1).expandDims(1)); // (b, f, t, c)
        x = pooled(pass, norm.apply(pass, spatial.apply(pass, x))); // (b, f, t, 1)
        for (int block = 0; block < convolutions.size(); block++) {
            x = convolutions.get(block).apply(pass, dropout.apply(pass, x));
            x = pooled(pass, norms.get(block).apply(pass, x));
        }
        return classifier.apply(pass, x).reshape(-1, shape.classes());
    }

    private NDArray pooled(Pass pass, NDArray x) {
        return pool.apply(pass, Activation.ELU.of(x));
    }
}
