package org.engram.decoders.networks;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Pooling;
import org.engram.nn.layers.SimpleLayer;

/**
 * ShallowFBCSPNet: temporal filters, spatial filters, square, average, logarithm: the steps of filter-bank common
 * spatial patterns, learnt together.
 *
 * <p>(batch, channel, sample) to (batch, class) logits.
 *
 * <h2>References</h2> Schirrmeister et al. (2017), Human Brain Mapping 38, 5391, as laid out in braindecode: time runs
 * down the third axis of the kernels; no bias where batch normalisation follows; the logarithm is taken of 1e-6 at least.
 */
public final class ShallowFbcspNet extends SimpleLayer {
    private static final double SMALLEST_POWER = 1e-6;

    private final EpochShape shape;
    private final Configuration configuration;
    private final Convolution temporal;
    private final Convolution spatial;
    private final BatchNormalization norm;
    private final Pooling pool;
    private final Dropout dropout;
    private final Convolution classifier;

    /**
     * @param epochs what the network is made for
     * @param filters temporal, and as many spatial ones; 40
     * @param kernel taps of the temporal filters; 25
     * @param pool samples that are averaged; 75
     * @param stride samples between averages; 15
     * @param dropout probability; 0.5
     */
    public record Configuration(EpochShape epochs, int filters, int kernel, int pool, int stride,
            double dropout) {
        /**
         * The published sizes, for 250 Hz.
         *
         * @param channels of an epoch
         * @param samples of an epoch
         * @param classes to tell apart
         */
        public static Configuration of(int channels, int samples, int classes) {
            return new Configuration(new EpochShape(channels, samples, classes), 40, 25, 75, 15, 0.5);
        }

        /** @param count of filters @return the same with another count */
        public Configuration withFilters(int count) {
            return new Configuration(epochs, count, kernel, pool, stride, dropout);
        }

        /** @param taps of the temporal filters @param window averaged @param step between averages */
        public Configuration withTimes(int taps, int window, int step) {
            return new Configuration(epochs, filters, taps, window, step, dropout);
        }

        /** @param probability of dropout @return the same with another */
        public Configuration withDropout(double probability) {
            return new Configuration(epochs, filters, kernel, pool, stride, probability);
        }

        int positions() {
            return Math.floorDiv(epochs.samples() - kernel + 1 - pool, stride) + 1;
        }
    }

    /** @param configuration sizes */
    public ShallowFbcspNet(Configuration configuration) {
        this.configuration = configuration;
        shape = configuration.epochs();
        int filters = configuration.filters();
        temporal = child("conv_time_spat.conv_time", Filters.biased(1, filters, configuration.kernel(), 1));
        spatial = child("conv_time_spat.conv_spat", Filters.of(filters, filters, 1, shape.channels()));
        norm = child("bnorm", new BatchNormalization(filters));
        pool = Pooling.averageBuilder(configuration.pool(), 1).stride(configuration.stride(), 1).build();
        dropout = new Dropout(configuration.dropout());
        classifier = child("final_layer.conv_classifier", Filters.biased(filters, shape.classes(),
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
        x = norm.apply(pass, spatial.apply(pass, x)).square(); // (b, f, t, 1)
        x = pool.apply(pass, x);
        x = dropout.apply(pass, x.maximum(SMALLEST_POWER).log());
        return classifier.apply(pass, x).reshape(-1, shape.classes());
    }
}
