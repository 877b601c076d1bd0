package org.engram.nn.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.io.table.ClosestName;

/**
 * The official weights Engram knows of: those in the file that comes with it, and those in a user's own. Immutable.
 *
 * <p>A registry file is JSON: {@code {"format": 1, "models": [{"name", "title", "description", "paper", "source",
 * "licence": {"name", "terms", "page", "warning"}, "note", "files": [{"name", "url", "bytes", "sha256", "tensors",
 * "parameters", "keyMap", "holds"}]}]}}. A key map is a name or a list of names; a file holds {@code weights} (the default),
 * {@code weights, no network yet} or a {@code vocabulary}. Of a file only the name is required; of a licence the name and the terms
 * ({@code open}, {@code restricted}, {@code non-commercial} or {@code unknown}); page, warning and note may be missing.
 */
public final class ModelRegistry {
    private static final String BUILT_IN = "registry.json";
    private static final long MOST_BYTES = 16 << 20;

    private final Map<String, OfficialModel> models;

    private ModelRegistry(Map<String, OfficialModel> models) {
        this.models = models;
    }

    /** @return the weights that come registered with Engram */
    public static ModelRegistry builtIn() {
        try (InputStream in = ModelRegistry.class.getResourceAsStream(BUILT_IN)) {
            Path name = Path.of(BUILT_IN);
            return new ModelRegistry(Map.of()).with(name, RegistryFile.read(name, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param file a registry file
     * @return these models and the ones of the file, which stand for any of the same name
     * @throws FormatException if the file is not a registry; the message names the model and the field
     * @throws IOException if it cannot be read
     */
    public ModelRegistry with(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new FormatException(file, "has " + Files.size(file)
                    + " bytes, too large for a list of models (at most " + MOST_BYTES + ")");
        }
        return with(file, RegistryFile.read(file, Files.readAllBytes(file)));
    }

    private ModelRegistry with(Path file, List<OfficialModel> further) {
        var all = new LinkedHashMap<>(models);
        var seen = new HashSet<String>();
        for (OfficialModel model : further) {
            if (!seen.add(model.name())) {
                throw new FormatException(file, "the model " + model.name() + " stands there twice");
            }
            all.put(model.name(), model);
        }
        return new ModelRegistry(all);
    }

    /** @return all models, in the order of the files */
    public List<OfficialModel> models() {
        return List.copyOf(models.values());
    }

    /**
     * @param name a model's name
     * @return the model
     * @throws EngramException if there is none of that name, with the closest one
     */
    public OfficialModel model(String name) {
        OfficialModel model = models.get(name);
        if (model == null) {
            throw new EngramException(
                    "no official weights are named \"" + name + "\": "
                            + ClosestName.hint(name, models.keySet()));
        }
        return model;
    }
}
