package org.engram.decoders.foundation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;
import org.engram.nn.parity.SineWeights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Compares automatic with numerical differentiation. The parameters are dealt into a few hands, and each hand is moved
 * along a fixed direction in which every element of it takes part, so that few passes see all of them. Everything is
 * float64: with a step of 1e-6, truncation and rounding both stay near 1e-8 of the largest derivative.
 */
public final class GradientCheck {
    private static final double STEP = 1e-6;
    private static final double TOLERANCE = 1e-6;
    private static final int HANDS = 5;

    private GradientCheck() {}

    /**
     * @param layer not initialized
     * @param inputs of the layer, float64 where real
     * @param result which result the loss is made of
     * @param prefixes of the parameters that are checked; none for all
     */
    public static void check(Layer layer, NDList inputs, int result, String... prefixes) {
        SineWeights.fill(layer, inputs.get(0).getManager());
        try (Pass pass = Pass.differentiating()) {
            pass.backward(loss(layer, pass, inputs, result));
        }
        compare(layer, inputs, result, chosen(layer, prefixes));
    }

    private static void compare(Layer layer, NDList inputs, int result, Map<String, Parameter> parameters) {
        double[] found = new double[HANDS];
        double[] expected = new double[HANDS];
        List<String> names = List.copyOf(parameters.keySet());
        for (int hand = 0; hand < HANDS; hand++) {
            Map<String, Parameter> dealt = new TreeMap<>();
            for (int i = hand; i < names.size(); i += HANDS) {
                dealt.put(names.get(i), parameters.get(names.get(i)));
            }
            found[hand] = dealt.values().stream().mapToDouble(GradientCheck::along).sum();
            expected[hand] = numerical(layer, dealt, inputs, result);
        }
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertTrue(largest > 0, "nothing depends on the parameters");
        for (int hand = 0; hand < HANDS; hand++) {
            assertEquals(expected[hand], found[hand], TOLERANCE * largest,
                    "derivative along every " + HANDS + "th parameter of " + layer.getClass().getSimpleName()
                            + ", from the " + hand + "th");
        }
    }

    private static double along(Parameter parameter) {
        NDArray gradient = Pass.gradientOf(parameter.getArray());
        if (gradient == null) {
            return 0;
        }
        double[] values = gradient.toDoubleArray();
        gradient.close();
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * direction(i);
        }
        return sum;
    }

    private static double numerical(Layer layer, Map<String, Parameter> dealt, NDList inputs, int result) {
        Map<Parameter, double[]> values = new LinkedHashMap<>();
        dealt.values().forEach(parameter -> values.put(parameter, parameter.getArray().toDoubleArray()));
        double above = moved(layer, values, STEP, inputs, result);
        double below = moved(layer, values, -STEP, inputs, result);
        values.forEach(GradientCheck::set);
        return (above - below) / (2 * STEP);
    }

    private static double moved(Layer layer, Map<Parameter, double[]> values, double step, NDList inputs,
            int result) {
        values.forEach((parameter, here) -> {
            double[] there = here.clone();
            for (int i = 0; i < there.length; i++) {
                there[i] += step * direction(i);
            }
            set(parameter, there);
        });
        try (Pass pass = Pass.inference()) {
            return loss(layer, pass, inputs, result).getDouble();
        }
    }

    private static void set(Parameter parameter, double[] values) {
        try (NDArray copy = parameter.getArray().getManager().create(values, parameter.getShape())) {
            copy.copyTo(parameter.getArray());
        }
    }

    private static NDArray loss(Layer layer, Pass pass, NDList inputs, int result) {
        NDArray value = layer.apply(pass, inputs).get(result);
        return value.mul(SineWeights.input(value.getManager(), value.getShape().getShape()).add(0.3)).sum();
    }

    private static double direction(int element) {
        return Math.cos(0.7 * element);
    }

    private static Map<String, Parameter> chosen(Layer layer, String... prefixes) {
        Map<String, Parameter> chosen = new LinkedHashMap<>();
        layer.learned().forEach((name, parameter) -> {
            if (parameter.requiresGradient()
                    && (prefixes.length == 0 || Arrays.stream(prefixes).anyMatch(name::startsWith))) {
                chosen.put(name, parameter);
            }
        });
        return chosen;
    }
}
