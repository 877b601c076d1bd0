package org.engram.nn.training;

import org.engram.core.EngramException;

/** The loss or a gradient became infinite or not a number. */
public class DivergedException extends EngramException {
    private static final long serialVersionUID = 1L;

    /** @param message which step, what was found, what to try */
    public DivergedException(String message) {
        super(message);
    }
}
