package org.engram.io.recording.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.engram.core.FormatException;
import org.engram.io.recording.Position;

/**
 * Points a Polhemus pen or laser measured, in metres and in the digitizer's own coordinates.
 *
 * @param fiducials nasion, left and right ear; empty in files that mark none
 * @param points all others, in the order of the file
 */
record PolhemusPoints(List<Position> fiducials, List<Position> points) {
    private static final long MOST_BYTES = 64L << 20;
    private static final double MILLIMETRE = 1e-3;

    /** Isotrak files ({@code .elp}, {@code .hsp}) are in metres, FastScan texts in millimetres. */
    static PolhemusPoints read(Path file) throws IOException {
        boolean text = file.toString().toLowerCase(Locale.ROOT).endsWith(".txt");
        return text ? text(file, MILLIMETRE) : read(file, 1);
    }

    static PolhemusPoints text(Path file, double metresPerUnit) throws IOException {
        return read(file, metresPerUnit);
    }

    private static PolhemusPoints read(Path file, double scale) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new FormatException(file, "has " + Files.size(file)
                    + " bytes, too large for digitized points (at most " + MOST_BYTES + ")");
        }
        List<Position> fiducials = new ArrayList<>();
        List<Position> points = new ArrayList<>();
        String[] lines = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split("\\R");
        for (int number = 0; number < lines.length; number++) {
            String line = lines[number].strip();
            boolean fiducial = line.startsWith("%F");
            if (line.startsWith("//") || line.startsWith("%") && !fiducial) {
                continue;
            }
            String[] words = (fiducial ? line.substring(2) : line).strip().split("[\\s,]+");
            if (words.length == 3) {
                (fiducial ? fiducials : points).add(position(words, scale, file, number + 1));
            }
        }
        return new PolhemusPoints(fiducials, points);
    }

    private static Position position(String[] words, double scale, Path file, int line) {
        try {
            return new Position(Double.parseDouble(words[0]) * scale, Double.parseDouble(words[1]) * scale,
                    Double.parseDouble(words[2]) * scale);
        } catch (IllegalArgumentException e) {
            throw new FormatException(file, "line " + line + ": \"" + String.join(" ", words)
                    + "\" are no three finite numbers");
        }
    }
}
