package org.engram.io.recording.montage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.core.EngramException;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.Position;
import org.engram.io.table.ClosestName;

/**
 * Montages that are agreed upon, on an idealised head: a sphere with a radius of 95 mm around the origin. Places follow
 * from the definition of the 10-20, 10-10 and 10-5 systems by arcs and not from measurement of a head; they differ from
 * the template head that others (MNE-Python) give under these names by 5.5 degrees on average and 11 at most, as seen from
 * the centre, and from BioSemi's own table of 64 places by 1.6 and 3.2.
 */
public final class StandardMontages {
    /** Radius of the idealised head, in metres. */
    public static final double RADIUS_METRES = 0.095;

    private static final List<String> NAMES = List.of("standard_1005", "standard_1010", "standard_1020",
            "biosemi64");
    private static final String[] TEN_TEN = {"AF AF", "F F", "FC FT", "C T", "CP TP", "P P", "PO PO"};
    private static final String[] TEN_FIVE = {"AFp AFp", "AFF AFF", "FFC FFT", "FCC FTT", "CCP TTP",
            "CPP TPP",
            "PPO PPO", "POO POO"};
    private static final String[] BIOSEMI = ("Fp1 AF7 AF3 F1 F3 F5 F7 FT7 FC5 FC3 FC1 C1 C3 C5 T7 TP7 CP5 CP3 CP1 P1 P3"
            + " P5 P7 P9 PO7 PO3 O1 Iz Oz POz Pz CPz Fpz Fp2 AF8 AF4 AFz Fz F2 F4 F6 F8 FT8 FC6 FC4 FC2 FCz Cz C2 C4 C6"
            + " T8 TP8 CP6 CP4 CP2 P2 P4 P6 P8 P10 PO8 PO4 O2").split(" ");
    private static final String[] SYNONYMS = {"T3", "T4", "T5", "T6", "M1", "M2", "A1", "A2"};

    private StandardMontages() {}

    /** @return the names of all montages there are */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * @param name one of {@link #names()}: {@code standard_1005} (343 places), {@code standard_1020} and
     *     {@code standard_1010} (the 10-10 system, which holds the 10-20 one) or {@code biosemi64}
     * @return the montage, with nasion and preauricular points
     */
    public static Montage named(String name) {
        Map<String, Position> positions = new LinkedHashMap<>();
        switch (name) {
            case "standard_1005" -> {
                addTenTen(positions);
                add(positions, "I1", "I2", "OI1", "OIz", "OI2", "AFpz");
                addHalves(positions);
                add(positions, SYNONYMS);
            }
            case "standard_1010", "standard_1020" -> {
                addTenTen(positions);
                add(positions, "O9", "O10");
                add(positions, SYNONYMS);
            }
            case "biosemi64" -> add(positions, BIOSEMI);
            default -> throw new EngramException(
                    "no montage is called \"" + name + "\"; " + ClosestName.hint(name, NAMES));
        }
        Fiducials fiducials = new Fiducials(TenFiveSphere.place("Nz").orElseThrow(),
                TenFiveSphere.place("T9").orElseThrow(), TenFiveSphere.place("T10").orElseThrow());
        return new Montage(name, positions, Optional.of(fiducials), List.of(), CoordinateFrame.UNKNOWN)
                .scaledBy(RADIUS_METRES);
    }

    private static void addTenTen(Map<String, Position> positions) {
        add(positions, "Fp1", "Fpz", "Fp2");
        for (String row : TEN_TEN) {
            addRow(positions, row, "");
            add(positions, row.split(" ")[0] + "z");
        }
        add(positions, "O1", "Oz", "O2", "Iz");
    }

    private static void addHalves(Map<String, Position> positions) {
        for (String row : TEN_TEN) {
            addRow(positions, row, "h");
        }
        for (String row : TEN_FIVE) {
            addRow(positions, row, "");
            addRow(positions, row, "h");
            add(positions, row.split(" ")[0] + "z");
        }
        add(positions, "Fp1h", "Fp2h", "O1h", "O2h", "OI1h", "OI2h", "I1h", "I2h");
    }

    /** From side to side; towards the ears some rows have another name. */
    private static void addRow(Map<String, Position> positions, String row, String half) {
        for (int number = 1; number <= 10; number++) {
            add(positions, row.split(" ")[number <= 6 ? 0 : 1] + number + half);
        }
    }

    private static void add(Map<String, Position> positions, String... names) {
        for (String name : names) {
            positions.put(name, TenFiveSphere.place(name)
                    .orElseThrow(() -> new IllegalArgumentException(name + " is not of the 10-5 system")));
        }
    }
}
