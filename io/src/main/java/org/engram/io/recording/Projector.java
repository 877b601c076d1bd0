package org.engram.io.recording;

import java.util.List;

/**
 * Directions of sensor space to be projected out (SSP).
 *
 * @param description what it removes
 * @param kind FIFF kind of projection item (1 field, 10 EEG average reference, ...)
 * @param active whether the samples have been projected already
 * @param channels names of the channels, one per column
 * @param vectors vector x channel; not copied
 * @param explainedVariance how much variance the vectors explained where they were computed; NaN when not known
 */
public record Projector(String description, int kind, boolean active, List<String> channels,
        double[][] vectors,
        double explainedVariance) {
    /** Checks the shape. */
    public Projector {
        channels = List.copyOf(channels);
        for (double[] vector : vectors) {
            if (vector.length != channels.size()) {
                throw new IllegalArgumentException("projector \"" + description + "\" has a vector of "
                        + vector.length + " numbers for " + channels.size() + " channels");
            }
        }
    }
}
