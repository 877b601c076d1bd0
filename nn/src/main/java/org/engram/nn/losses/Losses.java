package org.engram.nn.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Scope;
import org.engram.nn.operators.LossFunctions;

/**
 * Losses of regression and of class scores, as PyTorch defines them: each gives one number, the mean. Arrays of
 * float16 are widened to float32 first.
 */
public final class Losses {
    private Losses() {}

    /**
     * Cross entropy with the options of {@link CrossEntropy#PLAIN}.
     *
     * @param logits (batch, class, ...)
     * @param target class numbers (batch, ...), or probabilities of the shape of the logits
     * @return the mean over all targets
     */
    public static NDArray crossEntropy(NDArray logits, NDArray target) {
        return CrossEntropy.PLAIN.apply(logits, target);
    }

    /**
     * @param logits of any shape
     * @param target 0 to 1, of the same shape
     * @return the mean binary cross entropy of sigmoid(logits)
     */
    public static NDArray binaryCrossEntropy(NDArray logits, NDArray target) {
        requireSame("logits", logits, "the target", target);
        return Scope.returning(
                () -> LossFunctions.binaryCrossEntropy(wide(logits), like(target, logits), null).mean());
    }

    /**
     * @param logits of any shape
     * @param target 0 to 1, of the same shape
     * @param positiveWeight times the loss of positive targets, broadcast against them: one number, or one for each
     * entry of the last axis
     * @return the mean binary cross entropy of sigmoid(logits)
     */
    public static NDArray binaryCrossEntropy(NDArray logits, NDArray target, NDArray positiveWeight) {
        requireSame("logits", logits, "the target", target);
        return Scope.returning(() -> LossFunctions
                .binaryCrossEntropy(wide(logits), like(target, logits), like(positiveWeight, logits)).mean());
    }

    /** @param prediction of any shape @param target of the same shape @return the mean of the squared difference */
    public static NDArray meanSquare(NDArray prediction, NDArray target) {
        requireSame("the prediction", prediction, "the target", target);
        return Scope.returning(() -> wide(prediction).sub(like(target, prediction)).square().mean());
    }

    /** @param prediction of any shape @param target of the same shape @return the mean of the absolute difference */
    public static NDArray meanAbsolute(NDArray prediction, NDArray target) {
        requireSame("the prediction", prediction, "the target", target);
        return Scope.returning(() -> wide(prediction).sub(like(target, prediction)).abs().mean());
    }

    /**
     * @param prediction of any shape
     * @param target of the same shape
     * @param delta the deviation at which d^2 / 2 turns into delta (|d| - delta / 2)
     * @return the mean
     */
    public static NDArray huber(NDArray prediction, NDArray target, double delta) {
        requireSame("the prediction", prediction, "the target", target);
        requirePositive("delta", delta);
        return Scope.returning(() -> LossFunctions.huber(wide(prediction), like(target, prediction), delta));
    }

    /**
     * @param prediction of any shape
     * @param target of the same shape
     * @param beta the deviation at which d^2 / (2 beta) turns into |d| - beta / 2; 1 by custom
     * @return the mean: Huber's loss divided by beta
     */
    public static NDArray smoothL1(NDArray prediction, NDArray target, double beta) {
        requireSame("the prediction", prediction, "the target", target);
        requirePositive("beta", beta);
        return Scope
                .returning(() -> LossFunctions.smoothL1(wide(prediction), like(target, prediction), beta));
    }

    /**
     * The Kullback-Leibler divergence of q from p.
     *
     * @param logQ logarithms of the predicted probabilities, (batch, ...)
     * @param p the true probabilities, of the same shape
     * @return the mean over the batch of the sum of p (log p - log q)
     */
    public static NDArray klDivergence(NDArray logQ, NDArray p) {
        requireSame("log q", logQ, "p", p);
        return Scope.returning(() -> LossFunctions.klDivergence(wide(logQ), like(p, logQ)));
    }

    /**
     * @param mean of a normal distribution with independent parts, (batch, ...)
     * @param logVariance of the same shape
     * @return the mean over the batch of its divergence from the standard normal
     */
    public static NDArray klToStandardNormal(NDArray mean, NDArray logVariance) {
        requireSame("the mean", mean, "the logarithm of the variance", logVariance);
        return Scope.returning(() -> {
            NDArray logs = wide(logVariance);
            NDArray terms = wide(mean).square().add(logs.exp()).sub(logs).sub(1).div(2);
            return terms.sum().div(mean.getShape().get(0));
        });
    }

    /**
     * @param a rows along the last axis
     * @param b of the same shape
     * @return the mean of 1 - cosine of the angle between the rows
     */
    public static NDArray cosine(NDArray a, NDArray b) {
        requireSame("a", a, "b", b);
        return Scope.returning(() -> LossFunctions.cosine(wide(a), like(b, a), 1e-8).mean().neg().add(1));
    }

    /**
     * The squared error where it counts: masked patches, labelled voxels.
     *
     * @param prediction of any shape
     * @param target of the same shape
     * @param weight broadcast against them; 0 where nothing counts
     * @return sum of weight (prediction - target)^2 divided by the sum of weights; 0 when all weights are 0
     */
    public static NDArray weightedMeanSquare(NDArray prediction, NDArray target, NDArray weight) {
        requireSame("the prediction", prediction, "the target", target);
        return Scope.returning(() -> {
            NDArray weights = like(weight, prediction).broadcast(prediction.getShape());
            NDArray sum = wide(prediction).sub(like(target, prediction)).square().mul(weights).sum();
            return sum.div(weights.sum().maximum(Float.MIN_NORMAL));
        });
    }

    /** @return in float32 if it was shorter, else the same */
    static NDArray wide(NDArray array) {
        return array.getDataType() == DataType.FLOAT16 ? array.toType(DataType.FLOAT32, false) : array;
    }

    /** @return {@code array} in the type in which the loss of {@code prediction} is computed */
    static NDArray like(NDArray array, NDArray prediction) {
        return array.toType(
                prediction.getDataType() == DataType.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32, false);
    }

    static void requireSame(String one, NDArray a, String other, NDArray b) {
        Shape shape = a.getShape();
        if (!shape.equals(b.getShape())) {
            throw new ShapeException("the loss of " + one + " of shape " + shape + " with " + other
                    + " of shape "
                    + b.getShape()
                    + ": the shapes must be the same (nothing is broadcast, because that hides errors)");
        }
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(what + " is " + value + ": it is above 0");
        }
    }
}
