package org.engram.nn.training;

/**
 * Ends a run whose validation no longer improves.
 *
 * @param measure which one: "loss", or a name given to {@code Batch.measure}
 * @param goal which values are better
 * @param patience validations in a row without a better value after which the run ends, at least 1
 * @param margin a value must be better by more than this to count
 */
public record EarlyStopping(String measure, Goal goal, int patience, double margin) {
    /** Checks the ranges. */
    public EarlyStopping {
        Ranges.atLeast("the patience", 1, patience);
        Ranges.notNegative("the margin", margin);
    }

    /** @param patience validations without a lower loss @return on the validation loss, any improvement counts */
    public static EarlyStopping of(int patience) {
        return new EarlyStopping("loss", Goal.LOWEST, patience, 0);
    }
}
