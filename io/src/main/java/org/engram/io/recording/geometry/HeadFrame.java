package org.engram.io.recording.geometry;

import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.Position;

/** The frame of the head, which the nasion and both preauricular points define. */
public final class HeadFrame {
    private HeadFrame() {}

    /**
     * The way to the head frame: its x axis runs through both preauricular points, its y axis through the nasion.
     *
     * @param nasion the nasion
     * @param left the left preauricular point
     * @param right the right preauricular point
     * @param from the coordinates they are given in
     * @return from those coordinates to the head frame
     */
    public static CoordinateTransform of(Position nasion, Position left, Position right,
            CoordinateFrame from) {
        double[] x = Vectors.unit(Vectors.minus(Vectors.array(right), Vectors.array(left)));
        double[] toNasion = Vectors.minus(Vectors.array(nasion), Vectors.array(left));
        double along = Vectors.dot(toNasion, x);
        double[] origin = {left.x() + along * x[0], left.y() + along * x[1], left.z() + along * x[2]};
        double[] y = Vectors.unit(Vectors.minus(Vectors.array(nasion), origin));
        return ofAxes(x, y, Vectors.unit(Vectors.cross(x, y)), origin, from);
    }

    private static CoordinateTransform ofAxes(double[] x, double[] y, double[] z, double[] origin,
            CoordinateFrame from) {
        double[] matrix = new double[16];
        double[][] axes = {x, y, z};
        for (int row = 0; row < 3; row++) {
            System.arraycopy(axes[row], 0, matrix, 4 * row, 3);
            matrix[4 * row + 3] = -Vectors.dot(axes[row], origin);
        }
        matrix[15] = 1;
        return new CoordinateTransform(from, CoordinateFrame.HEAD, matrix);
    }
}
