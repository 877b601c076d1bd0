package org.engram.io;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes files that are either whole or not there: the content goes into a file beside the final name and is moved
 * into place when it is complete. After an error the old file, if any, is untouched and nothing else remains.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * @param target the final name; missing parent folders are made
     * @param content writes the whole file at the path it is given
     * @throws IOException if writing or moving fails
     */
    public static void write(Path target, Content content) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path partial = Files.createTempFile(folder, "." + target.getFileName() + ".", ".partial");
        try {
            content.writeTo(partial);
            moveIntoPlace(partial, target);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void moveIntoPlace(Path partial, Path target) throws IOException {
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Writes one file. */
    @FunctionalInterface
    public interface Content {
        /**
         * @param path where to write; the file exists and is empty
         * @throws IOException if writing fails
         */
        void writeTo(Path path) throws IOException;
    }
}
