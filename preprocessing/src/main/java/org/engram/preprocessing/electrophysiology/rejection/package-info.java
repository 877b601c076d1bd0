/**
 * Finds what is not brain: bad stretches, bad channels and implausible units. Nothing is removed; what is found comes
 * back as annotations, names and notices.
 *
 * <pre>{@code
 * Recording marked = recording.toBuilder()
 *         .addAnnotations(BadSegments.of(ChannelType.EEG, BadSegments.Metric.DEVIATION).find(recording)).build();
 * List<String> bad = LocalOutlierChannels.DEFAULT.find(recording, recording.goodBrainChannels());
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.rejection;
