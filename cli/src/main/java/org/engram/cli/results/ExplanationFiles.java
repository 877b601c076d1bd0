package org.engram.cli.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.engram.cli.report.ExplanationReport;
import org.engram.cli.report.HeatMap;
import org.engram.cli.viewer.OverlayRange;
import org.engram.cli.viewer.SliceMosaic;
import org.engram.decoders.supervised.DecoderConfiguration;
import org.engram.decoders.supervised.DecoderExplanation;
import org.engram.decoders.supervised.SampleSet;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.io.provenance.Provenance;
import org.engram.io.table.Column;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.nn.explanation.Attribution;
import org.engram.nn.explanation.RegionSummary;
import org.engram.nn.explanation.validation.Localization;
import org.engram.nn.explanation.validation.SanityResult;

/**
 * What explaining leaves in its folder: {@code attributions.npz}, {@code results.json}, {@code report.html}, a picture, a
 * table of channels or regions where there are any, maps as NIfTI where the samples were volumes, and sidecars.
 */
public final class ExplanationFiles {
    private final DecoderConfiguration configuration;
    private final SampleSet samples;
    private final DecoderExplanation explanation;
    private final RunRecord record;
    private final List<String> channels;
    private final boolean[] truth;
    private final int[] atlas;

    /**
     * @param configuration of the explained network
     * @param samples of which some were explained
     * @param explanation what was found
     * @param record how the command came to it
     * @param channels names of the channels; empty for numbers
     * @param truth where the information is known to be, or null
     * @param atlas the region of each place, or null
     */
    public ExplanationFiles(DecoderConfiguration configuration, SampleSet samples,
            DecoderExplanation explanation,
            RunRecord record, List<String> channels, boolean[] truth, int[] atlas) {
        this.configuration = configuration;
        this.samples = samples;
        this.explanation = explanation;
        this.record = record;
        this.channels = List.copyOf(channels);
        this.truth = truth;
        this.atlas = atlas;
    }

    /** Fails when {@link #write} would, for reasons known before. @param folder where to write */
    public static void requireWritable(Path folder) {
        ResultFolder.requireWritable(folder);
    }

    /** @param folder to write @throws IOException if writing fails */
    public void write(Path folder) throws IOException {
        Provenance provenance = record.finish(explanation.notices());
        ResultFolder.write(folder, partial -> {
            NpzFile.write(partial.resolve("attributions.npz"), arrays(), true);
            provenance.writeBeside(partial.resolve("attributions.npz"));
            Optional<Table> table = table();
            if (table.isPresent()) {
                TableFile.write(partial.resolve(tableName()), table.get());
                provenance.writeBeside(partial.resolve(tableName()));
            }
            Optional<String> picture = picture();
            if (picture.isPresent()) {
                Files.writeString(partial.resolve("mean-map.svg"), picture.get(), StandardCharsets.UTF_8);
            }
            writeVolumes(partial, provenance);
            report(picture, table).write(partial.resolve("report.html"), provenance);
            JsonFile.write(partial.resolve("results.json"), fields());
            provenance.writeBeside(partial.resolve("results.json"));
        });
    }

