package org.engram.io.recording.ctf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.engram.core.FormatException;

/** The small text files of a CTF folder. */
final class CtfText {
    private static final long MOST_BYTES = 16L << 20;

    private CtfText() {}

    /** Its lines without the blanks around them; none when the file is not there. */
    static List<String> lines(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new FormatException(file, "has " + Files.size(file) + " bytes; a text of at most "
                    + MOST_BYTES + " was expected");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().map(String::strip)
                .toList();
    }

    static double number(String text, Path file, int line) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw error(file, line, text, "a number");
        }
        throw error(file, line, text, "a finite number");
    }

    static FormatException error(Path file, int line, String found, String expected) {
        return new FormatException(file, "line " + (line + 1) + ": expected " + expected + ", found \""
                + found + "\"");
    }
}
