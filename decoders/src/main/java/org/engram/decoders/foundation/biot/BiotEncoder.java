package org.engram.decoders.foundation.biot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Embedding;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.layers.Sinusoids;
import org.engram.nn.operators.Signals;

/** (batch, channel, sample) to (batch, feature): the mean over all tokens of all channels. */
public final class BiotEncoder extends SimpleLayer {
    private static final int MOST_FRAMES = 1000;
    private static final double DROPOUT = 0.1;

    private final BiotConfiguration configuration;
    private final Linear projection;
    private final Sequence layers = new Sequence();
    private final Position position;
    private final Embedding channels;
    private final int offset;

    /** @param configuration sizes */
    public BiotEncoder(BiotConfiguration configuration) {
        this(configuration, 0);
    }

    /**
     * @param configuration sizes
     * @param offset the embedding of the first channel of the data; the others follow
     */
    public BiotEncoder(BiotConfiguration configuration, int offset) {
        if (offset < 0 || offset >= configuration.channels()) {
            throw new IllegalArgumentException("the first channel cannot have embedding " + offset + " of "
                    + configuration.channels());
        }
        this.configuration = configuration;
        this.offset = offset;
        int features = configuration.features();
        projection = child("patch_embedding.projection", new Linear(configuration.frame() / 2 + 1, features));
        for (int layer = 0; layer < configuration.layers(); layer++) {
            layers.then(new LinearAttentionLayer(features, configuration.heads()));
        }
        child("transformer.layers.layers", layers);
        position = child("positional_encoding", new Position(features));
        channels = child("channel_tokens", new Embedding(configuration.channels(), features));
    }

    /** @return the sizes */
    public BiotConfiguration configuration() {
        return configuration;
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        if (shape.dimension() != 3 || shape.get(1) + offset > configuration.channels()) {
            throw new ShapeException("BIOT takes (batch, channel, sample) with at most "
                    + (configuration.channels() - offset) + " channels, but the input has shape " + shape);
        }
        NDArray window = constant("window " + input.getDataType(), input,
                manager -> manager.ones(new Shape(configuration.frame()), input.getDataType()));
        NDArray frames = Signals.magnitudeSpectrogram(input, window, configuration.hop());
        int count = Math.toIntExact(shape.get(1));
        NDArray numbers = constant("channels " + count, input,
                manager -> manager.arange(offset, offset + count, 1, DataType.INT64));
        NDArray tokens = projection.apply(pass, frames) // (batch, channel, frame, feature)
                .add(channels.apply(pass, numbers).expandDims(1));
        tokens = position.apply(pass, tokens).reshape(shape.get(0), -1, configuration.features());
        return layers.apply(pass, tokens).mean(new int[] {1});
    }

    /** Sinusoids by frame, and dropout. */
    private static final class Position extends SimpleLayer {
        private final Parameter table;
        private final Dropout dropout = new Dropout(DROPOUT);

        Position(int features) {
            table = buffer("pe", Sinusoids.of(features, Sinusoids.Order.INTERLEAVED).table(), 1, MOST_FRAMES,
                    features);
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            long frames = input.getShape().get(2);
            if (frames > MOST_FRAMES) {
                throw new ShapeException(
                        "BIOT has positions for " + MOST_FRAMES + " frames, but the input has "
                                + frames + ": cut it into shorter epochs");
            }
            return dropout.apply(pass, input.add(pass.value(table).get(new NDIndex(":, :{}", frames))));
        }
    }
}
