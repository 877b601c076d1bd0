package org.engram.cli.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.engram.cli.viewer.ColourMap;
import org.engram.cli.viewer.SliceMosaic;
import org.engram.cli.viewer.TestVolumes;
import org.engram.cli.viewer.ViewerImage;
import org.engram.cli.viewer.ViewerScene;
import org.engram.core.Notice;
import org.engram.io.provenance.InputFile;
import org.engram.io.provenance.Provenance;
import org.engram.io.volume.Volume;
import org.engram.testdata.Lcg;

/** Reports with made-up results, for tests that read them and people who look at them. */
final class SampleReports {
    static final List<String> CLASSES = List.of("bottle", "cat", "chair", "face", "house", "scissors",
            "scrambledpix",
            "shoe");
    static final long[][] CONFUSION = {{63, 3, 9, 0, 1, 14, 5, 13}, {2, 88, 3, 8, 0, 3, 1, 3},
            {8, 4, 74, 1, 5, 6, 4, 6},
            {0, 7, 0, 100, 0, 1, 0, 0}, {0, 0, 2, 0, 105, 0, 1, 0}, {15, 4, 6, 1, 0, 69, 3, 10},
            {3, 1, 3, 0, 1, 2, 97, 1}, {12, 5, 8, 1, 1, 9, 2, 70}};

    private SampleReports() {}

    static DecodingReport.Builder decoding() {
        List<FoldScore> folds = new ArrayList<>();
        double[] noise = Lcg.numbers(3, 12);
        double sum = 0;
        for (int f = 0; f < 12; f++) {
            double score = Math.round(72 * (0.66 + 0.24 * noise[f])) / 72.0;
            sum += score / 12;
            folds.add(new FoldScore("run " + (f + 1), score, 72));
        }
        return DecodingReport.builder("Eight object categories from ventral temporal cortex")
                .subtitle("Haxby 2001, subject 1, 864 scans in 12 runs")
                .score(Score.ACCURACY, sum, 0.125)
                .interval(new Interval(sum - 0.043, sum + 0.043, 0.95, "t over 12 folds"))
                .permutations(nullScores(1000), 1.0 / 1001).confusion(CLASSES, CONFUSION).folds(folds)
                .methods(methods())
                .notices(List.of(
                        new Notice("constant-features",
                                "3 of 577 voxels do not vary in run 4 and were set to 0 "
                                        + "there"),
                        new Notice("nifti-qform-repaired", "bold.nii.gz: qform has qfac 0, read as 1")))
                .provenance(provenance())
                .cite(new Reference("Haxby JV et al. (2001). Distributed and overlapping "
                        + "representations of faces and objects in ventral temporal cortex. Science 293:2425\u20132430.",
                        "10.1126/science.1063736"));
    }

    static double[] nullScores(int count) {
        double[] scores = new double[count];
        double[] noise = Lcg.numbers(5, 6 * count);
        for (int p = 0; p < count; p++) {
            double sum = 0;
            for (int k = 0; k < 6; k++) {
                sum += noise[6 * p + k] - 0.5;
            }
            scores[p] = Math.round(864 * (0.125 + 0.012 * sum)) / 864.0;
        }
        return scores;
    }

    static DecodingMethods methods() {
        return DecodingMethods
                .builder(864, 577, 8,
                        "a linear support vector machine (squared hinge loss, L2 penalty, C = 1, one class "
                                + "against the rest)")
                .featureSource("voxels of the ventral temporal mask")
                .preparation("time series were detrended linearly within each run")
                .standardisation(
                        "centred and scaled with the mean and standard deviation of the training samples")
                .crossValidation("leave-one-run-out cross-validation (12 folds)")
                .interval("Student's t over the 12 folds")
                .permutation("permuting the labels within runs 1000 times, p = (1 + k) / (1 + n)")
                .maps("activation patterns computed from the weights (Haufe et al., 2014), averaged over folds")
                .software("Engram 0.1.0").build();
    }

    static Provenance provenance() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Java", "17.0.15");
        versions.put("OpenBLAS", "0.3.31");
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("estimator", "svc");
        parameters.put("C", "1.0");
        parameters.put("permutations", "1000");
        return new Provenance("Engram", "0.1.0-SNAPSHOT",
                List.of("decode", "--bold", "bold.nii.gz", "--mask", "mask4_vt.nii.gz"), parameters,
                OptionalLong.of(42),
                List.of(new InputFile(Path.of("subj1/bold.nii.gz"), 312_456_789L,
                        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
                        new InputFile(Path.of("subj1/mask4_vt.nii.gz"), 18_211,
                                "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752")),
                List.of(), versions, Instant.parse("2026-11-21T22:14:03Z"), 74, 0);
    }

    /** Two maps on a head; {@code anatomy} replaces the simulated head when given. */
    static ViewerScene scene(Volume anatomy, Path anatomyFile) throws java.io.IOException {
        Volume face = TestVolumes.blobs(38, -48, -20);
        Volume house = TestVolumes.blobs(-26, -44, -10);
        Volume head = anatomy == null ? TestVolumes.head() : anatomy;
        SliceMosaic mosaic = SliceMosaic.builder(head).title("Pattern of face on the anatomy")
                .overlay(face, ColourMap.WARM_COOL, 1, 6, 0.9).build();
        ViewerImage base = anatomyFile == null
                ? ViewerImage.of("head.nii.gz", TestVolumes.niftiGz(head))
                : ViewerImage.ofFile(anatomyFile);
        return ViewerScene.builder("Patterns").base(base.withLabel("anatomy")).overlay(map("face", face))
                .overlay(map("house", house)).oneOverlayAtATime("Class").picture(mosaic).build();
    }

    private static ViewerImage map(String label, Volume volume) {
        return ViewerImage.of(label + ".nii.gz", TestVolumes.niftiGz(volume)).withLabel(label)
                .withColourMap(ColourMap.WARM_COOL).withRange(1, 6).withOpacity(0.9);
    }

    static SearchlightReport.Builder searchlight() {
        double[] noise = Lcg.numbers(9, 24_000);
        double[] scores = new double[6000];
        for (int i = 0; i < scores.length; i++) {
            double sum = noise[4 * i] + noise[4 * i + 1] + noise[4 * i + 2] + noise[4 * i + 3] - 2;
            scores[i] = i % 40 == 0 ? Double.NaN : 0.5 + 0.08 * sum + (i % 17 == 0 ? 0.22 : 0);
        }
        return SearchlightReport.builder("Faces against houses, a sphere around every voxel")
                .subtitle("Haxby 2001, subject 1").scores(Score.ACCURACY, scores, 0.5).radius(6)
                .threshold(0.68, "p < 0.05 over the brain, maximum statistic, 1000 permutations")
                .peaks(List.of(new Peak(38, -48, -20, 0.86, 143, "Temporal occipital fusiform cortex"),
                        new Peak(-26, -44.5, -10, 0.81, 98, "Lingual gyrus"),
                        new Peak(30, -74, -8, 0.74, 21, "Occipital fusiform gyrus")))
                .methods(List.of(
                        "A linear support vector machine was trained and tested on the voxels of a sphere of "
                                + "6 mm radius around each voxel of the brain mask, with leave-one-run-out cross-validation."))
                .provenance(provenance());
    }
}
