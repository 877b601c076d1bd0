package org.engram.nn.checkpoints.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.engram.core.EngramException;
import org.engram.nn.checkpoints.TinyNetwork;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedNetworkTest {
    private static final ModelCard CARD = ModelCard.builder().title("A | tiny network")
            .description("(n, 2) to (n, 3)")
            .data("none").metric("accuracy, test", 0.5).weightsLicence("CC0-1.0").provenance("a test")
            .date("2026-11-22").notes("for tests").build();

    @TempDir
    Path parent;

    private Path save(int outputs) throws IOException {
        Path folder = parent.resolve("network");
        try (NDManager manager = Torch.newManager()) {
            TinyNetwork network = new TinyNetwork(outputs);
            network.initialize(manager, DataType.FLOAT32, 7);
            SavedNetwork.save(folder, new TinyArchitecture(), new TinyArchitecture.Sizes(outputs), network,
                    CARD);
            network.clear();
        }
        return folder;
    }

    @Test
    void comesBackAsItWas() throws IOException {
        Path folder = save(3);
        save(3); // replaces
        try (NDManager manager = Torch.newManager();
                SavedNetwork saved = SavedNetwork.open(folder, Device.cpu())) {
            TinyNetwork same = new TinyNetwork(3);
            same.initialize(manager, DataType.FLOAT32, 7);
            same.state().forEach((path, parameter) -> assertArrayEquals(parameter.getArray().toFloatArray(),
                    saved.network().state().get(path).getArray().toFloatArray(), path));
            assertEquals("tiny test network", saved.architecture());
            assertEquals(new TinyArchitecture.Sizes(3), saved.configuration());
            assertEquals(CARD, saved.card());
            same.clear();
        }
        String card = Files.readString(folder.resolve("model-card.md"));
        assertTrue(card.contains("# A \\| tiny network") && card.contains("| accuracy, test | 0.5 |")
                && card.contains("in 6 tensors"), card);
        try (var files = Files.list(parent)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void foldersOfOthersAreLeftAlone() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("network"));
        Files.writeString(folder.resolve("thesis.tex"), "years of work");
        assertTrue(
                assertThrows(EngramException.class, () -> save(3)).getMessage().contains("no saved network"));
        assertTrue(Files.exists(folder.resolve("thesis.tex")));
    }

    @Test
    void mistakesInTheConfigurationAreNamed() throws IOException {
        Path folder = save(3);
        Path file = folder.resolve("config.json");
        String right = Files.readString(file);
        String[][] wrong = {{"\"outputs\": 3", "\"output\": 3", "did you mean \"outputs\""},
                {"\"outputs\": 3", "\"outputs\": 0", "at least 1 is needed"},
                {"\"outputs\": 3", "\"outputs\": \"3\"", "expected a whole number"},
                {"\"outputs\": 3", "\"outputs\": 4", "network (4, 2), file (3, 2)"},
                {"tiny test network", "tinny test network", "did you mean \"tiny test network\""},
                {"\"version\": 1", "\"version\": 2", "version 2"},
                {"engram network", "other", "no configuration"}};
        for (String[] one : wrong) {
            Files.writeString(file, right.replace(one[0], one[1]));
            String message = assertThrows(EngramException.class,
                    () -> SavedNetwork.open(folder, Device.cpu()))
                    .getMessage();
            assertTrue(message.contains(one[2]), one[1] + ": " + message);
        }
        Files.delete(file);
        assertThrows(java.nio.file.NoSuchFileException.class, () -> SavedNetwork.open(folder, Device.cpu()));
    }
}
