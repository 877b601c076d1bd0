package org.engram.preprocessing.electrophysiology.sources;

import org.engram.compute.linalg.Matrix;
import org.engram.io.recording.Position;

/** Axes of a surface: two along it, the third its normal. */
final class SurfaceFrame {
    private SurfaceFrame() {}

    /** 3 x 3, orthonormal columns; the last is the normal. */
    static Matrix of(Position normal) {
        double[] n = {normal.x(), normal.y(), normal.z()};
        int least = 0;
        for (int axis = 1; axis < 3; axis++) {
            least = Math.abs(n[axis]) < Math.abs(n[least]) ? axis : least;
        }
        double[] a = new double[3];
        double length = 0;
        for (int axis = 0; axis < 3; axis++) {
            a[axis] = (axis == least ? 1 : 0) - n[least] * n[axis];
            length += a[axis] * a[axis];
        }
        for (int axis = 0; axis < 3; axis++) {
            a[axis] /= Math.sqrt(length);
        }
        double[] b = {n[1] * a[2] - n[2] * a[1], n[2] * a[0] - n[0] * a[2], n[0] * a[1] - n[1] * a[0]};
        return Matrix.ofRows(a, b, n).transpose();
    }
}
