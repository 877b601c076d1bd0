package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.operators.Activations;

/**
 * A small network that turns an image into one feature for each level of a U-Net, added there on the way down; it
 * depends on neither the time step nor the noisy image, so it runs once for a whole sampling run. The full adapter
 * of diffusers.
 *
 * <p>Input: image (batch, imageChannels, height, width), height and width multiples of {@code unshuffle}. Results:
 * one feature for each level, as {@link UNetConditions.Builder#adapter} takes them.
 *
 * <p>Parameters: {@code adapter.conv_in}, {@code adapter.body.k.in_conv}, {@code adapter.body.k.resnets.j.block1},
 * {@code block2}.
 *
 * <h2>References</h2> C. Mou et al., "T2I-Adapter", AAAI 2024.
 */
public final class T2IAdapter extends Layer {
    private final int unshuffle;
    private final Convolution entry;
    private final List<Stage> stages = new ArrayList<>();

    /** @param configuration its sizes */
    public T2IAdapter(T2IAdapterConfiguration configuration) {
        unshuffle = configuration.unshuffle();
        List<Integer> widths = configuration.widths();
        entry = child("adapter.conv_in", Convolution.builder(2,
                (long) configuration.imageChannels() * unshuffle * unshuffle, widths.get(0)).kernel(3)
                .padding(1)
                .build());
        for (int k = 0; k < widths.size(); k++) {
            stages.add(child("adapter.body." + k, new Stage(widths.get(Math.max(k - 1, 0)), widths.get(k),
                    configuration.layersPerLevel(), k > 0)));
        }
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray x = entry.apply(pass, pixelsToChannels(inputs.get(0)));
        NDList features = new NDList();
        for (Stage stage : stages) {
            x = stage.apply(pass, x);
            features.add(x);
        }
        return features;
    }

    /**
     * (batch, channel, height, width) to (batch, channel x unshuffle x unshuffle, height / unshuffle, width /
     * unshuffle).
     */
    private NDArray pixelsToChannels(NDArray image) {
        Shape shape = image.getShape();
        if (shape.dimension() != 4 || shape.get(2) % unshuffle != 0 || shape.get(3) % unshuffle != 0) {
            throw new ShapeException("the image that steers has shape " + shape
                    + ": it must be (batch, channel, height, width) with sides that are multiples of "
                    + unshuffle);
        }
        long height = shape.get(2) / unshuffle;
        long width = shape.get(3) / unshuffle;
        return image.reshape(shape.get(0), shape.get(1), height, unshuffle, width, unshuffle)
                .transpose(0, 1, 3, 5, 2, 4).reshape(shape.get(0), -1, height, width);
    }

    /** Halving, a change of width, residual units: each only where needed. */
    private static final class Stage extends SimpleLayer {
        private final boolean halves;
        private final Convolution widening;
        private final List<Unit> units = new ArrayList<>();

        Stage(int inputs, int outputs, int layers, boolean halves) {
            this.halves = halves;
            widening = inputs == outputs
                    ? null
                    : child("in_conv", Convolution.builder(2, inputs, outputs).build());
            for (int j = 0; j < layers; j++) {
                units.add(child("resnets." + j, new Unit(outputs)));
            }
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            NDArray x = input;
            if (halves) {
                Shape two = new Shape(2, 2);
                x = x.getNDArrayInternal().avgPool(two, two, new Shape(0, 0), true, true);
            }
            if (widening != null) {
                x = widening.apply(pass, x);
            }
            for (Unit unit : units) {
                x = unit.apply(pass, x);
            }
            return x;
        }
    }

    /** x + conv1x1(relu(conv3x3(x))). */
    private static final class Unit extends SimpleLayer {
        private final Convolution first;
        private final Convolution second;

        Unit(int width) {
            first = child("block1", Convolution.builder(2, width, width).kernel(3).padding(1).build());
            second = child("block2", Convolution.builder(2, width, width).build());
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            NDArray h = first.apply(pass, input);
            h = Intermediate.replace(h, Activations.relu(h));
            h = Intermediate.replace(h, second.apply(pass, h));
            return input.add(h);
        }
    }
}