    private Map<String, NpyArray> arrays() {
        int[] shape = samples.shape();
        int[] all = new int[shape.length + 1];
        System.arraycopy(shape, 0, all, 1, shape.length);
        all[0] = explanation.maps().size();
        float[] values = new float[Math.multiplyExact(all[0], samples.width())];
        for (int i = 0; i < all[0]; i++) {
            System.arraycopy(explanation.maps().get(i).values(), 0, values, i * samples.width(),
                    samples.width());
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("attribution", NpyArray.of(values, all));
        arrays.put("mean", NpyArray.of(explanation.signed(), shape));
        arrays.put("mean_magnitude", NpyArray.of(explanation.magnitude().values(), shape));
        arrays.put("sample", NpyArray.of(explanation.indices(), explanation.indices().length));
        return arrays;
    }

    private boolean hasVolumes() {
        return samples.shape().length == 3 && configuration.inputShape().get(0) == 1;
    }

    private void writeVolumes(Path folder, Provenance provenance) throws IOException {
        if (samples.geometry().isEmpty()) {
            return;
        }
        Map<String, float[]> volumes = new LinkedHashMap<>();
        volumes.put("mean-map", explanation.signed());
        volumes.put("mean-magnitude", explanation.magnitude().values());
        for (int i = 0; i < explanation.maps().size(); i++) {
            volumes.put("attribution_sample-" + explanation.indices()[i], explanation.maps().get(i).values());
        }
        for (Map.Entry<String, float[]> volume : volumes.entrySet()) {
            Path file = folder.resolve(volume.getKey() + ".nii.gz");
            ImageFile.write(volume(volume.getValue()), file, notice -> {});
            provenance.writeBeside(file);
        }
    }

    private Volume volume(float[] values) {
        int[] shape = samples.shape();
        return Volume.of(values, new long[] {shape[2], shape[1], shape[0]},
                samples.geometry().orElseGet(Affine::identity));
    }

    private Optional<String> picture() {
        String title = explanation.maps().get(0).method() + ": mean size over " + explanation.maps().size()
                + " samples";
        if (hasVolumes()) {
            float[] mean = new float[samples.width()];
            for (int index : explanation.indices()) {
                float[] sample = samples.sample(index);
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += sample[i] / explanation.indices().length;
                }
            }
            Volume map = volume(explanation.magnitude().values());
            OverlayRange range = OverlayRange.of(map);
            return Optional.of(SliceMosaic.builder(volume(mean))
                    .overlay(map, range.colours(), range.threshold(), range.maximum(), 0.85).title(title)
                    .build().svg());
        }
        List<Integer> input = configuration.inputShape();
        boolean plane = input.size() == 3 && input.get(0) == 1;
        if (input.size() != 2 && !plane) {
            return Optional.empty();
        }
        int rows = plane ? input.get(1) : input.get(0);
        int columns = input.get(input.size() - 1);
        return Optional.of(new HeatMap(explanation.magnitude().values(), rows, columns, title, channels,
                plane ? "column" : "time (samples)",
                truth != null && truth.length == rows * columns ? truth : null).svg());
    }

    private String tableName() {
        return atlas != null ? "regions.tsv" : "channels.tsv";
    }

    private Optional<Table> table() {
        int count = configuration.inputShape().get(0);
        if (atlas == null && (count < 2 || configuration.inputShape().size() < 2)) {
            return Optional.empty();
        }
        int run = samples.width() / count;
        int[] labels = atlas;
        if (labels == null) {
            labels = new int[samples.width()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = i / run + 1;
            }
        }
        List<RegionSummary> rows = RegionSummary.of(explanation.magnitude(), labels);
        return Optional.of(Table.of("summary",
                List.of(Column.ofNumbers("rank", rows.stream().mapToDouble(RegionSummary::rank).toArray()),
                        Column.ofText(atlas == null ? "channel" : "region",
                                rows.stream().map(row -> name(row.label())).toList()),
                        Column.ofNumbers("share", rows.stream().mapToDouble(RegionSummary::share).toArray()),
                        Column.ofNumbers("mean", rows.stream().mapToDouble(RegionSummary::mean).toArray()),
                        Column.ofNumbers("values",
                                rows.stream().mapToDouble(RegionSummary::values).toArray()))));
    }

    private String name(int label) {
        if (atlas != null) {
            return Integer.toString(label);
        }
        return label <= channels.size() ? channels.get(label - 1) : Integer.toString(label - 1);
    }

