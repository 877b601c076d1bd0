package org.engram.nn.tokenizers;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.FormatException;
import org.engram.io.gzip.GzipInput;

/** The lines of a vocabulary, from a plain or gzip file of bounded size. */
final class VocabularyLines {
    static final int MOST_BYTES = 64 << 20;
    static final int MOST_LINES = 2_000_000;

    private VocabularyLines() {}

    static List<String> read(Path file) throws IOException {
        byte[] bytes = bytes(file);
        var lines = new ArrayList<String>();
        // A decoder, unlike new String, refuses what is not UTF-8.
        Reader decoded = new InputStreamReader(new ByteArrayInputStream(bytes),
                StandardCharsets.UTF_8.newDecoder());
        try (BufferedReader reader = new BufferedReader(decoded)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (lines.size() == MOST_LINES) {
                    throw new FormatException(file, "has more than " + MOST_LINES
                            + " lines, too many for a vocabulary: is this the right file?");
                }
                lines.add(lines.isEmpty() && line.startsWith("\uFEFF") ? line.substring(1) : line);
            }
        } catch (CharacterCodingException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    "line " + (lines.size() + 1) + " or a later one is not UTF-8: is this a vocabulary?", e);
        }
        return lines;
    }

    private static byte[] bytes(Path file) throws IOException {
        requireReasonable(file);
        byte[] bytes;
        try (InputStream in = isGzip(file)
                ? GzipInput.open(file, GzipInput.BUFFER_BYTES)
                : Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
            if (in instanceof GzipInput gzip && gzip.isTruncated()) {
                throw new FormatException(file, "is cut short: fetch it again");
            }
        }
        if (bytes.length > MOST_BYTES) {
            throw new FormatException(file, "unpacks to more than " + MOST_BYTES
                    + " bytes, too large for a vocabulary: is this the right file?");
        }
        return bytes;
    }

    static void requireReasonable(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new FormatException(file, "has " + size + " bytes, too large for a vocabulary (at most "
                    + MOST_BYTES + "): is this the right file?");
        }
    }

    private static boolean isGzip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1F && in.read() == 0x8B;
        }
    }
}
