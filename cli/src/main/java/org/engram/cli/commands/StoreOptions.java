package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.nn.models.ModelRegistry;
import org.engram.nn.models.ModelStore;
import org.engram.nn.models.OfficialModel;
import picocli.CommandLine.Option;

/** Where weights lie, and which are known. */
final class StoreOptions {
    private static final String OWN_REGISTRY = "registry.json";

    @Option(names = "--store", paramLabel = "DIR", description = "The folder of the weights (default: the environment variable ENGRAM_MODELS, or engram/models in"
            + " your data folder, such as ~/.local/share).")
    Path folder;

    @Option(names = "--registry", paramLabel = "FILE", description = "A list of further models, as JSON (repeatable). registry.json in the store is always read.")
    List<Path> registries = new ArrayList<>();

    ModelStore store() {
        return folder == null ? ModelStore.standard() : ModelStore.at(folder);
    }

    ModelRegistry registry() throws IOException {
        ModelRegistry registry = ModelRegistry.builtIn();
        Path own = store().folder().resolve(OWN_REGISTRY);
        if (Files.isRegularFile(own)) {
            registry = registry.with(own);
        }
        for (Path file : registries) {
            registry = registry.with(file);
        }
        return registry;
    }

    /** The models of the names, each once, or an error for the first unknown one. */
    List<OfficialModel> models(List<String> names) throws IOException {
        ModelRegistry registry = registry();
        return names.stream().distinct().map(registry::model).toList();
    }
}
