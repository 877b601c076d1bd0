package org.engram.decoders.architectures;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.engram.core.ShapeException;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Flattening;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Pooling;
import org.engram.nn.layers.Sequence;

/** A plain stack of convolution, batch normalisation, rectifier and pooling, through which every explanation passes. */
public final class ConvolutionalDesign extends GridDesign<ConvolutionalDesign.Configuration> {
    /**
     * @param input (channel, axes...) of one sample
     * @param outputs classes, or 1 for a number
     * @param filters of each block
     * @param kernel taps of each convolution along each axis, odd
     * @param pool cells along each axis of which the largest is kept after each block; 1 for none
     * @param dropout probability before the last layer
     */
    public record Configuration(List<Integer> input, int outputs, List<Integer> filters, int kernel, int pool,
            double dropout) {
        /** Checks that something is left of the input after the last pool. */
        public Configuration {
            input = List.copyOf(input);
            filters = List.copyOf(filters);
            if (input.size() < 2 || input.size() > 4 || filters.isEmpty() || kernel < 1 || kernel % 2 == 0
                    || pool < 1
                    || filters.stream().anyMatch(count -> count < 1)) {
                throw new ShapeException(
                        "a convolutional network takes (channel, 1 to 3 axes), has at least one filter "
                                + "in each block, an odd kernel and pools of 1 or more");
            }
            for (int axis = 1; axis < input.size(); axis++) {
                if (left(input.get(axis), filters.size(), pool) < 1) {
                    throw new ShapeException("nothing is left of an axis of " + input.get(axis) + " after "
                            + filters.size() + " pools of " + pool + ": give fewer filters or smaller pools");
                }
            }
        }

        private static int left(int length, int blocks, int pool) {
            int rest = length;
            for (int block = 0; block < blocks; block++) {
                rest /= pool;
            }
            return rest;
        }

        long features() {
            long features = filters.get(filters.size() - 1);
            for (int axis = 1; axis < input.size(); axis++) {
                features *= left(input.get(axis), filters.size(), pool);
            }
            return features;
        }
    }

    /** Runs over one to three axes. */
    public ConvolutionalDesign() {
        super(1, true);
    }

    @Override
    public String name() {
        return "convolutional";
    }

    @Override
    public String description() {
        return "a plain stack of convolution, batch normalisation, rectifier and pooling; small and explainable";
    }

    @Override
    public String takes() {
        return "signals (channel, time), images, volumes";
    }

    @Override
    public Class<Configuration> configuration() {
        return Configuration.class;
    }

    @Override
    public Configuration sized(int[] input, int outputs) {
        int shortest = Arrays.stream(input, 1, input.length).min().orElse(1);
        List<Integer> filters = shortest < 8
                ? List.of(8)
                : shortest < 32 ? List.of(8, 16) : List.of(8, 16, 32);
        return new Configuration(Arrays.stream(input).boxed().toList(), outputs, filters, 3,
                shortest < 2 ? 1 : 2, 0.25);
    }

    @Override
    public Set<String> fromData() {
        return Set.of("input", "outputs");
    }

    @Override
    public Layer build(Configuration configuration) {
        int axes = configuration.input().size() - 1;
        long[] pool = new long[axes];
        Arrays.fill(pool, configuration.pool());
        Sequence layers = new Sequence();
        long inputs = configuration.input().get(0);
        for (int filters : configuration.filters()) {
            layers.then(Convolution.builder(axes, inputs, filters).kernel(configuration.kernel())
                    .padding(configuration.kernel() / 2).build());
            layers.then(new BatchNormalization(filters));
            layers.then(Activation.RELU.layer());
            if (configuration.pool() > 1) {
                layers.then(Pooling.maximum(pool));
            }
            inputs = filters;
        }
        return layers.then(new Flattening()).then(new Dropout(configuration.dropout()))
                .then(new Linear(configuration.features(), configuration.outputs()));
    }
}
