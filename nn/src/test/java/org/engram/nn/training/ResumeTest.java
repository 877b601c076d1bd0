package org.engram.nn.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Progress;
import org.engram.io.table.JsonFile;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Sequence;
import org.engram.nn.parity.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(OneThread.class)
class ResumeTest {
    private static final int STEPS = 45;

    private static TrainerOptions.Builder options(Path folder, int steps) {
        return TrainerOptions.builder().steps(steps).seed(9).accumulation(2).greatestGradientNorm(1)
                .average(0.99, true).plateau(Plateau.of(0.5, 1)).earlyStopping(EarlyStopping.of(1000))
                .folder(folder).checkpointEvery(7).keep(2).validateEvery(5).resume(true);
    }

    private static Trainer<Sequence> trainer(TrainerOptions options, Progress progress) {
        return Trainer.builder(Tasks.CLASSIFICATION).updates(Adam.decoupled(0.1))
                .rules(ParameterRule.withoutDecay())
                .rate(Schedule.cosine(0.02, 1e-4, STEPS).warmedUp(5, 0)).progress(progress)
                .validator(Validator.of(Tasks.CLASSIFICATION,
                        org.engram.nn.data.Loader.builder(Tasks.data(30, 2))
                                .sampler(org.engram.nn.data.Sampler.sequential()).build()))
                .options(options).build();
    }

    private static Map<String, float[]> weightsAfter(Path folder, int steps, int threads, Progress progress) {
        Map<String, float[]> weights = new java.util.TreeMap<>();
        Sequence network = Tasks.demandingNetwork();
        try (NDManager manager = Torch.newManager()) {
            TrainingResult result = trainer(options(folder, steps).build(), progress).train(network,
                    Tasks.loader(threads), manager);
            assertEquals(steps, result.steps());
            network.state().forEach((path, p) -> weights.put(path, p.getArray().toFloatArray()));
            weights.put("loss", new float[] {(float) result.loss()});
            result.validation().forEach((name, value) -> weights.put("validation " + name,
                    new float[] {value.floatValue()}));
        }
        return weights;
    }

    private static void assertSame(Map<String, float[]> expected, Map<String, float[]> found) {
        assertEquals(expected.keySet(), found.keySet());
        // Bit for bit.
        expected.forEach((name, values) -> assertArrayEquals(values, found.get(name), 0f, name));
    }

