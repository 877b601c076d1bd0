package org.engram.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.nn.checkpoints.SafetensorsWriter;
import org.engram.nn.checkpoints.StoredTensor;
import org.engram.nn.checkpoints.TensorArrays;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Layer;
import org.engram.nn.models.ModelRegistry;
import org.engram.nn.models.ModelStore;
import org.engram.nn.models.OfficialModel;
import org.engram.nn.models.networks.OpenedNetwork;
import org.engram.nn.models.networks.PublishedNetworks;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide to official weights: its example is the code here, its table is complete. */
class ModelsGuideTest {
    @TempDir
    Path folder;

    private static List<String> guide() throws IOException {
        return Files.readAllLines(RealData.projectRoot().resolve("docs/models.md"));
    }

    @Test
    void theExampleLoadsANetwork() throws IOException {
        ModelStore store = ModelStore.at(folder);
        standIn(store.folderOf(ModelRegistry.builtIn().model("meg-gpt-tokenizer")));
        Shape shape;
        try (NDManager manager = Torch.newManager(Device.cpu());
                OpenedNetwork tokenizer = PublishedNetworks.open(store, "meg-gpt-tokenizer", manager);
                Pass pass = Pass.inference()) {
            System.out.print(tokenizer.report()); // matched 11 of 11
            NDArray recording = manager.ones(new Shape(1, 200, 52)); // (batch, time, channel)
            NDArray tokens = tokenizer.network().apply(pass, recording);
            System.out.println(tokens.getShape()); // (1, 200, 52)
            shape = tokens.getShape();
        }
        assertEquals(new Shape(1, 200, 52), shape);
    }

    /** Weights of the right shapes where the released ones would lie. */
    private static void standIn(Path home) throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            Layer network = PublishedNetworks.of("meg-gpt-tokenizer", "network").build();
            network.initialize(manager, DataType.FLOAT32, 1);
            network.state().forEach(
                    (path, parameter) -> tensors.put(path, TensorArrays.stored(parameter.getArray())));
            Files.createDirectories(home);
            SafetensorsWriter.write(home.resolve("tokenizer.pt"), tensors, Map.of());
        }
    }

    @Test
    void theExampleOfTheGuideIsTheCodeHere() throws IOException {
        String code = Files.readString(
                RealData.projectRoot().resolve("cli/src/test/java/org/engram/cli/ModelsGuideTest.java"))
                .replaceAll("\\s+", " ");
        String example = String.join("\n", guide().stream().dropWhile(line -> !line.startsWith("## 5. Load"))
                .dropWhile(line -> !line.equals("```java")).skip(2).takeWhile(line -> !line.equals("```"))
                .takeWhile(line -> !line.equals("}")).toList()).replaceAll("\\s+", " ");
        assertTrue(example.contains("PublishedNetworks.open"), example);
        assertTrue(code.contains(example), example);
    }

    @Test
    void theTableNamesEveryModelWithWeights() throws IOException {
        String table = String.join("\n", guide().stream().filter(line -> line.startsWith("| ")).toList());
        for (OfficialModel model : ModelRegistry.builtIn().models()) {
            assertTrue(model.name().equals("clip-vocabulary")
                    || table.matches("(?s).*[| ]" + model.name().replace(".", "\\.") + "[ ,].*"),
                    model.name());
        }
        PublishedNetworks.all().forEach(
                network -> assertTrue(table.contains("`" + network.architecture() + "`"),
                        network.toString()));
    }
}
