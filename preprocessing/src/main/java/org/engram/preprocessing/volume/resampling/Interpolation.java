package org.engram.preprocessing.volume.resampling;

/** How values between voxel centres are made. */
public enum Interpolation {
    /** The value of the nearest voxel, halves rounded up; the only one for labels. */
    NEAREST(1),
    /** Linear along each axis. */
    LINEAR(2),
    /** Cubic B-spline through the voxel values ("continuous" in nilearn). */
    CUBIC(4);

    private final int taps;

    Interpolation(int taps) {
        this.taps = taps;
    }

    int taps() {
        return taps;
    }
}
