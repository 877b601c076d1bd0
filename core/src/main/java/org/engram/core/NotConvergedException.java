package org.engram.core;

/** An iterative computation stopped before it reached its tolerance. */
public class NotConvergedException extends EngramException {
    private static final long serialVersionUID = 1L;

    /** @param message what was found, where, what was expected, what to do */
    public NotConvergedException(String message) {
        super(message);
    }
}