    /** Everything but times, which no two runs share. */
    private static List<Map<String, Object>> log(Path folder) throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>();
        Path file = folder.resolve("metrics.jsonl");
        for (String line : Files.readAllLines(file)) {
            Map<String, Object> fields = JsonFile.parse(file, line.getBytes(StandardCharsets.UTF_8));
            fields.remove("seconds");
            fields.remove("samplesPerSecond");
            lines.add(fields);
        }
        return lines;
    }

    @Test
    void aRunInPartsIsTheRunInOnePiece(@TempDir Path folder) throws IOException {
        Map<String, float[]> whole = weightsAfter(folder.resolve("whole"), STEPS, 1, Progress.NONE);
        weightsAfter(folder.resolve("parts"), 10, 2, Progress.NONE);
        weightsAfter(folder.resolve("parts"), 24, 1, Progress.NONE);
        assertSame(whole, weightsAfter(folder.resolve("parts"), STEPS, 3, Progress.NONE));
        assertEquals(log(folder.resolve("whole")), log(folder.resolve("parts")));
        assertTrue(Files.readString(folder.resolve("parts/loss.svg")).contains("<polyline"));
        // Asking once more for what is done changes nothing.
        assertSame(whole, weightsAfter(folder.resolve("parts"), STEPS, 1, Progress.NONE));
        assertEquals(log(folder.resolve("whole")), log(folder.resolve("parts")));
    }

    @Test
    void aCancelledRunGoesOn(@TempDir Path folder) {
        Map<String, float[]> whole = weightsAfter(folder.resolve("whole"), STEPS, 1, Progress.NONE);
        long[] done = new long[1];
        Progress impatient = new Progress() {
            @Override
            public Task begin(String name, long total) {
                assertEquals(STEPS, total);
                return steps -> done[0] += steps;
            }

            @Override
            public boolean isCancelled() { return done[0] >= 17; }
        };
        assertThrows(CancelledException.class,
                () -> weightsAfter(folder.resolve("parts"), STEPS, 1, impatient));
        assertTrue(Files.exists(folder.resolve("parts/step-17.safetensors")));
        assertSame(whole, weightsAfter(folder.resolve("parts"), STEPS, 1, Progress.NONE));
    }

    /** Run by {@link #aKilledRunGoesOn} in a process of its own: trains slowly and says each step. */
    public static final class Child {
        private Child() {}

        /** @param arguments the folder, and the milliseconds a step is to take */
        public static void main(String... arguments) {
            Torch.threads(1);
            Progress slow = (name, total) -> steps -> {
                System.out.println("step");
                System.out.flush();
                try {
                    Thread.sleep(Long.parseLong(arguments[1]));
                } catch (InterruptedException stop) {
                    throw new IllegalStateException(stop);
                }
            };
            weightsAfter(Path.of(arguments[0]), STEPS, 2, slow);
        }
    }

    @Test
    void aKilledRunGoesOn(@TempDir Path folder) throws Exception {
        Map<String, float[]> whole = weightsAfter(folder.resolve("whole"), STEPS, 1, Progress.NONE);
        Path killed = folder.resolve("killed");
        kill(killed, 16);
        // What a kill in the middle of a checkpoint leaves, and a log line cut short.
        Files.writeString(killed.resolve(".step-21.safetensors.abc.partial"), "half");
        Files.writeString(killed.resolve("metrics.jsonl"), "{\"kind\":\"st",
                java.nio.file.StandardOpenOption.APPEND);
        kill(killed, 14);
        assertSame(whole, weightsAfter(killed, STEPS, 1, Progress.NONE));
        assertEquals(log(folder.resolve("whole")), log(killed));
        try (var files = Files.list(killed)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".partial")));
        }
    }

    /** Starts the run in another process and kills it, with no chance to clean up, after so many reports. */
    private static void kill(Path folder, int reports) throws Exception {
        Process child = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                classPath(), Child.class.getName(), folder.toString(), "10")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var out = child.inputReader()) {
            for (int seen = 0; seen < reports; seen++) {
                assertNotEquals(null, out.readLine(), "the child ended before it could be killed");
            }
            child.destroyForcibly();
            assertTrue(child.waitFor(1, TimeUnit.MINUTES));
        }
        assertEquals(128 + 9, child.exitValue());
    }

    /** Surefire hands the class path over in a property of its own. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    @Test
    void anotherRunIsRefused(@TempDir Path folder) {
        weightsAfter(folder, 8, 1, Progress.NONE);
        try (NDManager manager = Torch.newManager()) {
            assertTrue(refusal(manager, options(folder, 9).seed(10).build())
                    .contains("is of a run with seed 9, but this one has 10"));
            assertTrue(refusal(manager, options(folder, 9).resume(false).build())
                    .contains("already holds a training run (step-8.safetensors)"));
            EngramException other = assertThrows(EngramException.class,
                    () -> trainer(options(folder, 9).build(), Progress.NONE).train(Tasks.network(),
                            Tasks.loader(1),
                            manager));
            assertTrue(other.getMessage().contains("it is of another network or optimizer"),
                    other.getMessage());
        }
    }

    private static String refusal(NDManager manager, TrainerOptions options) {
        return assertThrows(EngramException.class, () -> trainer(options, Progress.NONE)
                .train(Tasks.demandingNetwork(), Tasks.loader(1), manager)).getMessage();
    }
}
