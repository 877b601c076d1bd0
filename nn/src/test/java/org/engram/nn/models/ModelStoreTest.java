package org.engram.nn.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.Progress;
import org.engram.nn.models.FileCheck.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    private static final byte[] CONTENT = "weights".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private ModelStore store() {
        return ModelStore.at(folder.resolve("store"));
    }

    private OfficialModel model(String files) throws IOException {
        Path file = folder.resolve("registry.json");
        Files.writeString(file, "{\"format\": 1, \"models\": [{\"name\": \"tiny\", \"title\": \"Tiny\","
                + "\"description\": \"d\", \"paper\": \"p\", \"source\": \"https://a.example\","
                + "\"licence\": {\"name\": \"MIT\", \"terms\": \"open\"}, \"files\": [" + files + "]}]}");
        return ModelRegistry.builtIn().with(file).model("tiny");
    }

    private static String pinned(String name, byte[] content) {
        return "{\"name\": \"" + name + "\", \"bytes\": " + content.length + ", \"sha256\": \""
                + ModelDownloadTest.sha256(content) + "\"}";
    }

    private static String message(Executable action) {
        String message = assertThrows(EngramException.class, action).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @Test
    void theBuiltInRegistryIsSound() {
        List<OfficialModel> models = ModelRegistry.builtIn().models();
        assertTrue(models.size() >= 25, models.size() + " models");
        for (OfficialModel model : models) {
            for (ModelFile file : model.files()) {
                assertTrue(file.address().isEmpty() || "https".equals(file.address().get().getScheme()),
                        file.name());
                assertTrue(file.sha256().isEmpty() || file.address().isPresent() || model.note().isPresent(),
                        file.name());
            }
            assertEquals(model.licence().mustBeAccepted(), model.licence().warning().isPresent()
                    && model.licence().terms() != Licence.Terms.OPEN, model.name());
        }
        OfficialModel diffusion = ModelRegistry.builtIn().model("stable-diffusion-1.5");
        assertEquals(859_520_964, diffusion.file("unet.safetensors").parameters().orElseThrow());
        assertTrue(ModelRegistry.builtIn().model("barista-parcels").licence().mustBeAccepted());
        assertTrue(message(() -> ModelRegistry.builtIn().model("labram")).contains("labram-base"));
    }

    @Test
    void importedFilesAreCheckedVerifiedAndRemoved() throws IOException {
        OfficialModel model = model(pinned("a.bin", CONTENT));
        Path from = Files.write(folder.resolve("from.bin"), CONTENT);
        assertEquals(ModelState.ABSENT, store().state(model));
        assertTrue(message(() -> store().file(model, "a.bin")).contains("engram models add tiny"));
        assertTrue(store().importFrom(model, from, Trust.PINNED_ONLY, Progress.NONE).get(0).pinned());
        assertEquals(ModelState.INSTALLED, store().state(model));
        assertEquals(List.of(), store().missing(model));
        Path stored = store().file(model, "a.bin");
        assertEquals(Outcome.GOOD, store().verify(model, Progress.NONE).get(0).outcome());
        Files.writeString(stored, "wEights");
        FileCheck damaged = store().verify(model, Progress.NONE).get(0);
        assertEquals(Outcome.DAMAGED, damaged.outcome());
        assertTrue(damaged.explanation().contains("was expected"), damaged.explanation());
        Files.delete(stored);
        assertEquals(Outcome.MISSING, store().verify(model, Progress.NONE).get(0).outcome());
        assertEquals(ModelState.ABSENT, store().state(model));
        assertTrue(store().remove(model));
        assertFalse(store().remove(model));
    }

    @Test
    void wrongFilesAreNotImported() throws IOException {
        OfficialModel model = model(pinned("a.bin", CONTENT));
        Path wrong = Files.writeString(folder.resolve("a.bin"), "Weights");
        assertTrue(message(() -> store().importFrom(model, wrong, Trust.FIRST_USE, Progress.NONE))
                .contains("nothing was kept"));
        Files.writeString(wrong, "too long");
        assertTrue(message(() -> store().importFrom(model, wrong, Trust.FIRST_USE, Progress.NONE))
                .contains("has 8 bytes but 7 are registered"));
        assertEquals(ModelState.ABSENT, store().state(model));
    }

    @Test
    void unpinnedFilesAreTrustedOnFirstUseOnly() throws IOException {
        try (TestServer server = new TestServer(CONTENT)) {
            OfficialModel model = model(
                    "{\"name\": \"a.bin\", \"url\": \"" + server.address() + "\"}");
            ModelDownload download = ModelDownloadTest.quick().build();
            assertTrue(message(() -> store().download(model, download, Trust.PINNED_ONLY))
                    .contains("--accept-unpinned"));
            assertEquals(List.of(), server.ranges);
            StoredFile added = store().download(model, download, Trust.FIRST_USE).get(0);
            assertFalse(added.pinned());
            assertEquals(ModelDownloadTest.sha256(CONTENT), added.sha256());
            assertEquals(List.of(), store().download(model, download, Trust.PINNED_ONLY));
            store().remove(model);
            server.content = "another".getBytes(StandardCharsets.UTF_8);
            assertTrue(message(() -> store().download(model, download, Trust.FIRST_USE))
                    .contains(ModelDownloadTest.sha256(CONTENT) + " was expected"));
        }
    }

    @Test
    void foldersAreSearchedByTheNamesAtTheSource() throws IOException {
        byte[] other = {1, 2, 3};
        String at = "https://a.example/o/r/resolve/main/";
        OfficialModel model = model(
                pinned("u.bin", CONTENT).replace("}", ", \"url\": \"" + at + "unet/m.bin\"}") + ","
                        + pinned("v.bin", other).replace("}", ", \"url\": \"" + at + "vae/m.bin\"}"));
        Path copy = Files.createDirectories(folder.resolve("copy/unet")).getParent();
        Files.write(copy.resolve("unet/m.bin"), CONTENT);
        String missing = message(() -> store().importFrom(model, copy, Trust.PINNED_ONLY, Progress.NONE));
        assertTrue(missing.contains("lacks v.bin or vae/m.bin"), missing);
        assertTrue(message(() -> store().importFrom(model, copy.resolve("unet/m.bin"), Trust.PINNED_ONLY,
                Progress.NONE)).contains("cannot be told from its name"));
        Files.createDirectories(copy.resolve("vae"));
        Files.write(copy.resolve("vae/m.bin"), other);
        assertEquals(2, store().importFrom(model, copy, Trust.PINNED_ONLY, Progress.NONE).size());
        assertEquals(ModelState.INSTALLED, store().state(model));
        Files.delete(store().file(model, "v.bin"));
        assertEquals(ModelState.INCOMPLETE, store().state(model));
    }

    @Test
    void brokenRegistriesNameModelAndField() throws IOException {
        String name = "{\"name\": \"a.bin\"";
        assertTrue(message(() -> model(name + ", \"sha256\": \"xyz\"}")).contains("model tiny, file 1"));
        assertTrue(message(() -> model(name + ", \"md5\": \"xyz\"}")).contains("\"md5\" means nothing"));
        assertTrue(message(() -> model(name + ", \"url\": \"http://a.example/x\"}"))
                .contains("expected https://"));
        assertTrue(message(() -> model(name + ", \"url\": \"file:///etc/passwd\"}")).contains("https://"));
        assertTrue(message(() -> model(name + ", \"bytes\": 1.5}")).contains("a whole number"));
        assertTrue(message(() -> model("{\"name\": \"../a\"}")).contains("no folder"));
        assertTrue(message(() -> model(name + "}," + name + "}")).contains("two files named a.bin"));
        assertTrue(message(() -> model("")).contains("has no files"));
        Path file = Files.writeString(folder.resolve("r.json"), "{\"format\": 2}");
        assertTrue(message(() -> ModelRegistry.builtIn().with(file)).contains("expected 1"));
    }

    @Test
    void theStandardFolderFollowsTheEnvironment() {
        Path home = folder.resolve("home");
        assertEquals(home.resolve(".local/share/engram/models"), ModelStore.standardFolder(Map.of(), home));
        assertEquals(folder.resolve("engram/models"),
                ModelStore.standardFolder(Map.of("XDG_DATA_HOME", folder.toString()), home));
        assertEquals(folder, ModelStore.standardFolder(
                Map.of("XDG_DATA_HOME", "relative", "ENGRAM_MODELS", folder.toString()), home));
    }

    @Test
    void sizesReadWell() {
        assertEquals("999 bytes", ByteSize.describe(999));
        assertEquals("1.0 kB", ByteSize.describe(1000));
        assertEquals("3.4 GB", ByteSize.describe(3_438_167_540L));
        assertEquals("1.0 MB", ByteSize.describe(999_960));
    }
}
