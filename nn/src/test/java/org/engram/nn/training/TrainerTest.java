package org.engram.nn.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.engram.core.ShapeException;
import org.engram.io.array.NpyArray;
import org.engram.io.table.JsonFile;
import org.engram.nn.checkpoints.Checkpoint;
import org.engram.nn.checkpoints.Checkpoints;
import org.engram.nn.data.ArraySource;
import org.engram.nn.data.Loader;
import org.engram.nn.data.Sampler;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.losses.CrossEntropy;
import org.engram.nn.losses.Losses;
import org.engram.nn.parity.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(OneThread.class)
class TrainerTest {
    private static List<Map<String, Object>> log(Path folder, String kind) throws java.io.IOException {
        List<Map<String, Object>> lines = new ArrayList<>();
        Path file = folder.resolve("metrics.jsonl");
        for (String line : Files.readAllLines(file)) {
            Map<String, Object> fields = JsonFile.parse(file, line.getBytes(StandardCharsets.UTF_8));
            if (kind.equals(fields.get("kind"))) {
                lines.add(fields);
            }
        }
        return lines;
    }

    private static double number(Map<String, Object> line, String name) {
        return ((Number) line.get(name)).doubleValue();
    }

    @Test
    void aWholeRunIsThatOfPyTorch(@TempDir Path folder) throws Exception {
        Map<String, NpyArray> fixture = Fixture.read("run.npz");
        Loader data = Loader.builder(ArraySource.of(Map.of("x", fixture.get("x"), "y", fixture.get("y"))))
                .batchSize(16).sampler(Sampler.sequential()).build();
        CrossEntropy loss = CrossEntropy.PLAIN.withLabelSmoothing(0.1);
        Sequence network = new Sequence(new Linear(6, 16), Activation.GELU.layer(), new Linear(16, 3));
        try (NDManager manager = Torch.newManager()) {
            network.initialize(manager, DataType.FLOAT32, 1);
            network.state().forEach((path, parameter) -> manager
                    .create((float[]) fixture.get("state/" + path).data(), parameter.getShape())
                    .copyTo(parameter.getArray()));
            Trainer.<Sequence>builder((pass, net, batch) -> loss.apply(net.apply(pass, batch.array("x")),
                    batch.array("y"))).updates(Adam.decoupled(0.1)).rules(ParameterRule.withoutDecay())
                    .rate(Schedule.cosine(0.02, 1e-4, 24))
                    .options(TrainerOptions.builder().epochs(6).greatestGradientNorm(0.5).folder(folder)
                            .build())
                    .build().train(network, data, manager);
        }
        List<Map<String, Object>> steps = log(folder, "step");
        double[] losses = fixture.get("losses").toDoubles();
        double[] norms = fixture.get("norms").toDoubles();
        assertEquals(24, steps.size());
        for (int step = 0; step < 24; step++) {
            // Float32 against float64; differences grow from step to step through Adam's division.
            assertEquals(losses[step], number(steps.get(step), "loss"), 1e-4 * losses[step], "loss " + step);
            assertEquals(norms[step], number(steps.get(step), "gradientNorm"), 1e-3 * norms[step],
                    "norm " + step);
        }
        assertTrue(losses[23] < 0.7 * losses[0]);
    }

    private static float[] weights(TrainerOptions options, UpdateRule rule, int batchSize) {
        Sequence network = Tasks.network();
        try (NDManager manager = Torch.newManager()) {
            Trainer.builder(Tasks.CLASSIFICATION).updates(rule).rate(Schedule.constant(0.1)).options(options)
                    .build()
                    .train(network, Loader.builder(Tasks.data(56, 1)).batchSize(batchSize).build(), manager);
            return network.state().get("0.weight").getArray().toFloatArray();
        }
    }

    @Test
    void accumulationIsTheLargeBatch() {
        TrainerOptions.Builder options = TrainerOptions.builder().epochs(3).seed(4);
        float[] large = weights(options.build(), Sgd.plain(), 24);
        float[] small = weights(options.accumulation(3).build(), Sgd.plain(), 8);
        // The last batch of an epoch has 8 samples either way; sums in another order differ by a rounding.
        assertArrayEquals(large, small, 1e-6f);
        assertNotEquals(large[0], weights(options.accumulation(1).build(), Sgd.plain(), 8)[0]);
    }

