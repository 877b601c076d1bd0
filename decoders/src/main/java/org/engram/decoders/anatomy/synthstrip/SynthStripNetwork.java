package org.engram.decoders.anatomy.synthstrip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.operators.Activations;
import org.engram.nn.operators.Interpolation;
import org.engram.nn.operators.Resamplings;

/**
 * A U-Net whose decoder runs one level behind: two convolutions, then doubling and the skip, so that the finest level is
 * convolved only after the last skip ({@code remaining}). Every convolution has 3 taps along each axis and is followed by
 * a leaky rectifier (0.2) but the last.
 *
 * <p>(batch, 1, x, y, z) to (batch, 1, x, y, z); each axis a multiple of 2 to the number of levels less one.
 *
 * <p>Parameters, levels of the encoder from the finest and of the decoder from the coarsest: {@code encoder.L.C.conv},
 * {@code decoder.L.C.conv}, {@code remaining.C.conv}.
 */
public final class SynthStripNetwork extends SimpleLayer {
    private static final int AXES = 3;
    private static final int CONVOLUTIONS = 2;
    private static final double SLOPE = 0.2;

    private final SynthStripConfiguration configuration;
    private final List<List<Convolution>> encoder = new ArrayList<>();
    private final List<List<Convolution>> decoder = new ArrayList<>();
    private final List<Convolution> remaining;

    /** @param configuration sizes */
    public SynthStripNetwork(SynthStripConfiguration configuration) {
        this.configuration = configuration;
        int below = configuration.levels() - 1;
        int width = 1;
        for (int level = 0; level < below; level++) {
            encoder.add(convolutions("encoder." + level, width, configuration.width(level)));
            width = configuration.width(level);
        }
        for (int level = 0; level < below; level++) {
            int features = configuration.width(below - level);
            decoder.add(convolutions("decoder." + level, width, features));
            width = features + configuration.width(below - 1 - level);
        }
        remaining = convolutions("remaining", width, configuration.width(0));
        remaining.add(convolution("remaining." + CONVOLUTIONS, configuration.width(0), 1));
    }

    private List<Convolution> convolutions(String name, int inputs, int outputs) {
        List<Convolution> convolutions = new ArrayList<>();
        for (int i = 0; i < CONVOLUTIONS; i++) {
            convolutions.add(convolution(name + "." + i, i == 0 ? inputs : outputs, outputs));
        }
        return convolutions;
    }

    private Convolution convolution(String name, int inputs, int outputs) {
        return child(name + ".conv", Convolution.builder(AXES, inputs, outputs).kernel(3).padding(1).build());
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        requireFit(input.getShape());
        NDArray x = input;
        List<NDArray> skips = new ArrayList<>();
        for (List<Convolution> level : encoder) {
            for (Convolution convolution : level) {
                x = Activations.leakyRelu(convolution.apply(pass, x), SLOPE);
            }
            skips.add(x);
            x = x.getNDArrayInternal().maxPool(new Shape(2, 2, 2), new Shape(2, 2, 2), new Shape(0, 0, 0),
                    false);
        }
        for (List<Convolution> level : decoder) {
            for (Convolution convolution : level) {
                x = Activations.leakyRelu(convolution.apply(pass, x), SLOPE);
            }
            NDArray skip = skips.remove(skips.size() - 1);
            Shape size = skip.getShape();
            x = Resamplings.resize(x, Interpolation.NEAREST, false, size.get(2), size.get(3), size.get(4))
                    .concat(skip, 1);
        }
        for (Convolution convolution : remaining.subList(0, CONVOLUTIONS)) {
            x = Activations.leakyRelu(convolution.apply(pass, x), SLOPE);
        }
        return remaining.get(CONVOLUTIONS).apply(pass, x);
    }

    private void requireFit(Shape shape) {
        long multiple = 1L << configuration.levels() - 1;
        boolean fits = shape.dimension() == AXES + 2 && shape.get(1) == 1;
        for (int axis = 2; fits && axis < shape.dimension(); axis++) {
            fits = shape.get(axis) % multiple == 0;
        }
        if (!fits) {
            throw new ShapeException("SynthStrip takes (batch, 1, x, y, z) with axes that are multiples of "
                    + multiple + ", but the input has shape " + shape + ": pad the image with zeros");
        }
    }
}
