package org.engram.core;

/** Two arrays, images or tables that must agree in size do not. */
public class ShapeException extends EngramException {
    private static final long serialVersionUID = 1L;

    /** @param message what was found, where, what was expected, what to do */
    public ShapeException(String message) {
        super(message);
    }
}
