package org.engram.preprocessing.electrophysiology.interpolation;

import java.util.List;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;

/**
 * The sphere the scalp is taken for.
 *
 * @param centre its centre, metres, in the coordinates of the electrodes
 * @param radius its radius, metres
 */
public record HeadSphere(Position centre, double radius) {
    private static final int MOST_STEPS = 100;

    /** Checks the radius. */
    public HeadSphere {
        if (!(radius > 0) || Double.isInfinite(radius)) {
            throw new IllegalArgumentException(
                    "the radius of the head is " + radius + " m: it must be above 0");
        }
    }

    /**
     * @param channels at least four EEG channels with positions, not in one plane
     * @return the sphere with the least sum of squared distances from their electrodes
     */
    public static HeadSphere fit(List<Channel> channels) {
        return fitTo(channels.stream().filter(channel -> channel.type() == ChannelType.EEG)
                .flatMap(channel -> channel.position().stream()).toList());
    }

    /**
     * Fits by Gauss and Newton, from the solution of the linear equations for centre and radius.
     *
     * @param points at least four, not in one plane
     * @return the sphere with the least sum of squared distances from them
     */
    public static HeadSphere fitTo(List<Position> points) {
        if (points.size() < 4) {
            throw new EngramException("a sphere is fitted to at least 4 positions, there are " + points.size()
                    + ": read a montage first, or give the sphere");
        }
        double[] sphere = algebraic(points);
        for (int step = 0; step < MOST_STEPS; step++) {
            Matrix jacobian = Matrix.zeros(points.size(), 4);
            Matrix residuals = Matrix.zeros(points.size(), 1);
            for (int i = 0; i < points.size(); i++) {
                Position p = points.get(i);
                double dx = sphere[0] - p.x();
                double dy = sphere[1] - p.y();
                double dz = sphere[2] - p.z();
                double distance = Math.max(1e-12, Math.sqrt(dx * dx + dy * dy + dz * dz));
                residuals.set(i, 0, sphere[3] - distance);
                jacobian.set(i, 0, dx / distance);
                jacobian.set(i, 1, dy / distance);
                jacobian.set(i, 2, dz / distance);
                jacobian.set(i, 3, -1);
            }
            double[] change = solved(jacobian, residuals);
            double size = 0;
            for (int k = 0; k < 4; k++) {
                sphere[k] += change[k];
                size = Math.max(size, Math.abs(change[k]));
            }
            if (size < 1e-14) {
                break;
            }
        }
        return new HeadSphere(new Position(sphere[0], sphere[1], sphere[2]), sphere[3]);
    }

    /** |p|^2 = 2 c p + (r^2 - |c|^2) is linear in the unknowns. */
    private static double[] algebraic(List<Position> points) {
        Matrix a = Matrix.zeros(points.size(), 4);
        Matrix b = Matrix.zeros(points.size(), 1);
        for (int i = 0; i < points.size(); i++) {
            Position p = points.get(i);
            a.set(i, 0, 2 * p.x());
            a.set(i, 1, 2 * p.y());
            a.set(i, 2, 2 * p.z());
            a.set(i, 3, 1);
            b.set(i, 0, p.x() * p.x() + p.y() * p.y() + p.z() * p.z());
        }
        double[] s = solved(a, b);
        s[3] = Math.sqrt(s[3] + s[0] * s[0] + s[1] * s[1] + s[2] * s[2]);
        return s;
    }

    private static double[] solved(Matrix a, Matrix b) {
        Matrix gram = DenseAlgebra.transposedGram(a);
        try {
            return DenseAlgebra.solvePositiveDefinite(gram, DenseAlgebra.transposedMultiply(a, b)).data();
        } catch (EngramException e) {
            throw new EngramException(
                    "the electrodes lie in one plane or place: no sphere fits them; give one", e);
        }
    }

    /**
     * How far the electrodes are from one distance to the centre.
     *
     * @param points electrodes
     * @return the standard deviation of their distances over the mean distance
     */
    public double misfit(List<Position> points) {
        double mean = points.stream().mapToDouble(centre::distanceTo).average().orElse(radius);
        double squares = points.stream().mapToDouble(centre::distanceTo).map(d -> (d - mean) * (d - mean))
                .average()
                .orElse(0);
        return Math.sqrt(squares) / mean;
    }

    /** Direction of a point from the centre: a vector of length 1. */
    double[] direction(Position point) {
        double distance = centre.distanceTo(point);
        if (!(distance > 0)) {
            throw new EngramException("an electrode lies at the centre of the head, " + point
                    + ": its position is not known; read a montage first");
        }
        return new double[] {(point.x() - centre.x()) / distance, (point.y() - centre.y()) / distance,
                (point.z() - centre.z()) / distance};
    }
}
