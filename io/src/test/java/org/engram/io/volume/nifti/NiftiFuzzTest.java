package org.engram.io.volume.nifti;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.engram.core.EngramException;
import org.engram.io.volume.Volume;
import org.engram.io.volume.nifti.NiftiReader.Tolerance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Randomly damaged files: nothing but the declared errors may come out, and memory follows the file, not
 * the header.
 */
class NiftiFuzzTest {
    /**
     * Header, notices, decoder chunks and unpacking blocks of a file of this size; a header could ask for
     * terabytes.
     */
    private static final long LARGEST_ALLOCATION = 8 << 20;

    private static final long LARGEST_READ = 1 << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    @Test
    void damagedHeadersAndExtensions() throws IOException {
        List<byte[]> seeds = List.of(HostileHeaderTest.made("n1_le_i2.nii"),
                HostileHeaderTest.made("n1_be_f4.nii"),
                HostileHeaderTest.made("n2_le_u8.nii"), HostileHeaderTest.made("n2_be_c16.nii"),
                withExtensions());
        Random random = new Random(20);
        int read = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = seeds.get(round % seeds.size()).clone();
            int changes = 1 + random.nextInt(6);
            for (int i = 0; i < changes; i++) {
                damage(bytes, Math.min(bytes.length, 700), random);
            }
            if (round % 7 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            read += read(round % 4 == 3 ? packed(bytes) : bytes, round) ? 1 : 0;
        }
        assertTrue(read > 300 && read < 1900,
                read + " of 2000 damaged files were read: the damage is not telling");
    }

    @Test
    void damagedCompressedFiles() throws IOException {
        byte[] seed = packed(withExtensions());
        Random random = new Random(21);
        int read = 0;
        for (int round = 0; round < 800; round++) {
            byte[] bytes = seed.clone();
            damage(bytes, bytes.length, random);
            if (round % 3 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            read += read(bytes, round) ? 1 : 0;
        }
        assertTrue(read < 160, read + " of 800 damaged compressed files were read: damage goes unnoticed");
    }

    @Test
    void damagedMatFilesBesideAnalyzeImages() throws IOException {
        Random random = new Random(22);
        for (String name : List.of("spm_mat4", "spm_mat5", "spm_mat5z")) {
            Files.write(folder.resolve("a.hdr"), HostileHeaderTest.made(name + ".hdr"));
            Files.write(folder.resolve("a.img"), HostileHeaderTest.made(name + ".img"));
            byte[] seed = HostileHeaderTest.made(name + ".mat");
            for (int round = 0; round < 300; round++) {
                byte[] bytes = round % 5 == 0
                        ? Arrays.copyOf(seed, random.nextInt(seed.length))
                        : seed.clone();
                if (bytes.length > 0) {
                    damage(bytes, bytes.length, random);
                }
                Files.write(folder.resolve("a.mat"), bytes);
                readOrRefuse(folder.resolve("a.hdr"), round);
            }
        }
    }

    private static void damage(byte[] bytes, int within, Random random) {
        int at = random.nextInt(within);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] ^= 1 << random.nextInt(8);
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> Arrays.fill(bytes, at, Math.min(within, at + 4), (byte) 0xff);
            default -> Arrays.fill(bytes, at, Math.min(within, at + 2), (byte) 0x7f);
        }
    }

    private boolean read(byte[] bytes, int round) throws IOException {
        return readOrRefuse(Files.write(folder.resolve("fuzz.nii"), bytes), round);
    }

    private boolean readOrRefuse(Path file, int round) {
        NiftiReader reader = NiftiReader.builder().tolerance(Tolerance.values()[round % 3])
                .preferQform(round % 2 == 0).allowTruncated(round % 5 == 4).build();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        try (NiftiImage image = reader.read(file)) {
            Volume volume = image.volume();
            int count = (int) Math.min(LARGEST_READ, volume.voxels().size());
            if (!volume.voxels().type().isColour()) {
                float[] values = new float[Math.min(count, 4096)];
                for (long start = 0; start < count; start += values.length) {
                    volume.voxels().read(start, (int) Math.min(values.length, count - start), values, 0);
                }
            }
            image.header().sliceTimesSeconds();
            return true;
        } catch (EngramException | IOException e) {
            assertTrue(e.getMessage() != null && !e.getMessage().isBlank(), "an error without a message");
            return false;
        } catch (RuntimeException | Error e) {
            return fail("round " + round + " gave " + e, e);
        } finally {
            long used = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertTrue(used < LARGEST_ALLOCATION, "round " + round + " allocated " + used + " bytes");
        }
    }

    private byte[] withExtensions() throws IOException {
        Path file = folder.resolve("seed.nii");
        byte[] content = new byte[88];
        new Random(1).nextBytes(content);
        NiftiWriter.builder()
                .extensions(List.of(new NiftiExtension(6, content), NiftiExtension.comment("seed")))
                .build()
                .write(Volume
                        .of(new float[300], new long[] {5, 5, 3, 4}, org.engram.io.volume.Affine.identity())
                        .withRepetitionTime(2), file);
        return Files.readAllBytes(file);
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
