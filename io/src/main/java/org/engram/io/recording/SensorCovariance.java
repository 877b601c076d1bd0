package org.engram.io.recording;

import java.util.List;
import org.engram.core.ShapeException;

/**
 * Covariance between sensors, of noise or of signal, in the squares of their SI units.
 *
 * @param channels names of the sensors
 * @param matrix sensor x sensor, symmetric; not copied
 * @param degreesOfFreedom samples it was computed from, less those lost to means
 * @param bad names of sensors marked as bad
 * @param projectors projectors that were applied before
 */
public record SensorCovariance(List<String> channels, double[][] matrix, int degreesOfFreedom,
        List<String> bad,
        List<Projector> projectors) {
    /** Checks the shape. */
    public SensorCovariance {
        channels = List.copyOf(channels);
        bad = List.copyOf(bad);
        projectors = List.copyOf(projectors);
        for (double[] row : matrix) {
            if (row.length != channels.size() || matrix.length != channels.size()) {
                throw new ShapeException("a covariance of " + matrix.length + " x " + row.length + " for "
                        + channels.size() + " channels");
            }
        }
    }
}
