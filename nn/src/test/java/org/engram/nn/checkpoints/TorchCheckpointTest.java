package org.engram.nn.checkpoints;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files PyTorch 1.13 wrote (make_checkpoints.py) against the values it had. */
class TorchCheckpointTest {
    private static final CheckpointOptions INERT = CheckpointOptions.DEFAULT.withInertObjects();

    @TempDir
    Path folder;

    static Path resource(String name) {
        return Path.of("src/test/resources/org/engram/nn/checkpoints").resolve(name);
    }

    private static int[] ints(Shape shape) {
        return java.util.Arrays.stream(shape.getShape()).mapToInt(Math::toIntExact).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.pt", "zip64.pt", "legacy.pt"})
    void everyTypeAndEveryViewOfATensor(String name) throws IOException {
        Map<String, NpyArray> expected = NpzFile.read(resource("expected.npz"));
        try (Checkpoint file = Checkpoints.open(resource(name))) {
            assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(file.entries().keySet()));
            expected.forEach((key, array) -> {
                StoredTensor tensor = file.tensor(key);
                assertArrayEquals(array.shape(), ints(tensor.shape()), key);
                // int64 2^53 + 1 is rounded on both sides; everything else is exact in float64
                assertArrayEquals(array.toDoubles(), tensor.toDoubles(), 0, key);
            });
            assertEquals(TensorType.BF16, file.entries().get("brain").type());
            assertEquals((1L << 53) + 1, file.tensor("int64").elements(0, 1).getLong(0));
            assertEquals(List.of(), file.refused());
        }
    }

    @Test
    void aCompressedArchiveIsRefused() {
        String message = assertThrows(UnsupportedFeatureException.class,
                () -> Checkpoints.open(resource("deflated.pt"))).getMessage();
        assertTrue(message.contains("compressed"), message);
    }

    @Test
    void findsTheWeightsInATrainingCheckpoint() throws IOException {
        Map<String, NpyArray> expected = NpzFile.read(resource("training.npz"));
        try (Checkpoint file = Checkpoints.open(resource("training.ckpt"))) {
            assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(file.entries().keySet()));
            assertArrayEquals(expected.get("0.weight").toDoubles(), file.tensor("0.weight").toDoubles(), 0);
            assertEquals("7", file.metadata().get("epoch"));
            String notices = String.join("\n", file.notices());
            assertTrue(notices.contains("under \"state_dict\"") && notices.contains("ema"), notices);
            assertTrue(notices.contains("\"module.\""), notices);
        }
        CheckpointOptions averages = CheckpointOptions.DEFAULT.withRoot("ema");
        try (Checkpoint file = Checkpoints.open(resource("training.ckpt"), averages)) {
            assertEquals(expected.get("0.bias").toDoubles()[0] + 1, file.tensor("0.bias").toDoubles()[0],
                    1e-6);
        }
        CheckpointOptions whole = CheckpointOptions.DEFAULT.withRoot("");
        try (Checkpoint file = Checkpoints.open(resource("training.ckpt"), whole)) {
            assertTrue(file.entries().containsKey("state_dict.module.0.weight"));
            assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, file.tensor("best").toDoubles());
        }
        assertTrue(assertThrows(EngramException.class,
                () -> Checkpoints.open(resource("training.ckpt"), CheckpointOptions.DEFAULT.withRoot("emma")))
                .getMessage().contains("did you mean \"ema\""));
    }

    @Test
    void objectsOfOtherClassesAreRefusedByNameOrKeptInert() throws IOException {
        String message = assertThrows(UnsupportedFeatureException.class,
                () -> Checkpoints.open(resource("callbacks.ckpt"))).getMessage();
        assertTrue(message.contains("framework_callbacks.ModelCheckpoint"), message);
        try (Checkpoint file = Checkpoints.open(resource("callbacks.ckpt"), INERT)) {
            assertEquals(List.of("framework_callbacks.ModelCheckpoint"), file.refused());
            assertTrue(file.entries().containsKey("0.weight"));
        }
    }

    @Test
    void aModulePickledWholeGivesItsTensorsWhenInert() throws IOException {
        Map<String, NpyArray> expected = NpzFile.read(resource("training.npz"));
        assertThrows(UnsupportedFeatureException.class, () -> Checkpoints.open(resource("whole_module.pt")));
        try (Checkpoint file = Checkpoints.open(resource("whole_module.pt"), INERT)) {
            assertEquals(expected.keySet(), file.entries().keySet());
            assertArrayEquals(expected.get("0.weight").toDoubles(), file.tensor("0.weight").toDoubles(), 0);
        }
    }

    @Test
    void parametersOfATorchScriptArchive() throws IOException {
        Map<String, NpyArray> expected = NpzFile.read(resource("training.npz"));
        try (Checkpoint file = Checkpoints.open(resource("script.pt"))) {
            assertEquals(expected.keySet(), file.entries().keySet());
            assertArrayEquals(expected.get("0.weight").toDoubles(), file.tensor("0.weight").toDoubles(), 0);
            assertTrue(file.notices().get(0).contains("TorchScript"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"complex.pt:ComplexFloatStorage", "sparse.pt:_rebuild_sparse_tensor",
            "quantized.pt:QInt8Storage"})
    void whatIsNotDenseAndRealIsRefusedByName(String fileAndName) {
        String[] parts = fileAndName.split(":");
        String message = assertThrows(UnsupportedFeatureException.class,
                () -> Checkpoints.open(resource(parts[0])))
                .getMessage();
        assertTrue(message.contains(parts[1]), message);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5})
    void pickledNumpyArrays(int protocol) throws IOException {
        try (Checkpoint file = Checkpoints.open(resource("numpy" + protocol + ".pkl"))) {
            assertEquals(List.of("table", "column", "big"), new ArrayList<>(file.entries().keySet()));
            double[] expected = {0, 1, 2, 3, 4, 5};
            assertArrayEquals(expected, file.tensor("table").toDoubles());
            assertArrayEquals(expected, file.tensor("column").toDoubles());
            assertArrayEquals(new double[] {0, 1, 2}, file.tensor("big").toDoubles());
        }
    }

    @Test
    void anyCheckpointBecomesSafetensors() throws IOException {
        Path out = folder.resolve("out.safetensors");
        try (Checkpoint file = Checkpoints.open(resource("legacy.pt"))) {
            Checkpoints.convert(file, out, null);
            try (Checkpoint back = Checkpoints.open(out)) {
                assertEquals(file.entries().keySet().stream().sorted().toList(),
                        back.entries().keySet().stream().sorted().toList());
                file.entries().forEach((name, entry) -> {
                    assertEquals(entry, back.entries().get(name));
                    assertArrayEquals(file.tensor(name).toDoubles(), back.tensor(name).toDoubles(), 0, name);
                });
            }
            Checkpoints.convert(file, out, TensorType.BF16);
            try (Checkpoint back = Checkpoints.open(out)) {
                assertEquals(TensorType.BF16, back.entries().get("double").type());
                assertEquals(TensorType.I64, back.entries().get("int64").type());
                // bfloat16 has 8 bits of mantissa
                assertEquals(Math.PI, back.tensor("double").toDoubles()[0], Math.PI / 256);
            }
            // float16 cannot hold 3e38
            assertTrue(
                    assertThrows(EngramException.class, () -> Checkpoints.convert(file, out, TensorType.F16))
                            .getMessage().contains("BF16"));
        }
        try (var left = Files.list(folder)) {
            assertEquals(List.of(out), left.toList());
        }
    }
}
