package org.engram.io.recording.geometry;

import org.engram.core.EngramException;
import org.engram.io.recording.Position;

/** Arithmetic of vectors of three numbers. */
final class Vectors {
    private Vectors() {}

    static double[] array(Position p) {
        return new double[] {p.x(), p.y(), p.z()};
    }

    static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2],
                a[0] * b[1] - a[1] * b[0]};
    }

    static double[] unit(double[] a) {
        double norm = Math.sqrt(dot(a, a));
        if (!(norm > 0) || Double.isInfinite(norm)) {
            throw new EngramException("points or directions that should span a frame of coordinates coincide"
                    + " or are not finite: the positions in the file are damaged");
        }
        return new double[] {a[0] / norm, a[1] / norm, a[2] / norm};
    }
}
