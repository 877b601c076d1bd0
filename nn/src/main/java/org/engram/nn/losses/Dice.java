package org.engram.nn.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.engram.nn.engine.Scope;

/**
 * One minus the overlap of soft segmentations: per class (2 sum p g + s) / (D + s), where the denominator D is sum p + sum
 * g, or sum p^2 + sum g^2.
 *
 * <h2>References</h2> F. Milletari, N. Navab, S.-A. Ahmadi, "V-Net", 3DV 2016 (squared); C. H. Sudre et al.,
 * "Generalised Dice overlap", DLMIA 2017.
 *
 * @param squared whether probabilities are squared in the denominator
 * @param overBatch whether sums run over the whole batch (nnU-Net's batch Dice), not over each sample alone
 * @param background whether class 0 counts
 * @param smoothing s, added above and below; keeps classes that are absent from dividing by zero
 */
public record Dice(boolean squared, boolean overBatch, boolean background, double smoothing) {
    /** Plain denominator, each sample alone, all classes, smoothing 1e-5. */
    public static final Dice PLAIN = new Dice(false, false, true, 1e-5);
    /** Squared denominator, each sample alone, all classes, smoothing 1e-5; what SynthSeg trains with. */
    public static final Dice SQUARED = new Dice(true, false, true, 1e-5);
    /** Plain denominator over the batch, without background, smoothing 1e-5; what nnU-Net trains with. */
    public static final Dice BATCH = new Dice(false, true, false, 1e-5);

    /** Checks the range. */
    public Dice {
        if (!(smoothing >= 0)) {
            throw new IllegalArgumentException("the smoothing is " + smoothing + ": it is 0 or more");
        }
    }

    /**
     * @param probabilities (batch, class, ...), after softmax or sigmoid
     * @param target of the same shape: one-hot, or soft
     * @return one minus the mean over classes (and samples)
     */
    public NDArray apply(NDArray probabilities, NDArray target) {
        Losses.requireSame("probabilities", probabilities, "the target", target);
        return Scope.returning(() -> {
            NDArray p = counted(Losses.wide(probabilities));
            NDArray g = counted(Losses.like(target, probabilities));
            NDArray overlap = sums(p.mul(g)).mul(2).add(smoothing);
            return overlap.div(sizes(p).add(sizes(g)).add(smoothing)).mean().neg().add(1);
        });
    }

    /**
     * Generalised Dice: classes are weighted by the inverse square of their size in the target, so small structures count
     * as much as large ones. A class absent from a sample gets the largest weight of those present.
     *
     * @param probabilities (batch, class, ...)
     * @param target of the same shape
     * @return one minus the weighted overlap, mean over samples
     */
    public NDArray generalised(NDArray probabilities, NDArray target) {
        Losses.requireSame("probabilities", probabilities, "the target", target);
        return Scope.returning(() -> {
            NDArray p = counted(Losses.wide(probabilities));
            NDArray g = counted(Losses.like(target, probabilities));
            NDArray weights = weights(sums(g));
            int[] last = {-1};
            NDArray overlap = sums(p.mul(g)).mul(weights).sum(last).mul(2).add(smoothing);
            NDArray all = sizes(p).add(sizes(g)).mul(weights).sum(last).add(smoothing);
            return overlap.div(all).mean().neg().add(1);
        });
    }

    private static NDArray weights(NDArray volumes) {
        NDArray present = volumes.gt(0).toType(volumes.getDataType(), false);
        NDArray inverse = present.div(volumes.square().maximum(1e-12));
        NDArray largest = inverse.max(new int[] {-1}, true);
        return inverse.add(present.neg().add(1).mul(largest));
    }

    private NDArray counted(NDArray array) {
        return background ? array : array.get(":, 1:");
    }

    /** Sums over space (and the batch): (batch, class), or (class). */
    private NDArray sums(NDArray array) {
        Shape shape = array.getShape();
        int[] axes = IntStream.range(0, shape.dimension()).filter(axis -> axis > 1 || axis == 0 && overBatch)
                .toArray();
        return axes.length == 0 ? array : array.sum(axes);
    }

    private NDArray sizes(NDArray array) {
        return sums(squared ? array.square() : array);
    }
}
