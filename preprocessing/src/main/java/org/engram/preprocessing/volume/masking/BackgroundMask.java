package org.engram.preprocessing.volume.masking;

import java.util.Arrays;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.resampling.Grid;

/**
 * The brain in images with a uniform background (maps of an analysis, skull-stripped images): everything that differs
 * from the median of the outermost voxels. When a border voxel is NaN, NaN is the background.
 *
 * @param borderVoxels thickness of the border looked at, 1 or more
 * @param opening face steps of erosion before the largest component is taken and of dilation after, 0 for none
 * @param connected whether only the largest face-connected component is kept
 */
public record BackgroundMask(int borderVoxels, int opening, boolean connected) {
    /** A border of two voxels, no opening, all components: the defaults of nilearn. */
    public static final BackgroundMask DEFAULT = new BackgroundMask(2, 0, false);

    /** Checks the ranges. */
    public BackgroundMask {
        if (borderVoxels < 1 || opening < 0) {
            throw new IllegalArgumentException("border is " + borderVoxels + " voxels and opening " + opening
                    + ": give at least 1 and 0");
        }
    }

    /**
     * @param series a volume, or a series whose mean is looked at
     * @return what is not background; fails when that is nothing
     */
    public Mask compute(Volume series) {
        Grid grid = Grid.of(series);
        double[] mean = MeanVolume.of(series, Parallelism.single(), Progress.NONE);
        double[] border = border(mean, grid);
        boolean nanBackground = Arrays.stream(border).anyMatch(Double::isNaN);
        double background = nanBackground ? Double.NaN : median(border);
        boolean[] inside = new boolean[mean.length];
        for (int i = 0; i < mean.length; i++) {
            inside[i] = nanBackground ? !Double.isNaN(mean[i]) : mean[i] != background;
        }
        return Mask.of(grid, BinaryMorphology.on(grid).refine(inside, opening, connected))
                .requireVoxels(
                        "the mask of voxels that differ from the background " + background + " of " + series);
    }

    private double[] border(double[] values, Grid grid) {
        double[] border = new double[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            int x = i % grid.nx();
            int y = i / grid.nx() % grid.ny();
            int z = i / grid.nx() / grid.ny();
            if (near(x, grid.nx()) || near(y, grid.ny()) || near(z, grid.nz())) {
                border[count++] = values[i];
            }
        }
        return Arrays.copyOf(border, count);
    }

    private boolean near(int index, int extent) {
        return index < borderVoxels || index >= extent - borderVoxels;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
    }
}
