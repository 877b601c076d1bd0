package org.engram.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path target = folder.resolve("map.txt");
        AtomicFile.write(target, path -> Files.writeString(path, "old"));
        assertThrows(IOException.class, () -> AtomicFile.write(target, path -> {
            Files.writeString(path, "half");
            throw new IOException("disk full");
        }));
        assertEquals("old", Files.readString(target));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void missingFoldersAreMade() throws IOException {
        Path target = folder.resolve("a/b/map.txt");
        AtomicFile.write(target, path -> Files.writeString(path, "x"));
        assertEquals("x", Files.readString(target));
    }
}
