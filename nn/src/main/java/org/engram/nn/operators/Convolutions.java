package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.engram.core.ShapeException;

/** Convolutions and windows over the axes behind (batch, channel). */
public final class Convolutions {
    private Convolutions() {}

    /**
     * How a transposed convolution steps; each array holds one value per axis, outermost first.
     *
     * @param stride steps between inputs in the output
     * @param padding cells cut off both ends of the output
     * @param outputPadding cells added to its end, below stride or dilation
     * @param dilation steps between taps
     * @param groups groups of channels that do not mix
     */
    public record Transposition(long[] stride, long[] padding, long[] outputPadding, long[] dilation,
            int groups) {

        double[] numbers() {
            return numbersOf(groups, stride, padding, outputPadding, dilation);
        }
    }

    /**
     * The adjoint of a convolution with respect to its input (Zeiler et al. 2010), which makes the axes longer: each
     * input adds the kernel, times its value, to the output. An axis of length n becomes (n - 1) stride - 2 padding +
     * dilation (kernel - 1) + output padding + 1.
     *
     * @param x (batch, input, axes...), one to three axes
     * @param weight (input, output / groups, kernel...)
     * @param bias (output), or null for none
     * @param steps how it steps
     * @return (batch, output, axes...)
     */
    public static NDArray transposed(NDArray x, NDArray weight, NDArray bias, Transposition steps) {
        return bias == null
                ? TorchScript.callForOne("unbiased_transposed_convolution", List.of(x, weight),
                        steps.numbers())
                : TorchScript.callForOne("transposed_convolution", List.of(x, weight, bias), steps.numbers());
    }

    /**
     * Windows of an image as columns ("im2col"). Each array holds two values, for rows and columns.
     *
     * @param x (batch, channel, row, column)
     * @param kernel size of a window
     * @param dilation steps between the cells of a window
     * @param padding zeros around the image
     * @param stride steps between windows
     * @return (batch, channel * kernel, window), windows row by row
     */
    public static NDArray unfold(NDArray x, long[] kernel, long[] dilation, long[] padding, long[] stride) {
        return TorchScript.callForOne("unfold", List.of(x),
                numbersOf(null, kernel, dilation, padding, stride));
    }

    /**
     * The adjoint of {@link #unfold}: columns are added up where windows overlap.
     *
     * @param columns (batch, channel * kernel, window)
     * @param size rows and columns of the image
     * @param kernel size of a window
     * @param dilation steps between the cells of a window
     * @param padding zeros around the image
     * @param stride steps between windows
     * @return (batch, channel, row, column)
     */
    public static NDArray fold(NDArray columns, long[] size, long[] kernel, long[] dilation, long[] padding,
            long[] stride) {
        return TorchScript.callForOne("fold", List.of(columns),
                numbersOf(null, kernel, dilation, padding, stride, size));
    }

    /**
     * @param x of any shape
     * @param mode what is put there; all but zeros take (batch, channel, one to three axes) and pad those axes only
     * @param amounts before and after the last axis, then before and after the one before it, and so on; negative
     * ones cut off (zeros only)
     * @return longer by the amounts
     */
    public static NDArray pad(NDArray x, PaddingMode mode, long... amounts) {
        if (amounts.length % 2 != 0 || amounts.length > 2 * x.getShape().dimension()) {
            throw new ShapeException("a shape " + x.getShape() + " cannot be padded by " + amounts.length
                    + " amounts: give two for each axis, the last axis first");
        }
        return mode == PaddingMode.ZEROS
                ? padWith(x, 0, amounts)
                : TorchScript.callForOne(mode.function(), List.of(x), numbersOf(null, amounts));
    }

    /**
     * @param x of any shape
     * @param value what is put there
     * @param amounts before and after the last axis, then before and after the one before it, and so on
     * @return longer by the amounts
     */
    public static NDArray padWith(NDArray x, double value, long... amounts) {
        return TorchScript.callForOne("pad_constant", List.of(x), numbersOf(value, amounts));
    }

    /**
     * Shifts along axes; what leaves at one end comes back at the other.
     *
     * @param x of any shape
     * @param shifts steps towards higher indices, one for each axis named
     * @param axes as many
     * @return of the same shape
     */
    public static NDArray roll(NDArray x, long[] shifts, long[] axes) {
        if (shifts.length != axes.length) {
            throw new ShapeException(shifts.length + " shifts do not fit " + axes.length + " axes");
        }
        return TorchScript.callForOne("roll", List.of(x), numbersOf(null, shifts, axes));
    }

    static double[] numbersOf(Number first, long[]... more) {
        int length = first == null ? 0 : 1;
        for (long[] values : more) {
            length += values.length;
        }
        double[] numbers = new double[length];
        int next = 0;
        if (first != null) {
            numbers[next++] = first.doubleValue();
        }
        for (long[] values : more) {
            for (long value : values) {
                numbers[next++] = value;
            }
        }
        return numbers;
    }
}
