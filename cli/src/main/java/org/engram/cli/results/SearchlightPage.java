package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.engram.cli.report.Peak;
import org.engram.cli.report.Reference;
import org.engram.cli.report.Score;
import org.engram.cli.report.SearchlightReport;
import org.engram.cli.viewer.ViewerScene;
import org.engram.core.Notice;
import org.engram.decoders.searchlight.MapCluster;
import org.engram.decoders.searchlight.MapPeak;
import org.engram.decoders.searchlight.MapThreshold;
import org.engram.io.provenance.Provenance;

/** Fills the searchlight report. */
final class SearchlightPage {
    private static final Reference KRIEGESKORTE = new Reference(
            "Kriegeskorte N, Goebel R, Bandettini P (2006). Information-based functional brain mapping."
                    + " Proceedings of the National Academy of Sciences 103:3863-3868.",
            "10.1073/pnas.0600244103");
    private static final Reference NICHOLS = new Reference(
            "Nichols TE, Holmes AP (2002). Nonparametric permutation tests for functional neuroimaging: a primer"
                    + " with examples. Human Brain Mapping 15:1-25.",
            "10.1002/hbm.1058");
    private static final int LONGEST_PEAK_LIST = 40;

    private final SearchlightFiles.Builder given;
    private final SearchlightPeaks peaks;
    private final List<Notice> notices;
    private final Provenance provenance;

    SearchlightPage(SearchlightFiles.Builder given, SearchlightPeaks peaks, List<Notice> notices,
            Provenance provenance) {
        this.given = given;
        this.peaks = peaks;
        this.notices = notices;
        this.provenance = provenance;
    }

    void write(ViewerScene scene, Path target) throws IOException {
        SearchlightReport.Builder report = SearchlightReport
                .builder(String.join(", ", given.samples.labels().names()))
                .subtitle("subject " + given.study.subject() + ", " + given.study.runs().size() + " runs")
                .scores(Score.ACCURACY, given.result.accuracy(), given.result.chance())
                .radius(given.searchlight.radiusMillimetres()).peaks(listed()).map(scene, caption())
                .methods(methods()).notices(notices).provenance(provenance).cite(KRIEGESKORTE);
        MapThreshold threshold = peaks.threshold();
        if (threshold.isFamilywise()) {
            report.threshold(threshold.score(), threshold.meaning());
        }
        if (given.result.permutations().isPresent()) {
            report.cite(NICHOLS);
        }
        report.build().write(target);
    }

    private List<Peak> listed() {
        List<Peak> listed = new ArrayList<>();
        for (MapCluster cluster : peaks.clusters()) {
            for (MapPeak peak : cluster.peaks()) {
                if (listed.size() < LONGEST_PEAK_LIST) {
                    List<Double> mm = peak.millimetres();
                    listed.add(new Peak(mm.get(0), mm.get(1), mm.get(2), peak.value(),
                            peak == cluster.peak() ? cluster.voxels() : 0, ""));
                }
            }
        }
        return listed;
    }

    private String caption() {
        MapThreshold threshold = peaks.listing();
        String shown = Score.ACCURACY.format(threshold.score()) + " (" + threshold.meaning() + ")";
        return "The accuracy of the sphere around each voxel, shown above " + shown + ". "
                + (peaks.clusters().isEmpty()
                        ? "No sphere is: lower the threshold to see the others."
                        : "A voxel is coloured for what its whole sphere tells, so a cluster is wider than the tissue"
                                + " that carries the information.");
    }

    private List<String> methods() {
        List<String> paragraphs = new ArrayList<>();
        double[] counts = Arrays.stream(given.result.voxelCounts()).asDoubleStream().sorted().toArray();
        paragraphs.add(capital("before decoding, " + given.preparation + ". This gave "
                + given.samples.labels().size() + " samples of " + given.samples.labels().names().size()
                + " classes (" + classCounts() + ")."));
        paragraphs.add(String.format(Locale.ROOT,
                "Around each of %d voxels of %s, the voxels within %s mm (median %.0f, from %.0f to %.0f) were given to"
                        + " a classifier: %s. Accuracy is the mean over %d folds (%s); chance is the share of the most"
                        + " frequent class.",
                given.result.centres().length, given.mask.description(), millimetres(),
                counts[counts.length / 2],
                counts[0], counts[counts.length - 1], given.searchlight.classifier().describe(),
                given.splits.size(), given.scheme));
        given.result.permutations().ifPresent(maps -> paragraphs.add("Labels were shuffled within each "
                + given.groupKind + " " + maps.maxima().length
                + " times, in the same way for every sphere. The"
                + " uncorrected p of a sphere is the share of shuffles that reach its accuracy there, the familywise p"
                + " the share whose best sphere anywhere reaches it (the real labels counted among the shuffles)."));
        paragraphs.add("Clusters are voxels above " + Score.ACCURACY.format(peaks.listing().score()) + " ("
                + peaks.listing().meaning()
                + ") that touch by their faces. Peaks are voxels that none of their 26"
                + " neighbours exceeds, at least 8 mm apart; a cluster's further peaks have no size in the table."
                + " The analysis was done with Engram " + provenance.toolVersion() + ".");
        return paragraphs;
    }

    private String millimetres() {
        double radius = given.searchlight.radiusMillimetres();
        return radius == Math.rint(radius) ? Long.toString((long) radius) : Double.toString(radius);
    }

    private String classCounts() {
        int[] counts = given.samples.labels().counts();
        return String.join(", ", IntStream.range(0, counts.length)
                .mapToObj(c -> counts[c] + " " + given.samples.labels().names().get(c)).toList());
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
