package org.engram.io.table;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.engram.core.FormatException;
import org.engram.io.AtomicFile;

/**
 * JSON objects as plain maps in the order of the file: values are {@code String}, {@code Integer}, {@code Long},
 * {@code BigInteger}, {@code Double}, {@code Boolean}, null, {@code List<Object>} or {@code Map<String, Object>}. The
 * words NaN and Infinity are accepted as numbers because sidecars hold them.
 */
public final class JsonFile {
    private static final long MOST_BYTES = 256L << 20;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final ObjectWriter WRITER = MAPPER.writer(new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private JsonFile() {}

    /**
     * @param file a UTF-8 file that holds one JSON object
     * @return its fields; a key that stands twice, a broken or a truncated file is an error with line and column
     * @throws IOException if the file cannot be read
     */
    public static Map<String, Object> read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new FormatException(file, "has " + size + " bytes, too large for a JSON sidecar (at most "
                    + MOST_BYTES + "): is this the right file?");
        }
        return parse(file, Files.readAllBytes(file));
    }

    /**
     * @param source the file the bytes stand in, for messages
     * @param bytes UTF-8 text that holds one JSON object
     * @return its fields; a key that stands twice or broken text is an error with line and column
     */
    public static Map<String, Object> parse(Path source, byte[] bytes) {
        int start = bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB
                && bytes[2] == (byte) 0xBF ? 3 : 0;
        try (JsonParser parser = MAPPER.getFactory().createParser(bytes, start, bytes.length - start)) {
            Map<String, Object> fields = MAPPER.readValue(parser,
                    new TypeReference<LinkedHashMap<String, Object>>() {});
            if (fields == null) {
                throw new FormatException(source, "holds null; expected a JSON object { ... }");
            }
            return fields;
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": ";
            throw new FormatException(source, FormatException.UNKNOWN_OFFSET,
                    place + "not a valid JSON object: "
                            + e.getOriginalMessage().replaceAll("\\s+", " "),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // bytes in memory cannot fail to be read
        }
    }

    /**
     * Writes a JSON object indented by two spaces, whole or not at all.
     *
     * @param file the file
     * @param fields its fields, of the types {@link #read} gives, in the order of the map
     * @throws IOException if writing fails
     */
    public static void write(Path file, Map<String, ?> fields) throws IOException {
        String text = format(fields) + "\n";
        AtomicFile.write(file, partial -> Files.writeString(partial, text, StandardCharsets.UTF_8));
    }

    /**
     * @param fields fields of the types {@link #read} gives
     * @return the JSON text on one line, without spaces between its parts
     */
    public static String formatCompact(Map<String, ?> fields) {
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * @param fields fields of the types {@link #read} gives
     * @return the JSON text, indented by two spaces
     */
    public static String format(Map<String, ?> fields) {
        try {
            return WRITER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
