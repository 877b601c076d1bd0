package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.engram.cli.report.DecodingMethods;
import org.engram.cli.report.DecodingReport;
import org.engram.cli.report.FoldScore;
import org.engram.cli.report.Interval;
import org.engram.cli.report.Reference;
import org.engram.cli.report.Score;
import org.engram.cli.viewer.ViewerScene;
import org.engram.compute.validation.ConfidenceInterval;
import org.engram.compute.validation.ConfusionMatrix;
import org.engram.decoders.decoding.DecodingResult;
import org.engram.io.provenance.Provenance;

/** Fills the decoding report. */
final class DecodingPage {
    private static final Reference HAUFE = new Reference(
            "Haufe S, Meinecke F, G\u00f6rgen K, D\u00e4hne S, Haynes JD,"
                    + " Blankertz B, Bie\u00dfmann F (2014). On the interpretation of weight vectors of linear models in"
                    + " multivariate neuroimaging. NeuroImage 87:96-110.",
            "10.1016/j.neuroimage.2013.10.067");
    private static final Reference OJALA = new Reference(
            "Ojala M, Garriga GC (2010). Permutation tests for studying"
                    + " classifier performance. Journal of Machine Learning Research 11:1833-1863.",
            "");

    private final DecodingFiles.Builder given;
    private final Provenance provenance;

    DecodingPage(DecodingFiles.Builder given, Provenance provenance) {
        this.given = given;
        this.provenance = provenance;
    }

    void write(Optional<ViewerScene> scene, Path target) throws IOException {
        DecodingResult result = given.result;
        ConfusionMatrix confusion = result.confusion();
        DecodingReport.Builder report = DecodingReport.builder(String.join(", ", confusion.names()))
                .subtitle("subject " + given.study.subject() + ", " + given.study.runs().size() + " runs")
                .score(Score.ACCURACY, confusion.accuracy(), result.chance())
                .confusion(confusion.names(), counts(confusion)).folds(folds()).methods(methods())
                .notices(given.notices).provenance(provenance);
        result.interval()
                .ifPresent(i -> report.interval(new Interval(i.lower(), i.upper(), i.level(), method(i))));
        result.permutation().ifPresent(test -> report.permutations(test.scores(), test.pValue()).cite(OJALA));
        if (scene.isPresent()) {
            report.map(scene.get(),
                    "Patterns: how each voxel varies with the evidence for a class, averaged over"
                            + " folds. A weight can be large because a voxel cancels noise; a pattern cannot.")
                    .cite(HAUFE);
        }
        report.build().write(target);
    }

    /** What the groups of a bootstrap are here. */
    private String method(ConfidenceInterval interval) {
        return interval.method().replaceFirst(" groups$",
                given.scheme.contains("session") ? " sessions" : " runs");
    }

    private static long[][] counts(ConfusionMatrix confusion) {
        return Arrays.stream(confusion.counts()).map(row -> Arrays.stream(row).asLongStream().toArray())
                .toArray(long[][]::new);
    }

    private List<FoldScore> folds() {
        return given.result.folds().stream().map(fold -> new FoldScore(fold.split().name(),
                fold.confusion().accuracy(), fold.truth().size())).toList();
    }

    private DecodingMethods methods() {
        DecodingResult result = given.result;
        DecodingMethods.Builder methods = DecodingMethods
                .builder(given.samples.labels().size(), result.features(),
                        result.confusion().names().size(), given.classifier)
                .featureSource("the voxels of " + given.mask.description()).preparation(given.preparation)
                .crossValidation(given.scheme + " (" + result.folds().size() + " folds)")
                .software("Engram " + provenance.toolVersion());
        methods.tuning(given.tuning);
        result.interval().ifPresent(interval -> methods.interval("the " + method(interval)));
        result.permutation().ifPresent(test -> methods.permutation(test.describe()));
        result.weights().ifPresent(
                weights -> methods.maps("activation patterns, the covariance of each voxel with the"
                        + " decision value over its variance (Haufe et al., 2014)"));
        return methods.build();
    }
}
