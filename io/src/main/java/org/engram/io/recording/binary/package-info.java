/**
 * What formats of plain numbers share: samples in a file beside its header, as EEGLAB and BrainVision keep them, and how
 * the file is found when it or its header was renamed; a cursor that never runs past the end of a file, samples stored
 * channel after channel in each frame, unique names, and how head coordinates follow from landmarks.
 *
 * <pre>{@code
 * SampleSource source = new BinarySamples(Path.of("rest.fdt"), NumberType.FLOAT_32, Layout.MULTIPLEXED, sampleCount,
 *         voltsPerUnit);
 * try (BinaryCursor cursor = BinaryCursor.open(file, ByteOrder.LITTLE_ENDIAN)) {
 *     int version = cursor.int32();
 * }
 * }</pre>
 */
package org.engram.io.recording.binary;
