package org.engram.nn.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Scope;
import org.engram.nn.operators.LossFunctions;

/** Losses that bring together what belongs together. Embeddings are (batch, feature); row i of one belongs to row i of the other. */
public final class ContrastiveLosses {
    private static final double SHORTEST = 1e-12;

    private ContrastiveLosses() {}

    /**
     * InfoNCE (van den Oord et al. 2018): each query is to find its key among all keys of the batch. Rows are scaled to
     * length 1.
     *
     * @param queries (batch, feature)
     * @param keys (batch, feature)
     * @param temperature divides the cosines; 0.07 to 0.2 by custom
     * @return the mean cross entropy
     */
    public static NDArray infoNce(NDArray queries, NDArray keys, double temperature) {
        Losses.requireSame("queries", queries, "keys", keys);
        return Scope.returning(() -> matching(cosines(queries, keys).div(temperature)));
    }

    /**
     * CLIP (Radford et al. 2021): InfoNCE in both directions, with a learnt scale.
     *
     * @param a (batch, feature)
     * @param b (batch, feature)
     * @param scale one number, times the cosines: exp of CLIP's {@code logit_scale}
     * @return the mean of both cross entropies
     */
    public static NDArray clip(NDArray a, NDArray b, NDArray scale) {
        Losses.requireSame("a", a, "b", b);
        return Scope.returning(() -> symmetric(cosines(a, b).mul(Losses.like(scale, a))));
    }

    /**
     * As {@link #clip(NDArray, NDArray, NDArray)}, with a fixed temperature.
     *
     * @param a (batch, feature)
     * @param b (batch, feature)
     * @param temperature divides the cosines
     * @return the mean of both cross entropies
     */
    public static NDArray clip(NDArray a, NDArray b, double temperature) {
        Losses.requireSame("a", a, "b", b);
        return Scope.returning(() -> symmetric(cosines(a, b).div(temperature)));
    }

    /**
     * Schroff et al. (2015), with Euclidean distances.
     *
     * @param anchor (batch, feature)
     * @param positive belongs to the anchor
     * @param negative does not
     * @param margin by which the negative is to be farther away
     * @return the mean of max(0, margin + |anchor - positive| - |anchor - negative|)
     */
    public static NDArray triplet(NDArray anchor, NDArray positive, NDArray negative, double margin) {
        Losses.requireSame("anchors", anchor, "positives", positive);
        Losses.requireSame("anchors", anchor, "negatives", negative);
        return Scope.returning(() -> LossFunctions.triplet(Losses.wide(anchor), Losses.like(positive, anchor),
                Losses.like(negative, anchor), margin));
    }

    private static NDArray cosines(NDArray a, NDArray b) {
        if (a.getShape().dimension() != 2) {
            throw new ShapeException("embeddings are (batch, feature), not " + a.getShape());
        }
        return LossFunctions.unitRows(Losses.wide(a), SHORTEST)
                .matMul(LossFunctions.unitRows(Losses.like(b, a), SHORTEST).transpose());
    }

    private static NDArray symmetric(NDArray logits) {
        return matching(logits).add(matching(logits.transpose())).div(2);
    }

    private static NDArray matching(NDArray logits) {
        NDManager manager = logits.getManager();
        NDArray own = manager.arange(0, (int) logits.getShape().get(0), 1, DataType.INT64);
        return LossFunctions.crossEntropy(logits, own, null, 0, -100);
    }
}
