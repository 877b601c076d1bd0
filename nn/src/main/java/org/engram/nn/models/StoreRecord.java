package org.engram.nn.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.core.FormatException;
import org.engram.io.table.JsonFile;

/** The JSON files of a store: one beside each model, and one of the checksums first seen, which outlives removal. */
final class StoreRecord {
    private StoreRecord() {}

    static List<StoredFile> read(Path file) throws IOException {
        var files = new ArrayList<StoredFile>();
        if (!Files.exists(file)) {
            return files;
        }
        Object stored = JsonFile.read(file).get("files");
        try {
            for (Object each : (List<?>) stored) {
                Map<?, ?> fields = (Map<?, ?>) each;
                files.add(new StoredFile((String) fields.get("name"),
                        ((Number) fields.get("bytes")).longValue(),
                        (String) fields.get("sha256"), (Boolean) fields.get("pinned"),
                        (String) fields.get("origin"), Instant.parse((String) fields.get("added")),
                        Instant.parse((String) fields.get("verified"))));
            }
        } catch (ClassCastException | NullPointerException | DateTimeParseException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    "is not a record Engram wrote: remove the model and add it again", e);
        }
        return files;
    }

    static void write(Path file, OfficialModel model, Collection<StoredFile> files) throws IOException {
        var all = new ArrayList<Map<String, Object>>();
        for (StoredFile each : files) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("name", each.name());
            fields.put("bytes", each.bytes());
            fields.put("sha256", each.sha256());
            fields.put("pinned", each.pinned());
            fields.put("origin", each.origin());
            fields.put("added", each.added().toString());
            fields.put("verified", each.verified().toString());
            all.add(fields);
        }
        var record = new LinkedHashMap<String, Object>();
        record.put("name", model.name());
        record.put("title", model.title());
        record.put("source", model.source().toString());
        record.put("licence", model.licence().describe());
        record.put("files", all);
        JsonFile.write(file, record);
    }

    static Optional<String> firstSeen(Path file, OfficialModel model, String fileName) throws IOException {
        return Files.exists(file)
                ? Optional.ofNullable((String) JsonFile.read(file).get(model.name() + "/" + fileName))
                : Optional.empty();
    }

    static void writeFirstSeen(Path file, OfficialModel model, String fileName, String sha256)
            throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        if (Files.exists(file)) {
            all.putAll(JsonFile.read(file));
        }
        if (all.putIfAbsent(model.name() + "/" + fileName, sha256) == null) {
            JsonFile.write(file, all);
        }
    }
}
