package org.engram.decoders.searchlight;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.Split;
import org.engram.compute.validation.SplitChecks;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.ShapeException;

/** Checks what a searchlight is given, and turns the samples round so that a voxel's values lie together. */
final class SearchlightInput {
    private SearchlightInput() {}

    static void check(Matrix x, VoxelGrid grid, Labels y, List<Split> splits) {
        if (x.columns() != grid.voxels()) {
            throw new ShapeException("samples have " + x.columns() + " columns, the grid has " + grid.voxels()
                    + " voxels: make both with one mask");
        }
        if (x.rows() != y.size()) {
            throw new ShapeException(
                    "there are " + x.rows() + " samples but " + y.size()
                            + " labels: give one label per sample");
        }
        int classes = 0;
        for (int count : y.counts()) {
            classes += count > 0 ? 1 : 0;
        }
        if (classes < 2) {
            throw new EngramException(
                    "the labels hold " + classes + " class, expected two or more to tell apart");
        }
        if (splits.isEmpty()) {
            throw new EngramException("there is no fold to evaluate: give at least one split");
        }
        for (Split split : splits) {
            SplitChecks.requireSound(split, y, "the searchlight");
        }
    }

    /** @return the values of each voxel in every sample; refuses what is not finite, notes constant voxels */
    static double[][] byVoxel(Matrix x, VoxelGrid grid, List<Notice> notices) {
        int samples = x.rows();
        double[][] byVoxel = new double[x.columns()][samples];
        int tile = 64;
        for (int v0 = 0; v0 < byVoxel.length; v0 += tile) {
            int v1 = Math.min(byVoxel.length, v0 + tile);
            for (int s = 0; s < samples; s++) {
                int from = s * x.columns();
                for (int v = v0; v < v1; v++) {
                    byVoxel[v][s] = x.data()[from + v];
                }
            }
        }
        int bad = 0;
        int firstBad = -1;
        int constant = 0;
        for (int v = 0; v < byVoxel.length; v++) {
            boolean finite = true;
            boolean same = true;
            for (double value : byVoxel[v]) {
                finite &= Double.isFinite(value);
                same &= value == byVoxel[v][0];
            }
            firstBad = !finite && firstBad < 0 ? v : firstBad;
            bad += finite ? 0 : 1;
            constant += same ? 1 : 0;
        }
        if (bad > 0) {
            throw new EngramException(bad + " of " + byVoxel.length
                    + " voxels hold NaN or infinite samples, the first at voxel "
                    + Arrays.toString(grid.coordinates(firstBad)) + ": take them out of the mask");
        }
        if (constant > 0) {
            notices.add(new Notice("constant-voxels", constant + " of " + byVoxel.length
                    + " voxels have the same value in every sample and say nothing"));
        }
        return byVoxel;
    }
}
