package org.engram.preprocessing.fmri.confounds;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.table.ClosestName;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/**
 * Reads {@code *_desc-confounds_timeseries.tsv} (or {@code _regressors.tsv}) of fMRIPrep 1.2 and later.
 *
 * <p>The regressors come in the order cosines, motion, white matter and cerebrospinal fluid, global signal, CompCor,
 * ICA-AROMA. A value missing in the first row is replaced by that of the second. Columns that mark single volumes
 * ({@code non_steady_state_outlierNN}) never become regressors; their volumes are left out. Scrubbing looks for short runs
 * between the volumes with motion alone, before those not in steady state are left out, as nilearn does.
 */
public final class FmriprepConfounds {
    private static final List<String> MOTION = List.of("trans_x", "trans_y", "trans_z", "rot_x", "rot_y",
            "rot_z");
    private static final Pattern OLD_NAMES = Pattern
            .compile("X|Y|Z|Rot[XYZ]|[at]CompCor\\d+|WhiteMatter|GlobalSignal"
                    + "|stdDVARS|FramewiseDisplacement|Cosine\\d+|AROMAAggrComp\\d+|NonSteadyStateOutlier\\d+");
    private static final String NON_STEADY = "non_steady_state_outlier";
    private static final String AROMA_IMAGE = "desc-smoothAROMAnonaggr";

    private final Path file;
    private final Table table;
    private final ConfoundStrategy strategy;
    private final List<Notice> notices = new ArrayList<>();

    private FmriprepConfounds(Path file, Table table, ConfoundStrategy strategy) {
        this.file = file;
        this.table = table;
        this.strategy = strategy;
    }

    /**
     * @param confoundsFile the table of confounds; for CompCor its JSON file must lie beside it
     * @param strategy what to take; {@link IcaAroma#FULL} needs {@link #load(Path, Path, ConfoundStrategy)}
     * @return the regressors and the volumes to keep; errors name the file and the columns that are not there
     * @throws IOException if a file cannot be read
     */
    public static Confounds load(Path confoundsFile, ConfoundStrategy strategy) throws IOException {
        if (strategy.icaAroma() == IcaAroma.FULL) {
            throw new IllegalArgumentException(
                    "ICA-AROMA in full depends on the image: name it together with the confounds file");
        }
        return new FmriprepConfounds(confoundsFile, read(confoundsFile), strategy).load();
    }

    /**
     * As {@link #load(Path, ConfoundStrategy)}, and checks that the image is the one the strategy is for: ICA-AROMA in full
     * needs the image that fMRIPrep has cleaned so, and all other strategies one that it has not.
     *
     * @param confoundsFile the table of confounds; for CompCor its JSON file must lie beside it
     * @param image the image to be cleaned; only its name is looked at
     * @param strategy what to take
     * @return the regressors and the volumes to keep; errors name the file and the columns that are not there
     * @throws IOException if a file cannot be read
     */
    public static Confounds load(Path confoundsFile, Path image, ConfoundStrategy strategy)
            throws IOException {
        boolean cleaned = image.getFileName().toString().contains(AROMA_IMAGE);
        boolean wanted = strategy.icaAroma() == IcaAroma.FULL;
        if (wanted && !cleaned) {
            throw new EngramException(image
                    + ": ICA-AROMA in full needs the image that fMRIPrep has cleaned, named *_"
                    + AROMA_IMAGE + "_bold.nii.gz; take that one, or ICA-AROMA as regressors (basic)");
        }
        if (cleaned && !wanted) {
            throw new EngramException(
                    image + ": ICA-AROMA has cleaned this image already; take the strategy ica_aroma,"
                            + " or the image named *_desc-preproc_bold.nii.gz");
        }
        return new FmriprepConfounds(confoundsFile, read(confoundsFile), strategy).load();
    }

