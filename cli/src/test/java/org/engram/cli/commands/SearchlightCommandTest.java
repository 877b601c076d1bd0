package org.engram.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.engram.cli.CommandRun;
import org.engram.cli.viewer.Browser;
import org.engram.cli.viewer.ViewerBundle;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on the simulated subject, whose answer is known: information behind y = -8 mm, none in front of it. */
class SearchlightCommandTest {
    private static final String PREPARED = "test-data/simulated-objects/derivatives/simulated-prep/sub-01/func/";
    private static final int PERMUTATIONS = 60;
    @TempDir
    static Path folder;
    private static Path results;
    private static CommandRun run;

    @BeforeAll
    static void search() {
        results = folder.resolve("demo");
        run = CommandRun.of("searchlight", "--demo", "--permutations", String.valueOf(PERMUTATIONS),
                "--fold-maps",
                "--out", results.toString(), "--quiet");
    }

    private static Path mask() {
        return RealData.projectRoot().resolve(PREPARED + "sub-01_task-objects_run-1_desc-brain_mask.nii.gz");
    }

    private static float[] map(Path file) throws IOException {
        try (Volume volume = Volumes.read(file)) {
            return volume.readVolume(0);
        }
    }

    @Test
    void theInformationIsFoundWhereItWasPlanted() throws IOException {
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("best accuracy 0."), run.out());
        Map<String, Object> fields = JsonFile.read(results.resolve("results.json"));
        assertEquals(0.25, ((Number) fields.get("chance")).doubleValue(), 1e-12,
                "four classes, equally often");
        assertEquals(3536, ((Number) fields.get("n_centres")).intValue(), "the voxels of the mask");
        Map<?, ?> peak = (Map<?, ?>) fields.get("peak");
        assertTrue(((Number) peak.get("accuracy")).doubleValue() > 0.8, peak.toString());
        assertTrue(((Number) ((List<?>) peak.get("mm")).get(1)).doubleValue() < 1, peak.toString());
        Table peaks = TableFile.read(results.resolve("peaks.tsv"));
        assertTrue(peaks.rowCount() > 0);
        for (int row = 0; row < peaks.rowCount(); row++) {
            // A sphere of 9 mm reaches the information at y < -8 mm from centres up to y = 1 mm.
            assertTrue(peaks.numbers("y")[row] < 1 || peaks.numbers("accuracy")[row] < 0.75, "row " + row);
            assertEquals(4 * peaks.numbers("i")[row] - 46, peaks.numbers("x")[row], 1e-9,
                    "the image's affine");
            assertTrue(peaks.numbers("p_familywise")[row] <= 0.05, "clusters lie above the threshold");
        }
    }

    @Test
    void mapsHoldNoNaNAndAgreeWithEachOther() throws IOException {
        float[] inside = map(mask());
        float[] accuracy = map(results.resolve("accuracy.nii.gz"));
        float[] uncorrected = map(results.resolve("p_uncorrected.nii.gz"));
        float[] familywise = map(results.resolve("p_familywise.nii.gz"));
        float[] counts = map(results.resolve("n_voxels.nii.gz"));
        double[] folds = new double[accuracy.length];
        for (int f = 1; f <= 6; f++) {
            float[] fold = map(results.resolve("accuracy_fold-run-" + f + ".nii.gz"));
            for (int v = 0; v < folds.length; v++) {
                folds[v] += fold[v] / 6.0;
            }
        }
        for (int v = 0; v < inside.length; v++) {
            if (inside[v] == 0) {
                assertEquals(0, accuracy[v]);
                assertEquals(1, uncorrected[v]);
                assertEquals(1, familywise[v]);
                assertEquals(0, counts[v]);
            } else {
                assertTrue(counts[v] >= 1 && familywise[v] >= uncorrected[v]);
                assertTrue(uncorrected[v] >= 0.9999f / (PERMUTATIONS + 1));
            }
            assertEquals(folds[v], accuracy[v], 1e-6, "single precision of seven maps");
        }
    }

    @Test
    void everyFileHasItsRecordAndNothingElseIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(results)) {
            List<String> names = files.map(file -> file.getFileName().toString()).toList();
            assertTrue(names.stream().noneMatch(name -> name.endsWith(".partial")), names.toString());
            for (String name : List.of("accuracy", "balanced_accuracy", "n_voxels", "p_uncorrected",
                    "p_familywise", "peaks", "report", "results_provenance", "accuracy_fold-run-1")) {
                assertTrue(names.contains(name + ".json"), name + " of " + names);
            }
        }
    }

    @Test
    void theReportStandsInABrowser() throws IOException {
        Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
        try (Browser browser = Browser.start(folder.resolve("profile"))) {
            browser.open(results.resolve("report.html"));
            if (ViewerBundle.isAvailable()) {
                assertEquals("ready", browser.run("return document.querySelector('.viewer').dataset.state;"));
                Object before = browser.canvas(0).get(0);
                browser.move("slice-z", 9);
                assertNotEquals(before, browser.canvas(0).get(0), "the slice did not move");
            }
            assertTrue(browser.text(".peaks").contains("Accuracy"));
            browser.screenshot(screenshots.resolve("searchlight-demo.png"), 1280, 2200);
            assertEquals(List.of(), browser.complaints());
            assertEquals(List.of(), browser.requests());
        }
    }

    @Test
    void withoutPermutationsAndFromSomeCentres() throws IOException {
        Path out = folder.resolve("patch");
        Path dataset = RealData.projectRoot().resolve("test-data/simulated-objects");
        Path control = dataset.resolve("sourcedata/truth");
        Path label;
        try (Stream<Path> files = Files.walk(control)) {
            label = files.filter(file -> file.toString().contains("label-control")
                    && file.toString().endsWith(".nii.gz")).findFirst().orElseThrow();
        }
        CommandRun patch = CommandRun.of("searchlight", "--dataset", dataset.toString(), "--subject", "01",
                "--mask",
                mask().toString(), "--delay", "4", "--centres", label.toString(), "--estimator",
                "nearest-centroid", "--json", "--out", out.toString(), "--quiet");
        assertEquals(0, patch.status(), patch.err());
        assertTrue(patch.out().startsWith("{") && patch.out().contains("\"permutations\""), patch.out());
        Map<String, Object> fields = JsonFile.read(out.resolve("results.json"));
        double[] truth = new double[1];
        for (float value : map(label)) {
            truth[0] += value != 0 ? 1 : 0;
        }
        assertTrue(((Number) fields.get("n_centres")).doubleValue() <= truth[0]);
        double mean = ((Number) fields.get("mean_accuracy")).doubleValue();
        // Nothing was planted there: 48 blocks at chance 0.25 have a standard error of 0.06.
        assertEquals(0.25, mean, 0.13);
        assertFalse(Files.exists(out.resolve("p_uncorrected.nii.gz")));
    }

    @Test
    void mistakesAreToldBeforeAnythingIsWritten() throws IOException {
        Path out = folder.resolve("nothing");
        assertEquals(2, CommandRun.of("searchlight").status());
        assertEquals(2,
                CommandRun.of("searchlight", "--demo", "--radius", "0", "--out", out.toString()).status());
        assertEquals(2,
                CommandRun.of("searchlight", "--demo", "--stride", "2", "--centres", mask().toString(),
                        "--out", out.toString()).status());
        assertEquals(1, CommandRun.of("searchlight", "--demo", "--out", mask().toString()).status());
        CommandRun unknown = CommandRun.of("searchlight", "--demo", "--estimator", "oracle", "--quiet",
                "--out",
                out.toString());
        assertEquals(1, unknown.status());
        assertTrue(unknown.err().contains("'oracle'"), unknown.err());
        CommandRun leaking = CommandRun.of("searchlight", "--demo", "--cv", "5-fold", "--quiet", "--out",
                out.toString());
        assertEquals(1, leaking.status());
        assertTrue(leaking.err().contains("same groups"), leaking.err());
        assertFalse(Files.exists(out));
    }
}
