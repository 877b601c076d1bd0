package org.engram.nn.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.engram.core.CancelledException;
import org.engram.core.Progress;

/** SHA-256 of files, by blocks. */
final class Checksum {
    static final int BLOCK = 1 << 18;

    private Checksum() {}

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String end(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Takes a file into the digest. */
    static void update(MessageDigest digest, Path file, Progress progress, Progress.Task task)
            throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[BLOCK];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                if (progress.isCancelled()) {
                    throw new CancelledException("checking " + file.getFileName());
                }
                digest.update(block, 0, read);
                task.advance(read);
            }
        }
    }

    static String of(Path file, Progress progress) throws IOException {
        MessageDigest digest = start();
        try (Progress.Task task = progress.begin("checking " + file.getFileName(), Files.size(file))) {
            update(digest, file, progress, task);
        }
        return end(digest);
    }
}
