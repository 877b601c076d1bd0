package org.engram.decoders.searchlight;

import java.util.Arrays;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;

/**
 * Where the columns of a sample matrix lie: the grid of an image, its place in the world, and the grid index
 * of each in-mask voxel. Voxels outside the mask are not known here, so no sphere can hold them. Immutable
 * and thread-safe.
 */
public final class VoxelGrid {
    private static final int OUTSIDE = -1;

    private final int[] shape;
    private final Affine affine;
    private final int[] coordinates; // x, y, z of each voxel, one after another
    private final int[] voxelAt; // by grid position, first index fastest

    private VoxelGrid(int[] shape, Affine affine, int[] coordinates) {
        this.shape = shape;
        this.affine = affine;
        this.coordinates = coordinates;
        this.voxelAt = new int[Math.toIntExact(Math.multiplyExact((long) shape[0] * shape[1], shape[2]))];
        Arrays.fill(voxelAt, OUTSIDE);
        for (int v = 0; v < voxels(); v++) {
            int[] c = coordinates(v);
            int position = position(c[0], c[1], c[2]);
            if (voxelAt[position] != OUTSIDE) {
                throw new IllegalArgumentException("voxel " + Arrays.toString(c) + " is both column "
                        + voxelAt[position] + " and column " + v + ": give each voxel once");
            }
            voxelAt[position] = v;
        }
    }

    /**
     * @param shape the three extents of the grid, copied
     * @param affine voxel to world, mm; its 3 by 3 part must have an inverse
     * @param coordinates the grid index (x, y, z) of each column of the sample matrix, in column order;
     *     copied
     * @return that grid
     */
    public static VoxelGrid of(int[] shape, Affine affine, int[]... coordinates) {
        if (shape.length != 3 || shape[0] < 1 || shape[1] < 1 || shape[2] < 1) {
            throw new ShapeException(
                    "grid shape is " + Arrays.toString(shape) + ", expected three extents of 1 or more");
        }
        if (!affine.isFinite() || affine.determinant() == 0) {
            throw new IllegalArgumentException("affine " + affine
                    + " has no inverse, so spheres have no size in millimetres: repair the header first");
        }
        if (coordinates.length == 0) {
            throw new EngramException(
                    "the mask holds no voxel, so there is nothing to search: check the mask");
        }
        int[] flat = new int[3 * coordinates.length];
        for (int v = 0; v < coordinates.length; v++) {
            for (int d = 0; d < 3; d++) {
                int index = coordinates[v][d];
                if (index < 0 || index >= shape[d]) {
                    throw new ShapeException("voxel " + Arrays.toString(coordinates[v]) + " of column " + v
                            + " lies outside the grid " + Arrays.toString(shape));
                }
                flat[3 * v + d] = index;
            }
        }
        return new VoxelGrid(shape.clone(), affine, flat);
    }

    /**
     * @param mask a 3D volume; voxels other than 0 belong to the mask
     * @return its voxels in the order of columns: x slowest, z fastest
     */
    public static VoxelGrid ofMask(Volume mask) {
        long[] extents = mask.shape();
        if (mask.volumeCount() != 1) {
            throw new ShapeException("mask has shape " + Arrays.toString(extents)
                    + ", expected one 3D volume: choose one volume of it");
        }
        int[] shape = {Math.toIntExact(extents[0]), Math.toIntExact(extents[1]), Math.toIntExact(extents[2])};
        float[] values = mask.readVolume(0);
        int[][] found = new int[values.length][];
        int count = 0;
        for (int i = 0; i < shape[0]; i++) {
            for (int j = 0; j < shape[1]; j++) {
                for (int k = 0; k < shape[2]; k++) {
                    float value = values[i + shape[0] * (j + shape[1] * k)];
                    if (Float.isNaN(value)) {
                        throw new EngramException("mask is NaN at voxel [" + i + ", " + j + ", " + k
                                + "], expected 0 or 1: write a mask without NaN");
                    }
                    if (value != 0) {
                        found[count++] = new int[] {i, j, k};
                    }
                }
            }
        }
        return of(shape, mask.affine(), Arrays.copyOf(found, count));
    }

    /** @return the number of in-mask voxels, one per column of the sample matrix */
    public int voxels() {
        return coordinates.length / 3;
    }

    /** @return the three extents, a copy */
    public int[] shape() {
        return shape.clone();
    }

    /** @return voxel to world, mm */
    public Affine affine() {
        return affine;
    }

    /**
     * @param voxel a column of the sample matrix
     * @return its grid index (x, y, z), a fresh array
     */
    public int[] coordinates(int voxel) {
        return Arrays.copyOfRange(coordinates, 3 * voxel, 3 * voxel + 3);
    }

    /**
     * @param i first grid index, any value
     * @param j second grid index, any value
     * @param k third grid index, any value
     * @return the column of that voxel, or -1 outside the mask or the grid
     */
    public int voxelAt(int i, int j, int k) {
        if (i < 0 || j < 0 || k < 0 || i >= shape[0] || j >= shape[1] || k >= shape[2]) {
            return OUTSIDE;
        }
        return voxelAt[position(i, j, k)];
    }

    int coordinate(int voxel, int axis) {
        return coordinates[3 * voxel + axis];
    }

    private int position(int i, int j, int k) {
        return i + shape[0] * (j + shape[1] * k);
    }

    @Override
    public String toString() {
        return "VoxelGrid" + Arrays.toString(shape) + " with " + voxels() + " voxels";
    }
}
