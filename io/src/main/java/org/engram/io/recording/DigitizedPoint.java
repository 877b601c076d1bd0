package org.engram.io.recording;

import java.util.Objects;

/**
 * A point on the head that was measured with a pen.
 *
 * @param kind what was touched
 * @param number which one of its kind: 1 left, 2 nasion, 3 right for fiducials; 0 for the EEG reference
 * @param position where, in metres
 * @param frame coordinates of the position
 */
public record DigitizedPoint(Kind kind, int number, Position position, CoordinateFrame frame) {
    /** Checks that nothing is missing. */
    public DigitizedPoint {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(frame, "frame");
    }

    /** What can be touched; in the order of their FIFF codes, from 1. */
    public enum Kind {
        /** Left and right preauricular point and nasion. */
        FIDUCIAL,
        /** Head position indicator coil. */
        HEAD_POSITION_COIL,
        /** EEG electrode. */
        ELECTRODE,
        /** Any other point of the scalp. */
        HEAD_SHAPE
    }
}
