package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;

/** Layers one after the other, each under its number ("0", "1", ...) or under a name of its own. */
public final class Sequence extends SimpleLayer {
    private int count;

    /** @param layers in their order, numbered from 0 */
    public Sequence(SimpleLayer... layers) {
        for (SimpleLayer layer : layers) {
            then(layer);
        }
    }

    /** @param layer comes next under the next number @return this */
    public Sequence then(SimpleLayer layer) {
        return then(Integer.toString(count), layer);
    }

    /** @param name in the checkpoint @param layer comes next @return this */
    public Sequence then(String name, SimpleLayer layer) {
        child(name, layer);
        count++;
        return this;
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input;
        for (var entry : getChildren()) {
            NDArray before = x;
            x = ((SimpleLayer) entry.getValue()).apply(pass, before);
            if (before != input && before != x) {
                before.close();
            }
        }
        return x;
    }
}
