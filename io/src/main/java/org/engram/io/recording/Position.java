package org.engram.io.recording;

/**
 * A place, in metres.
 *
 * @param x to the right; finite
 * @param y to the front; finite
 * @param z up; finite
 */
public record Position(double x, double y, double z) {
    /** Checks that the numbers are finite. */
    public Position {
        if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(z)) {
            throw new IllegalArgumentException("position (" + x + ", " + y + ", " + z + ") must be finite");
        }
    }

    /** @return the distance from the origin */
    public double norm() {
        return Math.sqrt(x * x + y * y + z * z);
    }

    /**
     * @param other another place
     * @return the distance to it
     */
    public double distanceTo(Position other) {
        return Math.sqrt((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)
                + (z - other.z) * (z - other.z));
    }
}
