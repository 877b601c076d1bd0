package org.engram.io.recording.montage;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.io.recording.Position;

/**
 * The 10-5 system on a sphere of radius 1. Nasion, inion and preauricular points lie 112.5 degrees from the vertex, so that
 * a tenth of the arc between two of them is 22.5 degrees, and Fpz, T7, Oz and T8 lie on the equator. There a tenth of
 * the half circle from Fpz to Oz is 18 degrees. The electrodes of a row divide each half of the circle through its three
 * places on the equator and the midline into four parts, or eight with an h; those with 9 and 10 lie under that with 7
 * and 8, one tenth below the equator.
 *
 * <h2>References</h2>
 * Oostenveld R, Praamstra P (2001), "The five percent electrode system for high-resolution EEG and ERP measurements",
 * Clinical Neurophysiology 112, 713-719.
 */
final class TenFiveSphere {
    private static final Pattern NAME = Pattern.compile("([A-Za-z]+?)(z|[0-9]{1,2})(h?)");
    private static final double TENTH_OF_MIDLINE = 22.5;
    private static final double TENTH_OF_EQUATOR = 18;
    private static final double BELOW_EARS = 123.75;

    /** How far back a row lies, in tenths of the way from nasion to inion. */
    private static final Map<String, Double> ROWS = Map.ofEntries(Map.entry("N", 0.0), Map.entry("NFp", 0.5),
            Map.entry("Fp", 1.0), Map.entry("AFp", 1.5), Map.entry("AF", 2.0), Map.entry("AFF", 2.5),
            Map.entry("F", 3.0), Map.entry("FFC", 3.5), Map.entry("FFT", 3.5), Map.entry("FC", 4.0),
            Map.entry("FT", 4.0), Map.entry("FCC", 4.5), Map.entry("FTT", 4.5), Map.entry("C", 5.0),
            Map.entry("T", 5.0), Map.entry("CCP", 5.5), Map.entry("TTP", 5.5), Map.entry("CP", 6.0),
            Map.entry("TP", 6.0), Map.entry("CPP", 6.5), Map.entry("TPP", 6.5), Map.entry("P", 7.0),
            Map.entry("PPO", 7.5), Map.entry("PO", 8.0), Map.entry("POO", 8.5), Map.entry("O", 9.0),
            Map.entry("OI", 9.5), Map.entry("I", 10.0));

    /** Places outside the system, as other names or as angles from the vertex and from the front. */
    private static final Map<String, String> ALIASES = Map.of("T3", "T7", "T4", "T8", "T5", "P7", "T6", "P8",
            "O9",
            "I1", "O10", "I2");
    private static final Map<String, Double> LOW = Map.of("A1", -99.0, "A2", 99.0, "M1", -108.0, "M2", 108.0);

    private TenFiveSphere() {}

    /** Where an electrode lies; empty when the system has none of that name. */
    static Optional<Position> place(String name) {
        if (LOW.containsKey(name)) {
            return Optional.of(at(BELOW_EARS, LOW.get(name)));
        }
        Matcher parts = NAME.matcher(ALIASES.getOrDefault(name, name));
        if (!parts.matches() || !ROWS.containsKey(parts.group(1))) {
            return Optional.empty();
        }
        double row = ROWS.get(parts.group(1));
        if (parts.group(2).equals("z")) {
            return Optional.of(midline(row));
        }
        int number = Integer.parseInt(parts.group(2));
        boolean half = !parts.group(3).isEmpty();
        if (number < 1 || number > 10) {
            return Optional.empty();
        }
        int side = number % 2 == 1 ? -1 : 1;
        int step = (number + 1) / 2;
        if (row <= 1 || row >= 9) {
            double azimuth = TENTH_OF_EQUATOR * (half ? step - 0.5 : step);
            return Optional.of(at(90 + TENTH_OF_MIDLINE * Math.max(0, Math.abs(row - 5) - 4),
                    side * (row <= 1 ? azimuth : 180 - azimuth)));
        }
        double azimuth = TENTH_OF_EQUATOR * row;
        if (step == 5) {
            return Optional.of(at(90 + TENTH_OF_MIDLINE * (half ? 0.5 : 1), side * azimuth));
        }
        return Optional.of(onRow(row, azimuth, side, (half ? step - 0.5 : step) / 4));
    }

    private static Position midline(double row) {
        double angle = Math.toRadians((5 - row) * TENTH_OF_MIDLINE);
        return new Position(0, Math.sin(angle), Math.cos(angle));
    }

    /** Angles in degrees, from the vertex and from the front to the right. */
    private static Position at(double fromVertex, double fromFront) {
        double polar = Math.toRadians(fromVertex);
        double azimuth = Math.toRadians(fromFront);
        return new Position(Math.sin(polar) * Math.sin(azimuth), Math.sin(polar) * Math.cos(azimuth),
                Math.cos(polar));
    }

    /** A part of the way along the circle from the midline to the equator. */
    private static Position onRow(double row, double azimuth, int side, double part) {
        Position top = midline(row);
        Position end = at(90, azimuth);
        // In the plane of the circle: first axis to the right, second from the middle of its ends up to its top.
        double height = Math.hypot(top.y() - end.y(), top.z() - end.z());
        double centre = (height * height - end.x() * end.x()) / (2 * height);
        double angle = part * Math.atan2(end.x(), -centre);
        double up = (centre + (height - centre) * Math.cos(angle)) / height;
        return new Position(side * (height - centre) * Math.sin(angle), end.y() + up * (top.y() - end.y()),
                end.z() + up * (top.z() - end.z()));
    }
}
