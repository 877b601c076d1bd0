package org.engram.nn.models;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.engram.core.FormatException;
import org.engram.io.table.ClosestName;
import org.engram.io.table.JsonFile;
import org.engram.nn.models.Licence.Terms;

/** Reads one registry file. Every message names the model and the field. */
final class RegistryFile {
    private static final Set<String> OF_MODEL = Set.of("name", "title", "description", "paper", "source",
            "licence", "files", "note");
    private static final Set<String> OF_LICENCE = Set.of("name", "terms", "page", "warning");
    private static final Set<String> OF_FILE = Set.of("name", "url", "bytes", "sha256", "tensors",
            "parameters",
            "keyMap", "holds");
    private static final int MOST_MODELS = 10_000;

    private final Path file;
    private String place = "";

    private RegistryFile(Path file) {
        this.file = file;
    }

    static List<OfficialModel> read(Path file, byte[] bytes) throws IOException {
        return new RegistryFile(file).models(JsonFile.parse(file, bytes));
    }

    private List<OfficialModel> models(Map<String, Object> fields) {
        if (!Integer.valueOf(1).equals(fields.get("format"))) {
            throw wrong("\"format\" is " + fields.get("format") + ": expected 1");
        }
        var models = new ArrayList<OfficialModel>();
        List<?> stored = list(fields, "models");
        if (stored.size() > MOST_MODELS) {
            throw wrong("has " + stored.size() + " models: at most " + MOST_MODELS + " are read");
        }
        for (Object each : stored) {
            place = "model " + (models.size() + 1);
            models.add(model(object(each)));
            place = "";
        }
        return models;
    }

    private OfficialModel model(Map<?, ?> fields) {
        String name = text(fields, "name");
        place = "model " + name;
        requireKnown(fields, OF_MODEL);
        Licence licence = licence(object(fields.get("licence")));
        var files = new ArrayList<ModelFile>();
        for (Object each : list(fields, "files")) {
            place = "model " + name + ", file " + (files.size() + 1);
            files.add(file(object(each)));
        }
        place = "model " + name;
        try {
            return new OfficialModel(name, text(fields, "title"), text(fields, "description"),
                    text(fields, "paper"), address(fields, "source").orElseThrow(() -> missing("source")),
                    licence, files, optional(fields, "note"));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private Licence licence(Map<?, ?> fields) {
        requireKnown(fields, OF_LICENCE);
        String word = text(fields, "terms");
        Terms terms = Arrays.stream(Terms.values()).filter(each -> each.word().equals(word)).findFirst()
                .orElseThrow(() -> wrong("\"terms\" is \"" + word + "\": expected " + Arrays
                        .stream(Terms.values()).map(Terms::word).collect(Collectors.joining(", "))));
        return new Licence(text(fields, "name"), terms, address(fields, "page"),
                optional(fields, "warning"));
    }

    private ModelFile file(Map<?, ?> fields) {
        requireKnown(fields, OF_FILE);
        try {
            return new ModelFile(text(fields, "name"), address(fields, "url"), number(fields, "bytes"),
                    optional(fields, "sha256"), number(fields, "tensors"), number(fields, "parameters"),
                    keyMaps(fields), content(fields));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    /** One name, or a list of them where a file holds several networks or is read through one map after another. */
    private List<String> keyMaps(Map<?, ?> fields) {
        if (!(fields.get("keyMap") instanceof List<?> several)) {
            return optional(fields, "keyMap").stream().toList();
        }
        return several.stream().map(each -> text(Map.of("keyMap", each), "keyMap")).toList();
    }

    private ModelFile.Content content(Map<?, ?> fields) {
        String word = optional(fields, "holds").orElse(ModelFile.Content.WEIGHTS.word());
        return Arrays.stream(ModelFile.Content.values()).filter(each -> each.word().equals(word)).findFirst()
                .orElseThrow(() -> wrong("\"holds\" is \"" + word + "\": expected " + Arrays
                        .stream(ModelFile.Content.values()).map(ModelFile.Content::word)
                        .collect(Collectors.joining(" or "))));
    }

    private void requireKnown(Map<?, ?> fields, Set<String> known) {
        for (Object name : fields.keySet()) {
            if (!known.contains(name)) {
                throw wrong("the field \"" + name + "\" means nothing here: "
                        + ClosestName.hint((String) name, known.stream().sorted().toList()));
            }
        }
    }

    private String text(Map<?, ?> fields, String name) {
        return optional(fields, name).orElseThrow(() -> missing(name));
    }

    private Optional<String> optional(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        if (value != null && (!(value instanceof String text) || text.isBlank()
                || text.chars().anyMatch(Character::isISOControl))) {
            throw wrong("\"" + name + "\" is " + value + ": expected one line of text");
        }
        return Optional.ofNullable((String) value);
    }

    private Optional<URI> address(Map<?, ?> fields, String name) {
        Optional<String> text = optional(fields, name);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new URI(text.get()));
        } catch (URISyntaxException e) {
            throw wrong("\"" + name + "\" is not an address: " + e.getMessage());
        }
    }

    private OptionalLong number(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (!(value instanceof Integer || value instanceof Long)) {
            throw wrong("\"" + name + "\" is " + value + ": expected a whole number");
        }
        return OptionalLong.of(((Number) value).longValue());
    }

    private List<?> list(Map<?, ?> fields, String name) {
        if (!(fields.get(name) instanceof List<?> list)) {
            throw wrong("\"" + name + "\" is " + fields.get(name) + ": expected a list");
        }
        return list;
    }

    private Map<?, ?> object(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong("found " + value + " where an object { ... } belongs");
        }
        return map;
    }

    private FormatException missing(String field) {
        return wrong("\"" + field + "\" is missing");
    }

    private FormatException wrong(String message) {
        return new FormatException(file, (place.isEmpty() ? "" : place + ": ") + message);
    }
}
