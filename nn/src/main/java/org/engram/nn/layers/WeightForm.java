package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Normalizations;

/** What is learnt of a weight, and how the weight is made of it. */
@FunctionalInterface
interface WeightForm {
    /** The weight itself. */
    WeightForm PLAIN = (layer, start, shape) -> {
        Parameter weight = layer.parameter("weight", start, shape);
        return pass -> pass.value(weight);
    };

    /** A weight of a layer in a pass; not to be closed. */
    @FunctionalInterface
    interface Weight {
        NDArray in(Pass pass);
    }

    /**
     * Declares what is learnt.
     *
     * @param layer whose weight it is
     * @param start of the weight
     * @param shape of the weight
     * @return the weight
     */
    Weight declare(Layer layer, Initialization start, long... shape);

    /** Magnitudes (weight_g) along one axis and directions (weight_v). */
    static WeightForm normalized(int axis) {
        return (layer, start, shape) -> {
            if (axis != 0 && axis != shape.length - 1) {
                throw new IllegalArgumentException("a weight of shape " + new Shape(shape)
                        + " is normalised along its first or last axis, not " + axis);
            }
            long[] magnitudes = new long[shape.length];
            Arrays.fill(magnitudes, 1);
            magnitudes[axis] = shape[axis];
            Parameter magnitude = layer.parameter("weight_g", normOf(start, axis, shape), magnitudes);
            Parameter direction = layer.parameter("weight_v", start, shape);
            return pass -> Normalizations.weight(pass.value(direction), pass.value(magnitude), axis);
        };
    }

    /** The weight itself, the slices of its first axis scaled down to a greatest Euclidean norm where it is used. */
    static WeightForm bounded(double greatest) {
        if (!(greatest > 0)) {
            throw new IllegalArgumentException("the greatest norm is " + greatest + ": it must be above 0");
        }
        return (layer, start, shape) -> {
            Parameter weight = layer.parameter("weight", start, shape);
            return pass -> Normalizations.bounded(pass.value(weight), 0, greatest);
        };
    }

    /**
     * The magnitude a weight of independent elements starts with, in expectation: the square root of the mean of
     * squares of a sample of them, times that of their number.
     */
    private static Initialization normOf(Initialization start, int axis, long... shape) {
        long perSlice = new Shape(shape).size() / shape[axis];
        int sample = 1024;
        return (stream, index) -> {
            double squares = 0;
            for (int i = 0; i < sample; i++) {
                double value = start.at(stream.derive(index), i);
                squares += value * value;
            }
            return Math.sqrt(squares / sample * perSlice);
        };
    }
}
