package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Precision;

/**
 * Matrix products and convolutions in the arithmetic of a pass. In {@link Precision#BFLOAT16} the operands are rounded on
 * the way in and the result is widened on the way out, inside one operator: arrays of that type never reach Java, where
 * the bridge to libtorch cannot hold them.
 */
public final class Products {
    private Products() {}

    /**
     * @param pass says in which arithmetic
     * @param x (..., input)
     * @param weight (output, input)
     * @param bias (output), or null for none
     * @return (..., output)
     */
    public static NDArray linear(Pass pass, NDArray x, NDArray weight, NDArray bias) {
        if (pass.precision() == Precision.FULL) {
            return x.getNDArrayInternal().linear(x, weight, bias).get(0);
        }
        return bias == null
                ? TorchScript.callForOne("unbiased_short_linear", List.of(x, weight))
                : TorchScript.callForOne("short_linear", List.of(x, weight, bias));
    }

    /**
     * @param pass says in which arithmetic
     * @param x (batch, input, axes...)
     * @param weight (output, input / groups, kernel...)
     * @param bias (output), or null for none
     * @param stride steps between outputs, one per axis
     * @param padding zeros at both ends, one per axis
     * @param dilation steps between taps, one per axis
     * @param groups of channels that do not mix
     * @return (batch, output, axes...)
     */
    public static NDArray convolution(Pass pass, NDArray x, NDArray weight, NDArray bias, Shape stride,
            Shape padding,
            Shape dilation, int groups) {
        if (pass.precision() == Precision.FULL) {
            return x.getNDArrayInternal().convolution(x, weight, bias, stride, padding, dilation, groups)
                    .get(0);
        }
        double[] numbers = Convolutions.numbersOf(groups, stride.getShape(), padding.getShape(),
                dilation.getShape());
        return bias == null
                ? TorchScript.callForOne("unbiased_short_convolution", List.of(x, weight), numbers)
                : TorchScript.callForOne("short_convolution", List.of(x, weight, bias), numbers);
    }

    /**
     * As {@link Convolutions#transposed}, in the arithmetic of the pass.
     *
     * @param pass says in which arithmetic
     * @param x (batch, input, axes...)
     * @param weight (input, output / groups, kernel...)
     * @param bias (output), or null for none
     * @param steps how it steps
     * @return (batch, output, axes...)
     */
    public static NDArray transposed(Pass pass, NDArray x, NDArray weight, NDArray bias,
            Convolutions.Transposition steps) {
        if (pass.precision() == Precision.FULL) {
            return Convolutions.transposed(x, weight, bias, steps);
        }
        return bias == null
                ? TorchScript.callForOne("unbiased_short_transposed", List.of(x, weight), steps.numbers())
                : TorchScript.callForOne("short_transposed", List.of(x, weight, bias), steps.numbers());
    }
}
