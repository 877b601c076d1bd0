package org.engram.cli.report;

/**
 * A confidence interval.
 *
 * @param low its lower end
 * @param high its upper end
 * @param level coverage, such as 0.95
 * @param method how it was made, in a few words: "t over folds", "bootstrap over runs"
 */
public record Interval(double low, double high, double level, String method) {
    /** Checks order and level. */
    public Interval {
        if (low > high) {
            throw new IllegalArgumentException("confidence interval runs from " + low + " down to " + high);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "confidence level is " + level + ": give 0 to 1, such as 0.95");
        }
    }
}
