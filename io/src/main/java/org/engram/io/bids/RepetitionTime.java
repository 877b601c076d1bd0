package org.engram.io.bids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.provenance.Provenance;
import org.engram.io.table.JsonFile;

/**
 * The time between volumes of a run and where it was found. What the dataset declares (a sidecar's
 * {@code RepetitionTime}, or {@code scan_key.txt}) wins over the image header.
 *
 * @param seconds the repetition time, above 0
 * @param source the file it is from
 * @param notices {@code repetition-time-disagrees} when header and dataset differ by more than 1 %
 */
public record RepetitionTime(double seconds, String source, List<Notice> notices) {
    private static final double LONGEST_PLAUSIBLE_SECONDS = 100;
    private static final double TOLERATED_DISAGREEMENT = 0.01;

    /** Copies the notices. */
    public RepetitionTime {
        notices = List.copyOf(notices);
    }

    /**
     * @param declaredSeconds what the dataset says, if it says anything
     * @param declaredSource the file that says so; not used when there is no declared value
     * @param headerSeconds what the image header says; 0, negative and {@code NaN} count as nothing
     * @param image what messages call the image
     * @return the repetition time to use; an error when nobody says, or when it looks like milliseconds
     */
    public static RepetitionTime decide(OptionalDouble declaredSeconds, String declaredSource,
            OptionalDouble headerSeconds, String image) {
        double header = headerSeconds.isPresent() && headerSeconds.getAsDouble() > 0
                ? headerSeconds.getAsDouble()
                : 0;
        if (declaredSeconds.isEmpty()) {
            if (header == 0) {
                throw new EngramException(
                        image + ": no repetition time: neither a sidecar nor the header gives one;"
                                + " write \"RepetitionTime\": <seconds> into the JSON file beside the image");
            }
            check(header, image + " (header)");
            return new RepetitionTime(header, image, List.of());
        }
        double declared = declaredSeconds.getAsDouble();
        check(declared, declaredSource);
        boolean disagrees = header > 0 && Math.abs(header - declared) > TOLERATED_DISAGREEMENT * declared;
        List<Notice> notices = disagrees
                ? List.of(new Notice("repetition-time-disagrees",
                        String.format(Locale.ROOT,
                                "%s says the repetition time is %s s, the header of %s says %s s;"
                                        + " %s s is used",
                                declaredSource, declared, image, header, declared)))
                : List.of();
        return new RepetitionTime(declared, declaredSource, notices);
    }

    /**
     * Decides for an image that stands alone: a time a person gave wins, then the JSON file beside the image, then the
     * header.
     *
     * @param image the image
     * @param givenSeconds what a person says, if anything
     * @param headerSeconds what the image header says; 0, negative and {@code NaN} count as nothing
     * @return the repetition time to use; an error when nobody says, or when it looks like milliseconds
     * @throws IOException if the JSON file cannot be read
     */
    public static RepetitionTime ofImage(Path image, OptionalDouble givenSeconds, double headerSeconds)
            throws IOException {
        OptionalDouble header = headerSeconds > 0 ? OptionalDouble.of(headerSeconds) : OptionalDouble.empty();
        if (givenSeconds.isPresent()) {
            return decide(givenSeconds, "the repetition time given", header, image.toString());
        }
        Path sidecar = Provenance.sidecarOf(image);
        if (Files.exists(sidecar) && JsonFile.read(sidecar).get("RepetitionTime") instanceof Number seconds) {
            return decide(OptionalDouble.of(seconds.doubleValue()), sidecar.toString(), header,
                    image.toString());
        }
        return decide(OptionalDouble.empty(), "", header, image.toString());
    }

    private static void check(double seconds, String source) {
        if (!(seconds > 0) || Double.isInfinite(seconds)) {
            throw new EngramException(
                    source + ": the repetition time is " + seconds + " s; expected a number above 0");
        }
        if (seconds > LONGEST_PLAUSIBLE_SECONDS) {
            throw new EngramException(source + ": the repetition time is " + seconds + " s, which looks like"
                    + " milliseconds: write \"RepetitionTime\": " + seconds / 1000
                    + " into the JSON file beside the image");
        }
    }
}
