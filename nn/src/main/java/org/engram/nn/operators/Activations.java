package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Element-wise nonlinearities. Each takes an array of any shape and gives one of the same shape. */
public final class Activations {
    private Activations() {}

    /** @return max(0, x) */
    public static NDArray relu(NDArray x) {
        return x.getNDArrayInternal().relu();
    }

    /** @return x for x above 0, else slope times x */
    public static NDArray leakyRelu(NDArray x, double slope) {
        return x.getNDArrayInternal().leakyRelu((float) slope);
    }

    /** @return x for x above 0, else alpha (exp(x) - 1) */
    public static NDArray elu(NDArray x, double alpha) {
        return x.getNDArrayInternal().elu((float) alpha);
    }

    /** @return x Phi(x), exact; Hendrycks and Gimpel (2016) */
    public static NDArray gelu(NDArray x) {
        return x.getNDArrayInternal().gelu();
    }

    /** @return x Phi(x) by its tanh approximation */
    public static NDArray geluTanh(NDArray x) {
        return TorchScript.callForOne("gelu_tanh", List.of(x));
    }

    /** @return x sigmoid(x) */
    public static NDArray silu(NDArray x) {
        return TorchScript.callForOne("silu", List.of(x));
    }

    /** @return x tanh(softplus(x)) */
    public static NDArray mish(NDArray x) {
        return TorchScript.callForOne("mish", List.of(x));
    }

    /** @return 1 / (1 + exp(-x)) */
    public static NDArray sigmoid(NDArray x) {
        return x.getNDArrayInternal().sigmoid();
    }

    /** @return log(1 + exp(x)) */
    public static NDArray softplus(NDArray x) {
        return x.getNDArrayInternal().softPlus();
    }

    /** @return x for x above 0, else slope times x; slope (1), or (channel) for x (batch, channel, ...) */
    public static NDArray parametricRelu(NDArray x, NDArray slope) {
        return TorchScript.callForOne("parametric_relu", List.of(x, slope));
    }
}
