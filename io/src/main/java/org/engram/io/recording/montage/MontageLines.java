package org.engram.io.recording.montage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.Position;

/** The lines of a file of places, and what was found in them so far. */
final class MontageLines {
    private static final double[] METRES = {1, 0.1, 0.01, 0.001};
    private static final double[] LARGEST_RADIUS = {0.25, 2.5, 25, Double.POSITIVE_INFINITY};

    private final Path file;
    private final List<String> lines;
    private final Consumer<Notice> notices;
    private final Map<String, Position> positions = new LinkedHashMap<>();
    private final List<Position> headShape = new ArrayList<>();
    private Position nasion;
    private Position left;
    private Position right;

    MontageLines(Path file, List<String> lines, Consumer<Notice> notices) {
        this.file = file;
        this.lines = lines;
        this.notices = notices;
    }

    List<String> lines() {
        return lines;
    }

    /** The cells of a line, counted from 0; none when it is blank. */
    String[] cells(int line) {
        String trimmed = lines.get(line).trim();
        return trimmed.isEmpty() ? new String[0] : trimmed.split("[\\s]+");
    }

    FormatException error(int line, String message) {
        return new FormatException(file, "line " + (line + 1) + " " + message);
    }

    FormatException error(String message) {
        return new FormatException(file, message);
    }

    double number(int line, String cell) {
        try {
            double value = Double.parseDouble(cell);
            if (Math.abs(value) < 1e12) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET, "line " + (line + 1) + " holds \""
                    + (cell.length() > 30 ? cell.substring(0, 30) : cell) + "\", a number was expected", e);
        }
        throw error(line, "holds " + cell + ", which can be no place");
    }

    static boolean isNumber(String cell) {
        return cell.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    }

    Position position(int line, String x, String y, String z) {
        return new Position(number(line, x), number(line, y), number(line, z));
    }

    void add(String name, Position position) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "fidnz", "nz", "nasion" -> nasion = position;
            case "fidt9", "lpa" -> left = position;
            case "fidt10", "rpa" -> right = position;
            case "headshape" -> headShape.add(position);
            default -> {
                if (positions.put(name, position) != null) {
                    notices.accept(new Notice("montage-repeated-electrode",
                            file.getFileName() + " places " + name + " twice: the last place is taken"));
                }
            }
        }
    }

    void fiducial(Position position) {
        if (nasion == null) {
            nasion = position;
        } else if (left == null) {
            left = position;
        } else {
            right = position;
        }
    }

    void shape(Position position) {
        headShape.add(position);
    }

    int fiducialCount() {
        return nasion == null ? 0 : left == null ? 1 : right == null ? 2 : 3;
    }

    /** What was found, in metres already. */
    Montage montage() {
        if (positions.isEmpty() && headShape.isEmpty()) {
            throw error("holds no place of an electrode");
        }
        Optional<Fiducials> fiducials = nasion == null || left == null || right == null
                ? Optional.empty()
                : Optional.of(new Fiducials(nasion, left, right));
        return new Montage(file.getFileName().toString(), positions, fiducials, headShape,
                CoordinateFrame.UNKNOWN);
    }

    /** What was found, in a unit to be inferred. */
    Montage inferred() {
        Montage montage = montage();
        double radius = montage.medianRadius();
        if (Double.isNaN(radius)) {
            radius = headShape.stream().mapToDouble(Position::norm).average().orElse(0.1);
        }
        int unit = 0;
        while (radius >= LARGEST_RADIUS[unit]) {
            unit++;
        }
        if (unit > 0) {
            notices.accept(new Notice("montage-unit-inferred",
                    file.getFileName() + " names no unit; its places lie "
                            + radius + " from the origin and are taken for "
                            + new String[] {"m", "dm", "cm", "mm"}[unit]));
        }
        return montage.scaledBy(METRES[unit]);
    }
}
