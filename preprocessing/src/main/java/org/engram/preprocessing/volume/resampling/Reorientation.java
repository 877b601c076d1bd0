package org.engram.preprocessing.volume.resampling;

import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;

/**
 * Orientation of voxel axes, and changes of it by permutation and flips alone: no value is interpolated. Each voxel
 * axis belongs to the world axis it runs along most closely, assigned greedily from the largest direction cosine down.
 */
public final class Reorientation {
    private static final String POSITIVE = "RAS";
    private static final String NEGATIVE = "LPI";

    private Reorientation() {}

    /**
     * @param affine voxel to world
     * @return where each voxel axis points, three of L/R, P/A, I/S, such as "LAS"
     */
    public static String axisCodes(Affine affine) {
        int[] world = worldAxes(affine);
        StringBuilder codes = new StringBuilder();
        for (int axis = 0; axis < 3; axis++) {
            boolean rising = affine.get(world[axis], axis) > 0;
            codes.append((rising ? POSITIVE : NEGATIVE).charAt(world[axis]));
        }
        return codes.toString();
    }

    /**
     * @param affine voxel to world
     * @return the largest angle between a voxel axis and its world axis, degrees
     */
    public static double obliquenessDegrees(Affine affine) {
        int[] world = worldAxes(affine);
        double[] sizes = affine.voxelSizes();
        double worst = 0;
        for (int axis = 0; axis < 3; axis++) {
            double cosine = Math.min(1, Math.abs(affine.get(world[axis], axis)) / sizes[axis]);
            worst = Math.max(worst, Math.toDegrees(Math.acos(cosine)));
        }
        return worst;
    }

    /**
     * @param image a volume or series; must stay open while the result is used, and is closed with it
     * @return the same voxels at the same places in the world, axes to the right, front and top; lazy, stored numbers
     *     kept; the image itself when they point there already
     */
    public static Volume toRas(Volume image) {
        return to(image, POSITIVE);
    }

    /**
     * @param image a volume or series; must stay open while the result is used, and is closed with it
     * @param axisCodes where the axes should point, such as "LPS"
     * @return the same voxels at the same places in the world; lazy, stored numbers kept
     */
    public static Volume to(Volume image, String axisCodes) {
        int[] wantedWorld = worldAxesOf(axisCodes);
        if (axisCodes(image.affine()).equals(axisCodes)) {
            return image;
        }
        Grid input = Grid.of(image);
        int[] extents = {input.nx(), input.ny(), input.nz()};
        int[] strides = {1, input.nx(), input.nx() * input.ny()};
        int[] world = worldAxes(image.affine());
        int[] count = new int[3];
        int[] stride = new int[3];
        int start = 0;
        double[][] toInput = new double[3][4];
        for (int axis = 0; axis < 3; axis++) {
            int from = indexOf(world, wantedWorld[axis]);
            boolean rising = image.affine().get(wantedWorld[axis], from) > 0;
            boolean wantRising = POSITIVE.indexOf(axisCodes.charAt(axis)) >= 0;
            int sign = rising == wantRising ? 1 : -1;
            count[axis] = extents[from];
            stride[axis] = sign * strides[from];
            start += sign > 0 ? 0 : (extents[from] - 1) * strides[from];
            toInput[from][axis] = sign;
            toInput[from][3] = sign > 0 ? 0 : extents[from] - 1;
        }
        Grid grid = new Grid(image.affine().after(Affine.of(toInput)), count[0], count[1], count[2]);
        int[] indices = new int[grid.size()];
        int out = 0;
        for (int k = 0; k < count[2]; k++) {
            for (int j = 0; j < count[1]; j++) {
                for (int i = 0; i < count[0]; i++) {
                    indices[out++] = start + i * stride[0] + j * stride[1] + k * stride[2];
                }
            }
        }
        return new GatheredVoxels(image, indices, 0).onGrid(grid);
    }

    /** For each voxel axis, its world axis. */
    private static int[] worldAxes(Affine affine) {
        double[] sizes = affine.voxelSizes();
        int[] world = {-1, -1, -1};
        boolean[] taken = new boolean[3];
        for (int round = 0; round < 3; round++) {
            int bestAxis = -1;
            int bestWorld = -1;
            double best = -1;
            for (int axis = 0; axis < 3; axis++) {
                for (int w = 0; w < 3 && world[axis] < 0; w++) {
                    double cosine = sizes[axis] > 0 ? Math.abs(affine.get(w, axis)) / sizes[axis] : 0;
                    if (!taken[w] && cosine > best) {
                        best = cosine;
                        bestAxis = axis;
                        bestWorld = w;
                    }
                }
            }
            world[bestAxis] = bestWorld;
            taken[bestWorld] = true;
        }
        return world;
    }

    private static int[] worldAxesOf(String axisCodes) {
        int[] world = new int[3];
        int seen = 0;
        for (int axis = 0; axis < 3 && axisCodes.length() == 3; axis++) {
            char code = axisCodes.charAt(axis);
            world[axis] = Math.max(POSITIVE.indexOf(code), NEGATIVE.indexOf(code));
            seen |= world[axis] < 0 ? 0 : 1 << world[axis];
        }
        if (seen != 7) {
            throw new IllegalArgumentException("axis codes are \"" + axisCodes
                    + "\": give one of L/R, one of A/P and one of S/I, such as \"RAS\"");
        }
        return world;
    }

    private static int indexOf(int[] values, int wanted) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == wanted) {
                return i;
            }
        }
        throw new IllegalStateException("no voxel axis runs along world axis " + wanted);
    }
}