    private static Table read(Path file) throws IOException {
        String first;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            first = reader.readLine();
        }
        boolean headed = first == null || Arrays.stream(first.split("\t"))
                .anyMatch(
                        cell -> cell.matches(".*[A-Za-z].*") && !cell.matches("(?i)n/a|nan|.*\\de[-+]?\\d+"));
        if (!headed) {
            throw new FormatException(file,
                    "line 1 holds numbers where the names of the columns are expected; confounds"
                            + " are read from fMRIPrep 1.2 on: run a newer version, or take columns by position from a table"
                            + " without header");
        }
        Table table = TableFile.read(file);
        List<String> old = table.columnNames().stream().filter(name -> OLD_NAMES.matcher(name).matches())
                .toList();
        if (!old.isEmpty()) {
            throw new FormatException(file,
                    "names columns as fMRIPrep 1.0 and 1.1 did (" + ClosestName.list(old)
                            + "); confounds are read from fMRIPrep 1.2 on: run a newer version");
        }
        if (table.rowCount() < 2) {
            throw new FormatException(file, "has " + table.rowCount() + " volumes; expected 2 or more");
        }
        return table;
    }

    private Confounds load() throws IOException {
        List<String> names = new ArrayList<>();
        if (strategy.highPass()) {
            List<String> cosines = startingWith("cosine");
            if (cosines.isEmpty()) {
                notices.add(new Notice("confounds-no-cosines",
                        file + ": no cosine columns (a run shorter than the filter has none); no high-pass regressors"));
            }
            names.addAll(cosines);
        }
        names.addAll(strategy.motion().columns(MOTION));
        names.addAll(strategy.whiteMatterCsf().columns(List.of("csf", "white_matter")));
        names.addAll(strategy.globalSignal().columns(List.of("global_signal")));
        requireColumns(names);
        names.addAll(compcor());
        if (strategy.icaAroma() == IcaAroma.BASIC) {
            List<String> aroma = startingWith("aroma_motion_");
            if (aroma.isEmpty()) {
                throw new FormatException(file,
                        "has no column aroma_motion_NN: run fMRIPrep with --use-aroma (versions"
                                + " before 23.1) or fMRIPost-AROMA, or take another strategy");
            }
            names.addAll(aroma);
        }
        return Confounds.fromTable(table, names, keptVolumes(), strategy.demean(), notices);
    }

    private void requireColumns(List<String> names) {
        List<String> missing = names.stream().filter(name -> !table.has(name)).toList();
        if (!missing.isEmpty()) {
            throw new FormatException(file,
                    "lacks the columns " + ClosestName.list(missing) + ", which the strategy needs; "
                            + ClosestName.hint(missing.get(0), table.columnNames()));
        }
    }

    private List<String> startingWith(String prefix) {
        return table.columnNames().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    private List<String> compcor() throws IOException {
        List<String> names = new ArrayList<>();
        if (strategy.compcor() == CompCor.NONE) {
            return names;
        }
        if (strategy.compcor().temporal()) {
            names.addAll(limited("temporal", byNumber(startingWith("t_comp_cor_"))));
        }
        if (!strategy.compcor().masks().isEmpty()) {
            Map<String, Object> sidecar = sidecar();
            for (String mask : strategy.compcor().masks()) {
                names.addAll(limited(mask, byNumber(ofMask(sidecar, mask))));
            }
        }
        return names;
    }

    private Map<String, Object> sidecar() throws IOException {
        Path json = file.resolveSibling(file.getFileName().toString().replaceFirst("\\.tsv$", ".json"));
        if (!Files.exists(json)) {
            throw new FormatException(file, "needs " + json.getFileName()
                    + " beside it: that file says which mask a CompCor component is from");
        }
        return JsonFile.read(json);
    }

    private List<String> ofMask(Map<String, Object> sidecar, String mask) {
        return table.columnNames().stream().filter(name -> name.matches("[awc]_comp_cor_\\d+")
                && sidecar.get(name) instanceof Map<?, ?> entry && mask.equals(entry.get("Mask"))
                && !Boolean.FALSE.equals(entry.get("Retained"))).toList();
    }

    private static List<String> byNumber(List<String> components) {
        return components.stream().sorted(Comparator.comparingInt(
                name -> Integer.parseInt(name.substring(name.lastIndexOf('_') + 1)))).toList();
    }

    private List<String> limited(String mask, List<String> found) {
        if (found.isEmpty()) {
            throw new FormatException(file, "has no CompCor components of the mask \"" + mask
                    + "\": check the JSON file beside it, or take other components");
        }
        int wanted = strategy.compcorComponents().orElse(found.size());
        if (wanted > found.size()) {
            notices.add(new Notice("confounds-fewer-components",
                    file + ": " + wanted + " CompCor components of the mask \""
                            + mask + "\" asked for, all " + found.size() + " there are taken"));
        }
        return found.subList(0, Math.min(wanted, found.size()));
    }

    private int[] keptVolumes() {
        boolean[] outlier = new boolean[table.rowCount()];
        if (strategy.scrubbing()) {
            requireColumns(List.of("framewise_displacement", "std_dvars"));
            Scrubbing.markAbove(table.numbers("framewise_displacement"),
                    strategy.framewiseDisplacementThresholdMillimetres(), outlier);
            Scrubbing.markAbove(table.numbers("std_dvars"), strategy.standardizedDvarsThreshold(), outlier);
            Scrubbing.markShortRuns(outlier, strategy.shortestKeptRun());
        }
        for (String name : startingWith(NON_STEADY)) {
            double[] marks = table.numbers(name);
            IntStream.range(0, marks.length).filter(volume -> marks[volume] != 0)
                    .forEach(volume -> outlier[volume] = true);
        }
        int[] kept = Scrubbing.unmarked(outlier);
        if (kept.length == 0) {
            throw new EngramException(
                    file + ": all " + outlier.length + " volumes are left out (framewise displacement"
                            + " above " + strategy.framewiseDisplacementThresholdMillimetres()
                            + " mm, standardized DVARS above "
                            + strategy.standardizedDvarsThreshold() + ", runs shorter than "
                            + strategy.shortestKeptRun()
                            + "): raise the thresholds, or leave the run out");
        }
        return kept;
    }
}
