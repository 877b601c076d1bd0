package org.engram.io.recording;

import java.util.Arrays;
import java.util.Objects;

/**
 * Where a MEG coil lies and looks, as FIFF files describe it.
 *
 * @param coilType FIFF coil type with the compensation grade in its upper 16 bits (3012 planar gradiometer, 3024
 *     magnetometer, 5001 CTF axial gradiometer, 6001 KIT, ...)
 * @param frame the coordinates these are
 * @param location 12 numbers: position in metres, then the unit vectors ex, ey, ez of the coil; ez is its normal. Copied
 *     in and out
 */
public record SensorGeometry(int coilType, CoordinateFrame frame, double[] location) {
    /** Copies and checks the length. */
    public SensorGeometry {
        Objects.requireNonNull(frame, "frame");
        if (location.length != 12) {
            throw new IllegalArgumentException("location has " + location.length + " numbers, expected 12");
        }
        location = location.clone();
    }

    /** @return position, ex, ey, ez; a copy */
    @Override
    public double[] location() {
        return location.clone();
    }

    /** @return grade of the compensation applied to the sensor's samples, 0 when none */
    public int compensationGrade() {
        return coilType >> 16;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SensorGeometry that && coilType == that.coilType && frame == that.frame
                && Arrays.equals(location, that.location);
    }

    @Override
    public int hashCode() {
        return Objects.hash(coilType, frame, Arrays.hashCode(location));
    }

    @Override
    public String toString() {
        return "SensorGeometry[coilType=" + coilType + ", frame=" + frame + ", location="
                + Arrays.toString(location)
                + "]";
    }
}
