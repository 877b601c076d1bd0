package org.engram.nn.convolutional;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;

/**
 * One convolution with its normalisation and nonlinearity. Parameters: {@code conv.weight}, {@code conv.bias} (where
 * nothing that follows takes the mean out) and {@code norm.*} or {@code groupnorm.*}.
 */
final class ConvolutionUnit extends SimpleLayer {
    private final Sequence steps;

    ConvolutionUnit(UNetConfiguration options, int level, long inputs, long outputs) {
        Normalization normalization = options.normalization();
        boolean perUnit = !options.normalizeLevelsOnly();
        UnitOrder order = options.order();
        var convolution = Convolution.builder(options.axes(), inputs, outputs).kernel(options.kernel(level))
                .padding(options.padding(level));
        // A bias in front of statistics over the same channel is taken out again.
        if (perUnit && normalization != Normalization.NONE) {
            convolution.unbiased();
        }
        steps = new Sequence();
        long normalized = order == UnitOrder.CONVOLUTION_NORMALIZATION_ACTIVATION ? outputs : inputs;
        Runnable normalize = () -> {
            if (perUnit) {
                normalization.layer(normalized).ifPresent(layer -> add(normalization.layerName(), layer));
            }
        };
        switch (order) {
            case CONVOLUTION_NORMALIZATION_ACTIVATION -> {
                add("conv", convolution.build());
                normalize.run();
                steps.then("activation", options.activation().layer());
            }
            case NORMALIZATION_ACTIVATION_CONVOLUTION -> {
                normalize.run();
                steps.then("activation", options.activation().layer());
                add("conv", convolution.build());
            }
            case NORMALIZATION_CONVOLUTION_ACTIVATION -> {
                normalize.run();
                add("conv", convolution.build());
                steps.then("activation", options.activation().layer());
            }
            default -> throw new IllegalStateException(order.toString());
        }
    }

    private void add(String name, SimpleLayer layer) {
        child(name, layer);
        steps.then(name, layer);
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return steps.apply(pass, input);
    }
}
