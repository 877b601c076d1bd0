/**
 * Epochs around events, cut when they are read, and their averages.
 *
 * <pre>{@code
 * Epochs epochs = Epoching.builder(-0.2, 0.5).baseline(Baseline.untilZero())
 *         .rejection(RejectionLimits.none().peakToPeak(ChannelType.EEG, 150e-6)).build().cut(recording, events);
 * Evoked mean = EvokedAverage.mean(epochs);
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.epoching;
