/**
 * Samples as plain numbers in a file beside its header, as EEGLAB and BrainVision keep them: how they are read by block,
 * and how the file is found when it or its header was renamed.
 *
 * <pre>{@code
 * SampleSource source = new BinarySamples(Path.of("rest.fdt"), NumberType.FLOAT_32, Layout.MULTIPLEXED, sampleCount,
 *         voltsPerUnit);
 * }</pre>
 */
package org.engram.io.recording.binary;
