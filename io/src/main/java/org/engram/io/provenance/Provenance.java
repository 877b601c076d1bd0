package org.engram.io.provenance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.engram.core.Notice;
import org.engram.io.table.JsonFile;

/**
 * What made a result.
 *
 * @param toolName the program
 * @param toolVersion its version
 * @param commandLine the words of the command, without the program itself; empty when a library call made the result
 * @param parameters every parameter by name, defaults too, of the types {@link JsonFile} writes
 * @param seed the seed of all random choices; empty when there were none
 * @param inputs the files that went in
 * @param notices what a person should know about the work
 * @param environment versions of Java, the operating system and native libraries, by name
 * @param started when the work began
 * @param wallSeconds how long it took
 * @param peakMemoryBytes the most memory the process held; 0 when it is not known
 */
public record Provenance(String toolName, String toolVersion, List<String> commandLine,
        Map<String, Object> parameters, OptionalLong seed, List<InputFile> inputs, List<Notice> notices,
        Map<String, String> environment, Instant started, double wallSeconds, long peakMemoryBytes) {

    private static final Pattern ENDING = Pattern
            .compile("(?<=.)\\.((nii|tsv|csv)\\.gz|(func|shape|surf|label)\\.gii"
                    + "|[dp](tseries|scalar|label|conn)\\.nii|[^.]+)$");

    /** Copies the collections, keeping their order. */
    public Provenance {
        Objects.requireNonNull(toolName, "toolName");
        Objects.requireNonNull(toolVersion, "toolVersion");
        Objects.requireNonNull(seed, "seed");
        Objects.requireNonNull(started, "started");
        commandLine = List.copyOf(commandLine);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        inputs = List.copyOf(inputs);
        notices = List.copyOf(notices);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /**
     * @param output a result, such as {@code map.nii.gz}
     * @return the name of the JSON file beside it: {@code map.json}; for a result that is itself a {@code .json} file,
     *     {@code <name>_provenance.json}
     */
    public static Path sidecarOf(Path output) {
        String name = output.getFileName().toString();
        // Only endings that belong together are taken off together: run.1.csv becomes run.1.json.
        String stem = ENDING.matcher(name).replaceFirst("");
        return output
                .resolveSibling(name.equals(stem + ".json") ? stem + "_provenance.json" : stem + ".json");
    }

    /**
     * Writes {@link #sidecarOf} a result, whole or not at all; a file of that name is replaced.
     *
     * @param output a result
     * @return the file written
     * @throws IOException if writing fails
     */
    public Path writeBeside(Path output) throws IOException {
        return writeBeside(output, Map.of());
    }

    /**
     * Writes {@link #sidecarOf} a result, whole or not at all; a file of that name is replaced.
     *
     * @param output a result
     * @param description fields about this result that come first, such as {@code Description} or
     *     {@code SpatialReference}
     * @return the file written
     * @throws IOException if writing fails
     */
    public Path writeBeside(Path output, Map<String, ?> description) throws IOException {
        Path sidecar = sidecarOf(output);
        Map<String, Object> fields = new LinkedHashMap<>(description);
        fields.putAll(toFields());
        JsonFile.write(sidecar, fields);
        return sidecar;
    }

    /** @return the fields of the JSON file */
    public Map<String, Object> toFields() {
        Map<String, Object> tool = new LinkedHashMap<>();
        tool.put("Name", toolName);
        tool.put("Version", toolVersion);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Sources", inputs.stream().map(input -> text(input.path())).toList());
        fields.put("GeneratedBy", List.of(tool));
        fields.put("CommandLine", commandLine);
        fields.put("Parameters", parameters);
        seed.ifPresent(value -> fields.put("RandomSeed", value));
        fields.put("Inputs", inputs.stream().map(Provenance::fieldsOf).toList());
        fields.put("Notices", notices.stream().map(notice -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("Code", notice.code());
            entry.put("Text", notice.text());
            return entry;
        }).toList());
        fields.put("Environment", environment);
        fields.put("StartedAt", started.toString());
        fields.put("WallSeconds", wallSeconds);
        fields.put("PeakMemoryBytes", peakMemoryBytes);
        return fields;
    }

    private static Map<String, Object> fieldsOf(InputFile input) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("Path", text(input.path()));
        entry.put("SizeBytes", input.sizeBytes());
        entry.put("SHA256", input.sha256());
        return entry;
    }

    private static String text(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
