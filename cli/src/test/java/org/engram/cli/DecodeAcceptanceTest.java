package org.engram.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.compute.estimation.Labels;
import org.engram.compute.validation.AveragedWeights;
import org.engram.compute.validation.LeaveOneGroupOut;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.decoders.classical.Classifiers;
import org.engram.decoders.decoding.Decoder;
import org.engram.decoders.fmri.AnalysisMask;
import org.engram.decoders.fmri.FmriSampleReader;
import org.engram.decoders.fmri.FmriSamples;
import org.engram.decoders.fmri.FmriStudy;
import org.engram.io.bids.BidsDataset;
import org.engram.io.bids.BoldSelector;
import org.engram.io.bids.EventOptions;
import org.engram.io.table.JsonFile;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.fmri.maskers.VoxelMasker;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.fmri.sampling.EventSampler;
import org.engram.preprocessing.fmri.sampling.SampleUnit;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code engram decode} on the simulated objects, whose answer is known (test-data/simulated-objects/README). */
class DecodeAcceptanceTest {
    private static final Path DATASET = RealData.projectRoot().resolve("test-data/simulated-objects");

    @TempDir
    static Path folder;

    private static CommandRun demo;

    @BeforeAll
    static void decodeTheDemo() {
        System.setProperty("engram.home", RealData.projectRoot().toString());
        demo = CommandRun.of("decode", "--demo", "--out", folder.resolve("demo"));
    }

    private static Map<String, Object> decode(String name, String options) throws IOException {
        Object[] words = ("decode --quiet --subject 01 --delay 4 " + options).strip().split(" ");
        Object[] all = Arrays.copyOf(words, words.length + 4, Object[].class);
        all[words.length] = "--dataset";
        all[words.length + 1] = DATASET;
        all[words.length + 2] = "--out";
        all[words.length + 3] = folder.resolve(name);
        CommandRun run = CommandRun.of(all);
        assertEquals(0, run.status(), run.err());
        assertEquals("", run.err());
        return JsonFile.read(folder.resolve(name).resolve("results.json"));
    }

    private static double accuracy(Map<String, Object> results) {
        return ((Number) results.get("accuracy")).doubleValue();
    }

    @Test
    void theDemoFindsTheKnownAnswer() throws IOException {
        assertEquals(0, demo.status(), demo.err());
        assertTrue(demo.out().startsWith("accuracy 0.875 ["), demo.out());
        assertTrue(demo.out().contains("report: "), demo.out());
        Map<String, Object> results = JsonFile.read(folder.resolve("demo/results.json"));
        assertEquals(0.875, accuracy(results), 1e-15);
        // Each class has 12 blocks, so the mean of recalls is the accuracy.
        assertEquals(0.875, ((Number) results.get("balanced_accuracy")).doubleValue(), 1e-12);
        assertEquals(0.25, ((Number) results.get("chance")).doubleValue(), 1e-15);
        // 1000 permutations, none as good: (1 + 0) / (1 + 1000).
        assertEquals(1.0 / 1001, ((Number) results.get("p_value")).doubleValue(), 1e-15);
        assertEquals(List.of("cat", "face", "house", "shoe"), results.get("labels"));
        assertEquals(48, ((Number) results.get("n_samples")).intValue());
        assertEquals(3536, ((Number) results.get("n_features")).intValue());
        assertEquals(6, ((List<?>) results.get("folds")).size());
        long right = 0;
        long all = 0;
        List<?> confusion = (List<?>) results.get("confusion");
        for (int r = 0; r < 4; r++) {
            for (int c = 0; c < 4; c++) {
                long count = ((Number) ((List<?>) confusion.get(r)).get(c)).longValue();
                all += count;
                right += r == c ? count : 0;
            }
        }
        assertEquals(48, all);
        assertEquals(42, right);
    }

