package org.engram.preprocessing.volume.masking;

import java.util.Arrays;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.core.SpaceMismatchException;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.resampling.Grid;

/**
 * A set of voxels of one grid. The voxels in it are numbered in the C order of (x, y, z): z runs fastest, then y, then
 * x, the order nilearn uses for the columns of its matrices. Immutable.
 */
public final class Mask {
    private final Grid grid;
    private final boolean[] inside; // first axis fastest
    private final int[] voxels; // in C order of (x, y, z)

    private Mask(Grid grid, boolean[] inside) {
        this.grid = grid;
        this.inside = inside;
        int count = 0;
        for (boolean in : inside) {
            count += in ? 1 : 0;
        }
        this.voxels = new int[count];
        int next = 0;
        for (int x = 0; x < grid.nx(); x++) {
            for (int y = 0; y < grid.ny(); y++) {
                for (int z = 0; z < grid.nz(); z++) {
                    int voxel = (z * grid.ny() + y) * grid.nx() + x;
                    if (inside[voxel]) {
                        voxels[next++] = voxel;
                    }
                }
            }
        }
    }

    /**
     * @param grid where the voxels lie
     * @param inside one element per voxel, first axis fastest; copied
     * @return that mask; may be empty
     */
    public static Mask of(Grid grid, boolean[] inside) {
        if (inside.length != grid.size()) {
            throw new ShapeException("a mask on " + grid.extents() + " voxels needs " + grid.size()
                    + " elements, not " + inside.length);
        }
        return new Mask(grid, inside.clone());
    }

    /**
     * @param image a single volume with at most two values, one of them 0 (outside); NaN counts as outside
     * @return that mask; fails on more values, on two values without 0, and on an empty mask
     */
    public static Mask of(Volume image) {
        if (image.volumeCount() != 1) {
            throw new ShapeException("a mask is one volume, but " + image + " has " + image.volumeCount()
                    + ": choose one of them");
        }
        double[] values = new double[image.volumeSize()];
        image.readVolume(0, values);
        boolean[] inside = new boolean[values.length];
        double one = 0;
        for (int i = 0; i < values.length; i++) {
            double value = Double.isFinite(values[i]) ? values[i] : 0;
            inside[i] = value != 0;
            if (value != 0 && one != 0 && value != one) {
                throw new EngramException(
                        "the mask " + image + " has more than one value besides 0 (" + one + " and "
                                + value + "): threshold it first");
            }
            one = value != 0 ? value : one;
        }
        Mask mask = new Mask(Grid.of(image), inside);
        mask.requireVoxels("the mask " + image);
        return mask;
    }

