package org.engram.io.recording.montage;

import java.util.Objects;
import org.engram.io.recording.Position;

/**
 * The three points that define the head frame.
 *
 * @param nasion root of the nose
 * @param left left preauricular point
 * @param right right preauricular point
 */
public record Fiducials(Position nasion, Position left, Position right) {
    /** Checks that nothing is missing. */
    public Fiducials {
        Objects.requireNonNull(nasion, "nasion");
        Objects.requireNonNull(left, "left");
        Objects.requireNonNull(right, "right");
    }
}