    @Test
    void oneSeedOneResult() {
        TrainerOptions.Builder options = TrainerOptions.builder().epochs(2);
        float[] first = weights(options.seed(1).build(), Adam.plain(), 8);
        assertArrayEquals(first, weights(options.seed(1).build(), Adam.plain(), 8), 0f);
        assertNotEquals(first[0], weights(options.seed(2).build(), Adam.plain(), 8)[0]);
    }

    @Test
    void theAverageIsValidatedAndSavedAsBest(@TempDir Path folder) throws Exception {
        Sequence network = Tasks.network();
        List<Float> validated = new ArrayList<>();
        try (NDManager manager = Torch.newManager()) {
            TrainingResult result = Trainer.builder(Tasks.CLASSIFICATION).rate(Schedule.constant(0.05))
                    .validator((net, m) -> {
                        validated.add(net.state().get("0.weight").getArray().toFloatArray()[0]);
                        return Map.of("score", (double) validated.size() % 3);
                    }).options(TrainerOptions.builder().epochs(4).average(0.9, false).folder(folder)
                            .best("score", Goal.HIGHEST).build())
                    .build().train(network, Loader.builder(Tasks.data(30, 1)).build(), manager);
            float own = network.state().get("0.weight").getArray().toFloatArray()[0];
            assertNotEquals(own, validated.get(3));
            assertEquals(2, result.bestStep());
            assertEquals(2, result.best().orElseThrow());
            try (Checkpoint best = Checkpoints.open(folder.resolve("best.safetensors"));
                    Checkpoint last = Checkpoints.open(folder.resolve("final.safetensors"))) {
                assertEquals(network.state().keySet(), java.util.Set.copyOf(best.entries().keySet()));
                assertEquals(validated.get(1), best.tensor("0.weight").toFloats()[0]);
                assertEquals(validated.get(3), last.tensor("0.weight").toFloats()[0]);
            }
        }
    }

    @Test
    void itStopsWhenValidationNoLongerImproves() {
        double[] losses = {3, 2, 2.5, 1.9999, 2.1, 1};
        int[] count = new int[1];
        try (NDManager manager = Torch.newManager()) {
            TrainingResult result = Trainer.builder(Tasks.CLASSIFICATION)
                    .validator((network, m) -> Map.of("loss", losses[count[0]++]))
                    .options(TrainerOptions.builder().epochs(6)
                            .earlyStopping(new EarlyStopping("loss", Goal.LOWEST, 3, 0.01)).build())
                    .build().train(Tasks.network(), Loader.builder(Tasks.data(30, 1)).build(), manager);
            assertTrue(result.stoppedEarly());
            assertEquals(5, result.epochs());
            assertEquals(1.9999, result.best().orElseThrow());
        }
    }

    @Test
    void longGradientsAreSkipped() {
        try (NDManager manager = Torch.newManager()) {
            Sequence network = Tasks.network();
            network.initialize(manager, DataType.FLOAT32, 0);
            float[] before = network.state().get("0.weight").getArray().toFloatArray();
            TrainingResult result = Trainer.builder(Tasks.CLASSIFICATION)
                    .options(TrainerOptions.builder().steps(5).skipAbove(1e-6).build()).build()
                    .train(network, Loader.builder(Tasks.data(30, 1)).build(), manager);
            assertEquals(5, result.skipped());
            assertArrayEquals(before, network.state().get("0.weight").getArray().toFloatArray(), 0f);
        }
    }

    @Test
    void aLossThatIsNotFiniteStopsTheRun(@TempDir Path folder) {
        TrainingTask<Sequence> breaking = (pass, network, batch) -> {
            var loss = Tasks.CLASSIFICATION.loss(pass, network, batch);
            return pass.training() && Files.exists(folder.resolve("step-4.safetensors"))
                    ? loss.mul(Double.NaN)
                    : loss;
        };
        try (NDManager manager = Torch.newManager()) {
            int before = manager.getManagedArrays().size();
            Sequence network = Tasks.network();
            DivergedException failure = assertThrows(DivergedException.class,
                    () -> Trainer.builder(breaking).rate(Schedule.constant(0.25))
                            .options(TrainerOptions.builder().steps(20).folder(folder).checkpointEvery(2)
                                    .build())
                            .build()
                            .train(network, Loader.builder(Tasks.data(24, 1)).batchSize(3).build(), manager));
            String message = failure.getMessage();
            assertTrue(message.startsWith(
                    "the loss became NaN at step 5 (epoch 1, learning rate 0.250), samples "), message);
            assertTrue(
                    message.contains(
                            "lower the learning rate, lengthen its warm-up, or limit the gradient norm; "
                                    + "the last good checkpoint is " + folder.resolve("step-4.safetensors")),
                    message);
            network.clear();
            assertEquals(before, manager.getManagedArrays().size());
        }
    }

