package org.engram.io.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.FormatException;

/**
 * Reads a YAML mapping. Scalars stay as they are written ({@code 01} is the text 01) until they are asked for as numbers
 * or flags. What makes YAML dangerous or surprising is refused: anchors and aliases, type tags, keys that stand twice, more
 * than one document, deep nesting, large files.
 */
public final class YamlFile {
    private static final long MOST_BYTES = 1 << 20;
    private static final int DEEPEST = 20;

    private final Path file;
    private final YAMLParser parser;

    private YamlFile(Path file, YAMLParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * @param file a UTF-8 file that holds one mapping
     * @return the mapping; broken text is an error with its line
     * @throws IOException if the file cannot be read
     */
    public static YamlNode read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new FormatException(file, "has " + size + " bytes, too many for a YAML file of settings (at"
                    + " most " + MOST_BYTES + "): is this the right file?");
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            return parse(file, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw new FormatException(file, "is no UTF-8 text: is this the right file?");
        }
    }

    /**
     * @param source the file the text stands in, for messages
     * @param text one mapping
     * @return the mapping
     */
    public static YamlNode parse(Path source, String text) {
        String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
        requireNoTabs(source, plain);
        try (YAMLParser parser = new YAMLFactory().createParser(plain)) {
            YamlFile reading = new YamlFile(source, parser);
            if (parser.nextToken() == null) {
                throw new FormatException(source, "is empty; expected a mapping such as dataset: DIR");
            }
            YamlNode root = reading.node("", 0);
            if (!root.isMapping()) {
                throw reading.wrong(root.line(), "expected a mapping such as dataset: DIR");
            }
            if (parser.nextToken() != null) {
                throw reading.wrong(reading.line(), "a second document begins here; give one file for each");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw broken(source, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // text in memory cannot fail to be read
        }
    }

    /** The library's own words for this most common mistake are hard to understand. */
    private static void requireNoTabs(Path source, String text) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String indentation = lines[i].substring(0, lines[i].length() - lines[i].stripLeading().length());
            if (indentation.indexOf('\t') >= 0 && !lines[i].isBlank()) {
                throw new FormatException(source,
                        "line " + (i + 1) + " is indented by a tab: YAML wants spaces");
            }
        }
    }

    private static FormatException broken(Path source, JsonProcessingException e) {
        String place = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
        String[] words = e.getOriginalMessage().split("\\R");
        StringBuilder what = new StringBuilder();
        for (String line : words) {
            if (line.startsWith(" in ") || line.startsWith("  ")) {
                continue; // the library quotes the text and points at it
            }
            what.append(what.length() == 0 ? "" : ", ").append(line.strip());
        }
        return new FormatException(source, FormatException.UNKNOWN_OFFSET,
                place + "not valid YAML: " + what.toString().replaceAll("[.\\s]+$", ""), e);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private FormatException wrong(int line, String what) {
        return new FormatException(file, "line " + line + ": " + what);
    }

    /** What begins at the current token; afterwards that is its last one. */
    private YamlNode node(String path, int depth) throws IOException {
        int line = line();
        if (depth > DEEPEST) {
            throw wrong(line, "more than " + DEEPEST + " levels of nesting");
        }
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw wrong(line, "anchors (&name) and aliases (*name) are not supported: write the value out, or"
                    + " put it in quotes if it is a text");
        }
        if (parser.getTypeId() != null) {
            throw wrong(line, "type tags (!name) are not supported: leave the tag out");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return new YamlNode(file, path, line, mapping(path, depth));
        }
        if (token == JsonToken.START_ARRAY) {
            List<YamlNode> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(path + "[" + items.size() + "]", depth + 1));
            }
            return new YamlNode(file, path, line, items);
        }
        return new YamlNode(file, path, line, token == JsonToken.VALUE_NULL ? null : parser.getText());
    }

    private Map<String, YamlNode> mapping(String path, int depth) throws IOException {
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int line = line();
            parser.nextToken();
            if (fields.put(name, node(path.isEmpty() ? name : path + "." + name, depth + 1)) != null) {
                throw wrong(line, "the key \"" + name + "\" stands twice; keep one of them");
            }
        }
        return fields;
    }
}
