package org.engram.decoders.timeseries.evaluation;

import org.engram.compute.estimation.Labels;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.decoders.timeseries.temporal.TimeScores;

/**
 * Trials that are decoded over time by themselves: those of a subject, or all.
 *
 * @param name of the subject
 * @param y the class of each trial
 * @param scoring scores these trials
 * @param rows which of all trials they are
 */
record OverTimePart(String name, Labels y, Scoring scoring, int[] rows) {
    /** Scores the trials with given labels. */
    @FunctionalInterface
    interface Scoring {
        TimeScores of(Labels y, Parallelism threads, Progress progress);
    }
}
