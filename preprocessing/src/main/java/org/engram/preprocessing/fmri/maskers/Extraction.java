package org.engram.preprocessing.fmri.maskers;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.SpaceMismatchException;
import org.engram.io.volume.Volume;
import org.engram.io.volume.VoxelType;
import org.engram.preprocessing.fmri.maskers.MaskerOptions.GridPolicy;
import org.engram.preprocessing.fmri.maskers.MaskerOptions.NonFinitePolicy;
import org.engram.preprocessing.volume.resampling.Grid;
import org.engram.preprocessing.volume.resampling.Resampler;
import org.engram.preprocessing.volume.series.VolumePass;
import org.engram.preprocessing.volume.smoothing.GaussianSmoother;

/**
 * Gathers the values of chosen voxels from every volume of a series, after the resampling and smoothing the options
 * ask for, and keeps account of values that are not finite.
 */
final class Extraction {
    private static final double TOLERATED_SHARE = 0.01;

    private final MaskerOptions options;
    private final Grid grid;
    private final int[] support;

    /**
     * @param options smoothing, policies, threads
     * @param grid the masker's grid
     * @param support the voxels wanted, in the order wanted
     */
    Extraction(MaskerOptions options, Grid grid, int[] support) {
        this.options = options;
        this.grid = grid;
        this.support = support;
    }

    /**
     * Decides what happens when an image lies on another grid than the masker.
     *
     * @return whether the masker has to move to the grid of the image
     */
    static boolean mustMove(String what, Grid own, Volume image, MaskerOptions options) {
        Grid theirs = Grid.of(image);
        if (own.matches(theirs) || options.gridPolicy() == GridPolicy.IMAGE_TO_MASK) {
            return false;
        }
        String difference = what + " has " + own.extents() + " voxels and the image " + theirs.extents()
                + ", and their corners lie " + displacement(own, theirs) + " mm apart";
        if (options.gridPolicy() == GridPolicy.STRICT) {
            throw new SpaceMismatchException(difference + ": resample one of them first");
        }
        options.notices().accept(new Notice("mask-resampled", difference
                + ": " + what + " was brought to the grid of the image"));
        return true;
    }

    /** The largest distance between corresponding corners of two grids, rounded for reading. */
    private static double displacement(Grid a, Grid b) {
        double worst = 0;
        for (int corner = 0; corner < 8; corner++) {
            double[] p = corner(a, corner);
            double[] q = corner(b, corner);
            worst = Math.max(worst, Math.sqrt((p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1])
                    + (p[2] - q[2]) * (p[2] - q[2])));
        }
        return Math.rint(1000 * worst) / 1000;
    }

    private static double[] corner(Grid grid, int corner) {
        return grid.affine().apply((corner & 1) * (grid.nx() - 1), (corner >> 1 & 1) * (grid.ny() - 1),
                (corner >> 2) * (grid.nz() - 1));
    }

    /**
     * Walks over the series.
     *
     * @param series on any grid; brought to the masker's
     * @param rows where values go and what is done with them
     * @return for each voxel of the support whether it must be left out, or null when none
     */
    boolean[] run(Volume series, Rows rows) {
        Grid theirs = Grid.of(series);
        Volume placed = grid.matches(theirs)
                ? series
                : Resampler.builder().notices(options.notices()).parallelism(options.parallelism()).build()
                        .toGrid(series, grid);
        boolean[] bad = new boolean[support.length];
        VolumePass pass = new VolumePass(placed, options.parallelism(), options.progress());
        GaussianSmoother smoother = options.smoother();
        GaussianSmoother.InPlace smoothing = smoother == null ? null : smoother.inPlace(placed);
        if (smoother != null || placed.voxels().type() == VoxelType.FLOAT32) {
            pass.floats("extracting", (t, values) -> {
                double[] row = rows.begin(t);
                gather(values, row, rows.offset(t), bad);
                if (smoothing != null) {
                    smoothing.smooth(t, values);
                    gather(values, row, rows.offset(t), bad);
                }
                rows.end(t, row);
            });
        } else {
            pass.doubles("extracting", (t, values) -> {
                double[] row = rows.begin(t);
                gather(values, row, rows.offset(t), bad);
                rows.end(t, row);
            });
        }
        return judge(bad);
    }

    private void gather(float[] values, double[] row, int offset, boolean[] bad) {
        for (int i = 0; i < support.length; i++) {
            float value = values[support[i]];
            // Only NaN and infinities differ from 0 here; threads only ever set true.
            if (value - value != 0) {
                bad[i] = true;
                value = 0;
            }
            row[offset + i] = value;
        }
    }

    private void gather(double[] values, double[] row, int offset, boolean[] bad) {
        for (int i = 0; i < support.length; i++) {
            double value = values[support[i]];
            if (value - value != 0) {
                bad[i] = true;
                value = 0;
            }
            row[offset + i] = value;
        }
    }

    private boolean[] judge(boolean[] bad) {
        int count = 0;
        StringBuilder first = new StringBuilder();
        for (int i = 0; i < bad.length; i++) {
            if (bad[i]) {
                if (count < 3) {
                    int voxel = support[i];
                    first.append(" (").append(voxel % grid.nx()).append(", ")
                            .append(voxel / grid.nx() % grid.ny())
                            .append(", ").append(voxel / grid.nx() / grid.ny()).append(")");
                }
                count++;
            }
        }
        if (count == 0) {
            return null;
        }
        String found = count + " of " + bad.length
                + " voxels in the mask are NaN or infinite in some volume, first at"
                + first;
        if (options.nonFinitePolicy() == NonFinitePolicy.ZERO_FILL) {
            options.notices().accept(new Notice("masker-non-finite", found + ": those values count as 0"));
            return null;
        }
        if (count > TOLERATED_SHARE * bad.length) {
            throw new EngramException(found + "; at most 1 % is tolerated: use a tighter mask or zero-fill");
        }
        options.notices().accept(new Notice("masker-non-finite", found + ": left out"));
        return bad;
    }

    /** Where gathered values go. Called concurrently for different volumes. */
    interface Rows {
        /**
         * @param volume which volume
         * @return the array its values are written to
         */
        double[] begin(int volume);

        /**
         * @param volume which volume
         * @return where in that array they begin
         */
        int offset(int volume);

        /**
         * @param volume which volume
         * @param row the array, filled
         */
        void end(int volume, double[] row);
    }

    /** Rows that reduce a buffer of voxel values to features. */
    abstract static class Buffered implements Rows {
        private final ConcurrentLinkedQueue<double[]> free = new ConcurrentLinkedQueue<>();
        private final int length;

        Buffered(int length) {
            this.length = length;
        }

        /** Uses the voxel values of one volume. */
        abstract void reduce(int volume, double[] values);

        @Override
        public final double[] begin(int volume) {
            double[] pooled = free.poll();
            return pooled == null ? new double[length] : pooled;
        }

        @Override
        public final int offset(int volume) {
            return 0;
        }

        @Override
        public final void end(int volume, double[] row) {
            reduce(volume, row);
            free.add(row);
        }
    }
}
