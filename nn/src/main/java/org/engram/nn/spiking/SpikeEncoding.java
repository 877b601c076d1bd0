package org.engram.nn.spiking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;

/** Values as spikes. No gradient passes. */
public enum SpikeEncoding {
    /** At each step a spike with the value as its probability, independently, by the seed of the pass. */
    RATE {
        @Override
        NDArray spikes(NDArray values, int steps) {
            Shape shape = new Shape(values.getShape().get(0), steps, values.getShape().get(2));
            return values.getManager().randomUniform(0, 1, shape, values.getDataType()).lt(values);
        }
    },
    /** One spike, the earlier the larger the value: at step (1 - value) (steps - 1), rounded; none for 0. */
    LATENCY {
        @Override
        NDArray spikes(NDArray values, int steps) {
            NDArray step = values.neg().add(1).mul(steps - 1).round();
            NDArray each = values.getManager().arange(0, steps, 1, DataType.FLOAT32).reshape(1, steps, 1);
            return each.eq(step).logicalAnd(values.gt(0));
        }
    };

    /**
     * @param values (batch, feature), from 0 to 1
     * @param steps of time, at least 1
     * @return (batch, time, feature) of 0 and 1, of the type of {@code values}
     */
    public final NDArray of(NDArray values, int steps) {
        if (values.getShape().dimension() != 2 || steps < 1) {
            throw new ShapeException(
                    "spikes are made of values (batch, feature) over at least 1 step, not of shape "
                            + values.getShape() + " over " + steps);
        }
        float lowest = values.min().toType(DataType.FLOAT32, false).getFloat();
        float highest = values.max().toType(DataType.FLOAT32, false).getFloat();
        if (!(lowest >= 0 && highest <= 1)) {
            throw new IllegalArgumentException(
                    "values to encode as spikes run from " + lowest + " to " + highest
                            + ": scale them to 0 to 1 first");
        }
        return spikes(values.stopGradient().expandDims(1), steps).toType(values.getDataType(), false);
    }

    /** @param values (batch, 1, feature) */
    abstract NDArray spikes(NDArray values, int steps);
}
