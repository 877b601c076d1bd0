package org.engram.nn.checkpoints;

import org.engram.core.EngramException;

/** A file of weights is not of the architecture it was to fill; nothing of the network was changed. */
public class WeightMismatchException extends EngramException {
    private static final long serialVersionUID = 1L;

    private final transient LoadReport report;

    /** @param report what matched and what did not */
    public WeightMismatchException(LoadReport report) {
        super(report.mismatch());
        this.report = report;
    }

    /** @return what matched and what did not (null after Java serialization) */
    public LoadReport report() {
        return report;
    }
}
