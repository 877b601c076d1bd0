/**
 * What the binary formats of instrument makers share: a cursor that never runs past the end of a file, samples stored
 * channel after channel in each frame, unique names, and how head coordinates follow from landmarks.
 *
 * <pre>{@code
 * try (BinaryCursor cursor = BinaryCursor.open(file, ByteOrder.LITTLE_ENDIAN)) {
 *     int version = cursor.int32();
 * }
 * }</pre>
 */
package org.engram.io.recording.binary;
