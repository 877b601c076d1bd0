package org.engram.decoders.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;

/**
 * What a compact network is made for.
 *
 * @param channels of an epoch
 * @param samples of an epoch
 * @param classes to tell apart
 */
public record EpochShape(int channels, int samples, int classes) {
    /** Checks that there is at least one of each. */
    public EpochShape {
        if (channels < 1 || samples < 1 || classes < 1) {
            throw new ShapeException(
                    "an EEG network needs at least one channel, sample and class, not " + channels
                            + ", " + samples + " and " + classes);
        }
    }

    /** @param epochs given to {@code network} @throws ShapeException unless they are (batch, channels, samples) */
    void require(NDArray epochs, Object network) {
        Shape shape = epochs.getShape();
        if (shape.dimension() != 3 || shape.get(1) != channels || shape.get(2) != samples) {
            throw new ShapeException(network.getClass().getSimpleName() + " was made for (batch, " + channels
                    + ", " + samples + "), but the epochs have shape " + shape
                    + ": choose the same channels and window, or make the network for these");
        }
    }

    /** @param left samples left for the classifier after all pooling @return the same, if there is any */
    int remaining(int left, Object network) {
        if (left < 1) {
            throw new ShapeException(network.getClass().getSimpleName() + " has no sample left of " + samples
                    + " for its classifier: give longer epochs or shorter kernels and pools");
        }
        return left;
    }
}
