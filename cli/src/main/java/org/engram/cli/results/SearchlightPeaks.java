package org.engram.cli.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.engram.core.Notice;
import org.engram.decoders.searchlight.MapCluster;
import org.engram.decoders.searchlight.MapPeak;
import org.engram.decoders.searchlight.MapPeaks;
import org.engram.decoders.searchlight.MapThreshold;
import org.engram.decoders.searchlight.SearchlightResult;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/** The threshold, clusters and peaks of an accuracy map, with what the other maps say there. */
final class SearchlightPeaks {
    private final SearchlightFiles.Builder given;
    private final MapThreshold threshold;
    private final MapThreshold listing;
    private final List<MapCluster> clusters;
    private final MapPeak best;
    private final List<Notice> notices = new ArrayList<>();

    SearchlightPeaks(SearchlightFiles.Builder given) {
        this.given = given;
        SearchlightResult result = given.result;
        int tested = (int) given.splits.stream().flatMapToInt(split -> Arrays.stream(split.test())).distinct()
                .count();
        this.threshold = given.threshold == null
                ? MapThreshold.of(result, tested)
                : MapThreshold.chosen(given.threshold);
        double[] map = result.toVoxels(result.accuracy(), Double.NaN);
        boolean passes = Arrays.stream(result.accuracy()).anyMatch(value -> value > threshold.score());
        this.listing = passes || !threshold.isFamilywise()
                ? threshold
                : MapThreshold.ofOneSphere(tested, result.chance());
        this.clusters = MapPeaks.above(listing.score()).find(map, given.grid);
        double highest = Arrays.stream(result.accuracy()).filter(Double::isFinite).max().orElseThrow();
        this.best = clusters.isEmpty()
                ? MapPeaks.above(Math.nextDown((float) highest) - 1e-6).find(map, given.grid).get(0).peak()
                : clusters.get(0).peak();
        noteCeiling();
        if (given.threshold == null && result.permutations().isPresent() && !threshold.isFamilywise()) {
            notices.add(new Notice("too-few-permutations",
                    result.permutations().get().maxima().length
                            + " permutations cannot give p < 0.05: give 19 or more for a threshold over the map"));
        }
    }

    private void noteCeiling() {
        if (threshold.score() >= 1) {
            notices.add(new Notice("threshold-at-ceiling",
                    "more than 5 % of the permutations reach an accuracy of 1 in some sphere, so no sphere can exceed"
                            + " the threshold over the map: take more samples per fold, more classes or fewer spheres"));
        }
    }

    MapThreshold threshold() {
        return threshold;
    }

    /** Above what clusters are listed and shown: the threshold, or that of one sphere where nothing passes it. */
    MapThreshold listing() {
        return listing;
    }

    List<MapCluster> clusters() {
        return clusters;
    }

    /** The highest peak, also of a map without clusters. */
    MapPeak best() {
        return best;
    }

    List<Notice> notices() {
        return notices;
    }

    /** A number of the centre at a peak. */
    private double at(MapPeak peak, double[] perCentre) {
        return perCentre[Arrays.binarySearch(given.result.centres(), peak.voxel())];
    }

    private Optional<double[]> uncorrected() {
        return given.result.permutations().map(maps -> maps.uncorrectedP());
    }

    private Optional<double[]> familywise() {
        return given.result.permutations().map(maps -> maps.familywiseP());
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("peak", fields(best));
        fields.put("threshold", ordered("score", threshold.score(), "familywise", threshold.isFamilywise(),
                "meaning", threshold.meaning()));
        List<Object> listed = new ArrayList<>();
        for (MapCluster cluster : clusters) {
            listed.add(ordered("n_voxels", cluster.voxels(), "size_mm3", cluster.cubicMillimetres(), "peaks",
                    cluster.peaks().stream().map(this::fields).toList()));
        }
        fields.put("clusters_above", listing.score());
        fields.put("clusters", listed);
        return fields;
    }

    private Map<String, Object> fields(MapPeak peak) {
        Map<String, Object> fields = ordered("accuracy", peak.value(), "balanced_accuracy",
                at(peak, given.result.balancedAccuracy()), "mm", peak.millimetres(), "voxel", peak.index(),
                "sphere_voxels", given.result.voxelCounts()[Arrays.binarySearch(given.result.centres(),
                        peak.voxel())]);
        uncorrected().ifPresent(p -> fields.put("p_uncorrected", at(peak, p)));
        familywise().ifPresent(p -> fields.put("p_familywise", at(peak, p)));
        return fields;
    }

    /** One row per peak: clusters are numbered from 1, their further peaks 1a, 1b, 1c. */
    Table table() {
        List<String> names = new ArrayList<>();
        List<MapPeak> peaks = new ArrayList<>();
        List<MapCluster> ofPeak = new ArrayList<>();
        for (int c = 0; c < clusters.size(); c++) {
            for (int p = 0; p < clusters.get(c).peaks().size(); p++) {
                names.add((c + 1) + (p == 0 ? "" : String.valueOf((char) ('a' + p - 1))));
                peaks.add(clusters.get(c).peaks().get(p));
                ofPeak.add(clusters.get(c));
            }
        }
        List<Column> columns = new ArrayList<>();
        columns.add(Column.ofText("cluster", names));
        String[] axes = {"x", "y", "z"};
        String[] indices = {"i", "j", "k"};
        for (int d = 0; d < 3; d++) {
            int axis = d;
            columns.add(column(axes[d], peaks, peak -> peak.millimetres().get(axis)));
        }
        for (int d = 0; d < 3; d++) {
            int axis = d;
            columns.add(column(indices[d], peaks, peak -> peak.index().get(axis)));
        }
        columns.add(column("accuracy", peaks, MapPeak::value));
        columns.add(
                column("balanced_accuracy", peaks, peak -> at(peak, given.result.balancedAccuracy())));
        columns.add(column("cluster_voxels", ofPeak, MapCluster::voxels));
        columns.add(column("cluster_size_mm3", ofPeak, MapCluster::cubicMillimetres));
        uncorrected().ifPresent(p -> columns.add(column("p_uncorrected", peaks, peak -> at(peak, p))));
        familywise().ifPresent(p -> columns.add(column("p_familywise", peaks, peak -> at(peak, p))));
        return Table.of("peaks", columns);
    }

    private static <T> Column column(String name, List<T> rows, ToDoubleFunction<T> value) {
        return Column.ofNumbers(name, rows.stream().mapToDouble(value).toArray());
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
