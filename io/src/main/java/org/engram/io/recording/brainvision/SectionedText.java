package org.engram.io.recording.brainvision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.core.FormatException;

/** A header or marker file: sections of {@code key=value} lines, and a comment in free text. */
final class SectionedText {
    private static final long LARGEST = 256L << 20;

    private final String firstLine;
    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    private final List<String> comment = new ArrayList<>();

    private SectionedText(String text) {
        String[] lines = text.split("\r\n|\n|\r", -1);
        firstLine = lines[0].startsWith("\uFEFF") ? lines[0].substring(1) : lines[0];
        Map<String, String> section = new LinkedHashMap<>();
        boolean inComment = false;
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i].trim();
            if (line.startsWith("[") && line.endsWith("]")) {
                String name = line.substring(1, line.length() - 1).toLowerCase(Locale.ROOT);
                inComment = name.equals("comment");
                section = sections.computeIfAbsent(name, key -> new LinkedHashMap<>());
            } else if (inComment) {
                comment.add(lines[i]);
            } else if (!line.startsWith(";") && line.indexOf('=') > 0) {
                int equals = line.indexOf('=');
                section.put(line.substring(0, equals).trim().toLowerCase(Locale.ROOT),
                        line.substring(equals + 1).trim());
            }
        }
    }

    static SectionedText read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new FormatException(file,
                    "has " + Files.size(file) + " bytes, too many for a header or markers");
        }
        return new SectionedText(decoded(Files.readAllBytes(file)));
    }

    /** UTF-8 unless the file says otherwise or is not. */
    private static String decoded(byte[] bytes) {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = latin.indexOf("Codepage=");
        String page = at < 0 ? "UTF-8" : latin.substring(at + 9).split("[\r\n]", 2)[0].trim();
        if (page.equalsIgnoreCase("UTF-16")
                || bytes.length > 1 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe) {
            return new String(bytes, StandardCharsets.UTF_16);
        }
        if (page.equalsIgnoreCase("UTF-8") || page.isEmpty()) {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException e) {
                return latin;
            }
        }
        try {
            return new String(bytes, page.equalsIgnoreCase("ANSI")
                    ? Charset.forName("windows-1252")
                    : Charset.forName(page));
        } catch (IllegalArgumentException e) {
            return latin;
        }
    }

    String firstLine() {
        return firstLine;
    }

    /** Entries of a section by lower-case key, in the order of the file; empty when there is none. */
    Map<String, String> section(String name) {
        return sections.getOrDefault(name.toLowerCase(Locale.ROOT), Map.of());
    }

    String value(String section, String key, String otherwise) {
        String value = section(section).getOrDefault(key.toLowerCase(Locale.ROOT), "");
        return value.isEmpty() ? otherwise : value;
    }

    List<String> comment() {
        return comment;
    }

    /** The parts of an entry between commas; a comma inside a part is written {@code \1}. */
    static String[] parts(String entry) {
        String[] parts = entry.split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].replace("\\1", ",").trim();
        }
        return parts;
    }
}
