package org.engram.core;

/** A file or request is valid, but asks for something Engram does not do; the message names it. */
public class UnsupportedFeatureException extends EngramException {
    private static final long serialVersionUID = 1L;

    /** @param message what was found, where, what was expected, what to do */
    public UnsupportedFeatureException(String message) {
        super(message);
    }
}
