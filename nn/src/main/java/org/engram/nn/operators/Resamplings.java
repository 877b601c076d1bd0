package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.engram.core.ShapeException;

/**
 * Arrays on other grids. Positions follow PyTorch's convention: cell i has its centre at i + 1/2, unless corners are
 * aligned, where the centres of the first and last cells are the ends of the axis on both grids.
 */
public final class Resamplings {
    private Resamplings() {}

    /** What a position outside an image gives. */
    public enum Outside {
        /** Zero. */
        ZEROS,
        /** The nearest cell of the border. */
        BORDER,
        /** The image mirrored at its border. */
        REFLECTION
    }

    /**
     * @param x (batch, channel, axes...)
     * @param how values between cells are made
     * @param cornersAligned whether the centres of the first and last cells stay where they are; only for
     * {@link Interpolation#LINEAR} and {@link Interpolation#CUBIC}, with or without antialiasing
     * @param size of the axes of the result
     * @return (batch, channel, size...)
     */
    public static NDArray resize(NDArray x, Interpolation how, boolean cornersAligned, long... size) {
        requireAxes(x, how, cornersAligned, size.length);
        return TorchScript.callForOne("resize_" + how.function(), List.of(x),
                Convolutions.numbersOf(cornersAligned ? 1 : 0, size));
    }

    /**
     * As {@link #resize}; the new size is the old one times the factor, rounded down, and without aligned corners
     * cells lie 1 / factor apart, whatever was rounded.
     *
     * @param x (batch, channel, axes...)
     * @param how values between cells are made
     * @param cornersAligned as in {@link #resize}
     * @param factors one for each axis
     * @return (batch, channel, axes...)
     */
    public static NDArray rescale(NDArray x, Interpolation how, boolean cornersAligned, double... factors) {
        requireAxes(x, how, cornersAligned, factors.length);
        double[] numbers = new double[factors.length + 1];
        numbers[0] = cornersAligned ? 1 : 0;
        System.arraycopy(factors, 0, numbers, 1, factors.length);
        return TorchScript.callForOne("rescale_" + how.function(), List.of(x), numbers);
    }

    /**
     * The values of an image at given positions (Jaderberg et al. 2015).
     *
     * @param x (batch, channel, row, column) or (batch, channel, slice, row, column)
     * @param grid (batch, axes of the result..., position): where to look; -1 and 1 are the ends of each axis, and
     * the column comes first in a position, then the row, then the slice
     * @param how {@link Interpolation#LINEAR}, {@link Interpolation#NEAREST}, or over two axes {@link
     * Interpolation#CUBIC}
     * @param outside what a position beyond the ends gives
     * @param cornersAligned whether -1 and 1 are the centres of the first and last cells rather than their outer
     * edges
     * @return (batch, channel, axes of the result...)
     */
    public static NDArray sample(NDArray x, NDArray grid, Interpolation how, Outside outside,
            boolean cornersAligned) {
        int mode = switch (how) {
            case LINEAR -> 0;
            case NEAREST -> 1;
            case CUBIC -> 2;
            default ->
                throw new IllegalArgumentException("positions are sampled LINEAR, NEAREST or CUBIC, not "
                        + how);
        };
        return TorchScript.callForOne("sample_grid", List.of(x, grid), mode, outside.ordinal(),
                cornersAligned ? 1 : 0);
    }

    /**
     * The grid for {@link #sample} that an affine map asks for.
     *
     * @param theta (batch, 2, 3) or (batch, 3, 4): the map of homogeneous positions
     * @param cornersAligned as in {@link #sample}
     * @param size of the result of sampling: (batch, channel, axes...)
     * @return (batch, axes..., position)
     */
    public static NDArray affineGrid(NDArray theta, boolean cornersAligned, long... size) {
        return TorchScript.callForOne("affine_grid", List.of(theta),
                Convolutions.numbersOf(cornersAligned ? 1 : 0, size));
    }

    private static void requireAxes(NDArray x, Interpolation how, boolean cornersAligned, int given) {
        int axes = x.getShape().dimension() - 2;
        if (axes != given || axes < how.fewestAxes() || axes > how.mostAxes()) {
            throw new ShapeException(how + " interpolation takes (batch, channel, " + how.fewestAxes()
                    + " to "
                    + how.mostAxes() + " axes) and a size or factor for each axis, but the input has shape "
                    + x.getShape() + " and " + given + " were given");
        }
        if (cornersAligned && (how == Interpolation.NEAREST || how == Interpolation.NEAREST_EXACT)) {
            throw new IllegalArgumentException(how + " interpolation has no corners to align");
        }
    }
}
