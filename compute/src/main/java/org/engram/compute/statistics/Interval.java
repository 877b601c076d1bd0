package org.engram.compute.statistics;

/**
 * A confidence interval.
 *
 * @param lower its lower end
 * @param upper its upper end, not below the lower
 */
public record Interval(double lower, double upper) {
    /**
     * @param value any number
     * @return whether it lies inside or on an end
     */
    public boolean contains(double value) {
        return value >= lower && value <= upper;
    }
}
