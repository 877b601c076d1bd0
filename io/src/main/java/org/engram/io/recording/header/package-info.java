/**
 * Reading headers from files of strangers: {@link org.engram.io.recording.header.BinaryCursor} reads numbers and texts one
 * after the other and refuses counts that the file cannot hold, {@link org.engram.io.recording.header.CompanionFile}
 * finds the file a header names, when it or its header was renamed, and never outside of the header's folder.
 *
 * <pre>{@code
 * try (BinaryCursor cursor = BinaryCursor.open(file, ByteOrder.LITTLE_ENDIAN)) {
 *     int channels = cursor.count(cursor.int32(), 104, "channels");
 * }
 * }</pre>
 */
package org.engram.io.recording.header;
