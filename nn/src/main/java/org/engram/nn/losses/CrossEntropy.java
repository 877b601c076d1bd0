package org.engram.nn.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Scope;
import org.engram.nn.operators.LossFunctions;

/**
 * Cross entropy of class scores; as {@code torch.nn.CrossEntropyLoss}.
 *
 * @param labelSmoothing the share of each target that is spread over all classes, 0 to below 1
 * @param classWeights times the loss of each class (the mean is then weighted too); empty for equal ones
 * @param ignored a class number that does not count (voxels without a label); -100 by custom
 */
public record CrossEntropy(double labelSmoothing, double[] classWeights, long ignored) {
    /** No smoothing, equal weights, class -100 ignored. */
    public static final CrossEntropy PLAIN = new CrossEntropy(0, new double[0], -100);

    /** Checks the range and copies the weights. */
    public CrossEntropy {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException(
                    "the label smoothing is " + labelSmoothing + ": it is at least 0 and below 1");
        }
        classWeights = classWeights.clone();
    }

    /** @param share spread over all classes @return a copy with it */
    public CrossEntropy withLabelSmoothing(double share) {
        return new CrossEntropy(share, classWeights, ignored);
    }

    /** @param weights of the classes @return a copy with them */
    public CrossEntropy withClassWeights(double... weights) {
        return new CrossEntropy(labelSmoothing, weights, ignored);
    }

    /** @param number of a class that does not count @return a copy with it */
    public CrossEntropy withIgnored(long number) {
        return new CrossEntropy(labelSmoothing, classWeights, number);
    }

    /**
     * Weights that make classes count equally: n / (K n_k).
     *
     * @param counts samples of each class, each at least 1
     * @return the weights
     */
    public static double[] balancedWeights(long... counts) {
        long all = Arrays.stream(counts).sum();
        return Arrays.stream(counts).mapToDouble(count -> {
            if (count < 1) {
                throw new IllegalArgumentException(
                        "a class has " + count + " samples: each needs at least one");
            }
            return (double) all / (counts.length * count);
        }).toArray();
    }

    /**
     * @param logits (batch, class, ...)
     * @param target class numbers (batch, ...) of any whole type, or probabilities of the shape of the logits
     * @return the (weighted) mean over all targets that count; NaN if none does
     */
    public NDArray apply(NDArray logits, NDArray target) {
        boolean numbers = !target.getDataType().isFloating();
        requireFitting(logits, target, numbers);
        return Scope.returning(() -> {
            NDArray scores = Losses.wide(logits);
            NDArray targets = numbers ? target.toType(DataType.INT64, false) : Losses.like(target, logits);
            NDArray weights = classWeights.length == 0
                    ? null
                    : Losses.like(logits.getManager().create(classWeights), logits);
            return LossFunctions.crossEntropy(scores, targets, weights, labelSmoothing, ignored);
        });
    }

    private void requireFitting(NDArray logits, NDArray target, boolean numbers) {
        int axes = logits.getShape().dimension();
        if (axes < 2) {
            throw new ShapeException(
                    "cross entropy takes logits (batch, class, ...), not " + logits.getShape());
        }
        long[] wanted = logits.getShape().getShape();
        if (numbers) {
            long[] without = new long[axes - 1];
            without[0] = wanted[0];
            System.arraycopy(wanted, 2, without, 1, axes - 2);
            wanted = without;
        }
        if (!Arrays.equals(wanted, target.getShape().getShape())) {
            throw new ShapeException("cross entropy of logits " + logits.getShape() + " wants "
                    + (numbers ? "class numbers" : "probabilities") + " of shape " + Arrays.toString(wanted)
                    + ", not " + target.getShape());
        }
        long classes = logits.getShape().get(1);
        if (classWeights.length != 0 && classWeights.length != classes) {
            throw new ShapeException("there are " + classWeights.length + " class weights but " + classes
                    + " classes in logits " + logits.getShape());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CrossEntropy that && labelSmoothing == that.labelSmoothing
                && ignored == that.ignored && Arrays.equals(classWeights, that.classWeights);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(classWeights) + Double.hashCode(labelSmoothing) + Long.hashCode(ignored);
    }

    @Override
    public String toString() {
        return "CrossEntropy[label smoothing " + labelSmoothing + ", class weights "
                + Arrays.toString(classWeights)
                + ", ignored " + ignored + "]";
    }
}
