package org.engram.io.recording;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of many gigabytes that take no place: what was never written reads as zeros. */
public final class SparseFile {
    private static final long TRIAL_BYTES = 256L << 20;

    private SparseFile() {}

    /**
     * Makes a file longer; skips the test where the file system would have to store the zeros.
     *
     * @param file an existing file
     * @param bytes the length to have
     * @throws IOException if it cannot be made so long
     */
    public static void extend(Path file, long bytes) throws IOException {
        Path trial = Files.createTempFile(file.toAbsolutePath().getParent(), "sparse", "");
        try {
            long before = Files.getFileStore(trial).getUsableSpace();
            setLength(trial, TRIAL_BYTES);
            long after = Files.getFileStore(trial).getUsableSpace();
            assumeTrue(before - after < TRIAL_BYTES / 2, "this file system has no sparse files");
        } finally {
            Files.delete(trial);
        }
        setLength(file, bytes);
    }

    private static void setLength(Path file, long bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(bytes);
        }
    }

    /**
     * @param file an existing file
     * @param at place of the first byte
     * @param bytes what to write there
     * @throws IOException if writing fails
     */
    public static void put(Path file, long at, int... bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            for (int value : bytes) {
                open.write(value);
            }
        }
    }
}
