package org.engram.nn.training;

/** Which values of a measure are the better ones. */
public enum Goal {
    /** The lower, the better: losses, errors. */
    LOWEST(-1),
    /** The higher, the better: accuracy, area under the curve, Dice. */
    HIGHEST(1);

    private final int sign;

    Goal(int sign) {
        this.sign = sign;
    }

    /** @return the worst value there is */
    double worst() {
        return sign * Double.NEGATIVE_INFINITY;
    }

    /** @return whether {@code value} is better than {@code best} by more than {@code margin}; NaN never is */
    boolean better(double value, double best, double margin) {
        return sign * value > sign * best + margin;
    }
}
