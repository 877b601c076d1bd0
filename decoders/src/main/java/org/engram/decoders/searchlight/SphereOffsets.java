package org.engram.decoders.searchlight;

import java.util.ArrayList;
import java.util.List;
import org.engram.io.volume.Affine;

/**
 * The grid steps from the centre of a sphere to each place in it, and those that enter and leave when the
 * centre moves along one axis. Ordered by x, then y, then z.
 */
final class SphereOffsets {
    /**
     * A place exactly on the sphere belongs to it; headers keep voxel sizes in single precision, hence the
     * slack.
     */
    private static final double RELATIVE_SLACK = 1e-6;

    /** Centres further apart than this on a row are computed afresh. */
    private static final int LONGEST_SLIDE = 8;

    private final int[] reach = new int[3];
    private final boolean[] inside; // the box of +-reach around the centre
    private final int[] full;
    private final int axis;
    private final int[][] entering; // by step, as x, y, z triples from the new centre
    private final int[][] leaving; // by step, from the old centre

    SphereOffsets(Affine affine, int[] shape, double radiusMillimetres) {
        Affine inverse = affine.inverse();
        for (int d = 0; d < 3; d++) {
            double norm = Math
                    .sqrt(inverse.get(d, 0) * inverse.get(d, 0) + inverse.get(d, 1) * inverse.get(d, 1)
                            + inverse.get(d, 2) * inverse.get(d, 2));
            double furthest = Math.ceil(radiusMillimetres * norm * (1 + RELATIVE_SLACK));
            reach[d] = (int) Math.min(shape[d] - 1, furthest);
        }
        inside = new boolean[(2 * reach[0] + 1) * (2 * reach[1] + 1) * (2 * reach[2] + 1)];
        full = markInside(affine, radiusMillimetres * (1 + RELATIVE_SLACK));
        axis = axisOfSmallestVoxel(affine);
        int steps = Math.min(LONGEST_SLIDE, 2 * reach[axis]);
        entering = new int[steps + 1][];
        leaving = new int[steps + 1][];
        for (int step = 1; step <= steps; step++) {
            entering[step] = outsideAfter(step);
            leaving[step] = outsideAfter(-step);
        }
    }

    private int[] markInside(Affine affine, double radius) {
        List<int[]> found = new ArrayList<>();
        for (int i = -reach[0]; i <= reach[0]; i++) {
            for (int j = -reach[1]; j <= reach[1]; j++) {
                for (int k = -reach[2]; k <= reach[2]; k++) {
                    double squared = 0;
                    for (int r = 0; r < 3; r++) {
                        double mm = affine.get(r, 0) * i + affine.get(r, 1) * j + affine.get(r, 2) * k;
                        squared += mm * mm;
                    }
                    if (squared <= radius * radius) {
                        inside[box(i, j, k)] = true;
                        found.add(new int[] {i, j, k});
                    }
                }
            }
        }
        return flatten(found);
    }

    /**
     * The shell that changes per step is the cross-section, which holds the fewest voxels across the finest
     * axis.
     */
    private static int axisOfSmallestVoxel(Affine affine) {
        double[] sizes = affine.voxelSizes();
        int smallest = 0;
        for (int d = 1; d < 3; d++) {
            if (sizes[d] < sizes[smallest] * (1 - RELATIVE_SLACK)) {
                smallest = d;
            }
        }
        return smallest;
    }

    private int[] outsideAfter(int step) {
        List<int[]> found = new ArrayList<>();
        for (int o = 0; o < full.length; o += 3) {
            int[] moved = {full[o], full[o + 1], full[o + 2]};
            moved[axis] += step;
            boolean kept = Math.abs(moved[axis]) <= reach[axis] && inside[box(moved[0], moved[1], moved[2])];
            if (!kept) {
                found.add(new int[] {full[o], full[o + 1], full[o + 2]});
            }
        }
        return flatten(found);
    }

    private int box(int i, int j, int k) {
        return ((i + reach[0]) * (2 * reach[1] + 1) + j + reach[1]) * (2 * reach[2] + 1) + k + reach[2];
    }

    private static int[] flatten(List<int[]> triples) {
        int[] flat = new int[3 * triples.size()];
        for (int t = 0; t < triples.size(); t++) {
            System.arraycopy(triples.get(t), 0, flat, 3 * t, 3);
        }
        return flat;
    }

    /** @return 0, 1 or 2: the grid axis centres slide along */
    int axis() {
        return axis;
    }

    /** @return places in a sphere that no edge cuts */
    int size() {
        return full.length / 3;
    }

    /** @return every place, as x, y, z triples; not to be changed */
    int[] full() {
        return full;
    }

    /** @return whether moving so far changes fewer places than the sphere has */
    boolean slides(int step) {
        return step > 0 && step < entering.length
                && entering[step].length + leaving[step].length < full.length;
    }

    /** @return the places that are new after a move of {@code step}, from the new centre */
    int[] entering(int step) {
        return entering[step];
    }

    /** @return the places that are lost by a move of {@code step}, from the old centre */
    int[] leaving(int step) {
        return leaving[step];
    }
}
