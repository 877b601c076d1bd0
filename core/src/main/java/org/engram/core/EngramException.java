package org.engram.core;

/**
 * The root of every error a person can cause or mend: bad files, data that do not fit together, an analysis that
 * cannot be done. The message is one sentence (or two) that says what was found, where, what was expected, and what
 * to do; the command line prints it as it is and exits with status 1.
 *
 * <p>A plain wrong argument in calling code (a negative radius, say) is an {@link IllegalArgumentException} instead.
 */
public class EngramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was found, where, what was expected, what to do */
    public EngramException(String message) {
        super(message);
    }

    /**
     * @param message what was found, where, what was expected, what to do
     * @param cause the lower-level error
     */
    public EngramException(String message, Throwable cause) {
        super(message, cause);
    }
}
