package org.engram.decoders.networks;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Pooling;
import org.engram.nn.layers.SimpleLayer;

/**
 * EEGNet, fourth version: temporal filters, for each of them spatial filters over all channels, then a separable
 * convolution; a few thousand parameters in all.
 *
 * <p>(batch, channel, sample) to (batch, class) logits. The temporal kernel should span half a second. Convolutions are
 * padded by half their kernel, so that an even kernel makes the signal one sample longer.
 *
 * <h2>References</h2> Lawhern et al. (2018), J. Neural Eng. 15, 056013, as laid out in braindecode: batch normalisation
 * with momentum 0.01 and epsilon 1e-3; the spatial filters are bounded to norm 1 whenever they are used, not after each
 * step.
 */
public final class EegNet extends SimpleLayer {
    private final EpochShape shape;
    private final Configuration configuration;
    private final Convolution temporal;
    private final BatchNormalization temporalNorm;
    private final Convolution spatial;
    private final BatchNormalization spatialNorm;
    private final Convolution depth;
    private final Convolution point;
    private final BatchNormalization separableNorm;
    private final SimpleLayer classifier;
    private final Pooling firstPool = Pooling.average(1, 4);
    private final Pooling secondPool = Pooling.average(1, 8);
    private final Dropout dropout;

    /** How the pooled features become logits. */
    public enum Head {
        /** A convolution over all time that is left ({@code final_layer.conv_classifier}). */
        CONVOLUTION,
        /** A linear layer with rows of norm 0.25 at most ({@code final_layer.linearconstraint}), as in the paper. */
        BOUNDED_LINEAR
    }

    /**
     * @param epochs what the network is made for
     * @param temporalFilters F1 of the paper; 8
     * @param depth spatial filters for each temporal one, D of the paper; 2
     * @param kernel taps of the temporal filters; 64, half the sampling rate
     * @param dropout probability; 0.25
     * @param head how features become logits; a convolution
     */
    public record Configuration(EpochShape epochs, int temporalFilters, int depth, int kernel, double dropout,
            Head head) {
        /**
         * The published sizes.
         *
         * @param channels of an epoch
         * @param samples of an epoch
         * @param classes to tell apart
         */
        public static Configuration of(int channels, int samples, int classes) {
            return new Configuration(new EpochShape(channels, samples, classes), 8, 2, 64, 0.25,
                    Head.CONVOLUTION);
        }

        /** @param taps of the temporal filters @return the same with another kernel */
        public Configuration withKernel(int taps) {
            return new Configuration(epochs, temporalFilters, depth, taps, dropout, head);
        }

        /** @param filters of the first layer @param perFilter spatial ones for each @return the same with these */
        public Configuration withFilters(int filters, int perFilter) {
            return new Configuration(epochs, filters, perFilter, kernel, dropout, head);
        }

        /** @param probability of dropout @return the same with another */
        public Configuration withDropout(double probability) {
            return new Configuration(epochs, temporalFilters, depth, kernel, probability, head);
        }

        /** @param other head @return the same with another head */
        public Configuration withHead(Head other) {
            return new Configuration(epochs, temporalFilters, depth, kernel, dropout, other);
        }
    }

    /** @param configuration sizes */
    public EegNet(Configuration configuration) {
        this.configuration = configuration;
        shape = configuration.epochs();
        int first = configuration.temporalFilters();
        int filters = first * configuration.depth();
        temporal = child("conv_temporal", Filters.padded(1, first, configuration.kernel(), 1));
        temporalNorm = child("bnorm_temporal", new BatchNormalization(first, 0.01, 1e-3));
        spatial = child("conv_spatial", Filters.depthwise(first, filters, shape.channels(), 1));
        spatialNorm = child("bnorm_1", new BatchNormalization(filters, 0.01, 1e-3));
        depth = child("conv_separable_depth", Filters.padded(filters, filters, 16, filters));
        point = child("conv_separable_point", Filters.of(filters, filters, 1, 1));
        separableNorm = child("bnorm_2", new BatchNormalization(filters, 0.01, 1e-3));
        int left = shape.remaining(remaining(configuration), this);
        classifier = configuration.head() == Head.CONVOLUTION
                ? child("final_layer.conv_classifier", Filters.biased(filters, shape.classes(), 1, left))
                : child("final_layer.linearconstraint",
                        bounded(filters * left, shape.classes()));
        dropout = new Dropout(configuration.dropout());
    }

    /** @return the sizes */
    public Configuration configuration() {
        return configuration;
    }

    /** @param input (batch, channel, sample) @return logits (batch, class) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        shape.require(input, this);
        NDArray x = temporalNorm.apply(pass, temporal.apply(pass, input.expandDims(1))); // (b, F1, c, t)
        x = spatialNorm.apply(pass, spatial.apply(pass, x)); // (b, F1 D, 1, t)
        x = dropout.apply(pass, firstPool.apply(pass, Activation.ELU.of(x)));
        x = separableNorm.apply(pass, point.apply(pass, depth.apply(pass, x)));
        x = dropout.apply(pass, secondPool.apply(pass, Activation.ELU.of(x)));
        boolean flat = configuration.head() == Head.BOUNDED_LINEAR;
        NDArray logits = classifier.apply(pass, flat ? x.reshape(x.getShape().get(0), -1) : x);
        return logits.reshape(-1, shape.classes());
    }

    private static Linear bounded(int inputs, int outputs) {
        return Linear.ofMaximumNorm(inputs, outputs, 0.25, Initialization.glorotUniform(inputs, outputs),
                Initialization.ZEROS);
    }

    private static int remaining(Configuration configuration) {
        int filtered = configuration.epochs().samples() + 1 - configuration.kernel() % 2;
        return (filtered / 4 + 1) / 8;
    }
}
