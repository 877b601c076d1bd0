package org.engram.nn.checkpoints;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.Test;

class WeightLoaderTest {
    private static Checkpoint file() throws IOException {
        return Checkpoints.open(TorchCheckpointTest.resource("training.ckpt"));
    }

    private static Map<String, NpyArray> expected() throws IOException {
        return NpzFile.read(TorchCheckpointTest.resource("training.npz"));
    }

    @Test
    void fillsTheArraysThatAreThere() throws IOException {
        try (NDManager manager = Torch.newManager(); Checkpoint file = file()) {
            for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
                TinyNetwork network = new TinyNetwork(3);
                network.initialize(manager, type, 1);
                NDArray weight = network.state().get("0.weight").getArray();
                LoadReport report = WeightLoader.strict().load(network, file);
                assertTrue(report.complete());
                assertEquals(6, report.matched().size());
                assertEquals(List.of("1.num_batches_tracked"), report.dropped());
                assertSame(weight, network.state().get("0.weight").getArray());
                assertEquals(type, weight.getDataType());
                for (String path : report.matched()) {
                    assertArrayEquals(expected().get(path).toDoubles(),
                            network.state().get(path).getArray().toType(DataType.FLOAT64, true)
                                    .toDoubleArray(),
                            0, path);
                }
                // Still a leaf that learns.
                try (Pass pass = Pass.training(1)) {
                    pass.backward(network
                            .apply(pass, manager.ones(new ai.djl.ndarray.types.Shape(1, 2), type)).sum());
                    assertEquals(6, pass.gradient(weight).sum().toType(DataType.FLOAT32, true).getFloat());
                }
                network.clear();
            }
        }
    }

    @Test
    void initializesFromTheFileAlone() throws IOException {
        try (NDManager manager = Torch.newManager(); Checkpoint file = file()) {
            TinyNetwork network = new TinyNetwork(3);
            WeightLoader.strict().initialize(network, file, manager, DataType.FLOAT32, 0);
            assertTrue(network.isInitialized());
            NDArray weight = network.state().get("0.weight").getArray();
            assertArrayEquals((float[]) expected().get("0.weight").data(), weight.toFloatArray());
            assertTrue(weight.hasGradient());
            assertFalse(network.state().get("1.running_mean").getArray().hasGradient());
            TinyNetwork partly = new TinyNetwork(3);
            Checkpoint half = KeyMap.builder("half").keep("^0").build().apply(file).checkpoint();
            LoadReport report = WeightLoader.strict().allowMissing("^1\\.").initialize(partly, half, manager,
                    DataType.FLOAT32, 0);
            assertEquals(4, report.missing().size());
            assertArrayEquals(new float[] {1, 1, 1},
                    partly.state().get("1.weight").getArray().toFloatArray());
        }
    }

    @Test
    void anotherArchitectureIsRefusedWithTheReportAndNothingChanges() throws IOException {
        try (NDManager manager = Torch.newManager(); Checkpoint file = file()) {
            TinyNetwork network = new TinyNetwork(4);
            network.initialize(manager, DataType.FLOAT32, 1);
            float[] before = network.state().get("0.weight").getArray().toFloatArray();
            WeightMismatchException refused = assertThrows(WeightMismatchException.class,
                    () -> WeightLoader.strict().load(network, file));
            assertEquals(6, refused.report().misshapen().size());
            assertTrue(refused.getMessage().contains("0.weight: network (4, 2), file (3, 2)"),
                    refused.getMessage());
            assertArrayEquals(before, network.state().get("0.weight").getArray().toFloatArray());
        }
    }

    @Test
    void whatIsLeftOverMustBeAllowed() throws IOException {
        try (NDManager manager = Torch.newManager(); Checkpoint file = file()) {
            TinyNetwork network = new TinyNetwork(3);
            network.initialize(manager, DataType.FLOAT32, 1);
            WeightLoader renamed = WeightLoader.strict()
                    .keys(KeyMap.builder("r").rename("^1", "head").build());
            WeightMismatchException refused = assertThrows(WeightMismatchException.class,
                    () -> renamed.load(network, file));
            assertEquals(List.of("1.weight", "1.bias", "1.running_mean", "1.running_var"),
                    List.copyOf(refused.report().missing().keySet()));
            assertTrue(
                    refused.getMessage()
                            .contains("2 of 6 parameters matched, 4 missing from the file (1.weight, 1.bias, "
                                    + "1.running_mean, ...), 4 unexpected in it (head.weight"),
                    refused.getMessage());
            assertThrows(WeightMismatchException.class, () -> renamed.allowMissing("^1").load(network, file));
            assertThrows(WeightMismatchException.class,
                    () -> renamed.allowUnexpected("^head").load(network, file));
            LoadReport report = renamed.allowMissing("^1").allowUnexpected("^head").load(network, file);
            assertEquals(2, report.matched().size());
            String table = report.toString();
            assertTrue(table.contains("matched    2 of 6") && table.contains("    head.weight (3)"), table);
        }
    }

    @Test
    void nothingMatchedIsNeverAllowedAndThePrefixIsFound() throws IOException {
        try (Checkpoint file = file()) {
            WeightLoader prefixed = WeightLoader.strict()
                    .keys(KeyMap.builder("p").rename("^", "encoder.").build()).allowMissing("")
                    .allowUnexpected("");
            String message = assertThrows(WeightMismatchException.class,
                    () -> prefixed.load(new TinyNetwork(3), file)).getMessage();
            assertTrue(message.contains("6 names would match without \"encoder.\" in front"), message);
        }
    }
}
