package org.engram.nn.checkpoints;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.engram.core.EngramException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format cut off anywhere and with bytes changed at random: read, or refused with a clear error; nothing else. */
class HostileBytesTest {
    /** Of processor time, whatever else the machine does; an honest file of this size takes a few milliseconds. */
    private static final double MOST_SECONDS = 1;
    /** Section 13.5.1 of the specification of electrophysiology. */
    private static final long MOST_BYTES = 64 << 20;
    private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory
            .getThreadMXBean();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"zip.pt", "legacy.pt", "training.ckpt", "script.pt", "numpy2.pkl", "numpy4.pkl",
            "keras_weights.h5"})
    void cutAnywhereAndChangedAnywhere(String name) throws IOException {
        byte[] whole = Files.readAllBytes(TorchCheckpointTest.resource(name));
        attack(whole, name.endsWith(".h5") ? 100 : 300);
    }

    @Test
    void safetensors() throws IOException {
        Path file = folder.resolve("whole.safetensors");
        try (Checkpoint checkpoint = Checkpoints.open(TorchCheckpointTest.resource("zip.pt"))) {
            Checkpoints.save(checkpoint, file);
        }
        attack(Files.readAllBytes(file), 400);
    }

    private void attack(byte[] whole, int rounds) throws IOException {
        Random random = new Random(whole.length);
        Path file = folder.resolve("changed");
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] changed = round % 2 == 0
                    ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length))
                    : whole.clone();
            for (int flips = round % 2 == 0 ? 0 : 1 + random.nextInt(4); flips > 0; flips--) {
                int at = random.nextInt(changed.length);
                changed[at] = (byte) (random.nextBoolean()
                        ? random.nextInt()
                        : changed[at] ^ 1 << random.nextInt(8));
            }
            Files.write(file, changed);
            long start = THREADS.getCurrentThreadCpuTime();
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            refused += refused(file, round % 3 == 0) ? 1 : 0;
            double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
            allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
            assertTrue(allocated < MOST_BYTES, "round " + round + " took " + allocated + " bytes");
            assertTrue(seconds < MOST_SECONDS, "round " + round + " took " + seconds + " s");
        }
        // All cut files but those that lose only what is never read.
        assertTrue(refused > rounds / 4, refused + " of " + rounds + " refused");
    }

    private static boolean refused(Path file, boolean inert) throws IOException {
        CheckpointOptions options = inert
                ? CheckpointOptions.DEFAULT.withInertObjects()
                : CheckpointOptions.DEFAULT;
        try (Checkpoint checkpoint = Checkpoints.open(file, options)) {
            checkpoint.entries().forEach((name, entry) -> {
                if (entry.count() < 1_000_000) {
                    checkpoint.tensor(name).toFloats();
                }
            });
            return false;
        } catch (EngramException clear) {
            assertTrue(clear.getMessage() != null && clear.getMessage().contains(file.toString()),
                    () -> "not placed: " + clear);
            return true;
        }
    }
}
