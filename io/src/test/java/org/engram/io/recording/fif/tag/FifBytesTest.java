package org.engram.io.recording.fif.tag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifBytesTest {
    @TempDir
    Path folder;

    @Test
    void smallFilesAreUnpackedIntoMemoryAndLargeOnesIntoTemporaryFiles() throws IOException {
        Path file = folder.resolve("x.fif.gz");
        FifOutput.write(file, out -> out.doubles(Kinds.COVARIANCE, new double[1000]));
        FifBytes small = FifBytes.of(file);
        FifBytes large = FifBytes.unpack(file, 100);
        assertTrue(small.isInMemory());
        assertFalse(large.isInMemory());
        assertEquals(small.size(), large.size());
        for (FifBytes bytes : new FifBytes[] {small, large}) {
            try (FifBytes.Session session = bytes.open()) {
                ByteBuffer kind = ByteBuffer.allocate(4);
                session.read(36 + 20 + 20, kind); // after the identity, directory pointer and free list
                assertEquals(Kinds.COVARIANCE, kind.getInt());
            }
        }
    }
}
