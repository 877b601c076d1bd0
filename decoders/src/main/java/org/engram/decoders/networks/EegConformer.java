package org.engram.decoders.networks;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.engram.nn.attention.AttentionNames;
import org.engram.nn.attention.TransformerEncoder;
import org.engram.nn.attention.TransformerNames;
import org.engram.nn.attention.TransformerOptions;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Pooling;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;

/**
 * EEG Conformer: the convolutions of a shallow network make tokens, pre-norm transformer layers relate them over time.
 *
 * <p>(batch, channel, sample) to (batch, class) logits.
 *
 * <h2>References</h2> Song et al. (2023), IEEE TNSRE 31, 710, as laid out in braindecode: attention logits are divided by
 * the root of all features, not of one head's, and there are no position embeddings.
 */
public final class EegConformer extends SimpleLayer {
    private static final int WIDE = 256;
    private static final int NARROW = 32;
    /** The nested names of braindecode. */
    private static final TransformerNames NAMES = new TransformerNames(
            AttentionNames.of(List.of("queries", "keys", "values"), "projection"), "0.fn.1", "", "1.fn.1.0",
            "1.fn.1.3", List.of("0.fn.0", "1.fn.0"), List.of("0.gamma", "1.gamma"), "", "norm");

    private final EpochShape shape;
    private final Configuration configuration;
    private final Convolution temporal;
    private final Convolution spatial;
    private final BatchNormalization norm;
    private final Pooling pool;
    private final Dropout dropout;
    private final Convolution projection;
    private final TransformerEncoder transformer;
    private final Sequence features;
    private final Linear classifier;

    /**
     * @param epochs what the network is made for
     * @param filters of both convolutions, and features of a token; 40
     * @param kernel taps of the temporal filters; 25
     * @param pool samples that are averaged; 75
     * @param stride samples between tokens; 15
     * @param layers of the transformer; 6
     * @param heads of its attention; 10
     * @param dropout probability in convolutions and transformer; 0.5
     */
    public record Configuration(EpochShape epochs, int filters, int kernel, int pool, int stride, int layers,
            int heads, double dropout) {
        /**
         * The published sizes, for 250 Hz.
         *
         * @param channels of an epoch
         * @param samples of an epoch
         * @param classes to tell apart
         */
        public static Configuration of(int channels, int samples, int classes) {
            return new Configuration(new EpochShape(channels, samples, classes), 40, 25, 75, 15, 6, 10, 0.5);
        }

        /** @param taps of the temporal filters @param window averaged @param step between tokens */
        public Configuration withTimes(int taps, int window, int step) {
            return new Configuration(epochs, filters, taps, window, step, layers, heads, dropout);
        }

        /** @param features of a token @param depth layers @param count of heads @return the same with these */
        public Configuration withTransformer(int features, int depth, int count) {
            return new Configuration(epochs, features, kernel, pool, stride, depth, count, dropout);
        }

        /** @param probability of dropout @return the same with another */
        public Configuration withDropout(double probability) {
            return new Configuration(epochs, filters, kernel, pool, stride, layers, heads, probability);
        }

        int positions() {
            return Math.floorDiv(epochs.samples() - kernel + 1 - pool, stride) + 1;
        }
    }

    /** @param configuration sizes */
    public EegConformer(Configuration configuration) {
        this.configuration = configuration;
        shape = configuration.epochs();
        int filters = configuration.filters();
        int tokens = shape.remaining(configuration.positions(), this);
        temporal = child("patch_embedding.shallownet.0",
                Convolution.builder(2, 1, filters).kernel(1, configuration.kernel()).build());
        spatial = child("patch_embedding.shallownet.1",
                Convolution.builder(2, filters, filters).kernel(shape.channels(), 1).build());
        norm = child("patch_embedding.shallownet.2", new BatchNormalization(filters));
        pool = Pooling.averageBuilder(1, configuration.pool()).stride(1, configuration.stride()).build();
        dropout = new Dropout(configuration.dropout());
        projection = child("patch_embedding.projection.0", Convolution.builder(2, filters, filters).build());
        // Attention logits are divided by the root of all features, as published, and not of one head's.
        transformer = child("transformer", new TransformerEncoder(configuration.layers(),
                TransformerOptions.builder(filters, configuration.heads()).names(NAMES)
                        .scale(1 / Math.sqrt(filters)).dropout(configuration.dropout()).build(),
                false));
        features = child("fc.fc", new Sequence(new Linear((long) tokens * filters, WIDE),
                Activation.ELU.layer(), new Dropout(0.5), new Linear(WIDE, NARROW), Activation.ELU.layer(),
                new Dropout(0.3)));
        classifier = child("final_layer.final_layer.0", new Linear(NARROW, shape.classes()));
    }

    /** @return the sizes */
    public Configuration configuration() {
        return configuration;
    }

    /** @param input (batch, channel, sample) @return logits (batch, class) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        shape.require(input, this);
        NDArray x = spatial.apply(pass, temporal.apply(pass, input.expandDims(1))); // (b, f, 1, t)
        x = pool.apply(pass, Activation.ELU.of(norm.apply(pass, x)));
        x = projection.apply(pass, dropout.apply(pass, x)).squeeze(2).transpose(0, 2, 1); // (b, token, f)
        x = transformer.apply(pass, x);
        return classifier.apply(pass, features.apply(pass, x.reshape(x.getShape().get(0), -1)));
    }
}
