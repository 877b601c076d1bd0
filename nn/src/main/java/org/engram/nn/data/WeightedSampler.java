package org.engram.nn.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.engram.compute.random.RandomStream;
import org.engram.core.ShapeException;

/** Draws with replacement, by bisection in the running sum of the weights. */
final class WeightedSampler implements Sampler {
    private final double[] cumulative;
    private final int count;

    WeightedSampler(double[] weights, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("an epoch of " + count + " draws: give 1 or more");
        }
        cumulative = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
                throw new IllegalArgumentException(
                        "the weight of sample " + i + " is " + weights[i] + ": weights are 0 or more");
            }
            sum += weights[i];
            cumulative[i] = sum;
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException(
                    "all " + weights.length + " sample weights are 0: nothing can be drawn");
        }
        this.count = count;
    }

    static WeightedSampler balanced(int... classes) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int label : classes) {
            counts.merge(label, 1, Integer::sum);
        }
        double[] weights = Arrays.stream(classes).mapToDouble(label -> 1.0 / counts.get(label)).toArray();
        return new WeightedSampler(weights, classes.length);
    }

    @Override
    public int[] order(int size, RandomStream random) {
        if (size != cumulative.length) {
            throw new ShapeException("there are " + cumulative.length + " sample weights but " + size
                    + " samples: give one weight for each sample");
        }
        int[] order = new int[count];
        Arrays.setAll(order, draw -> at(random.uniform(draw) * cumulative[size - 1]));
        return order;
    }

    /** The first sample whose running sum exceeds {@code point}; samples of weight 0 are never it. */
    private int at(double point) {
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