    @Test
    void badNumbersInTheDataAreNamed() {
        NpyArray x = NpyArray.of(new float[] {1, 2, Float.NaN, 4, 5, 6}, 1, 6);
        Loader data = Loader
                .builder(ArraySource.of(Map.of("x", x, "label", NpyArray.of(new long[] {0}, 1)))).build();
        try (NDManager manager = Torch.newManager()) {
            assertEquals(
                    "the loss became NaN at step 1 (epoch 1, learning rate 0.00100), samples 0: their array \"x\" "
                            + "holds numbers that are not finite; mend or leave out these samples; no checkpoint was kept, "
                            + "because no folder was given",
                    assertThrows(DivergedException.class, () -> Trainer.builder(Tasks.CLASSIFICATION)
                            .options(TrainerOptions.builder().steps(2).build()).build()
                            .train(Tasks.network(), data, manager)).getMessage());
        }
    }

    @Test
    void aGradientThatIsNotFiniteStopsTheRun() {
        TrainingTask<Sequence> infinite = (pass, network, batch) -> network.apply(pass, batch.array("x"))
                .mul(0).abs()
                .sqrt().sum();
        try (NDManager manager = Torch.newManager()) {
            String message = assertThrows(DivergedException.class,
                    () -> Trainer.builder(infinite).options(TrainerOptions.builder().steps(2).build()).build()
                            .train(Tasks.network(), Loader.builder(Tasks.data(4, 1)).build(), manager))
                    .getMessage();
            assertTrue(message.startsWith("a gradient became NaN at step 1"), message);
        }
    }

    /** Two inputs, two outputs. */
    private static final class TwoHeads extends Layer {
        private final Linear one = child("one", new Linear(6, 3));
        private final Linear two = child("two", new Linear(6, 6));

        @Override
        protected NDList compute(Pass pass, NDList inputs) {
            return new NDList(one.apply(pass, inputs.get(0)), two.apply(pass, inputs.get(1)));
        }
    }

    @Test
    void networksWithSeveralOutputsLearn(@TempDir Path folder) throws Exception {
        TrainingTask<TwoHeads> task = (pass, network, batch) -> {
            NDList outputs = network.apply(pass, new NDList(batch.array("x"), batch.array("x")));
            var scores = Losses.crossEntropy(outputs.get(0), batch.array("label"));
            var copy = Losses.meanSquare(outputs.get(1), batch.array("x"));
            batch.measure("copy", copy);
            return scores.add(copy);
        };
        try (NDManager manager = Torch.newManager()) {
            Trainer.builder(task).rate(Schedule.constant(0.05)).updates(Lamb.of(0.01))
                    .options(TrainerOptions.builder().epochs(30).folder(folder).build()).build()
                    .train(new TwoHeads(), Loader.builder(Tasks.data(60, 1)).build(), manager);
        }
        List<Map<String, Object>> epochs = log(folder, "epoch");
        assertTrue(number(epochs.get(29), "loss") < 0.5 * number(epochs.get(0), "loss"));
        assertTrue(log(folder, "step").get(0).containsKey("copy"));
        assertFalse(Files.exists(folder.resolve("best.safetensors")));
    }

    @Test
    void aLossOfManyNumbersIsRefused() {
        try (NDManager manager = Torch.newManager()) {
            assertTrue(assertThrows(ShapeException.class,
                    () -> Trainer
                            .<Sequence>builder(
                                    (pass, network, batch) -> network.apply(pass, batch.array("x")))
                            .options(TrainerOptions.builder().steps(1).build()).build()
                            .train(Tasks.network(), Loader.builder(Tasks.data(4, 1)).build(), manager))
                    .getMessage().contains("a loss of shape (4, 3)"));
        }
    }
}
