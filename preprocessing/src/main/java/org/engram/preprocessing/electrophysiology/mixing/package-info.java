/**
 * Linear mixing of channels: every step of cleaning that replaces channels by weighted sums of channels (references,
 * interpolation, current source density, projections, removal of components) is one matrix, kept with its description
 * and applied block by block when samples are read. {@code ChannelMixing.of(...).apply(recording)}.
 */
package org.engram.preprocessing.electrophysiology.mixing;
