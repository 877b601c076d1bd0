package org.engram.nn.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.nn.layers.Layer;
import org.engram.nn.operators.Optimizations;

/**
 * The exponential moving average of what a network learns; often better than the weights themselves, and what diffusion
 * models publish. Buffers (running statistics) are not averaged: the average is used with the network's own.
 *
 * <p>Not thread-safe.
 */
public final class ExponentialAverage implements AutoCloseable {
    private final Map<String, NDArray> averages = new LinkedHashMap<>();
    private final List<NDArray> values = new ArrayList<>();
    private final double decay;
    private final boolean warmUp;

    /**
     * Starts with the weights as they are.
     *
     * @param network initialized
     * @param decay share of the past, 0 to below 1
     * @param warmUp whether the decay of update {@code i} (from 0) is at most (1 + i) / (10 + i), so that the start is
     * soon forgotten
     */
    public ExponentialAverage(Layer network, double decay, boolean warmUp) {
        Ranges.share("the decay", decay);
        this.decay = decay;
        this.warmUp = warmUp;
        Unrecorded.run(() -> {
            for (Map.Entry<String, Parameter> learned : network.learned().entrySet()) {
                NDArray value = learned.getValue().getArray();
                if (values.stream().anyMatch(seen -> seen == value)) {
                    continue; // a layer that stands in two places is averaged once
                }
                NDArray copy = value.duplicate();
                NDScope.unregister(copy);
                averages.put(learned.getKey(), copy);
                values.add(value);
            }
        });
    }

    /** @param update number of this update, from 0 */
    public void update(long update) {
        double share = warmUp ? Math.min(decay, (1.0 + update) / (10.0 + update)) : decay;
        Unrecorded.run(() -> {
            Optimizations.moveAverage(List.copyOf(averages.values()), values, share);
        });
    }

    /** Exchanges the average and the network's own weights; once more puts them back. */
    public void exchange() {
        Unrecorded.run(() -> {
            int i = 0;
            for (NDArray average : averages.values()) {
                NDArray value = values.get(i++);
                try (NDArray held = value.duplicate()) {
                    average.copyTo(value);
                    held.copyTo(average);
                }
            }
        });
    }

    /** @return the averages by parameter path; the arrays themselves */
    public Map<String, NDArray> state() {
        return averages;
    }

    @Override
    public void close() {
        averages.values().forEach(NDArray::close);
    }
}
