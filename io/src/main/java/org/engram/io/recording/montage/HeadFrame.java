package org.engram.io.recording.montage;

import org.engram.core.EngramException;
import org.engram.io.recording.Position;

/**
 * The way from any frame to that of the head: origin between the preauricular points, below the nasion; x to the right
 * one, y through the nasion, z up.
 */
final class HeadFrame {
    private final double[] origin;
    private final double[][] axes = new double[3][];

    HeadFrame(Fiducials fiducials) {
        double[] left = array(fiducials.left());
        double[] toRight = minus(array(fiducials.right()), left);
        double[] toNasion = minus(array(fiducials.nasion()), left);
        double along = dot(toNasion, toRight) / dot(toRight, toRight);
        origin = new double[] {left[0] + along * toRight[0], left[1] + along * toRight[1],
                left[2] + along * toRight[2]};
        axes[0] = unit(toRight);
        axes[1] = unit(minus(array(fiducials.nasion()), origin));
        axes[2] = new double[] {axes[0][1] * axes[1][2] - axes[0][2] * axes[1][1],
                axes[0][2] * axes[1][0] - axes[0][0] * axes[1][2],
                axes[0][0] * axes[1][1] - axes[0][1] * axes[1][0]};
    }

    Position of(Position position) {
        double[] from = minus(array(position), origin);
        return new Position(dot(axes[0], from), dot(axes[1], from), dot(axes[2], from));
    }

    private static double[] array(Position position) {
        return new double[] {position.x(), position.y(), position.z()};
    }

    private static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double[] unit(double[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        if (!(length > 1e-9)) {
            throw new EngramException(
                    "the fiducials lie on one line or at one place: they define no head frame");
        }
        return new double[] {vector[0] / length, vector[1] / length, vector[2] / length};
    }
}
