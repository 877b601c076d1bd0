package org.engram.io.recording.montage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;

/**
 * Reads montages: {@code .sfp} (BESA, EGI), {@code .elc} (ASA), {@code .locs}, {@code .loc} and {@code .eloc} (EEGLAB),
 * {@code .bvef} (BrainVision), {@code .elp} (BESA or Polhemus), {@code .hsp} (Polhemus head shape) and the tables of
 * angles in {@code .txt} (BioSemi, EasyCap).
 *
 * <p>Lengths are brought to metres: by the unit where a file names one, else by what makes the median radius that of a
 * head. Files that give angles only lie on a sphere of {@link StandardMontages#RADIUS_METRES}.
 */
public final class MontageFile {
    private static final long LARGEST = 16L << 20;

    private MontageFile() {}

    /**
     * @param file an existing file, known by its ending
     * @param notices told what is odd about it and which unit was inferred
     * @return its montage
     * @throws FormatException if it is damaged
     * @throws UnsupportedFeatureException if its ending is not one of a montage
     * @throws IOException if it cannot be read
     */
    public static Montage read(Path file, Consumer<Notice> notices) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String ending = name.substring(Math.max(0, name.lastIndexOf('.')));
        if (Files.size(file) > LARGEST) {
            throw new FormatException(file,
                    "has " + Files.size(file) + " bytes, too many for places of electrodes");
        }
        byte[] bytes = Files.readAllBytes(file);
        MontageLines lines = new MontageLines(file, List.of(text(bytes).split("\r\n|\n|\r")), notices);
        return switch (ending) {
            case ".sfp" -> CartesianMontages.sfp(lines);
            case ".elc" -> CartesianMontages.elc(lines);
            case ".hsp" -> CartesianMontages.polhemus(lines);
            case ".locs", ".loc", ".eloc" -> SphericalMontages.locs(lines);
            case ".txt" -> SphericalMontages.table(lines);
            case ".bvef" -> SphericalMontages.bvef(lines, bytes);
            case ".elp" -> SphericalMontages.isBesa(lines)
                    ? SphericalMontages.besa(lines)
                    : CartesianMontages.polhemus(lines);
            default -> throw new UnsupportedFeatureException(file
                    + ": montages are read from .sfp, .elc, .locs, .loc, .eloc, .bvef, .elp, .hsp and .txt files");
        };
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