    /**
     * @param image a single volume
     * @param threshold the smallest value inside
     * @return the voxels at or above the threshold; may be empty
     */
    public static Mask above(Volume image, double threshold) {
        double[] values = new double[image.volumeSize()];
        image.readVolume(0, values);
        boolean[] inside = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            inside[i] = values[i] >= threshold;
        }
        return new Mask(Grid.of(image), inside);
    }

    /**
     * Combines the masks of several runs: voxels in more than a given share of them, largest face-connected component.
     *
     * @param masks masks on one grid
     * @param threshold share of masks that must be exceeded, 0 (union) to 1 (here all of them: intersection)
     * @param connected whether only the largest component is kept
     * @return the combination; may be empty
     */
    public static Mask combine(List<Mask> masks, double threshold, boolean connected) {
        if (masks.isEmpty()) {
            throw new IllegalArgumentException("no mask to combine: give one or more");
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("share of masks is " + threshold + ": give 0 to 1");
        }
        Mask first = masks.get(0);
        int[] counts = new int[first.inside.length];
        for (Mask mask : masks) {
            if (!mask.grid.matches(first.grid)) {
                throw new SpaceMismatchException(
                        "masks lie on different grids (" + first.grid.extents() + " and "
                                + mask.grid.extents() + ", corners "
                                + first.grid.displacementMillimetres(mask.grid)
                                + " mm apart): resample them to one grid first");
            }
            for (int i = 0; i < counts.length; i++) {
                counts[i] += mask.inside[i] ? 1 : 0;
            }
        }
        double least = Math.min(threshold, 1 - 1e-7) * masks.size();
        boolean[] inside = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            inside[i] = counts[i] > least;
        }
        return new Mask(first.grid,
                connected ? BinaryMorphology.on(first.grid).largestComponent(inside) : inside);
    }

    /** @return where the voxels lie */
    public Grid grid() {
        return grid;
    }

    /** @return number of voxels in the mask */
    public int count() {
        return voxels.length;
    }

    /** @return for each voxel in the mask, in C order of (x, y, z), its index with the first axis fastest; a copy */
    public int[] voxels() {
        return voxels.clone();
    }

    /** @return one element per voxel of the grid, first axis fastest; a copy */
    public boolean[] toArray() {
        return inside.clone();
    }

    /**
     * @param voxel an index into the grid, first axis fastest
     * @return whether that voxel is in the mask
     */
    public boolean contains(int voxel) {
        return inside[voxel];
    }

    /**
     * @param number a voxel of the mask, by its number in C order
     * @return world coordinates of its centre, mm
     */
    public double[] worldMillimetres(int number) {
        int voxel = voxels[number];
        return grid.affine().apply(voxel % grid.nx(), voxel / grid.nx() % grid.ny(),
                voxel / grid.nx() / grid.ny());
    }

    /**
     * @param other a mask on the same grid
     * @return the numbers, in C order, of those voxels of this mask that the other holds too, ascending
     */
    public int[] numbersIn(Mask other) {
        if (!grid.matches(other.grid)) {
            throw new SpaceMismatchException("masks lie on different grids (" + grid.extents() + " and "
                    + other.grid.extents() + "): bring one to the grid of the other first (onGrid)");
        }
        int[] shared = new int[voxels.length];
        int count = 0;
        for (int number = 0; number < voxels.length; number++) {
            if (other.inside[voxels[number]]) {
                shared[count++] = number;
            }
        }
        return Arrays.copyOf(shared, count);
    }

    /** @return a volume of 1 inside and 0 outside */
    public Volume toVolume() {
        float[] values = new float[inside.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = inside[i] ? 1 : 0;
        }
        return Volume.of(values, new long[] {grid.nx(), grid.ny(), grid.nz()}, grid.affine());
    }

    /**
     * @param target another grid
     * @return the mask there, by nearest neighbour; this mask itself when the grids match; may be empty
     */
    public Mask onGrid(Grid target) {
        if (grid.matches(target)) {
            return this;
        }
        int[] nearest = grid.nearestVoxels(target);
        boolean[] moved = new boolean[nearest.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = nearest[i] >= 0 && inside[nearest[i]];
        }
        return new Mask(target, moved);
    }

    /**
     * @param other a mask with the same extents
     * @return twice the number of shared voxels over the sum of both counts; 1 when both are empty
     */
    public double dice(Mask other) {
        if (other.inside.length != inside.length) {
            throw new ShapeException("masks have " + grid.extents() + " and " + other.grid.extents()
                    + " voxels: resample one to the other first");
        }
        long shared = 0;
        for (int voxel : voxels) {
            shared += other.inside[voxel] ? 1 : 0;
        }
        long sum = (long) count() + other.count();
        return sum == 0 ? 1 : 2.0 * shared / sum;
    }

    /**
     * @param what names the mask in the message
     * @return this mask; fails when it is empty
     */
    public Mask requireVoxels(String what) {
        if (voxels.length == 0) {
            throw new EngramException(what + " (" + grid.extents()
                    + " voxels) is empty: it would leave no data; check its threshold and its place");
        }
        return this;
    }

    @Override
    public String toString() {
        return "Mask[" + count() + " of " + grid.extents() + " voxels]";
    }
}