    /** @return what {@code results.json} holds */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("method", explanation.maps().get(0).method());
        fields.put("parameters", explanation.parameters());
        fields.put("samples", Arrays.stream(explanation.indices()).boxed().toList());
        fields.put("targets", explanation.maps().stream().map(this::target).toList());
        fields.put("scores", explanation.maps().stream().map(Attribution::score).toList());
        explanation.sanity().ifPresent(sanity -> fields.put("sanity", sanity(sanity)));
        explanation.found().ifPresent(found -> fields.put("localization", localization(found)));
        explanation.byChance()
                .ifPresent(found -> fields.put("localization_random_weights", localization(found)));
        fields.put("banners", explanation.banners());
        fields.put("notices", explanation.notices().stream().map(Object::toString).toList());
        return fields;
    }

    private String target(Attribution map) {
        String digits = map.target().replaceAll("\\D", "");
        return configuration.isClassifier() && !digits.isEmpty()
                ? configuration.classes().get(Integer.parseInt(digits))
                : configuration.target();
    }

    private static Map<String, Object> sanity(SanityResult sanity) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", sanity.kind());
        fields.put("networks", sanity.correlations().length);
        fields.put("mean_correlation", sanity.mean());
        fields.put("limit", sanity.limit());
        fields.put("passed", sanity.passed());
        fields.put("cascade", sanity.cascade().stream()
                .map(step -> Map.of("layer", step.layer(), "correlation", step.correlation())).toList());
        return fields;
    }

    private static Map<String, Object> localization(Localization found) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rank_accuracy", found.rankAccuracy());
        fields.put("mass_accuracy", found.massAccuracy());
        fields.put("area", found.area());
        fields.put("centre_distance", found.centreDistance());
        fields.put("pointing", found.pointing());
        fields.put("chance", found.chance());
        return fields;
    }

    /** @return the result in a line or a few */
    public List<String> headlines() {
        List<String> lines = new ArrayList<>();
        lines.add(explanation.maps().get(0).method() + " of " + explanation.maps().size() + " samples");
        explanation.found().ifPresent(found -> lines.add(describe("the map", found)));
        explanation.byChance()
                .ifPresent(found -> lines.add(describe("maps of networks with random weights", found)));
        explanation.sanity().filter(SanityResult::passed).ifPresent(sanity -> lines.add(sanity.toString()));
        return lines;
    }

    private static String describe(String what, Localization found) {
        return String.format(Locale.ROOT,
                "The true source holds %.2f of the strongest values and %.2f of the mass of %s (chance %.3f)",
                found.rankAccuracy(), found.massAccuracy(), what, found.chance());
    }

    private ExplanationReport report(Optional<String> picture, Optional<Table> table) {
        ExplanationReport report = new ExplanationReport(
                "What the network goes by: " + configuration.target(),
                explanation.maps().get(0).method() + " of " + configuration.network() + " on "
                        + samples.source().getFileName());
        explanation.banners().forEach(report::alarm);
        picture.ifPresent(svg -> report.map(svg, "Mean size of the attributed values over "
                + explanation.maps().size() + " samples"
                + (truth == null ? "." : "; the true source is outlined.")));
        headlines().stream().skip(1).forEach(report::check);
        explanation.sanity().ifPresent(sanity -> report.check(String.format(Locale.ROOT,
                "The map of sample %d correlates by %.2f with maps of %d networks of the same kind with random weights "
                        + "(Spearman, of sizes; above %.2f a map shows the input and not what was learnt).",
                explanation.indices()[0], sanity.mean(), sanity.correlations().length, sanity.limit())));
        table.ifPresent(rows -> report.table(rows.columnNames(), rows(rows)));
        report.method(
                "Explained was the output of the class the network decided for, or the one asked for, before the "
                        + "softmax, on standardised input. Parameters: " + explanation.parameters() + ".");
        return report.notices(explanation.notices());
    }

    private static List<List<String>> rows(Table table) {
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row < Math.min(20, table.rowCount()); row++) {
            int at = row;
            rows.add(table.columnNames().stream().map(name -> {
                Column column = table.column(name);
                return name.equals("share") || name.equals("mean")
                        ? String.format(Locale.ROOT, "%.3g", column.number(at))
                        : column.text(at);
            }).toList());
        }
        return rows;
    }
}
