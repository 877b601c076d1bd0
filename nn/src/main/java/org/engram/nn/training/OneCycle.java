package org.engram.nn.training;

/**
 * Up along half a cosine, and down along another, far below the start; as {@code torch.optim.lr_scheduler.OneCycleLR}.
 *
 * <h2>References</h2> L. N. Smith, N. Topin, "Super-convergence", 2018.
 *
 * @param peak the highest learning rate
 * @param steps of the whole run
 * @param rise the share of steps of the way up; 0.3 by custom
 * @param startDivisor the run starts at the peak divided by this; 25 by custom
 * @param endDivisor it ends at its start divided by this; 1e4 by custom
 */
public record OneCycle(double peak, long steps, double rise, double startDivisor, double endDivisor)
        implements
            Schedule {
    /** Checks the ranges. */
    public OneCycle {
        Ranges.atLeast("the number of steps", 1, steps);
        Ranges.positive("the start divisor", startDivisor);
        Ranges.positive("the end divisor", endDivisor);
        if (!(rise >= 0 && rise <= 1)) {
            throw new IllegalArgumentException("the share of the rise is " + rise + ": it is 0 to 1");
        }
    }

    @Override
    public double at(long step) {
        double start = peak / startDivisor;
        return between(step, start, peak, start / endDivisor);
    }

    /**
     * The momentum that goes with it: low where the learning rate is high.
     *
     * @param low at the peak; 0.85 by custom
     * @param high at start and end; 0.95 by custom
     * @return that schedule
     */
    public Schedule momentum(double low, double high) {
        return step -> between(step, high, low, high);
    }

    private double between(long step, double first, double middle, double last) {
        double turn = rise * steps - 1;
        double end = steps - 1.0;
        if (step <= turn) {
            return cosine(first, middle, step / turn);
        }
        return cosine(middle, last, Math.min(1, (step - turn) / (end - turn)));
    }

    private static double cosine(double from, double to, double share) {
        return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
    }
}
