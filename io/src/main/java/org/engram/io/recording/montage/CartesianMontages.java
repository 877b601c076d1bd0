package org.engram.io.recording.montage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.engram.io.recording.Position;

/** Files that give x, y and z. */
final class CartesianMontages {
    private CartesianMontages() {}

    /** Lines of a name and three numbers. */
    static Montage sfp(MontageLines file) {
        for (int line = 0; line < file.lines().size(); line++) {
            String[] cells = file.cells(line);
            if (cells.length == 0 || cells[0].startsWith("#")) {
                continue;
            }
            if (cells.length < 4) {
                throw file.error(line, "has " + cells.length + " columns, a name and x, y, z were expected");
            }
            file.add(cells[0], file.position(line, cells[1], cells[2], cells[3]));
        }
        return file.inferred();
    }

    /** Two lists one after the other: places, then names; or "name : x y z" lines. Units are millimetres or metres. */
    static Montage elc(MontageLines file) {
        double metres = 1e-3;
        List<Position> places = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int part = 0;
        for (int line = 0; line < file.lines().size(); line++) {
            String text = file.lines().get(line).trim();
            String lower = text.toLowerCase(Locale.ROOT);
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (lower.startsWith("unitposition")) {
                metres = elcUnit(file, line);
            } else if (lower.startsWith("positions")) {
                part = 1;
            } else if (lower.startsWith("labels")) {
                part = 2;
            } else if (lower.startsWith("headshapepoints")) {
                part = 4;
            } else if (lower.startsWith("number") || lower.startsWith("reference") && part == 0) {
                continue;
            } else if (part == 1) {
                int colon = text.lastIndexOf(':');
                String[] cells = text.substring(colon + 1).trim().split("\\s+");
                if (cells.length < 3) {
                    throw file.error(line, "has " + cells.length + " numbers, x, y and z were expected");
                }
                places.add(file.position(line, cells[0], cells[1], cells[2]));
                if (colon > 0) {
                    names.add(text.substring(0, colon).trim());
                }
            } else if (part == 2) {
                names.addAll(
                        names.size() + 1 < places.size() && places.size() > 1 && text.split("\\s+").length > 1
                                ? List.of(text.split("\\s+"))
                                : List.of(text));
            }
        }
        if (names.size() < places.size()) {
            throw file.error("has " + places.size() + " places but " + names.size() + " names");
        }
        for (int i = 0; i < places.size(); i++) {
            file.add(names.get(i), places.get(i));
        }
        return file.montage().scaledBy(metres);
    }

    private static double elcUnit(MontageLines file, int line) {
        String[] cells = file.cells(line);
        String unit = cells.length > 1 ? cells[1] : "";
        return switch (unit) {
            case "m" -> 1;
            case "cm" -> 1e-2;
            case "mm" -> 1e-3;
            default -> throw file.error(line, "gives the unit \"" + unit + "\", m, cm or mm was expected");
        };
    }

    /** Marked lines: {@code %F} fiducials, {@code %N} the name of the next place; else head shape. */
    static Montage polhemus(MontageLines file) {
        String name = null;
        for (int line = 0; line < file.lines().size(); line++) {
            String[] cells = file.cells(line);
            if (cells.length == 0 || cells[0].startsWith("//")) {
                continue;
            }
            if (cells[0].equals("%N")) {
                name = cells.length > 1 && !cells[1].equals("Name") ? cells[1] : null;
            } else if (cells[0].equals("%F") && cells.length >= 4 && file.fiducialCount() < 3) {
                file.fiducial(file.position(line, cells[1], cells[2], cells[3]));
            } else if (cells.length == 3 && MontageLines.isNumber(cells[0]) && MontageLines.isNumber(cells[1])
                    && MontageLines.isNumber(cells[2])) {
                Position position = file.position(line, cells[0], cells[1], cells[2]);
                if (name == null) {
                    file.shape(position);
                } else {
                    file.add(name, position);
                    name = null;
                }
            }
        }
        return file.inferred();
    }
}
