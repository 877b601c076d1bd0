package org.engram.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    @Test
    void aNewFileHasThePermissionsAnyNewFileGets() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path plain = Files.writeString(folder.resolve("plain.txt"), "x");
        Path target = folder.resolve("map.txt");
        AtomicFile.write(target, path -> Files.writeString(path, "x"));
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(target));
    }

    @Test
    void aReplacedFileKeepsItsPermissions() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path target = Files.writeString(folder.resolve("map.txt"), "old");
        for (String permissions : new String[] {"rw-------", "rw-rw-r--", "r--r-----"}) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
            AtomicFile.write(target, path -> Files.writeString(path, permissions));
            assertEquals(permissions,
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
            assertEquals(permissions, Files.readString(target));
        }
    }
}
