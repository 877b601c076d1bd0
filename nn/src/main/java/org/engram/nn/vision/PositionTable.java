package org.engram.nn.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import org.engram.nn.operators.Interpolation;
import org.engram.nn.operators.Resamplings;

/** Learnt position vectors of a grid, resampled where the input has another size than the table was learnt at. */
public final class PositionTable {
    private PositionTable() {}

    /**
     * @param table (1, leading + grid, feature): vectors of leading tokens without a place, then of the grid, last axis
     * fastest
     * @param leading how many of them
     * @param learned sizes of the grid of the table, one to three axes
     * @param wanted sizes of the grid of the input
     * @param smoothed whether shrinking a plane smooths (timm) or not (Hugging Face)
     * @return (1, leading + wanted grid, feature); the table itself where the sizes agree. Linear on a line, bicubic
     * on a plane, trilinear in space
     */
    public static NDArray resampled(NDArray table, int leading, long[] learned, long[] wanted,
            boolean smoothed) {
        if (Arrays.equals(learned, wanted)) {
            return table;
        }
        long width = table.getShape().get(2);
        long[] shape = new long[learned.length + 2];
        shape[0] = 1;
        shape[1] = width;
        System.arraycopy(learned, 0, shape, 2, learned.length);
        NDArray grid = table.get(new NDIndex(":, {}:", leading)).transpose(0, 2, 1).reshape(shape);
        NDArray resized = Resamplings.resize(grid, interpolation(wanted.length, smoothed), false, wanted)
                .reshape(1, width, -1).transpose(0, 2,
                        1);
        return leading == 0 ? resized : table.get(new NDIndex(":, :{}", leading)).concat(resized, 1);
    }

    private static Interpolation interpolation(int axes, boolean smoothed) {
        if (axes != 2) {
            return Interpolation.LINEAR;
        }
        return smoothed ? Interpolation.CUBIC_ANTIALIASED : Interpolation.CUBIC;
    }
}
