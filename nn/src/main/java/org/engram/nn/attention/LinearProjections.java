package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Linear;

/** One layer for all three, one for queries and one for keys and values, or one for each. */
final class LinearProjections implements HeadProjections {
    private final Linear[] layers;

    LinearProjections(Linear... layers) {
        this.layers = layers;
    }

    @Override
    public NDList all(Pass pass, NDArray tokens) {
        if (layers.length == 1) {
            return layers[0].apply(pass, tokens).split(3, 2);
        }
        NDList found = new NDList(query(pass, tokens));
        found.addAll(memory(pass, tokens, tokens));
        return found;
    }

    @Override
    public NDArray query(Pass pass, NDArray tokens) {
        NDArray projected = layers[0].apply(pass, tokens);
        return layers.length == 1 ? projected.split(3, 2).get(0) : projected;
    }

    @Override
    public NDList memory(Pass pass, NDArray keys, NDArray values) {
        if (layers.length == 3) {
            return new NDList(layers[1].apply(pass, keys), layers[2].apply(pass, values));
        }
        int parts = 4 - layers.length;
        Linear layer = layers[layers.length - 1];
        NDList ofKeys = layer.apply(pass, keys).split(parts, 2);
        NDList ofValues = keys == values ? ofKeys : layer.apply(pass, values).split(parts, 2);
        return new NDList(ofKeys.get(parts - 2), ofValues.get(parts - 1));
    }
}
