package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The fused parts of losses. The losses a network is trained with are in {@code org.engram.nn.losses}. */
public final class LossFunctions {
    private LossFunctions() {}

    /**
     * @param logits (batch, class, ...)
     * @param target class numbers (batch, ...) of int64, or probabilities of the shape of the logits
     * @param weight (class), or null
     * @param smoothing the share of the target that is spread over all classes
     * @param ignored a class number that does not count
     * @return the mean, one number
     */
    public static NDArray crossEntropy(NDArray logits, NDArray target, NDArray weight, double smoothing,
            long ignored) {
        return weight == null
                ? TorchScript.callForOne("cross_entropy", List.of(logits, target), smoothing, ignored)
                : TorchScript.callForOne("weighted_cross_entropy", List.of(logits, target, weight), smoothing,
                        ignored);
    }

    /**
     * @param logits of any shape
     * @param target in 0 to 1, of the shape of the logits
     * @param weight of positive targets, broadcast against them, or null
     * @return element by element
     */
    public static NDArray binaryCrossEntropy(NDArray logits, NDArray target, NDArray weight) {
        return weight == null
                ? TorchScript.callForOne("binary_cross_entropy", List.of(logits, target))
                : TorchScript.callForOne("weighted_binary_cross_entropy", List.of(logits, target, weight));
    }

    /** @return the mean of d^2 / 2 where |d| is below {@code delta}, of delta (|d| - delta / 2) elsewhere */
    public static NDArray huber(NDArray prediction, NDArray target, double delta) {
        return TorchScript.callForOne("huber", List.of(prediction, target), delta);
    }

    /** @return the mean of d^2 / (2 beta) where |d| is below {@code beta}, of |d| - beta / 2 elsewhere */
    public static NDArray smoothL1(NDArray prediction, NDArray target, double beta) {
        return TorchScript.callForOne("smooth_l1", List.of(prediction, target), beta);
    }

    /** @return the mean over the first axis of the sum of p (log p - log q) */
    public static NDArray klDivergence(NDArray logQ, NDArray p) {
        return TorchScript.callForOne("kl_divergence", List.of(logQ, p));
    }

    /** @return the cosine of the angle between rows (last axis); lengths below {@code epsilon} count as epsilon */
    public static NDArray cosine(NDArray a, NDArray b, double epsilon) {
        return TorchScript.callForOne("cosine", List.of(a, b), epsilon);
    }

    /** @return the rows (last axis) of {@code x} scaled to length 1; lengths below {@code epsilon} count as epsilon */
    public static NDArray unitRows(NDArray x, double epsilon) {
        return TorchScript.callForOne("unit_rows", List.of(x), epsilon);
    }

    /** @return the mean of max(0, margin + |anchor - positive| - |anchor - negative|) over rows (batch, feature) */
    public static NDArray triplet(NDArray anchor, NDArray positive, NDArray negative, double margin) {
        return TorchScript.callForOne("triplet", List.of(anchor, positive, negative), margin);
    }

    /** @return the logarithm of the softmax of {@code x} along {@code axis} */
    public static NDArray logSoftmax(NDArray x, int axis) {
        return TorchScript.callForOne("log_softmax", List.of(x), axis);
    }
}
