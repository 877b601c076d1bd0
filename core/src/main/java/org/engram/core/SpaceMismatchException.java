package org.engram.core;

/** Two images that must lie on one grid, or in one space, do not. */
public class SpaceMismatchException extends EngramException {
    private static final long serialVersionUID = 1L;

    /** @param message what was found, where, what was expected, what to do */
    public SpaceMismatchException(String message) {
        super(message);
    }
}
