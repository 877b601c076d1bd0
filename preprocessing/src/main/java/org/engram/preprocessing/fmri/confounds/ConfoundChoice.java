package org.engram.preprocessing.fmri.confounds;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.io.table.TableFormat;

/**
 * Which nuisance series to take for a run, as people write it:
 *
 * <ul>
 * <li>{@code none}
 * <li>{@code simple}, {@code scrubbing}, {@code compcor}, {@code ica_aroma}: a {@link ConfoundStrategy} on fMRIPrep's
 * table
 * <li>{@code motion}: the 24 motion regressors of fMRIPrep's table; {@code motion-fsl}, {@code motion-spm},
 * {@code motion-afni}: the same from a text file of six numbers a line in that program's order
 * <li>anything else: column names or regular expressions, separated by commas
 * </ul>
 */
public final class ConfoundChoice {
    /** No nuisance series. */
    public static final ConfoundChoice NONE = new ConfoundChoice("none");

    private static final List<String> STRATEGIES = List.of("simple", "scrubbing", "compcor", "ica_aroma");
    private static final String MOTION = "motion";

    private final String text;

    private ConfoundChoice(String text) {
        this.text = text;
    }

    /**
     * @param text as above
     * @return that choice
     */
    public static ConfoundChoice parse(String text) {
        return new ConfoundChoice(text.strip());
    }

    /** @return whether nothing is taken */
    public boolean isNone() { return text.equals("none"); }

    /**
     * @param file the table or text file of the run, if there is one
     * @param image the BOLD image; named in messages and checked by strategies
     * @param volumes how many volumes the image has
     * @return the regressors and the volumes to keep
     * @throws EngramException if there is no file, or columns are missing
     * @throws ShapeException if the file has not one row for each volume
     * @throws IOException if a file cannot be read
     */
    public Confounds load(Optional<Path> file, Path image, int volumes) throws IOException {
        if (isNone()) {
            return Confounds.none(volumes);
        }
        Path table = file.orElseThrow(() -> new EngramException(image
                + ": confounds were asked for (" + text + ") but the run has no confounds file: expected"
                + " *_desc-confounds_timeseries.tsv beside it, or in the same folder of one of the dataset's"
                + " derivatives; run fMRIPrep to make one, or choose none"));
        Confounds confounds = load(table, image);
        if (confounds.volumes() != volumes) {
            throw new ShapeException(image + " has " + volumes + " volumes but " + table + " has "
                    + confounds.volumes() + " rows: they must be of the same run, untrimmed");
        }
        return confounds;
    }

    private Confounds load(Path table, Path image) throws IOException {
        if (STRATEGIES.contains(text)) {
            return FmriprepConfounds.load(table, image, ConfoundStrategy.named(text));
        }
        if (text.equals(MOTION)) {
            return MotionParameters.of(read(table)).confounds(Expansion.FULL, true);
        }
        for (MotionParameters.Convention convention : MotionParameters.Convention.values()) {
            if (text.equals(MOTION + "-" + convention.name().toLowerCase(Locale.ROOT))) {
                return MotionParameters.read(table, convention).confounds(Expansion.FULL, true);
            }
        }
        return Confounds.select(read(table), Arrays.stream(text.split(",")).map(String::strip).toList(),
                true);
    }

    private static Table read(Path table) throws IOException {
        return TableFile.read(table, TableFormat.forFile(table));
    }

    /** @return the choice in words, for a methods section; empty when nothing is taken */
    public String describe() {
        return switch (text) {
            case "none" -> "";
            case "motion", "motion-fsl", "motion-spm", "motion-afni" ->
                "24 motion regressors (six parameters, their differences, and the squares of both)";
            default -> STRATEGIES.contains(text)
                    ? "the nuisance series of the strategy '" + text + "'"
                    : "the nuisance series " + text;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
