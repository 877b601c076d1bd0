package org.engram.nn.explanation.relevance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.engram.core.UnsupportedFeatureException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * A linear or convolutional layer as z = W a + b, with a following batch normalisation folded into W and b, and with the
 * positive and negative weights to be had apart. It runs the layer itself with other weights, so strides, groups and
 * dilation need no second implementation.
 */
public final class AffineMap {
    /** Keeps every denominator away from zero: far below what float32 resolves of a sum of order 1. */
    static final double STABILIZER = 1e-9;

    private final SimpleLayer layer;
    private final NDArray weight;
    private final NDArray bias;

    private AffineMap(SimpleLayer layer, NDArray weight, NDArray bias) {
        this.layer = layer;
        this.weight = weight;
        this.bias = bias;
    }

    /** Which weights take part. */
    public enum Part {
        /** All of them. */
        ALL,
        /** max(w, 0). */
        POSITIVE,
        /** min(w, 0). */
        NEGATIVE;

        private NDArray of(NDArray values) {
            return switch (this) {
                case ALL -> values;
                case POSITIVE -> values.maximum(0);
                case NEGATIVE -> values.minimum(0);
            };
        }
    }

    /** Whether a layer is of a kind that can be taken apart like this. */
    static boolean fits(Object layer) {
        return layer instanceof Linear || layer instanceof Convolution;
    }

    /** @param following a batch normalisation of the layer's results, or null */
    static AffineMap of(Pass pass, SimpleLayer layer, BatchNormalization following) {
        if (!layer.getDirectParameters().contains("weight")) {
            throw refusal(layer);
        }
        NDArray weight = pass.value(layer.getDirectParameters().get("weight"));
        long outputs = weight.getShape().get(0);
        NDManager manager = weight.getManager();
        NDArray bias = layer.getDirectParameters().contains("bias")
                ? pass.value(layer.getDirectParameters().get("bias"))
                : manager.zeros(new Shape(outputs), weight.getDataType());
        if (following != null) {
            // In inference a batch normalisation is scale times x plus shift, channel by channel.
            NDArray zeros = manager.zeros(new Shape(1, outputs), weight.getDataType());
            zeros.setRequiresGradient(true);
            NDArray shift = following.apply(pass, zeros);
            pass.backward(shift.sum());
            NDArray scale = pass.gradient(zeros);
            long[] perOutput = new long[weight.getShape().dimension()];
            Arrays.fill(perOutput, 1);
            perOutput[0] = outputs;
            weight = weight.mul(scale.reshape(new Shape(perOutput)));
            bias = bias.mul(scale.reshape(outputs)).add(shift.stopGradient().reshape(outputs));
        }
        long[] alongResult = new long[layer instanceof Linear ? 1 : weight.getShape().dimension()];
        Arrays.fill(alongResult, 1);
        alongResult[layer instanceof Linear ? 0 : 1] = outputs;
        return new AffineMap(layer, weight, bias.reshape(new Shape(alongResult)));
    }

    /**
     * Checks that the layer is what it is taken for: a layer that changes its weight where it uses it (a bounded norm) is
     * not.
     *
     * @param input a @param result of the layer, and of the normalisation after it, in the explained run
     */
    void requireGives(NDArray input, NDArray result) {
        double largest = number(result.abs().max());
        double difference = number(of(input).sub(result).abs().max());
        // Folding rounds differently from what it folds, by some float32 steps of the largest result.
        if (difference > 1e-3 * largest + STABILIZER) {
            throw refusal(layer);
        }
    }

    private static double number(NDArray one) {
        return one.toType(DataType.FLOAT64, false).getDouble();
    }

    private static UnsupportedFeatureException refusal(SimpleLayer layer) {
        return new UnsupportedFeatureException(RelevanceRules.place(layer)
                + " does not compute W a + b with the values "
                + "of its parameter \"weight\" (is it normalised or bounded?), so its relevance cannot be divided: give "
                + "the layer a plain weight, or use SmoothGrad");
    }

    /** @param input a @return W a + b */
    public NDArray of(NDArray input) {
        return forward(Part.ALL, input).add(bias);
    }

    /** @param part of b @return that part, of a shape that adds to the result */
    public NDArray bias(Part part) {
        return part.of(bias);
    }

    /** @param part of W @param input a @return W a for that part of W, without b */
    public NDArray forward(Part part, NDArray input) {
        return Scope.returning(() -> {
            try (Pass pass = Pass.inference().frozen(values(part))) {
                return pass.keep(layer.apply(pass, input));
            }
        });
    }

    /** @param part of W @param like an input @param outer of the shape of the result @return W' outer for that part of W */
    public NDArray back(Part part, NDArray like, NDArray outer) {
        return Scope.returning(() -> {
            try (Pass pass = Pass.differentiating().frozen(values(part))) {
                NDArray leaf = pass.cut(like);
                pass.backward(layer.apply(pass, leaf), outer);
                return pass.keep(pass.gradient(leaf));
            }
        });
    }

    private Map<Parameter, NDArray> values(Part part) {
        Map<Parameter, NDArray> values = new HashMap<>();
        values.put(layer.getDirectParameters().get("weight"), part.of(weight));
        if (layer.getDirectParameters().contains("bias")) {
            values.put(layer.getDirectParameters().get("bias"), weight.getManager()
                    .zeros(new Shape(weight.getShape().get(0)), weight.getDataType()));
        }
        return values;
    }

    /** z moved away from zero by epsilon, zero counting as positive. */
    static NDArray stabilized(NDArray z, double epsilon) {
        NDArray sign = z.gte(0).toType(z.getDataType(), false).mul(2).sub(1);
        return z.add(sign.mul(Math.max(epsilon, STABILIZER)));
    }
}
