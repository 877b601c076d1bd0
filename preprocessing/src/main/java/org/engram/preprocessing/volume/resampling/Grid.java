package org.engram.preprocessing.volume.resampling;

import java.util.Arrays;
import org.engram.core.ShapeException;
import org.engram.core.SpaceMismatchException;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;

/**
 * A regular grid of voxels in the world.
 *
 * @param affine voxel index (centre of the voxel) to world, RAS+ mm
 * @param nx voxels along the first axis
 * @param ny voxels along the second axis
 * @param nz voxels along the third axis
 */
public record Grid(Affine affine, int nx, int ny, int nz) {
    /** Checks that the extents are positive and one volume fits into an array. */
    public Grid {
        if (nx < 1 || ny < 1 || nz < 1) {
            throw new ShapeException(
                    "a grid of " + nx + " x " + ny + " x " + nz + " voxels has an extent below 1");
        }
        if ((long) nx * ny * nz > Integer.MAX_VALUE - 8) {
            throw new ShapeException("a grid of " + nx + " x " + ny + " x " + nz
                    + " voxels does not fit into one array (2^31 - 9): use larger voxels or a smaller box");
        }
    }

    /**
     * @param image a volume or series
     * @return the grid of its first three axes
     */
    public static Grid of(Volume image) {
        long[] shape = image.shape();
        return new Grid(image.affine(), Math.toIntExact(shape[0]), Math.toIntExact(shape[1]),
                Math.toIntExact(shape[2]));
    }

    /**
     * The grid with a given affine, from its voxel (0, 0, 0) as far as the image reaches: along each axis the largest
     * target index of the image's corner voxel centres, rounded up, plus 1.
     *
     * @param image what to cover
     * @param target voxel to world of the grid
     * @return that grid; fails when the whole image lies at negative indices
     */
    public static Grid covering(Volume image, Affine target) {
        double[][] bounds = bounds(image, target);
        return new Grid(target, extent(bounds, 0, 0), extent(bounds, 1, 0), extent(bounds, 2, 0));
    }

    /**
     * The grid with given axes around the image: its voxel (0, 0, 0) lies at the lowest corner of the bounding box of
     * the image's corner voxel centres.
     *
     * @param image what to cover
     * @param axes three rows of three: column c is the step of axis c in mm
     * @return that grid
     */
    public static Grid around(Volume image, double[][] axes) {
        Affine directions = withOrigin(axes, 0, 0, 0);
        double[][] bounds = bounds(image, directions);
        double[] origin = directions.apply(bounds[0][0], bounds[1][0], bounds[2][0]);
        return new Grid(withOrigin(axes, origin[0], origin[1], origin[2]), extent(bounds, 0, bounds[0][0]),
                extent(bounds, 1, bounds[1][0]), extent(bounds, 2, bounds[2][0]));
    }

    /**
     * The grid around the image along the image's own axes with voxels of another size.
     *
     * @param image what to cover
     * @param voxelSizesMillimetres one size for all axes, or three
     * @return that grid
     */
    public static Grid atResolution(Volume image, double... voxelSizesMillimetres) {
        if (voxelSizesMillimetres.length != 1 && voxelSizesMillimetres.length != 3) {
            throw new IllegalArgumentException(
                    voxelSizesMillimetres.length + " voxel sizes given: give one or three");
        }
        double[] now = image.affine().voxelSizes();
        double[][] axes = new double[3][3];
        for (int c = 0; c < 3; c++) {
            double size = voxelSizesMillimetres[voxelSizesMillimetres.length == 1 ? 0 : c];
            if (!(size > 0) || Double.isInfinite(size)) {
                throw new IllegalArgumentException("voxel size is " + size + " mm: give a positive one");
            }
            for (int r = 0; r < 3; r++) {
                axes[r][c] = image.affine().get(r, c) / now[c] * size;
            }
        }
        return around(image, axes);
    }

    /** @return voxels in one volume */
    public int size() {
        return nx * ny * nz;
    }

    /**
     * @param other another grid
     * @return whether the extents agree and no corner voxel lies further apart than a thousandth of a voxel
     */
    public boolean matches(Grid other) {
        double smallest = Arrays.stream(affine.voxelSizes()).min().orElseThrow();
        return nx == other.nx && ny == other.ny && nz == other.nz
                && displacementMillimetres(other) <= 1e-3 * smallest;
    }

    /**
     * @param other another grid
     * @return the largest distance between the places the two affines give to a corner of this grid, mm
     */
    public double displacementMillimetres(Grid other) {
        return affine.cornerDisplacement(other.affine, nx, ny, nz);
    }

    /**
     * @param target the grid of the voxel index going in
     * @return the map from voxel indices of {@code target} to voxel indices of this grid
     */
    public Affine voxelsFrom(Grid target) {
        try {
            return affine.inverse().after(target.affine);
        } catch (ArithmeticException e) {
            throw new SpaceMismatchException("image affine " + affine
                    + " cannot be inverted: repair the header before resampling");
        }
    }

    /**
     * @param target another grid
     * @return for each voxel of {@code target}, first axis fastest, the voxel of this grid nearest to it, halves rounded
     *     up, or -1 outside the centres of the outermost voxels
     */
    public int[] nearestVoxels(Grid target) {
        return NearestVoxels.indices(this, target, voxelsFrom(target));
    }

    /** @return a description of the extents, such as "64 x 64 x 36" */
    public String extents() {
        return nx + " x " + ny + " x " + nz;
    }

    private static Affine withOrigin(double[][] axes, double x, double y, double z) {
        return Affine.of(new double[] {axes[0][0], axes[0][1], axes[0][2], x},
                new double[] {axes[1][0], axes[1][1], axes[1][2], y},
                new double[] {axes[2][0], axes[2][1], axes[2][2], z});
    }

    /** Lowest and highest target index of the corner voxel centres, per axis. */
    private static double[][] bounds(Volume image, Affine target) {
        Affine map;
        try {
            map = target.inverse().after(image.affine());
        } catch (ArithmeticException e) {
            throw new SpaceMismatchException(
                    "target affine " + target + " cannot be inverted: give independent axes");
        }
        long[] shape = image.shape();
        double[][] bounds = {{Double.MAX_VALUE, -Double.MAX_VALUE}, {Double.MAX_VALUE, -Double.MAX_VALUE},
                {Double.MAX_VALUE, -Double.MAX_VALUE}};
        for (int corner = 0; corner < 8; corner++) {
            double[] at = map.apply((corner & 1) * (shape[0] - 1), (corner >> 1 & 1) * (shape[1] - 1),
                    (corner >> 2) * (shape[2] - 1));
            for (int a = 0; a < 3; a++) {
                bounds[a][0] = Math.min(bounds[a][0], at[a]);
                bounds[a][1] = Math.max(bounds[a][1], at[a]);
            }
        }
        return bounds;
    }

    private static int extent(double[][] bounds, int axis, double origin) {
        double last = AxisTaps.settle(bounds[axis][1] - origin);
        if (last < 0) {
            throw new SpaceMismatchException(
                    "the image lies at negative indices of the target grid (axis " + axis
                            + ": " + bounds[axis][0] + " to " + bounds[axis][1]
                            + "), so nothing of it would be kept: move the target origin or give only axes");
        }
        return Math.toIntExact((long) Math.ceil(last) + 1);
    }
}
