package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.engram.core.EngramException;

/**
 * A folder of results that belong together. They are written into a hidden folder beside it and moved into place when
 * all of them are complete, so a failure leaves what was there before, and nothing else. Files of earlier results whose
 * names differ stay.
 */
final class ResultFolder {
    private ResultFolder() {}

    /** Writes all files of a result. */
    @FunctionalInterface
    interface Content {
        void writeTo(Path folder) throws IOException;
    }

    /** Fails when results could not be written there. Makes nothing. */
    static void requireWritable(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing != null && !Files.isDirectory(existing)) {
            throw new EngramException(
                    existing + ": is a file, expected a folder for results: give another name");
        }
        if (existing == null || !Files.isWritable(existing)) {
            throw new EngramException(folder
                    + ": results cannot be written there: choose a folder you may write to");
        }
    }

    static void write(Path folder, Content content) throws IOException {
        requireWritable(folder);
        Path target = folder.toAbsolutePath().normalize();
        Path parent = target.getParent() == null ? target : target.getParent();
        Files.createDirectories(parent);
        Path partial = parent.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + "-"
                + Long.toHexString(System.nanoTime()) + ".partial");
        Files.createDirectory(partial);
        try {
            content.writeTo(partial);
            moveIntoPlace(partial, target);
        } finally {
            delete(partial);
        }
    }

    private static void moveIntoPlace(Path partial, Path target) throws IOException {
        if (!Files.exists(target)) {
            Files.move(partial, target);
            return;
        }
        for (Path file : files(partial)) {
            Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted().toList();
        }
    }

    private static void delete(Path partial) throws IOException {
        if (!Files.exists(partial)) {
            return;
        }
        try (Stream<Path> all = Files.walk(partial)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
