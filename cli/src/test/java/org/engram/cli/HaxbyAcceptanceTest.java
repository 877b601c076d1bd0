package org.engram.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.engram.io.table.JsonFile;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Haxby et al. (2001), subject 1, eight runs: the figures any decoder of blocks should reach. */
class HaxbyAcceptanceTest {
    @TempDir
    Path folder;

    private Map<String, Object> decode(String bold, Object... more) throws IOException {
        Path dataset = RealData.path("fmri/haxby2001_pymvpa/haxby2001");
        Object[] words = {"decode", "--dataset", dataset, "--subject", "001", "--bold", bold, "--estimator",
                "ridge",
                "--cv", "leave-one-run-out", "--permutations", "1000", "--seed", "0", "--out",
                folder.resolve("out")};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        CommandRun run = CommandRun.of(all);
        assertEquals(0, run.status(), run.err());
        return JsonFile.read(folder.resolve("out/results.json"));
    }

    private static double number(Map<String, Object> results, String key) {
        return ((Number) results.get(key)).doubleValue();
    }

    private Path wholeSlice() throws IOException {
        Path first = RealData
                .path("fmri/haxby2001_pymvpa/haxby2001/sub001/BOLD/task001_run001/bold_1slice.nii.gz");
        Path mask = folder.resolve("slice.nii.gz");
        try (Volume image = Volumes.read(first)) {
            float[] ones = new float[image.volumeSize()];
            Arrays.fill(ones, 1);
            Volumes.write(Volume.of(ones, Arrays.copyOf(image.shape(), 3), image.affine()), mask);
        }
        return mask;
    }

    @Test
    void eightCategoriesFromOneSlice() throws IOException {
        Map<String, Object> results = decode("*bold_1slice*", "--mask", wholeSlice());
        assertTrue(number(results, "accuracy") >= 0.734, "accuracy " + number(results, "accuracy"));
        assertEquals(0.125, number(results, "chance"), 1e-12);
        assertEquals(1.0 / 1001, number(results, "p_value"), 1e-12);
        assertEquals(64, number(results, "n_samples"));
        assertEquals(800, number(results, "n_features"));
        assertEquals(8, ((List<?>) results.get("folds")).size());
        for (String name : List.of("report.html", "weights_face.nii.gz", "pattern_face.nii.gz",
                "results_provenance.json", "predictions.tsv")) {
            assertTrue(Files.exists(folder.resolve("out").resolve(name)), name);
        }
    }

    @Test
    void aSliceNeedsNoMask() throws IOException {
        Map<String, Object> results = decode("*bold_1slice*");
        assertTrue(number(results, "accuracy") >= 0.734, "accuracy " + number(results, "accuracy"));
        assertTrue(number(results, "n_features") < 800, "the dark rim is left out");
    }

    @Test
    void faceAgainstHouseWithoutAnError() throws IOException {
        Map<String, Object> results = decode("*bold_1slice*", "--mask", wholeSlice(), "--classes",
                "face,house");
        assertEquals(1.0, number(results, "accuracy"));
        // Two blocks a run can be exchanged in 2^8 ways, so p cannot fall much below 1/256.
        assertTrue(number(results, "p_value") < 0.02);
    }

    @Test
    void theWholeBrainAt25Millimetres() throws IOException {
        Map<String, Object> results = decode("bold_25mm");
        assertTrue(number(results, "accuracy") > 0.2, "accuracy " + number(results, "accuracy"));
        assertTrue(number(results, "p_value") < 0.02, "p " + number(results, "p_value"));
    }
}
