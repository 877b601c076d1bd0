package org.engram.decoders.foundation.meggpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;

/**
 * The layers of the generator: (batch, time, channel, feature) embeddings to (batch, last times, channel, feature). Every
 * channel is a sequence of its own.
 */
public final class MegGptDecoder extends SimpleLayer {
    private final int length;
    private final int features;
    private final Dropout dropout;
    private final Sequence layers = new Sequence();

    /** @param configuration sizes */
    public MegGptDecoder(MegGptConfiguration configuration) {
        length = configuration.length();
        features = configuration.features();
        dropout = new Dropout(configuration.dropout());
        for (PatchStage stage : configuration.stages()) {
            layers.then(new MegGptLayer(stage, configuration));
        }
        child("layers", layers);
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        if (shape.dimension() != 4 || shape.get(1) != length || shape.get(3) != features) {
            throw new ShapeException("this MEG-GPT reads (batch, " + length + ", channel, " + features
                    + ") embeddings, but the input has shape " + shape);
        }
        NDArray x = dropout.apply(pass, input).transpose(0, 2, 1, 3).reshape(-1, length, features);
        x = layers.apply(pass, x);
        return x.reshape(shape.get(0), shape.get(2), -1, features).transpose(0, 2, 1, 3);
    }
}
