package org.engram.nn.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.engram.core.FormatException;
import org.engram.core.ShapeException;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** affine.onnx against what NumPy computes (make_model.py). */
class OnnxModelTest {
    private static final Path FOLDER = Path.of("src/test/resources/org/engram/nn/onnx");
    private static final Path MODEL = FOLDER.resolve("affine.onnx");

    @Test
    void computesWhatNumpyComputes() throws IOException {
        Map<String, NpyArray> expected = NpzFile.read(FOLDER.resolve("affine.npz"));
        float[] x = (float[]) expected.get("x").data();
        try (OnnxModel model = OnnxModel.open(MODEL, 1)) {
            assertEquals("x float (batch, 3)", model.inputs().get("x").toString());
            assertEquals(List.of("y", "indices"), List.copyOf(model.outputs().keySet()));
            Map<String, OnnxArray> results = model.run(Map.of("x", OnnxArray.of(x, 5, 3)));
            assertArrayEquals(new long[] {5, 4}, results.get("y").shape());
            // float32 sums of four products of order 1
            assertArrayEquals(expected.get("y").toDoubles(), results.get("y").toDoubles(), 1e-6);
            assertArrayEquals(expected.get("indices").toLongs(), results.get("indices").toLongs());
            assertThrows(IllegalArgumentException.class, () -> results.get("y").toLongs());
            // double-precision numbers are rounded to what the model takes
            assertArrayEquals(results.get("y").toFloats(), model.run(
                    Map.of("x", OnnxArray.of(expected.get("x").toDoubles(), 5, 3))).get("y").toFloats());
        }
    }

    @Test
    void takesAndGivesArraysOfTheEngine() throws IOException {
        Map<String, NpyArray> expected = NpzFile.read(FOLDER.resolve("affine.npz"));
        try (OnnxModel model = OnnxModel.open(MODEL, 2); NDManager manager = Torch.newManager()) {
            NDArray x = manager.create((float[]) expected.get("x").data(), new Shape(5, 3));
            NDArray y = model.run(manager, Map.of("x", x)).get("y");
            assertEquals(new Shape(5, 4), y.getShape());
            assertEquals(expected.get("y").toDoubles()[0], y.getFloat(0, 0), 1e-6);
        }
    }

    @Test
    void mistakesAreNamed(@TempDir Path folder) throws IOException {
        try (OnnxModel model = OnnxModel.open(MODEL, 1)) {
            OnnxArray wide = OnnxArray.of(new float[8], 2, 4);
            String message = assertThrows(ShapeException.class, () -> model.run(Map.of("x", wide)))
                    .getMessage();
            assertTrue(message.contains("\"x\" has shape (2, 4) but the model takes (batch, 3)"), message);
            assertTrue(assertThrows(IllegalArgumentException.class, () -> model.run(Map.of("X", wide)))
                    .getMessage()
                    .contains("did you mean \"x\""));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> model.run(Map.of())).getMessage()
                    .contains("needs the input \"x\" float (batch, 3)"));
        }
        assertThrows(ShapeException.class, () -> OnnxArray.of(new float[3], 2));
        assertThrows(NoSuchFileException.class, () -> OnnxModel.open(folder.resolve("none.onnx"), 1));
        Path broken = folder.resolve("broken.onnx");
        byte[] whole = Files.readAllBytes(MODEL);
        for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            Files.write(broken, java.util.Arrays.copyOf(whole, length));
            String message = assertThrows(FormatException.class, () -> OnnxModel.open(broken, 1))
                    .getMessage();
            assertTrue(message.startsWith(broken.toString()) && message.lines().count() == 1, message);
        }
    }
}
