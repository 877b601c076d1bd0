package org.engram.decoders.searchlight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.LabelPermutations;
import org.engram.compute.validation.Split;
import org.engram.core.Parallelism;
import org.engram.decoders.classical.LinearSvm;
import org.engram.io.volume.Affine;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every sphere against scikit-learn run on that sphere alone; searchlight_golden.py makes the figures. */
class SearchlightGoldenTest {
    private static final int SAMPLES = 28;
    private static List<String> header;
    private static double[][] golden;
    private static VoxelGrid grid;
    private static Matrix x;
    private static Labels y;
    private static List<Split> splits;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = SearchlightGoldenTest.class.getResourceAsStream("searchlight_golden.csv")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            header = List.of(lines.get(0).split(","));
            golden = lines.stream().skip(1)
                    .map(l -> Arrays.stream(l.split(",")).mapToDouble(Double::parseDouble).toArray())
                    .toArray(double[][]::new);
        }
        int[][] voxels = Arrays.stream(golden).map(g -> new int[] {(int) g[0], (int) g[1], (int) g[2]})
                .toArray(int[][]::new);
        grid = VoxelGrid.of(new int[] {6, 5, 4}, Affine.scaling(3, 2, 4), voxels);
        int[] codes = new int[SAMPLES];
        for (int s = 0; s < SAMPLES; s++) {
            codes[s] = (s * 5 + s / 7) % 3;
        }
        y = Labels.of(codes, List.of("a", "b", "c"));
        x = Matrix.of(SAMPLES, voxels.length, Lcg.numbers(42, SAMPLES * voxels.length));
        for (int v = 0; v < voxels.length; v++) {
            for (int s = 0; s < SAMPLES; s++) {
                boolean signal = voxels[v][0] < 3
                        && codes[s] == (voxels[v][0] + voxels[v][1] + voxels[v][2]) % 3;
                x.set(s, v, x.get(s, v) + (signal ? 0.25 : 0));
            }
        }
        splits = new ArrayList<>();
        for (int run = 0; run < 4; run++) {
            int first = 7 * run;
            int[] test = new int[7];
            int[] train = new int[SAMPLES - 7];
            Arrays.setAll(test, i -> first + i);
            Arrays.setAll(train, i -> i < first ? i : i + 7);
            splits.add(new Split("run " + run, train, test));
        }
    }

    private static double[] column(String name) {
        int c = header.indexOf(name);
        return Arrays.stream(golden).mapToDouble(g -> g[c]).toArray();
    }

    private static SearchlightResult run(LocalClassifier classifier) {
        return Searchlight.builder().radiusMillimetres(6).classifier(classifier)
                .parallelism(Parallelism.of(2)).build()
                .run(x, grid, y, splits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ridge", "lda", "lda_lw", "centroid", "correlation", "svm"})
    void everySphereAgreesWithScikitLearn(String name) {
        LocalClassifier classifier = switch (name) {
            case "ridge" -> LocalClassifier.ridge(0.5);
            case "lda" -> LocalClassifier.linearDiscriminant(0.3);
            case "lda_lw" -> LocalClassifier.linearDiscriminant();
            case "centroid" -> LocalClassifier.nearestCentroid();
            case "correlation" -> LocalClassifier.correlation();
            default -> LocalClassifier.of(new LinearSvm().withLimits(1e-10, 100_000));
        };
        SearchlightResult result = run(classifier);
        // The same labels in every fold give the same mean up to the order of a few additions.
        assertArrayEquals(column(name), result.accuracy(), 1e-12);
        assertArrayEquals(column("voxels"), Arrays.stream(result.voxelCounts()).asDoubleStream().toArray(),
                0);
        if (name.equals("ridge")) {
            assertArrayEquals(column("ridge_balanced"), result.balancedAccuracy(), 1e-12);
        }
    }

    /** Two kernels, one answer: which is taken depends on samples and voxels alone. */
    @ParameterizedTest
    @ValueSource(doubles = {2.5, 3.5, 4.5})
    void ridgeInBothFormsAgreesWithSpheresTakenOneByOne(double radius) {
        LocalClassifier ridge = LocalClassifier.ridge(0.5);
        int sphereVoxels = new SphereOffsets(grid.affine(), grid.shape(), radius).size();
        // primal form up to 13 voxels for 28 samples
        assertEquals(radius > 4, ridge.usesGram(SAMPLES, sphereVoxels));
        SearchlightResult found = Searchlight.builder().radiusMillimetres(radius).classifier(ridge)
                .permutations(SearchlightPermutations.within(5, List.of())).build().run(x, grid, y, splits);
        SphereOffsets offsets = new SphereOffsets(grid.affine(), grid.shape(), radius);
        double[][] samples = SearchlightInput.byVoxel(x, grid, new ArrayList<>());
        Sphere sphere = new Sphere(grid, offsets, samples, new double[grid.voxels()], true);
        LabelPermutations shuffles = SearchlightPermutations.within(5, List.of()).of(y);
        for (SphereKernel kernel : List.of(new RidgeKernel(0.5, 3, false), new RidgeKernel(0.5, 3, true),
                new RidgePrimalKernel(0.5, 3))) {
            for (int v = 0; v < grid.voxels(); v++) {
                sphere.startRow();
                sphere.moveTo(v);
                assertEquals(found.accuracy()[v], meanAccuracy(kernel, sphere, y.codes()), 1e-12);
                double nullMean = 0;
                for (int p = 0; p < 5; p++) {
                    nullMean += meanAccuracy(kernel, sphere, shuffles.codes(p)) / 5;
                }
                assertEquals(found.permutations().orElseThrow().nullMean()[v], nullMean, 1e-12);
            }
        }
    }

    private static double meanAccuracy(SphereKernel kernel, Sphere sphere, int[] codes) {
        double sum = 0;
        for (Split split : splits) {
            int[] predicted = new int[split.test().length];
            kernel.prepare(sphere, split);
            kernel.predict(codes, predicted);
            sum += SearchlightScore.ACCURACY.of(codes, split.test(), predicted, 3);
        }
        return sum / splits.size();
    }

    @Test
    void aClassifierOfSamplesSeesTheSphereItself() {
        Classifier samplesOnly = new Classifier() {
            private final LinearSvm machine = new LinearSvm().withLimits(1e-10, 100_000);

            @Override
            public ClassifierModel fit(Matrix samples, Labels labels) {
                return machine.fit(samples, labels);
            }

            @Override
            public String describe() {
                return "samples only";
            }
        };
        assertArrayEquals(column("svm"), run(LocalClassifier.of(samplesOnly)).accuracy(), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ridge", "lda", "correlation"})
    void permutationsEqualRunsWithShuffledLabels(String name) {
        LocalClassifier classifier = switch (name) {
            case "ridge" -> LocalClassifier.ridge(0.5);
            case "lda" -> LocalClassifier.linearDiscriminant();
            default -> LocalClassifier.correlation();
        };
        List<String> runs = new ArrayList<>();
        for (int s = 0; s < SAMPLES; s++) {
            runs.add("run " + s / 7);
        }
        SearchlightPermutations test = SearchlightPermutations.within(19, runs).withSeed(3);
        SearchlightResult plain = run(classifier);
        SearchlightResult tested = Searchlight.builder().radiusMillimetres(6).classifier(classifier)
                .permutations(test)
                .parallelism(Parallelism.of(3)).build().run(x, grid, y, splits);
        assertArrayEquals(plain.accuracy(), tested.accuracy(), 0);
        PermutationMaps maps = tested.permutations().orElseThrow();
        double[] maxima = new double[19];
        double[] mean = new double[golden.length];
        double[] reached = new double[golden.length];
        LabelPermutations shuffles = test.of(y);
        for (int p = 0; p < 19; p++) {
            double[] other = Searchlight.builder().radiusMillimetres(6).classifier(classifier).build()
                    .run(x, grid, y.withCodes(shuffles.codes(p)), splits).accuracy();
            maxima[p] = Arrays.stream(other).max().orElseThrow();
            for (int c = 0; c < other.length; c++) {
                mean[c] += other[c] / 19;
                reached[c] += other[c] >= plain.accuracy()[c] - 1e-9 ? 1 : 0;
            }
        }
        Arrays.sort(maxima);
        assertArrayEquals(maxima, maps.maxima(), 1e-12);
        assertArrayEquals(mean, maps.nullMean(), 1e-12); // another order of 19 additions
        assertArrayEquals(Arrays.stream(reached).map(r -> (1 + r) / 20).toArray(), maps.uncorrectedP(),
                1e-12);
        for (int c = 0; c < mean.length; c++) {
            double score = plain.accuracy()[c];
            double larger = Arrays.stream(maxima).filter(m -> m >= score - 1e-9).count();
            assertEquals((1 + larger) / 20, maps.familywiseP()[c], 1e-12);
            assertEquals(maps.familywiseP()[c] <= 0.1 + 1e-12, score > maps.threshold(0.1) + 1e-9);
        }
        assertEquals(Double.POSITIVE_INFINITY, maps.threshold(0.04)); // 1/20 is the smallest p of 19 shuffles
    }
}
