package org.engram.nn.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.engram.nn.data.Batch;

/** Means weighted by the number of samples. */
final class Means {
    private final Map<String, double[]> sums = new LinkedHashMap<>();

    void add(Batch batch) {
        batch.measures().forEach((name, value) -> add(name, Unrecorded.number(value), batch.size()));
    }

    void add(String name, double value, double weight) {
        double[] sum = sums.computeIfAbsent(name, key -> new double[2]);
        sum[0] += value * weight;
        sum[1] += weight;
    }

    Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        sums.forEach((name, sum) -> values.put(name, sum[0] / sum[1]));
        return values;
    }
}
