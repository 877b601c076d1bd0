package org.engram.preprocessing.fmri.maskers;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;

/** Named sets of voxels, which may overlap, and the reduction of each to one number per volume. */
final class Regions {
    private final Grid grid;
    private final List<String> names;
    private final int[][] voxels;

    /**
     * @param grid where the voxels lie
     * @param names one per region
     * @param voxels for each region its voxels, first axis fastest; used as they are
     */
    Regions(Grid grid, List<String> names, int[][] voxels) {
        this.grid = grid;
        this.names = List.copyOf(names);
        this.voxels = voxels;
    }

    int count() {
        return voxels.length;
    }

    List<String> names() {
        return names;
    }

    int[] voxels(int region) {
        return voxels[region];
    }

    Mask mask() {
        boolean[] inside = new boolean[grid.size()];
        for (int[] region : voxels) {
            for (int voxel : region) {
                inside[voxel] = true;
            }
        }
        return Mask.of(grid, inside);
    }

    double[][] centres() {
        double[][] centres = new double[voxels.length][];
        for (int r = 0; r < voxels.length; r++) {
            double[] sum = new double[3];
            for (int voxel : voxels[r]) {
                sum[0] += voxel % grid.nx();
                sum[1] += voxel / grid.nx() % grid.ny();
                sum[2] += voxel / grid.nx() / grid.ny();
            }
            int n = voxels[r].length;
            centres[r] = grid.affine().apply(sum[0] / n, sum[1] / n, sum[2] / n);
        }
        return centres;
    }

    /** Volumes x regions; a region without voxels gives NaN. Bad voxels are found in a first pass and left out. */
    Matrix extract(Volume series, RegionStatistic statistic, MaskerOptions options) {
        int[] starts = new int[voxels.length + 1];
        for (int r = 0; r < voxels.length; r++) {
            starts[r + 1] = starts[r] + voxels[r].length;
        }
        int[] support = new int[starts[voxels.length]];
        for (int r = 0; r < voxels.length; r++) {
            System.arraycopy(voxels[r], 0, support, starts[r], voxels[r].length);
        }
        Matrix samples = Matrix.zeros(Math.toIntExact(series.volumeCount()), voxels.length);
        boolean[] bad = new Extraction(options, grid, support).run(series,
                new Extraction.Buffered(support.length) {
                    @Override
                    void reduce(int volume, double[] values) {
                        for (int r = 0; r < starts.length - 1; r++) {
                            samples.set(volume, r, statistic.of(values, starts[r], starts[r + 1]));
                        }
                    }
                });
        return bad == null ? samples : without(bad, starts).extract(series, statistic, options);
    }

    private Regions without(boolean[] bad, int[] starts) {
        int[][] kept = new int[voxels.length][];
        for (int r = 0; r < voxels.length; r++) {
            int[] region = new int[voxels[r].length];
            int count = 0;
            for (int i = 0; i < region.length; i++) {
                if (!bad[starts[r] + i]) {
                    region[count++] = voxels[r][i];
                }
            }
            kept[r] = Arrays.copyOf(region, count);
        }
        return new Regions(grid, names, kept);
    }
}
