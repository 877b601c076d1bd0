package org.engram.io.recording;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.engram.core.EngramException;

/**
 * Damages a file at random places and reads it: nothing but the declared errors may come out, and the memory asked for
 * follows the file, not what its header says.
 */
public final class RecordingFuzz {
    private static final long LARGEST_ALLOCATION = 64L << 20;
    private static final int LARGEST_READ = 4096;

    private RecordingFuzz() {}

    /** Reads a possibly damaged file. */
    @FunctionalInterface
    public interface Reading {
        /**
         * @param file the file
         * @throws IOException if it cannot be read
         */
        void of(Path file) throws IOException;
    }

    /**
     * @param format a format
     * @return opens a recording of it and reads its first and last samples
     */
    public static Reading recordings(RecordingFormat format) {
        return file -> {
            Recording recording = format.read(file, ReadOptions.DEFAULT, notice -> {});
            int channels = Math.max(1, recording.channelCount());
            int count = (int) Math.min(recording.sampleCount(), Math.max(1, LARGEST_READ * 16L / channels));
            recording.read(0, count);
            recording.read(recording.sampleCount() - count, count);
        };
    }

    /**
     * Damages {@code file} in many ways, one after the other, and puts it back.
     *
     * @param file a sound file; may have companions beside it
     * @param within how many of its first bytes to damage; the rest is only cut
     * @param rounds how many damaged files
     * @param seed of the damage
     * @param reading what to do with them
     * @return how many were read without complaint
     * @throws IOException if the file cannot be changed
     */
    public static int run(Path file, int within, int rounds, long seed, Reading reading) throws IOException {
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(seed);
        int read = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] bytes = sound.clone();
            int changes = 1 + random.nextInt(6);
            for (int i = 0; i < changes; i++) {
                damage(bytes, Math.min(bytes.length, within), random);
            }
            if (round % 7 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            Files.write(file, bytes);
            read += reads(file, round, reading) ? 1 : 0;
        }
        Files.write(file, sound);
        assertTrue(reads(file, rounds, reading), "the sound file is not read");
        return read;
    }

    private static boolean reads(Path file, int round, Reading reading) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        long start = System.nanoTime();
        boolean read = true;
        try {
            reading.of(file);
        } catch (EngramException | IOException declared) {
            read = false;
            assertTrue(declared.getMessage() != null && !declared.getMessage().isBlank(),
                    "round " + round + ": an error without a message");
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError undeclared) {
            fail("round " + round + " of damage ended in " + undeclared, undeclared);
        }
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertTrue(allocated < LARGEST_ALLOCATION, "round " + round + " asked for " + allocated + " bytes");
        assertTrue(System.nanoTime() - start < 20_000_000_000L, "round " + round + " hangs");
        return read;
    }

    private static void damage(byte[] bytes, int within, Random random) {
        int at = random.nextInt(within);
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> bytes[at] = (byte) "0123456789-.,"
                    .charAt(random.nextInt(13));
            case 3 -> Arrays.fill(bytes, at, Math.min(within, at + 4), (byte) 0xff);
            default -> Arrays.fill(bytes, at, Math.min(within, at + 2), (byte) 0x7f);
        }
    }
}
