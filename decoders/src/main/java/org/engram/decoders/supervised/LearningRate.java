package org.engram.decoders.supervised;

import org.engram.nn.training.Schedule;

/** How the learning rate changes over a run. */
public enum LearningRate {
    /** It stays. */
    CONSTANT,
    /** Half a cosine, down to a thousandth. */
    COSINE,
    /** A straight line, down to a thousandth. */
    LINEAR,
    /** A tenth after each third of the run. */
    STEP,
    /** Half of it after five validations without a lower loss. */
    PLATEAU,
    /** Up and down again once. */
    ONE_CYCLE;

    private static final double LAST = 1e-3;

    Schedule schedule(double peak, long steps) {
        return switch (this) {
            case CONSTANT, PLATEAU -> Schedule.constant(peak);
            case COSINE -> Schedule.cosine(peak, LAST * peak, steps);
            case LINEAR -> Schedule.linear(peak, LAST * peak, steps);
            case STEP -> Schedule.steps(peak, 0.1, Math.max(1, steps / 3));
            case ONE_CYCLE -> Schedule.oneCycle(peak, steps);
        };
    }
}
