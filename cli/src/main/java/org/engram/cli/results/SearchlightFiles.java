package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.engram.cli.viewer.ColourMap;
import org.engram.cli.viewer.ViewerScene;
import org.engram.compute.validation.Split;
import org.engram.core.Notice;
import org.engram.decoders.fmri.AnalysisMask;
import org.engram.decoders.fmri.FmriSamples;
import org.engram.decoders.fmri.FmriStudy;
import org.engram.decoders.searchlight.PermutationMaps;
import org.engram.decoders.searchlight.Searchlight;
import org.engram.decoders.searchlight.SearchlightResult;
import org.engram.decoders.searchlight.VoxelGrid;
import org.engram.io.provenance.Provenance;
import org.engram.io.table.JsonFile;
import org.engram.io.table.TableFile;
import org.engram.io.volume.Volume;
import org.engram.io.volume.VoxelType;
import org.engram.io.volume.nifti.NiftiWriter;

/**
 * What a searchlight leaves in its folder: {@code results.json}, {@code peaks.tsv}, {@code report.html}, maps on the
 * grid of the images, and a JSON sidecar beside each. Every file appears whole or not at all.
 *
 * <p>The maps hold no NaN, which many tools cannot read. {@code accuracy}, {@code balanced_accuracy} and the maps of
 * folds are 0 and p values are 1 where no sphere was evaluated: outside the mask, between the centres of a stride,
 * and where a sphere had too few voxels. So a threshold from either side shows evaluated spheres alone.
 * {@code n_voxels} tells the cases apart: 0 where there is no centre, else the voxels of the sphere.
 */
public final class SearchlightFiles {
    private final Builder given;
    private final SearchlightPeaks peaks;
    private final List<Notice> notices;

    private SearchlightFiles(Builder given) {
        this.given = given;
        this.peaks = new SearchlightPeaks(given);
        List<Notice> all = new ArrayList<>(given.notices);
        all.addAll(peaks.notices());
        this.notices = List.copyOf(all);
    }

    /**
     * @param study the runs
     * @param mask the voxels
     * @param samples the samples decoded
     * @param searchlight how they were
     * @param result what was found
     * @return a builder
     */
    public static Builder builder(FmriStudy study, AnalysisMask mask, FmriSamples samples,
            Searchlight searchlight, SearchlightResult result) {
        return new Builder(study, mask, samples, searchlight, result);
    }

    /** @return what a reader should know about data and results */
    public List<Notice> notices() {
        return notices;
    }

    /**
     * @param folder where to write; made if it is not there. Files of the same names are replaced
     * @throws IOException if writing fails
     */
    public void write(Path folder) throws IOException {
        ResultFolder.write(folder, this::writeAll);
    }

    private void writeAll(Path folder) throws IOException {
        Provenance provenance = given.record.finish(notices);
        Path accuracy = folder.resolve("accuracy.nii.gz");
        for (Path map : writeMaps(folder, accuracy)) {
            provenance.writeBeside(map, Map.of("SpatialReference", "the first BOLD image"));
        }
        Path table = folder.resolve("peaks.tsv");
        TableFile.write(table, peaks.table());
        provenance.writeBeside(table);
        BrainMaps maps = new BrainMaps(given.samples.masker(), given.samples.background(), given.anatomy);
        maps.show(accuracy, "Accuracy", peaks.listing().score(),
                Arrays.stream(given.result.accuracy()).filter(Double::isFinite).max().orElse(1));
        ViewerScene scene = maps.scene("Accuracy", "Map", ColourMap.HOT);
        Path page = folder.resolve("report.html");
        new SearchlightPage(given, peaks, notices, provenance).write(scene, page);
        provenance.writeBeside(page);
        Path results = folder.resolve("results.json");
        JsonFile.write(results, fields());
        provenance.writeBeside(results);
    }

    private List<Path> writeMaps(Path folder, Path accuracy) throws IOException {
        SearchlightResult result = given.result;
        List<Path> written = new ArrayList<>();
        written.add(write(result.accuracy(), 0, accuracy));
        written.add(write(result.balancedAccuracy(), 0, folder.resolve("balanced_accuracy.nii.gz")));
        double[] counts = Arrays.stream(result.voxelCounts()).asDoubleStream().toArray();
        written.add(write(counts, 0, folder.resolve("n_voxels.nii.gz")));
        if (result.permutations().isPresent()) {
            PermutationMaps permutations = result.permutations().get();
            written.add(
                    write(permutations.uncorrectedP(), 1, folder.resolve("p_uncorrected.nii.gz")));
            written.add(write(permutations.familywiseP(), 1, folder.resolve("p_familywise.nii.gz")));
        }
        if (result.foldScores().isPresent()) {
            double[][] scores = result.foldScores().get();
            for (int f = 0; f < given.splits.size(); f++) {
                int fold = f;
                written.add(write(Arrays.stream(scores).mapToDouble(row -> row[fold]).toArray(), 0,
                        folder.resolve("accuracy_fold-" + BrainMaps.fileName(given.splits.get(f).name())
                                + ".nii.gz")));
            }
        }
        return written;
    }

