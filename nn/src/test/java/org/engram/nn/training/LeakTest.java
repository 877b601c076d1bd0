package org.engram.nn.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.nn.data.Loader;
import org.engram.nn.data.Sampler;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Sequence;
import org.engram.nn.parity.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Ten thousand steps leave as many arrays as they found, and no more memory. */
@ExtendWith(OneThread.class)
class LeakTest {
    private static final int STEPS = 10_000;
    private static final int SAMPLE_EVERY = 500;
    private static final Path STATUS = Path.of("/proc/self/status");

    /** What was seen every so many steps: managed arrays, resident kilobytes. */
    private record Seen(List<Integer> arrays, List<Long> kilobytes) {}

    private static Seen train(int steps, TrainingTask<Sequence> task) {
        Seen seen = new Seen(new ArrayList<>(), new ArrayList<>());
        try (NDManager manager = Torch.newManager()) {
            long[] done = new long[1];
            Progress watching = (name, total) -> advanced -> {
                done[0] += advanced;
                if (done[0] % SAMPLE_EVERY == 0) {
                    seen.arrays.add(manager.getManagedArrays().size());
                    seen.kilobytes.add(resident());
                }
            };
            Loader loader = Loader.builder(Tasks.data(6000, 1)).batchSize(8).parallelism(Parallelism.of(2))
                    .sampler(Sampler.shuffled()).build();
            Sequence network = Tasks.network();
            Trainer.builder(task).rate(Schedule.cosine(1e-3, 0, STEPS)).progress(watching)
                    .validator(Validator.of(Tasks.CLASSIFICATION, Loader.builder(Tasks.data(32, 2)).build()))
                    .options(TrainerOptions.builder().steps(steps).greatestGradientNorm(1).average(0.99, true)
                            .validateEvery(2000).build())
                    .build().train(network, loader, manager);
            network.clear();
        }
        return seen;
    }

    private static long resident() {
        try {
            return !Files.exists(STATUS)
                    ? 0
                    : Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst()
                            .orElse(0);
        } catch (IOException failure) {
            return 0;
        }
    }

    @Test
    void tenThousandStepsLeakNothing() {
        Seen seen = train(STEPS, Tasks.CLASSIFICATION);
        assertEquals(STEPS / SAMPLE_EVERY, seen.arrays.size());
        seen.arrays
                .forEach(count -> assertEquals(seen.arrays.get(0), count, "managed arrays: " + seen.arrays));
        // The second half, when heap and allocator are warm, may grow by what the garbage collector has not yet given
        // back; one leaked array of 8 x 12 floats a step would be 5,000 allocations of about 500 bytes and the engine's
        // records of them, and one leaked graph a step several times that.
        long half = seen.kilobytes.get(seen.kilobytes.size() / 2);
        long end = seen.kilobytes.get(seen.kilobytes.size() - 1);
        assertTrue(end - half < 48 << 10, "resident kilobytes: " + seen.kilobytes);
    }

    /** The control: the same measurement finds one array kept at each step. */
    @Test
    void aLeakIsSeen() {
        Seen seen = train(2 * SAMPLE_EVERY, (pass, network, batch) -> {
            var copy = batch.array("x").duplicate();
            NDScope.unregister(copy);
            return Tasks.CLASSIFICATION.loss(pass, network, batch);
        });
        assertTrue(seen.arrays.get(1) - seen.arrays.get(0) >= SAMPLE_EVERY, "managed arrays: " + seen.arrays);
    }
}