    @Test
    void everyResultHasItsRecord() throws IOException {
        for (String name : List.of("report.html", "predictions.tsv", "results.json", "weights_face.nii.gz",
                "pattern_face.nii.gz", "weights_shoe.nii.gz", "pattern_shoe.nii.gz")) {
            assertTrue(Files.size(folder.resolve("demo").resolve(name)) > 0, name);
        }
        for (String name : List.of("report.json", "predictions.json", "results_provenance.json",
                "weights_face.json", "pattern_face.json")) {
            Map<String, Object> record = JsonFile.read(folder.resolve("demo").resolve(name));
            assertTrue(((List<?>) record.get("CommandLine")).contains("--demo"), name);
            assertEquals(7, ((List<?>) record.get("Inputs")).size(), "six runs and the mask");
            assertEquals(0, ((Number) record.get("RandomSeed")).intValue());
        }
        try (var files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().endsWith(".partial")));
        }
    }

    private static double meanMagnitude(float[] map, String region) throws IOException {
        Path file = DATASET.resolve("sourcedata/truth/sub-01_label-" + region + "_mask.nii.gz");
        try (Volume image = Volumes.read(file)) {
            boolean[] inside = Mask.of(image).toArray();
            double sum = 0;
            int count = 0;
            for (int v = 0; v < inside.length; v++) {
                // Maps are 0 outside the brain; a region is judged by its part inside.
                if (inside[v] && map[v] != 0) {
                    sum += Math.abs(map[v]);
                    count++;
                }
            }
            return sum / count;
        }
    }

    @Test
    void thePatternsShowWhereTheResponseWasPlanted() throws IOException {
        for (String name : List.of("face", "house")) {
            try (Volume pattern = Volumes.read(folder.resolve("demo/pattern_" + name + ".nii.gz"))) {
                float[] map = pattern.readVolume(0);
                double inside = meanMagnitude(map, name);
                double control = meanMagnitude(map, "control");
                // 2.6 % was planted here and nothing there: noise alone gives a ratio of 1.
                assertTrue(inside > 2.5 * control, name + ": " + inside + " against " + control);
            }
        }
    }

    @Test
    void theMapsAreThoseOfTheLibrary() throws IOException {
        FmriStudy study = FmriStudy.find(BidsDataset.open(DATASET), "01", BoldSelector.any(),
                EventOptions.defaults());
        AnalysisMask mask = AnalysisMask.choose(Optional.empty(), study, Parallelism.single(), Progress.NONE,
                notice -> {});
        FmriSamples samples = FmriSampleReader.builder(notices -> VoxelMasker.of(mask.mask()))
                .sampler(new EventSampler(SampleUnit.BLOCK, 4)).build().read(study);
        AveragedWeights weights = Decoder.builder(Classifiers.named("ridge"))
                .splitter(new LeaveOneGroupOut("run")).build()
                .decode(samples.features(), samples.labels(), samples.runs()).weights().orElseThrow();
        int[] voxels = mask.mask().voxels();
        Labels labels = samples.labels();
        for (int c = 0; c < labels.classCount(); c++) {
            for (String kind : List.of("weights", "pattern")) {
                Path file = folder.resolve("demo").resolve(kind + "_" + labels.names().get(c) + ".nii.gz");
                double[] expected = (kind.equals("weights") ? weights.coefficients() : weights.patterns())
                        .row(c);
                try (Volume image = Volumes.read(file)) {
                    assertTrue(image.sameGrid(samples.background()));
                    float[] found = image.readVolume(0);
                    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
                    for (int i = 0; i < voxels.length; i++) {
                        // Maps may be stored in single precision: one part in 2^24 of a value.
                        assertEquals(expected[i], found[voxels[i]], 1e-7 * largest, file.toString());
                    }
                }
            }
        }
    }

    @Test
    void resultsDependOnTheSeedAndNotOnThreads() throws IOException {
        for (String estimator : List.of("ridge", "svm")) {
            String options = "--estimator " + estimator + " --permutations 30 --confounds csf --smooth 4";
            Map<String, Object> one = decode("one", options + " --threads 1 --seed 5");
            assertEquals(one, decode("two", options + " --threads 2 --seed 5"));
            assertEquals(one, decode("again", options + " --threads 2 --seed 5"));
            for (String name : List.of("predictions.tsv", "weights_face.nii.gz", "pattern_cat.nii.gz")) {
                assertArrayEquals(Files.readAllBytes(folder.resolve("one").resolve(name)),
                        Files.readAllBytes(folder.resolve("two").resolve(name)), name);
            }
        }
    }

    /** The least that is clearly not chance: 0.25 + 3 standard errors of 48 guesses is 0.44. */
    @ParameterizedTest
    @CsvSource({"ridge", "logistic", "logistic-l1", "svm", "svm-l1", "lda", "pca-lda", "gnb", "knn",
            "nearest-centroid", "correlation"})
    void everyEstimatorDecodes(String estimator) throws IOException {
        Map<String, Object> results = decode(estimator, "--estimator " + estimator);
        assertTrue(accuracy(results) > 0.44, estimator + ": " + accuracy(results));
        assertNull(results.get("p_value"), "none was asked for");
    }

    @Test
    void theListOfEstimatorsIsTheOneTested() throws IOException {
        assertEquals(12, Classifiers.names().size(), "add new ones to everyEstimatorDecodes");
        Map<String, Object> results = decode("dummy", "--estimator dummy");
        assertTrue(accuracy(results) < 0.44, "nothing is learned: " + accuracy(results));
    }

    /** Options that may change the score but not lose a signal as strong as face against house (chance 0.5). */
    @ParameterizedTest
    @CsvSource({"--penalty nested", "--penalty 100 --cv run-3-fold", "--screening 20",
            "--standardize-features",
            "--class-weight balanced", "--samples volume", "--high-pass 0.008",
            "--no-detrend --filter cosine --high-pass 0.008", "--smooth 6",
            "--standardize percent_change --low-pass 0.1", "--cv leave-2-runs-out",
            "--cv stratified-4-fold --allow-leakage",
            "--screening 10 --penalty nested --standardize-features"})
    void everyOptionDecodesFaceAgainstHouse(String options) throws IOException {
        Map<String, Object> results = decode("option", "--classes face,house " + options);
        assertEquals(List.of("face", "house"), results.get("labels"));
        assertEquals(0.5, ((Number) results.get("chance")).doubleValue(), 1e-12);
        assertTrue(accuracy(results) >= 0.8, options + ": " + accuracy(results));
    }

    /** Golden values of confounds_simple.py, found with scikit-learn; so many regressors cost signal. */
    @ParameterizedTest
    @CsvSource({"'', 26, 48", "' --classes face,house', 17, 24"})
    void theConfoundsOfTheDerivativesAreRegressedOut(String classes, int right, int of) throws IOException {
        Map<String, Object> results = decode("confounds", "--confounds simple" + classes);
        assertEquals((double) right / of, accuracy(results), 1e-12);
        List<?> sources = (List<?>) JsonFile.read(folder.resolve("confounds/results_provenance.json"))
                .get("Sources");
        assertEquals(6, sources.stream().filter(file -> file.toString().endsWith("_timeseries.tsv")).count());
    }

    @Test
    void someRunsTrainAndOthersTest() throws IOException {
        Map<String, Object> results = decode("split", "--train-runs 1-4 --test-runs 5,6");
        List<?> folds = (List<?>) results.get("folds");
        assertEquals(1, folds.size());
        assertEquals(32, ((Number) ((Map<?, ?>) folds.get(0)).get("n_train")).intValue());
        assertEquals(16, ((Number) ((Map<?, ?>) folds.get(0)).get("n_test")).intValue());
        assertTrue(accuracy(results) > 0.6, "4 of 6 runs to learn from: " + accuracy(results));
        String predictions = Files.readString(folder.resolve("split/predictions.tsv"));
        assertTrue(predictions.contains("run-5") && predictions.contains("run-6"));
        assertTrue(predictions.lines().skip(1).noneMatch(line -> line.split("\t")[1].matches("run-[1-4]")));
    }

    @Test
    void aRegionWithoutSignalIsNotDecoded() throws IOException {
        Path control = DATASET.resolve("sourcedata/truth/sub-01_label-control_mask.nii.gz");
        Map<String, Object> results = decode("control", "--permutations 200 --mask " + control);
        // README: 31.3 % with scikit-learn, within the null distribution.
        assertEquals(15 / 48.0, accuracy(results), 1e-12);
        assertTrue(((Number) results.get("p_value")).doubleValue() > 0.05);
    }
}
