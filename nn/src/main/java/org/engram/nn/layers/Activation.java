package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import org.engram.nn.operators.Activations;

/** Element-wise nonlinearities under their usual names. */
public enum Activation {
    /** The input itself. */
    IDENTITY(x -> x),
    /** max(0, x). */
    RELU(Activations::relu),
    /** x for x above 0, else 0.01 x. */
    LEAKY_RELU(x -> Activations.leakyRelu(x, 0.01)),
    /** x for x above 0, else exp(x) - 1. */
    ELU(x -> Activations.elu(x, 1)),
    /** Gaussian error linear unit, exact (by the error function). */
    GELU(Activations::gelu),
    /** Gaussian error linear unit by its tanh approximation. */
    GELU_TANH(Activations::geluTanh),
    /** x sigmoid(1.702 x), as in CLIP. */
    QUICK_GELU(x -> x.mul(Activations.sigmoid(x.mul(1.702)))),
    /** x sigmoid(x), also called swish. */
    SILU(Activations::silu),
    /** x tanh(softplus(x)). */
    MISH(Activations::mish),
    /** Hyperbolic tangent. */
    TANH(NDArray::tanh),
    /** 1 / (1 + exp(-x)). */
    SIGMOID(Activations::sigmoid),
    /** log(1 + exp(x)). */
    SOFTPLUS(Activations::softplus),
    /** x squared, as between the filters of shallow EEG networks. */
    SQUARE(NDArray::square);

    private final UnaryOperator<NDArray> function;

    Activation(UnaryOperator<NDArray> function) {
        this.function = function;
    }

    /**
     * @param input of any shape
     * @return of the same shape
     */
    public NDArray of(NDArray input) {
        return function.apply(input);
    }

    /** @return this function as a layer without parameters */
    public SimpleLayer layer() {
        return new ActivationLayer(this);
    }
}
