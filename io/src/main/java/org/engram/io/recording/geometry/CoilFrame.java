package org.engram.io.recording.geometry;

/** Axes of a coil of which only the normal is known. */
public final class CoilFrame {
    private CoilFrame() {}

    /**
     * A frame of three unit vectors around the normal of a coil, whose other two axes are arbitrary.
     *
     * @param normal any length but zero
     * @param along the coordinate axis (0 to 2) the first axis leans to
     * @return ex, ey, ez: nine numbers
     */
    public static double[] around(double[] normal, int along) {
        double[] ez = Vectors.unit(normal);
        double[] ex = new double[3];
        for (int i = 0; i < 3; i++) {
            ex[i] = (i == along ? 1 : 0) - ez[along] * ez[i];
        }
        ex = Vectors.unit(ex);
        double[] ey = Vectors.cross(ez, ex);
        return new double[] {ex[0], ex[1], ex[2], ey[0], ey[1], ey[2], ez[0], ez[1], ez[2]};
    }

    /**
     * @param normal a direction
     * @return the axis (0 to 2) whose component of it is the lowest, sign included, as MNE chooses the one to lean to
     */
    public static int lowestAxis(double[] normal) {
        if (normal[1] < normal[2]) {
            return normal[0] < normal[1] ? 0 : 1;
        }
        return normal[0] < normal[2] ? 0 : 2;
    }
}
