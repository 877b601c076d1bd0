package org.engram.io.volume.nifti;

import org.engram.io.volume.Affine;

/** The world direction each voxel axis runs to, as letters: R or L, A or P, S or I. */
final class AxisCodes {
    private AxisCodes() {}

    /** @return three letters, such as RAS: axes are given to directions by the largest cosine first */
    static String of(Affine affine) {
        double[] size = affine.voxelSizes();
        char[] codes = {'?', '?', '?'};
        boolean[] taken = new boolean[3];
        for (int round = 0; round < 3; round++) {
            int bestAxis = -1;
            int bestWorld = -1;
            double best = 0;
            for (int axis = 0; axis < 3; axis++) {
                for (int world = 0; world < 3; world++) {
                    double cosine = Math.abs(affine.get(world, axis)) / size[axis];
                    if (codes[axis] == '?' && !taken[world] && cosine > best) {
                        best = cosine;
                        bestAxis = axis;
                        bestWorld = world;
                    }
                }
            }
            if (bestAxis < 0) {
                break;
            }
            taken[bestWorld] = true;
            codes[bestAxis] = (affine.get(bestWorld, bestAxis) > 0 ? "RAS" : "LPI").charAt(bestWorld);
        }
        return new String(codes);
    }
}
