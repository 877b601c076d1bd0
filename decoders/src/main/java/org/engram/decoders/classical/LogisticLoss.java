package org.engram.decoders.classical;

/** The logistic function and its loss, safe for large arguments. */
final class LogisticLoss {
    private LogisticLoss() {}

    /** log(1 + exp(-margin)). */
    static double of(double margin) {
        return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
    }

    /** 1 / (1 + exp(-value)). */
    static double probability(double value) {
        if (value >= 0) {
            return 1 / (1 + Math.exp(-value));
        }
        double e = Math.exp(value);
        return e / (1 + e);
    }
}
