/**
 * Samples as plain numbers in binary files: a cursor that never runs past the end, samples read by block whether they stand
 * in the header's file or in a companion beside it, and what the formats of instrument makers share, such as unique names
 * and head coordinates from landmarks.
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
