/**
 * What the labels and units in a file say about its channels: {@link org.engram.io.recording.naming.ChannelLabels} makes
 * labels unique and guesses types, {@link org.engram.io.recording.naming.PhysicalUnit} decides which unit a channel is in.
 *
 * <pre>{@code
 * PhysicalUnit unit = PhysicalUnit.of("EEG Fpz-Cz", "uV", ReadOptions.DEFAULT); // EEG, volts, 1e-6
 * }</pre>
 */
package org.engram.io.recording.naming;
