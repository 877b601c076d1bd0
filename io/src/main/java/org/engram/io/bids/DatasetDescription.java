package org.engram.io.bids;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.engram.core.FormatException;
import org.engram.io.table.JsonFile;

/**
 * What {@value #FILE_NAME} says about a dataset.
 *
 * @param name the dataset's name
 * @param bidsVersion the version of the standard it follows
 * @param datasetType {@code raw} or {@code derivative}
 * @param generatedBy the programs that made a derivative, in order
 * @param sourceDatasets URLs or paths of the datasets it was made from
 */
public record DatasetDescription(String name, String bidsVersion, String datasetType,
        List<Generator> generatedBy,
        List<String> sourceDatasets) {
    /** The name of the file, at the root of a dataset. */
    public static final String FILE_NAME = "dataset_description.json";
    private static final String BIDS_VERSION = "1.10.0";

    /**
     * A program that made a dataset.
     *
     * @param name its name
     * @param version its version
     * @param codeUrl where its code is
     */
    public record Generator(String name, String version, Optional<String> codeUrl) {
        /** Checks that nothing is null. */
        public Generator {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(codeUrl, "codeUrl");
        }
    }

    /** Copies the lists. */
    public DatasetDescription {
        Objects.requireNonNull(name, "name");
        generatedBy = List.copyOf(generatedBy);
        sourceDatasets = List.copyOf(sourceDatasets);
    }

    /**
     * @param name the dataset's name
     * @param generator the program that makes it
     * @param sourceDatasets URLs or paths of what it is made from
     * @return the description of a derivative dataset
     */
    public static DatasetDescription derivative(String name, Generator generator,
            List<String> sourceDatasets) {
        return new DatasetDescription(name, BIDS_VERSION, "derivative", List.of(generator), sourceDatasets);
    }

    /**
     * @param folder the root of a dataset
     * @return what its description says; fields it lacks are empty, the type {@code raw}
     * @throws IOException if the file cannot be read
     */
    public static DatasetDescription read(Path folder) throws IOException {
        Path file = folder.resolve(FILE_NAME);
        Map<String, Object> fields = JsonFile.read(file);
        List<Generator> generators = new ArrayList<>();
        for (Map<?, ?> entry : objects(file, fields, "GeneratedBy")) {
            generators.add(new Generator(text(entry.get("Name")), text(entry.get("Version")),
                    Optional.ofNullable(entry.get("CodeURL")).map(Object::toString)));
        }
        List<String> sources = new ArrayList<>();
        for (Map<?, ?> entry : objects(file, fields, "SourceDatasets")) {
            sources.add(text(entry.get("URL") != null ? entry.get("URL") : entry.get("DOI")));
        }
        String type = fields.get("DatasetType") == null ? "raw" : fields.get("DatasetType").toString();
        return new DatasetDescription(text(fields.get("Name")), text(fields.get("BIDSVersion")), type,
                generators,
                sources);
    }

    private static List<Map<?, ?>> objects(Path file, Map<String, Object> fields, String key) {
        List<Map<?, ?>> objects = new ArrayList<>();
        Object value = fields.get(key);
        if (value == null) {
            return objects;
        }
        for (Object entry : value instanceof List<?> list ? list : List.of(value)) {
            if (!(entry instanceof Map<?, ?> object)) {
                throw new FormatException(file,
                        "\"" + key + "\" must be a list of objects, but holds " + entry);
            }
            objects.add(object);
        }
        return objects;
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    /**
     * Writes {@value #FILE_NAME}, whole or not at all; the other files of the folder stay as they are.
     *
     * @param folder the root of the dataset; made when it is not there
     * @throws IOException if writing fails
     */
    public void write(Path folder) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Name", name);
        fields.put("BIDSVersion", bidsVersion);
        fields.put("DatasetType", datasetType);
        List<Map<String, Object>> generators = new ArrayList<>();
        for (Generator generator : generatedBy) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("Name", generator.name());
            entry.put("Version", generator.version());
            generator.codeUrl().ifPresent(url -> entry.put("CodeURL", url));
            generators.add(entry);
        }
        if (!generators.isEmpty()) {
            fields.put("GeneratedBy", generators);
        }
        if (!sourceDatasets.isEmpty()) {
            fields.put("SourceDatasets", sourceDatasets.stream().map(url -> Map.of("URL", url)).toList());
        }
        JsonFile.write(folder.resolve(FILE_NAME), fields);
    }
}
