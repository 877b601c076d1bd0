package org.engram.nn.losses;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Scope;
import org.engram.nn.operators.LossFunctions;

/**
 * Losses that count hard samples more: each is weighted by (1 - p)^gamma, p being the probability of the true class.
 *
 * <h2>References</h2> T.-Y. Lin et al., "Focal loss for dense object detection", ICCV 2017.
 */
public final class FocalLosses {
    private FocalLosses() {}

    /**
     * @param logits of any shape
     * @param target 0 or 1, of the same shape
     * @param gamma how much easy samples lose; 2 by custom
     * @param alpha weight of the positive class, 1 - alpha that of the negative; negative for no weights
     * @return the mean
     */
    public static NDArray binary(NDArray logits, NDArray target, double gamma, double alpha) {
        Losses.requireSame("logits", logits, "the target", target);
        return Scope.returning(() -> {
            NDArray x = Losses.wide(logits);
            NDArray t = Losses.like(target, logits);
            NDArray p = x.getNDArrayInternal().sigmoid();
            // 1 - p of the true class: p where the target is 0, 1 - p where it is 1.
            NDArray wrong = p.add(t).sub(p.mul(t).mul(2));
            NDArray loss = LossFunctions.binaryCrossEntropy(x, t, null).mul(wrong.pow(gamma));
            return (alpha < 0 ? loss : loss.mul(t.mul(2 * alpha - 1).add(1 - alpha))).mean();
        });
    }

    /**
     * @param logits (batch, class, ...)
     * @param target of the same shape, one-hot
     * @param gamma how much easy samples lose; 2 by custom
     * @return the mean over all places
     */
    public static NDArray categorical(NDArray logits, NDArray target, double gamma) {
        Losses.requireSame("logits", logits, "the target", target);
        return Scope.returning(() -> {
            NDArray log = LossFunctions.logSoftmax(Losses.wide(logits), 1);
            NDArray weight = log.exp().neg().add(1).pow(gamma);
            NDArray loss = log.mul(weight).mul(Losses.like(target, logits)).neg();
            return loss.sum(new int[] {1}).mean();
        });
    }
}
