package org.engram.io;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes files that are either whole or not there: the content goes into a file beside the final name and is moved
 * into place when it is complete. After an error the old file, if any, is untouched and nothing else remains. On
 * POSIX file systems the file has the permissions of the one it replaces, or those any new file gets there.
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
        Path partial = createBeside(folder, target);
        try {
            content.writeTo(partial);
            copyPermissions(target, partial);
            moveIntoPlace(partial, target);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Not createTempFile, which makes files that nobody else may read. */
    private static Path createBeside(Path folder, Path target) throws IOException {
        while (true) {
            String unique = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(),
                    Character.MAX_RADIX);
            try {
                return Files
                        .createFile(folder.resolve("." + target.getFileName() + "." + unique + ".partial"));
            } catch (FileAlreadyExistsException taken) {
                continue; // another number
            }
        }
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        PosixFileAttributeView fresh = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (old != null && fresh != null && Files.exists(from)) {
            fresh.setPermissions(old.readAttributes().permissions());
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
