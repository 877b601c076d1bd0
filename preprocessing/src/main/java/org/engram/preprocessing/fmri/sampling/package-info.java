/**
 * From a cleaned time series and the events of a run to labelled samples a classifier can learn from.
 *
 * <pre>{@code
 * EventSampler sampler = new EventSampler(SampleUnit.BLOCK, 0.0);
 * SampleSet samples = sampler.sample(cleaned, keptVolumes, volumeCount, repetitionTimeSeconds, events, "run 1");
 * }</pre>
 */
package org.engram.preprocessing.fmri.sampling;
