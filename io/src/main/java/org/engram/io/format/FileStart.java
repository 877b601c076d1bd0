package org.engram.io.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.engram.io.gzip.GzipInput;

/** The name of a file and its first bytes, which is what formats are recognised by. */
public final class FileStart {
    /** How many bytes are looked at. */
    public static final int LENGTH = 1024;

    private final Path file;
    private final byte[] bytes;
    private final boolean compressed;

    private FileStart(Path file, byte[] bytes, boolean compressed) {
        this.file = file;
        this.bytes = bytes;
        this.compressed = compressed;
    }

    /**
     * @param file an existing file or folder
     * @return its start; a folder has no bytes
     * @throws IOException if the file is missing or cannot be read
     */
    public static FileStart of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return new FileStart(file, new byte[0], false);
        }
        byte[] stored;
        try (InputStream in = Files.newInputStream(file)) {
            stored = in.readNBytes(LENGTH);
        }
        if (!GzipInput.isGzip(stored)) {
            return new FileStart(file, stored, false);
        }
        try (GzipInput in = GzipInput.open(file, 4096)) {
            return new FileStart(file, in.readNBytes(LENGTH), true);
        }
    }

    /**
     * @param file a name; nothing need exist there
     * @param bytes first bytes, uncompressed; copied
     * @return that start, for tests and for content that is not a file
     */
    public static FileStart of(Path file, byte[] bytes) {
        return new FileStart(file, bytes.clone(), false);
    }

    /** @return the file */
    public Path file() {
        return file;
    }

    /** @return the file name in lower case */
    public String lowerCaseName() {
        Path name = file.getFileName();
        return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    }

    /** @return up to {@link #LENGTH} first bytes after unpacking gzip, a copy; empty for a folder */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** @return whether the file is compressed with gzip, whatever its name */
    public boolean isCompressed() {
        return compressed;
    }

    /**
     * @param offset first byte
     * @param expected bytes that should be there
     * @return whether they are
     */
    public boolean has(int offset, byte... expected) {
        return offset + expected.length <= bytes.length
                && Arrays.equals(bytes, offset, offset + expected.length, expected, 0, expected.length);
    }
}
