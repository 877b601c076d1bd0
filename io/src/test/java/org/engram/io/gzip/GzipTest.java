package org.engram.io.gzip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.engram.core.FormatException;
import org.engram.core.Parallelism;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GzipTest {
    @TempDir
    Path folder;

    @Test
    void theJdkUnpacksWhatIsPackedInBlocks() throws IOException {
        Random random = new Random(1);
        for (int size : new int[] {0, 1, 1000, BlockGzipOutput.BLOCK_BYTES - 1, BlockGzipOutput.BLOCK_BYTES,
                4 * BlockGzipOutput.BLOCK_BYTES, 9 * BlockGzipOutput.BLOCK_BYTES + 17}) {
            byte[] content = new byte[size];
            for (int i = 0; i < size; i++) {
                content[i] = (byte) (i / 1000 % 2 == 0 ? random.nextInt() : random.nextInt(4));
            }
            byte[] one = pack(content, 1, 1);
            assertArrayEquals(content, new GZIPInputStream(new ByteArrayInputStream(one)).readAllBytes());
            assertArrayEquals(one, pack(content, 1, 3), "the bytes depend on the number of threads");
            assertArrayEquals(content,
                    new GZIPInputStream(new ByteArrayInputStream(pack(content, 9, 2))).readAllBytes());
        }
    }

    @Test
    void blocksShareTheirPastSoThatPackingStaysTight() throws IOException {
        byte[] content = new byte[20 * BlockGzipOutput.BLOCK_BYTES];
        Random random = new Random(2);
        byte[] period = new byte[30_000]; // repeats within the 32 KiB a block looks back
        random.nextBytes(period);
        for (int i = 0; i < content.length; i++) {
            content[i] = period[i % period.length];
        }
        // Each of 20 blocks would hold the 30 000 random bytes again without the dictionary: 600 000 and
        // more.
        assertTrue(pack(content, 6, 2).length < 100_000, "packed to " + pack(content, 6, 2).length);
    }

    @Test
    void membersPaddingAndOptionalHeaderFieldsAreRead() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(packWithName("one ".getBytes("US-ASCII")));
        file.writeBytes(jdk("two ".getBytes("US-ASCII")));
        file.writeBytes(new byte[1000]);
        file.writeBytes(jdk("three".getBytes("US-ASCII")));
        file.writeBytes(new byte[70_000]);
        for (int buffer : new int[] {16, 4096, GzipInput.BUFFER_BYTES}) {
            try (GzipInput in = GzipInput.open(save(file.toByteArray()), buffer)) {
                assertEquals("one two three", new String(in.readAllBytes(), "US-ASCII"));
                assertFalse(in.isTruncated());
            }
        }
        file.writeBytes("garbage".getBytes("US-ASCII"));
        try (GzipInput in = GzipInput.open(save(file.toByteArray()), 4096)) {
            assertEquals(13, in.readAllBytes().length);
        }
    }

    @Test
    void everyCutIsTruncatedAndEveryFlippedBitOfTheTrailerIsNoticed() throws IOException {
        byte[] content = new byte[500];
        new Random(4).nextBytes(content);
        byte[] packed = jdk(content);
        for (int length = 10; length < packed.length; length++) {
            try (GzipInput in = GzipInput.open(save(Arrays.copyOf(packed, length)), 4096)) {
                byte[] part = in.readAllBytes();
                assertTrue(in.isTruncated(), "cut to " + length);
                assertArrayEquals(Arrays.copyOf(content, part.length), part);
            }
        }
        for (int bit = 0; bit < 64; bit++) {
            byte[] damaged = packed.clone();
            damaged[packed.length - 8 + bit / 8] ^= 1 << bit % 8;
            try (GzipInput in = GzipInput.open(save(damaged), 4096)) {
                assertThrows(FormatException.class, in::readAllBytes);
            }
        }
    }

    private static byte[] pack(byte[] content, int level, int threads) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (BlockGzipOutput out = new BlockGzipOutput(packed, level, Parallelism.of(threads))) {
            int half = content.length / 3;
            out.write(content, 0, half);
            out.write(content, half, content.length - half);
        }
        return packed.toByteArray();
    }

    private static byte[] jdk(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    /** A member with every optional field: extra bytes, name, comment, header checksum. */
    private static byte[] packWithName(byte[] content) throws IOException {
        byte[] plain = jdk(content);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(plain, 0, 3);
        packed.write(2 | 4 | 8 | 16);
        packed.write(plain, 4, 6);
        packed.writeBytes(new byte[] {3, 0, 1, 2, 3, 'n', 'a', 'm', 'e', 0, 'c', 0, 99, 99});
        packed.write(plain, 10, plain.length - 10);
        return packed.toByteArray();
    }

    private Path save(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.gz"), bytes);
    }
}
