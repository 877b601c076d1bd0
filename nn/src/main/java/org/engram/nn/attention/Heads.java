package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;

/** Attention heads as parts of the features of a token, one behind the other, and as an axis of their own. */
public final class Heads {
    private Heads() {}

    /**
     * @param tokens (batch, token, feature)
     * @param heads divides the features
     * @return (batch, head, token, feature / heads)
     */
    public static NDArray split(NDArray tokens, long heads) {
        Shape shape = tokens.getShape();
        return tokens.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads).transpose(0, 2, 1, 3);
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
     * @param features of a token
     * @param heads wanted
     * @return features of each head
     * @throws ShapeException when the heads do not divide the features
     */
    public static long width(long features, long heads) {
        if (heads < 1 || features % heads != 0) {
            throw new ShapeException(heads + " heads do not divide " + features
                    + " features: choose another number of heads, or state the features of a head where that is possible");
        }
        return features / heads;
    }
}
