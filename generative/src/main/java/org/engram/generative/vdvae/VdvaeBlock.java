package org.engram.generative.vdvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.operators.Activations;

/**
 * Four convolutions, the outer ones 1 x 1, each after a GELU; added to the input or not; then halved or not.
 * Parameters: {@code c1} to {@code c4}.
 */
final class VdvaeBlock extends SimpleLayer {
    /** At and below this size the inner convolutions are 1 x 1 too. */
    private static final int LARGEST_WITHOUT_NEIGHBOURS = 2;

    private final List<Convolution> convolutions = new ArrayList<>();
    private final boolean residual;
    private final int divisor;

    /**
     * @param inputs channels in
     * @param inner channels inside
     * @param outputs channels out
     * @param size pixels along a side
     * @param residual whether it is added to its input
     * @param divisor by how much the result is averaged down; 0 or 1 for not at all
     * @param exitScale of the starting weights of the last convolution
     */
    VdvaeBlock(int inputs, int inner, int outputs, int size, boolean residual, int divisor,
            double exitScale) {
        this.residual = residual;
        this.divisor = divisor;
        int kernel = size > LARGEST_WITHOUT_NEIGHBOURS ? 3 : 1;
        declare("c1", inputs, inner, 1, 1);
        declare("c2", inner, inner, kernel, 1);
        declare("c3", inner, inner, kernel, 1);
        declare("c4", inner, outputs, 1, exitScale);
    }

    private void declare(String name, int inputs, int outputs, int kernel, double scale) {
        convolutions.add(child(name, convolution(inputs, outputs, kernel, scale)));
    }

    /** @return a convolution with zero bias whose weights start scaled */
    static Convolution convolution(int inputs, int outputs, int kernel, double scale) {
        Initialization start = Initialization.fanIn((long) inputs * kernel * kernel);
        return Convolution.builder(2, inputs, outputs).kernel(kernel).padding(kernel / 2)
                .start((stream, index) -> scale * start.at(stream, index), Initialization.ZEROS).build();
    }

    /** @param input (batch, inputs, size, size) @return (batch, outputs, size, size), or averaged down */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input;
        for (Convolution convolution : convolutions) {
            NDArray active = Activations.gelu(x);
            if (x != input) {
                x.close();
            }
            x = Intermediate.replace(active, convolution.apply(pass, active));
        }
        if (residual) {
            x = Intermediate.replace(x, input.add(x));
        }
        if (divisor > 1) {
            Shape window = new Shape(divisor, divisor);
            x = Intermediate.replace(x,
                    x.getNDArrayInternal().avgPool(window, window, new Shape(0, 0), false, true));
        }
        return x;
    }
}
