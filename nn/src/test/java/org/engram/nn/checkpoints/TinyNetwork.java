package org.engram.nn.checkpoints;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.SimpleLayer;

/** A linear layer and a batch normalisation under the names of PyTorch's Sequential. */
public final class TinyNetwork extends SimpleLayer {
    private final Part linear;

    /** @param outputs of the linear layer, which has two inputs */
    public TinyNetwork(int outputs) {
        linear = child("0", new Part(outputs, false));
        child("1", new Part(outputs, true));
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return input.matMul(pass.value(linear.weight).transpose()).add(pass.value(linear.bias));
    }

    private static final class Part extends SimpleLayer {
        private final Parameter weight;
        private final Parameter bias;

        Part(int outputs, boolean norm) {
            weight = norm
                    ? parameter("weight", Initialization.ONES, outputs)
                    : parameter("weight", Initialization.normal(1), outputs, 2);
            bias = parameter("bias", Initialization.ZEROS, outputs);
            if (norm) {
                buffer("running_mean", Initialization.ZEROS, outputs);
                buffer("running_var", Initialization.ONES, outputs);
            }
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            return input;
        }
    }
}