    private Path write(double[] perCentre, double elsewhere, Path file) throws IOException {
        double[] columns = given.result.toVoxels(perCentre, elsewhere);
        int[] shape = given.grid.shape();
        float[] painted = new float[shape[0] * shape[1] * shape[2]];
        Arrays.fill(painted, (float) elsewhere);
        for (int column = 0; column < columns.length; column++) {
            int[] at = given.grid.coordinates(column);
            double value = columns[column];
            painted[at[0] + shape[0] * (at[1] + shape[1] * at[2])] = (float) (Double.isNaN(value)
                    ? elsewhere
                    : value);
        }
        Volume map = Volume.of(painted, new long[] {shape[0], shape[1], shape[2]}, given.grid.affine());
        NiftiWriter.builder().voxelType(VoxelType.FLOAT32).build().write(map, file);
        return file;
    }

    /** @return what {@code results.json} holds */
    public Map<String, Object> fields() {
        SearchlightResult result = given.result;
        double[] accuracy = Arrays.stream(result.accuracy()).filter(Double::isFinite).toArray();
        Map<String, Object> fields = peaks.fields();
        fields.put("chance", result.chance());
        fields.put("mean_accuracy", Arrays.stream(accuracy).average().orElse(0));
        fields.put("n_centres", result.centres().length);
        fields.put("n_evaluated", accuracy.length);
        fields.put("n_above_threshold",
                Arrays.stream(accuracy).filter(value -> value > peaks.threshold().score()).count());
        fields.put("radius_mm", given.searchlight.radiusMillimetres());
        fields.put("min_voxels", given.searchlight.minimumVoxels());
        fields.put("permutations", result.permutations()
                .map(maps -> SearchlightPeaks.ordered("count", maps.maxima().length,
                        "null_maximum_median", maps.maxima()[maps.maxima().length / 2], "scheme",
                        "labels shuffled within each " + given.groupKind))
                .orElse(null));
        fields.put("labels", given.samples.labels().names());
        fields.put("n_samples", given.samples.labels().size());
        fields.put("n_features", given.grid.voxels());
        fields.put("folds", given.splits.stream().map(split -> SearchlightPeaks.ordered("name", split.name(),
                "n_train", split.train().length, "n_test", split.test().length)).toList());
        fields.put("analysis", given.searchlight.describe() + ", " + given.scheme);
        fields.put("notices", notices.stream()
                .map(notice -> SearchlightPeaks.ordered("code", notice.code(), "text", notice.text()))
                .toList());
        return fields;
    }

    /** @return the result in one line */
    public String headline() {
        long above = Arrays.stream(given.result.accuracy()).filter(v -> v > peaks.threshold().score())
                .count();
        List<Double> mm = peaks.best().millimetres();
        return String.format(Locale.ROOT,
                "best accuracy %.3f at (%.1f, %.1f, %.1f) mm, chance %.3f; %d of %d spheres above %.3f (%s)",
                peaks.best().value(), mm.get(0), mm.get(1), mm.get(2), given.result.chance(), above,
                given.result.centres().length, peaks.threshold().score(), peaks.threshold().meaning());
    }

    /** Collects what is to be written. */
    public static final class Builder {
        final FmriStudy study;
        final AnalysisMask mask;
        final FmriSamples samples;
        final Searchlight searchlight;
        final SearchlightResult result;
        Optional<Path> anatomy = Optional.empty();
        VoxelGrid grid;
        List<Split> splits = List.of();
        String scheme = "";
        String groupKind = "run";
        String preparation = "";
        Double threshold;
        List<Notice> notices = List.of();
        RunRecord record;

        private Builder(FmriStudy study, AnalysisMask mask, FmriSamples samples, Searchlight searchlight,
                SearchlightResult result) {
            this.study = study;
            this.mask = mask;
            this.samples = samples;
            this.searchlight = searchlight;
            this.result = result;
        }

        /**
         * @param value what the map is shown on; default: the first BOLD volume
         * @return this
         */
        public Builder anatomy(Optional<Path> value) {
            anatomy = value;
            return this;
        }

        /**
         * @param value where the columns of the samples lie; required
         * @return this
         */
        public Builder grid(VoxelGrid value) {
            grid = value;
            return this;
        }

        /**
         * @param value training and test samples of each fold; required
         * @param description how they were made
         * @param kind what a group of samples is: "run", "session"
         * @return this
         */
        public Builder splits(List<Split> value, String description, String kind) {
            splits = List.copyOf(value);
            scheme = description;
            groupKind = kind;
            return this;
        }

        /**
         * @param phrase what was done to the data, to follow "Before decoding, "
         * @return this
         */
        public Builder preparation(String phrase) {
            preparation = phrase;
            return this;
        }

        /**
         * @param score clusters lie above this accuracy; null (the default) for what the result supports
         * @return this
         */
        public Builder threshold(Double score) {
            threshold = score;
            return this;
        }

        /**
         * @param value what a reader should know
         * @return this
         */
        public Builder notices(List<Notice> value) {
            notices = List.copyOf(value);
            return this;
        }

        /**
         * @param value how the result came about
         * @return this
         */
        public Builder record(RunRecord value) {
            record = value;
            return this;
        }

        /** @return the files, not yet written */
        public SearchlightFiles build() {
            return new SearchlightFiles(this);
        }
    }
}
