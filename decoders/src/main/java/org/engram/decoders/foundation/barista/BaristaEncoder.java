package org.engram.decoders.foundation.barista;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.RmsNormalization;

/** Tokeniser and transformer, on which the networks differ in nothing. */
abstract class BaristaEncoder extends Layer {
    private final BaristaConfiguration configuration;
    private final BaristaTokenizer tokenizer;
    private final List<BaristaLayer> layers = new ArrayList<>();
    private final RmsNormalization norm;

    BaristaEncoder(BaristaConfiguration configuration) {
        this.configuration = configuration;
        tokenizer = child("tokenizer", new BaristaTokenizer(configuration));
        for (int layer = 0; layer < configuration.layers(); layer++) {
            layers.add(child("backbone.layers." + layer, new BaristaLayer(configuration)));
        }
        norm = child("backbone.norm", new RmsNormalization(configuration.features(), BaristaLayer.EPSILON));
    }

    /** @return the sizes */
    public final BaristaConfiguration configuration() {
        return configuration;
    }

    /** @return (batch, patch * channel, feature) latents; the tokens */
    final NDList encoded(Pass pass, NDList inputs) {
        if (inputs.size() != 2) {
            throw new ShapeException("BaRISTA takes two arrays, recordings and places of their channels, not "
                    + inputs.size());
        }
        NDArray tokens = tokenizer.apply(pass, inputs).get(0);
        int channels = Math.toIntExact(inputs.get(0).getShape().get(1));
        int patches = Math.toIntExact(tokens.getShape().get(1)) / channels;
        NDArray positions = constant("positions " + channels + " " + patches + " " + tokens.getDataType(),
                tokens, manager -> positions(manager, channels, patches, tokens.getDataType()));
        NDArray x = tokens;
        for (BaristaLayer layer : layers) {
            x = layer.apply(pass, new NDList(x, positions)).get(0);
        }
        return new NDList(norm.apply(pass, x), tokens);
    }

    /** The patch of each token: channels of a patch share it. */
    private static NDArray positions(NDManager manager, int channels, int patches, DataType type) {
        return manager.arange(0, patches, 1, type).reshape(patches, 1).broadcast(new Shape(patches, channels))
                .reshape((long) patches * channels);
    }
}
