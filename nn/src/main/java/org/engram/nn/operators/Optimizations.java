package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps of optimizers over many arrays at once, in place. Call them with no gradient recorded. All lists of a call have
 * one length, at least 1, and matching shapes; no array stands in two of them.
 */
public final class Optimizations {
    private Optimizations() {}

    /**
     * @param arrays of any shapes, at least one
     * @return the square root of the sum of squares of all their elements, one number
     */
    public static NDArray globalNorm(List<NDArray> arrays) {
        return TorchScript.call("global_norm", Map.of("arrays", arrays)).get(0);
    }

    /** @param arrays multiplied in place @param factor by which */
    public static void scale(List<NDArray> arrays, double factor) {
        run("scale", lists("arrays", arrays), new double[] {factor});
    }

    /** @param arrays set to zero in place */
    public static void setToZero(List<NDArray> arrays) {
        TorchScript.call("set_to_zero", Map.of("arrays", arrays)).close();
    }

    /**
     * @param averages become {@code decay * averages + (1 - decay) * values}
     * @param values of the same shapes
     * @param decay 0 to 1
     */
    public static void moveAverage(List<NDArray> averages, List<NDArray> values, double decay) {
        run("move_average", lists("averages", averages, "values", values), new double[] {1 - decay});
    }

    /**
     * Kingma and Ba (2015), with the weight decay of Loshchilov and Hutter (2019) if decoupled; one fused kernel.
     *
     * @param parameters changed
     * @param gradients of the parameters
     * @param first moving mean of the gradients, changed
     * @param second moving mean of their squares, changed
     * @param step learning rate, beta 1 and the number of this step, from 1
     * @param fixed beta 2, epsilon, weight decay, 1 if the decay is decoupled from the gradient
     */
    public static void adam(List<NDArray> parameters, List<NDArray> gradients, List<NDArray> first,
            List<NDArray> second, double[] step, double... fixed) {
        run("adam", lists("parameters", parameters, "gradients", gradients, "first", first, "second", second),
                step, fixed);
    }

    /**
     * You et al. (2020), algorithm 2.
     *
     * @param parameters changed
     * @param gradients of the parameters
     * @param first moving mean of the gradients, changed
     * @param second moving mean of their squares, changed
     * @param step learning rate, beta 1, square root of the bias correction of {@code second}, that of {@code first}
     * @param fixed beta 2, epsilon, weight decay, the greatest parameter norm that counts
     */
    public static void lamb(List<NDArray> parameters, List<NDArray> gradients, List<NDArray> first,
            List<NDArray> second, double[] step, double... fixed) {
        run("lamb", lists("parameters", parameters, "gradients", gradients, "first", first, "second", second),
                step, fixed);
    }

    /**
     * @param parameters changed
     * @param gradients of the parameters
     * @param learningRate of this step
     * @param weightDecay added to the gradient, times the parameter
     */
    public static void sgd(List<NDArray> parameters, List<NDArray> gradients, double learningRate,
            double weightDecay) {
        run("sgd", lists("parameters", parameters, "gradients", gradients), new double[] {learningRate},
                weightDecay);
    }

    /**
     * @param parameters changed
     * @param gradients of the parameters
     * @param velocity changed
     * @param step learning rate, momentum
     * @param fixed weight decay, 1 for Nesterov's variant
     */
    public static void sgd(List<NDArray> parameters, List<NDArray> gradients, List<NDArray> velocity,
            double[] step, double... fixed) {
        run("sgd_momentum", lists("parameters", parameters, "gradients", gradients, "velocity", velocity),
                step, fixed);
    }

    /**
     * @param parameters changed
     * @param gradients of the parameters
     * @param square moving mean of the squared gradients, changed
     * @param learningRate of this step
     * @param fixed weight decay, smoothing of the mean, epsilon
     */
    public static void rmsProp(List<NDArray> parameters, List<NDArray> gradients, List<NDArray> square,
            double learningRate, double... fixed) {
        run("rmsprop", lists("parameters", parameters, "gradients", gradients, "square", square),
                new double[] {learningRate}, fixed);
    }

    /**
     * @param parameters changed
     * @param gradients of the parameters
     * @param square moving mean of the squared gradients, changed
     * @param velocity changed
     * @param step learning rate, momentum
     * @param fixed weight decay, smoothing of the mean, epsilon
     */
    public static void rmsProp(List<NDArray> parameters, List<NDArray> gradients, List<NDArray> square,
            List<NDArray> velocity, double[] step, double... fixed) {
        run("rmsprop_momentum",
                lists("parameters", parameters, "gradients", gradients, "square", square, "velocity",
                        velocity),
                step, fixed);
    }

    private static void run(String function, Map<String, List<NDArray>> lists, double[] varying,
            double... fixed) {
        try (NDArray numbers = TorchScript.varying(varying)) {
            lists.put("varying", List.of(numbers));
            TorchScript.call(function, lists, fixed).close();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<NDArray>> lists(Object... namesAndLists) {
        Map<String, List<NDArray>> lists = new LinkedHashMap<>();
        for (int i = 0; i < namesAndLists.length; i += 2) {
            lists.put((String) namesAndLists[i], (List<NDArray>) namesAndLists[i + 1]);
        }
        return lists;
    }
}
