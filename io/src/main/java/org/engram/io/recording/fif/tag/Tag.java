package org.engram.io.recording.fif.tag;

/**
 * One tag of a file: what it is and where its content lies, which is within the file.
 *
 * @param kind what it means, one of {@link Kinds}
 * @param type how its content is stored, one of {@link Types}
 * @param size bytes of its content
 * @param position byte of the (unpacked) file its content begins at
 */
public record Tag(int kind, int type, int size, long position) {
    /** Bytes before the content of a tag. */
    public static final int HEADER_BYTES = 16;
}
