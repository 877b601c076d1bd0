package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import org.engram.nn.operators.Products;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Convolutions.Transposition;

/**
 * Linear up-sampling of every channel by a transposed convolution whose kernel is fixed (Long et al. 2015), as the
 * residual symmetric U-Nets of connectomics use it. Towards the border values fade, as if zeros lay beyond. Buffer:
 * {@code weight} (channel, 1, kernel...), not learnt.
 *
 * <p>Along an axis of factor f the kernel has k = 2 f - f mod 2 taps 1 - |i / c - (k - 1) / (2 c)| with c = ceil(k /
 * 2), and ceil((f - 1) / 2) cells are cut off both ends.
 */
public final class TransposedInterpolation extends SimpleLayer {
    private final Parameter weight;
    private final Transposition steps;

    /** @param channels in and out @param factors of each axis, at least 1 */
    public TransposedInterpolation(int channels, long... factors) {
        if (factors.length < 1 || factors.length > 3 || Arrays.stream(factors).anyMatch(f -> f < 1)) {
            throw new ShapeException("factors " + Arrays.toString(factors)
                    + " do not fit: give one of at least 1 for each of one to three axes");
        }
        long[] shape = new long[factors.length + 2];
        shape[0] = channels;
        shape[1] = 1;
        for (int axis = 0; axis < factors.length; axis++) {
            shape[axis + 2] = 2 * factors[axis] - factors[axis] % 2;
        }
        weight = buffer("weight", (stream, index) -> tap(index, shape), shape);
        long[] ones = new long[factors.length];
        Arrays.fill(ones, 1);
        steps = new Transposition(factors.clone(), Arrays.stream(factors).map(f -> f / 2).toArray(),
                new long[factors.length], ones, channels);
    }

    /** @param input (batch, channel, axes...) @return (batch, channel, axes times factors...) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return Products.transposed(pass, input, pass.value(weight), null, steps);
    }

    private static double tap(long index, long... shape) {
        double product = 1;
        long rest = index;
        for (int axis = shape.length - 1; axis >= 2; axis--) {
            long taps = shape[axis];
            double half = Math.ceil(taps / 2.0);
            product *= 1 - Math.abs(rest % taps / half - (taps - 1) / (2 * half));
            rest /= taps;
        }
        return product;
    }
}
