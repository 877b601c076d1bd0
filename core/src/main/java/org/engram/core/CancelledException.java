package org.engram.core;

/** The caller asked, through {@link Progress#isCancelled()}, for the work to stop. */
public class CancelledException extends EngramException {
    private static final long serialVersionUID = 1L;

    /** @param task the task that was stopped */
    public CancelledException(String task) {
        super("cancelled during: " + task);
    }
}
