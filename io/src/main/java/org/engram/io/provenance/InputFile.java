package org.engram.io.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that went into a result.
 *
 * @param path as it was given
 * @param sizeBytes its length
 * @param sha256 its SHA-256 hash, 64 hexadecimal digits in lower case
 */
public record InputFile(Path path, long sizeBytes, String sha256) {
    private static final int BLOCK_BYTES = 1 << 18;

    /**
     * @param path a file
     * @return its length and hash; reads the whole file
     * @throws IOException if it cannot be read
     */
    public static InputFile of(Path path) throws IOException {
        MessageDigest digest = newDigest();
        byte[] block = new byte[BLOCK_BYTES];
        long size = 0;
        try (InputStream in = Files.newInputStream(path)) {
            for (int count = in.read(block); count > 0; count = in.read(block)) {
                digest.update(block, 0, count);
                size += count;
            }
        }
        return new InputFile(path, size, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
