package org.engram.io.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.GZIPOutputStream;
import org.engram.core.FormatException;
import org.engram.core.Parallelism;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.volume.VoxelSource.Scaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVoxelsTest {
    @TempDir
    Path folder;

    @Test
    void readsInAnyOrderGiveTheSameFromPlainAndPackedFiles() throws IOException {
        int count = 700_000; // several blocks of the unpacker
        byte[] bytes = new byte[2 * count];
        new Random(1).nextBytes(bytes);
        StoredLayout layout = new StoredLayout(352, VoxelType.INT16, ByteOrder.BIG_ENDIAN,
                new Scaling(0.5, -3),
                count);
        VoxelSource[] sources = {FileVoxels.open(save("a.raw", bytes, false), layout),
                FileVoxels.open(save("a.gz", bytes, true), layout),
                new MappedVoxels(save("b.raw", bytes, false), layout, 48 * 1000)};
        ByteBuffer expected = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
        Random random = new Random(2);
        for (VoxelSource source : sources) {
            long next = 0;
            for (int round = 0; round < 60; round++) {
                // Mostly forward, as analyses read, now and then back.
                long start = round % 10 == 9 ? random.nextInt(count) : next;
                int length = (int) Math.min(1 + random.nextInt(40_000), count - start);
                next = (start + length) % count;
                float[] floats = new float[length + 2];
                source.read(start, length, floats, 1);
                for (int i = 0; i < length; i++) {
                    assertEquals(expected.getShort(2 * (int) (start + i)) * 0.5f - 3, floats[i + 1], 0);
                }
                assertEquals(0, floats[0], 0);
                assertEquals(0, floats[length + 1], 0);
            }
        }
        assertTrue(sources[1].isSequential());
        assertTrue(!sources[0].isSequential());
    }

    @Test
    void manyThreadsReadOnePackedFile() throws IOException {
        int count = 400_000;
        byte[] bytes = new byte[count];
        new Random(3).nextBytes(bytes);
        VoxelSource source = FileVoxels.open(save("c.gz", bytes, true),
                new StoredLayout(352, VoxelType.UINT8, ByteOrder.LITTLE_ENDIAN, Scaling.NONE, count));
        AtomicReferenceArray<float[]> parts = new AtomicReferenceArray<>(20);
        Parallelism.of(4).forEach(20, part -> {
            float[] values = new float[20_000];
            source.read(part * 20_000L, 20_000, values, 0);
            parts.set(part, values);
        });
        for (int i = 0; i < count; i++) {
            assertEquals(bytes[i] & 0xff, parts.get(i / 20_000)[i % 20_000], 0);
        }
    }

    @Test
    void everyIntegerTypeKeepsItsExtremes() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, Long.MIN_VALUE).putLong(8, -1);
        assertArrayEquals(new double[] {-0x1p63, -1}, doubles(VoxelType.INT64, bytes.array(), 2), 0);
        assertArrayEquals(new double[] {0x1p63, 0x1p64}, doubles(VoxelType.UINT64, bytes.array(), 2), 0);
        assertArrayEquals(new double[] {0, -0x1p31, -1, -1}, doubles(VoxelType.INT32, bytes.array(), 4), 0);
        assertArrayEquals(new double[] {0, 0x1p31, 4294967295.0, 4294967295.0},
                doubles(VoxelType.UINT32, bytes.array(), 4), 0);
        assertArrayEquals(new double[] {0, 0, 0, 32768, 65535, 65535, 65535, 65535},
                doubles(VoxelType.UINT16, bytes.array(), 8), 0);
        assertEquals(-128, doubles(VoxelType.INT8, bytes.array(), 16)[7], 0);
        bytes.putFloat(0, 3).putFloat(4, -4);
        assertEquals(5, doubles(VoxelType.COMPLEX64, bytes.array(), 2)[0], 0);
        assertThrows(UnsupportedFeatureException.class, () -> doubles(VoxelType.RGB24, bytes.array(), 5));
    }

    @Test
    void anImageBeyondTwoGigabytesIsReadAtItsEnd() throws IOException {
        Path file = folder.resolve("sparse.raw");
        long count = (3L << 30) + 5; // bytes; only the last few take room on disk
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(count + 100);
            out.seek(100 + count - 3);
            out.write(new byte[] {7, 8, 9});
        }
        VoxelSource source = FileVoxels.open(file,
                new StoredLayout(100, VoxelType.UINT8, ByteOrder.LITTLE_ENDIAN, Scaling.NONE, count));
        float[] last = new float[4];
        source.read(count - 4, 4, last, 0);
        assertArrayEquals(new float[] {0, 7, 8, 9}, last, 0);
        long boundary = MappedVoxels.SEGMENT_BYTES * 2L; // a read across two mapped segments
        source.read(boundary - 2, 4, last, 0);
        assertArrayEquals(new float[4], last, 0);
        assertThrows(IndexOutOfBoundsException.class, () -> source.read(count - 3, 4, last, 0));
    }

    @Test
    void aFileCutShortAfterOpeningIsReported() throws IOException {
        byte[] bytes = new byte[1000];
        Path file = save("d.raw", bytes, false);
        VoxelSource source = FileVoxels.open(file,
                new StoredLayout(352, VoxelType.UINT8, ByteOrder.LITTLE_ENDIAN, Scaling.NONE, 1000));
        Files.write(file, new byte[10]);
        assertThrows(FormatException.class, () -> source.read(0, 10, new float[10], 0));
    }

    private double[] doubles(VoxelType type, byte[] bytes, int count) throws IOException {
        double[] values = new double[count];
        FileVoxels.open(save(type + ".raw", bytes, false),
                new StoredLayout(352, type, ByteOrder.LITTLE_ENDIAN, Scaling.NONE, count))
                .read(0, count, values, 0);
        return values;
    }

    /** Saves the bytes behind 352 others, as a single NIfTI file has them. */
    private Path save(String name, byte[] bytes, boolean packed) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream raw = Files.newOutputStream(file);
                OutputStream out = packed
                        ? new GZIPOutputStream(raw)
                        : raw) {
            out.write(new byte[352]);
            out.write(bytes);
        }
        return file;
    }
}
