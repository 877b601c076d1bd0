package org.engram.nn.training;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * How a run ended.
 *
 * @param steps optimizer steps made in all, before and after resuming
 * @param epochs whole epochs seen
 * @param loss of the last step
 * @param validation what the last validation found; empty without one
 * @param best the best value of the watched measure, if anything was validated
 * @param bestStep the step after which it was found
 * @param skipped steps left out because the gradient was too long
 * @param stoppedEarly whether the run ended because validation no longer improved
 */
public record TrainingResult(long steps, int epochs, double loss, Map<String, Double> validation,
        OptionalDouble best, long bestStep, long skipped, boolean stoppedEarly) {
    /** Copies the map. */
    public TrainingResult {
        validation = Map.copyOf(validation);
    }
}
