package org.engram.core;

import java.nio.file.Path;

/** A file does not hold what its format promises. Carries the file, and the byte offset where one is known. */
public class FormatException extends EngramException {
    private static final long serialVersionUID = 1L;

    /** The offset given when the place is not a byte position. */
    public static final long UNKNOWN_OFFSET = -1;

    private final transient Path file;
    private final long byteOffset;

    /**
     * @param file the file at fault
     * @param message what was found, what was expected, what to do; the file name is put in front
     */
    public FormatException(Path file, String message) {
        this(file, UNKNOWN_OFFSET, message, null);
    }

    /**
     * @param file the file at fault
     * @param byteOffset where in the (uncompressed) file, or {@link #UNKNOWN_OFFSET}
     * @param message what was found, what was expected, what to do; file name and offset are put in front
     */
    public FormatException(Path file, long byteOffset, String message) {
        this(file, byteOffset, message, null);
    }

    /**
     * @param file the file at fault
     * @param byteOffset where in the (uncompressed) file, or {@link #UNKNOWN_OFFSET}
     * @param message what was found, what was expected, what to do; file name and offset are put in front
     * @param cause the lower-level error, or null
     */
    public FormatException(Path file, long byteOffset, String message, Throwable cause) {
        super(file + (byteOffset == UNKNOWN_OFFSET ? "" : " (byte " + byteOffset + ")") + ": " + message,
                cause);
        this.file = file;
        this.byteOffset = byteOffset;
    }

    /** @return the file at fault (null after Java serialization) */
    public Path file() {
        return file;
    }

    /** @return the byte offset, or {@link #UNKNOWN_OFFSET} */
    public long byteOffset() {
        return byteOffset;
    }
}
