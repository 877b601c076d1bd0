package org.engram.decoders.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Layer;
import org.engram.nn.operators.Attentions;

/** Multi-head attention between sequences whose heads lie one after the other on the last axis. */
public final class Heads {
    private Heads() {}

    /**
     * @param x (batch, token, feature)
     * @param heads divides the features
     * @return (batch, head, token, feature / heads)
     */
    public static NDArray split(NDArray x, int heads) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads).transpose(0, 2, 1, 3);
    }

    /**
     * @param x (batch, head, token, feature)
     * @return (batch, token, head * feature)
     */
    public static NDArray join(NDArray x) {
        Shape shape = x.getShape();
        return x.transpose(0, 2, 1, 3).reshape(shape.get(0), shape.get(2), shape.get(1) * shape.get(3));
    }

    /**
     * softmax(query key' scale) value for every head.
     *
     * @param pass whether attention weights are dropped
     * @param query (batch, head, query token, feature)
     * @param key (batch, head, token, feature)
     * @param value (batch, head, token, value feature)
     * @param scale of the logits
     * @param dropout of the attention weights, or null for none
     * @return (batch, head, query token, value feature)
     */
    public static NDArray attend(Pass pass, NDArray query, NDArray key, NDArray value, double scale,
            Dropout dropout) {
        if (dropout == null || !pass.training()) {
            return Attentions.attend(pass, query, key, value, scale, false, 0);
        }
        NDArray weights = query.matMul(key.transpose(0, 1, 3, 2)).mul(scale).softmax(-1);
        return dropout.apply(pass, weights).matMul(value);
    }

    /**
     * @param of the layer that asks, named in the failure
     * @param features on the feature axis
     * @param heads wanted
     * @return features of each head
     * @throws ShapeException when the heads do not divide the features
     */
    public static int size(Class<? extends Layer> of, int features, int heads) {
        if (heads < 1 || features % heads != 0) {
            throw new ShapeException(of.getSimpleName() + ": " + heads + " heads do not divide " + features
                    + " features");
        }
        return features / heads;
    }
}
