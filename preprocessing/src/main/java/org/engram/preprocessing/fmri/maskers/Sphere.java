package org.engram.preprocessing.fmri.maskers;

/**
 * A ball around a seed.
 *
 * @param name names the feature
 * @param x seed in the world, to the right, mm
 * @param y seed in the world, to the front, mm
 * @param z seed in the world, to the top, mm
 * @param radiusMillimetres radius, 0 or more; 0 takes the voxel of the seed alone
 */
public record Sphere(String name, double x, double y, double z, double radiusMillimetres) {
    /** Checks that the numbers are finite and the radius is not negative. */
    public Sphere {
        if (!Double.isFinite(x + y + z) || !(radiusMillimetres >= 0)
                || Double.isInfinite(radiusMillimetres)) {
            throw new IllegalArgumentException("sphere \"" + name + "\" lies at (" + x + ", " + y + ", " + z
                    + ") mm with radius " + radiusMillimetres
                    + " mm: give finite numbers and a radius of 0 or more");
        }
    }
}
