package org.engram.decoders.searchlight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.Split;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.core.ShapeException;
import org.engram.decoders.classical.LinearSvm;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchlightTest {
    private static final int RUNS = 4;
    private static final int PER_RUN = 10;
    private static final int SAMPLES = RUNS * PER_RUN;

    private static VoxelGrid grid(int[] shape, Affine affine, Predicate<int[]> inMask) {
        List<int[]> voxels = new ArrayList<>();
        for (int i = 0; i < shape[0]; i++) {
            for (int j = 0; j < shape[1]; j++) {
                for (int k = 0; k < shape[2]; k++) {
                    if (inMask.test(new int[] {i, j, k})) {
                        voxels.add(new int[] {i, j, k});
                    }
                }
            }
        }
        return VoxelGrid.of(shape, affine, voxels.toArray(new int[0][]));
    }

    private static Labels alternating() {
        int[] codes = new int[SAMPLES];
        Arrays.setAll(codes, s -> s % 2);
        return Labels.of(codes, List.of("face", "house"));
    }

    private static List<Split> leaveOneRunOut() {
        List<Split> splits = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            int first = run * PER_RUN;
            int[] test = new int[PER_RUN];
            int[] train = new int[SAMPLES - PER_RUN];
            Arrays.setAll(test, i -> first + i);
            Arrays.setAll(train, i -> i < first ? i : i + PER_RUN);
            splits.add(new Split("run " + (run + 1), train, test));
        }
        return splits;
    }

    private static Matrix noise(int voxels, long seed) {
        java.util.Random random = new java.util.Random(seed);
        Matrix x = Matrix.zeros(SAMPLES, voxels);
        Arrays.setAll(x.data(), i -> random.nextGaussian());
        return x;
    }

    /** Adds a pattern of random signs and the given size to one class, within a distance of a voxel. */
    private static void plant(Matrix x, VoxelGrid grid, Labels y, int centre, double millimetres,
            double size) {
        SplittableRandom random = new SplittableRandom(11);
        for (int v = 0; v < grid.voxels(); v++) {
            double sign = random.nextBoolean() ? size : -size;
            if (distance(grid, v, centre) <= millimetres) {
                for (int s = 0; s < x.rows(); s++) {
                    x.set(s, v, x.get(s, v) + (y.code(s) == 0 ? sign : 0));
                }
            }
        }
    }

    private static double distance(VoxelGrid grid, int a, int b) {
        int[] p = grid.coordinates(a);
        int[] q = grid.coordinates(b);
        double[] v = grid.affine().apply(p[0], p[1], p[2]);
        double[] w = grid.affine().apply(q[0], q[1], q[2]);
        return Math.sqrt((v[0] - w[0]) * (v[0] - w[0]) + (v[1] - w[1]) * (v[1] - w[1])
                + (v[2] - w[2]) * (v[2] - w[2]));
    }

    private static Searchlight.Builder nineMillimetres() {
        return Searchlight.builder().radiusMillimetres(9).parallelism(Parallelism.of(2));
    }

    @ParameterizedTest
    @CsvSource({"3,3,3, 4,5,4", "2,3,4.5, 6,4,3", "3,3,3, 5,0,4"})
    void thePlantedSphereIsFoundWithinAVoxel(double dx, double dy, double dz, int i, int j, int k) {
        VoxelGrid grid = grid(new int[] {11, 9, 8}, Affine.scaling(dx, dy, dz), c -> true);
        int repeats = 6; // 240 samples, so that chance seldom prefers a neighbour
        int[] codes = new int[repeats * SAMPLES];
        Arrays.setAll(codes, s -> s % 2);
        Labels y = Labels.of(codes, List.of("face", "house"));
        Matrix x = Matrix.of(codes.length, grid.voxels(), noise(grid.voxels() * repeats, 1).data());
        plant(x, grid, y, grid.voxelAt(i, j, k), 9, 0.35);
        int[] half = new int[codes.length / 2];
        int[] otherHalf = new int[codes.length / 2];
        Arrays.setAll(half, s -> s);
        Arrays.setAll(otherHalf, s -> s + codes.length / 2);
        double[] accuracy = nineMillimetres().classifier(LocalClassifier.nearestCentroid()).build()
                .run(x, grid, y,
                        List.of(new Split("first half", otherHalf, half), new Split("second half", half,
                                otherHalf)))
                .accuracy();
        double best = Arrays.stream(accuracy).max().orElseThrow();
        double[] middle = new double[3]; // of equally good centres
        int count = 0;
        for (int v = 0; v < grid.voxels(); v++) {
            if (accuracy[v] >= best - 1e-9) {
                for (int d = 0; d < 3; d++) {
                    middle[d] += grid.coordinates(v)[d];
                }
                count++;
            }
        }
        assertTrue(best > 0.85 && best < 1, "best accuracy " + best + " is neither chance nor saturated");
        assertEquals(i, middle[0] / count, 1.0);
        assertEquals(j, middle[1] / count, 1.0);
        assertEquals(k, middle[2] / count, 1.0);
    }

    @Test
    void noiseIsDecodedAtChance() {
        VoxelGrid grid = grid(new int[] {6, 6, 6}, Affine.scaling(3, 3, 3), c -> true);
        int[] centres = {grid.voxelAt(1, 1, 1), grid.voxelAt(4, 4, 4)}; // 5.2 voxels apart: disjoint at 6 mm
        int repeats = 150;
        double sum = 0;
        double squares = 0;
        for (int r = 0; r < repeats; r++) {
            double[] accuracy = Searchlight.builder().radiusMillimetres(6).centres(centres).build()
                    .run(noise(grid.voxels(), 100 + r), grid, alternating(), leaveOneRunOut()).accuracy();
            double mean = (accuracy[0] + accuracy[1]) / 2;
            sum += mean;
            squares += mean * mean;
        }
        double mean = sum / repeats;
        double standardError = Math.sqrt((squares / repeats - mean * mean) / repeats);
        assertEquals(0.5, mean, 3 * standardError); // repeats are independent
        assertTrue(standardError < 0.01);
    }

    @Test
    void spheresAtTheEdgeAreEvaluatedWithTheVoxelsTheyHave() {
        VoxelGrid grid = grid(new int[] {7, 7, 7}, Affine.scaling(3, 3, 3), c -> true);
        SearchlightResult result = nineMillimetres().build().run(noise(grid.voxels(), 2), grid, alternating(),
                leaveOneRunOut());
        int corner = grid.voxelAt(0, 0, 0);
        // An eighth of the sphere with its three faces: lattice points with i, j, k >= 0 and i^2 + j^2 + k^2
        // <= 9.
        assertEquals(29, result.voxelCounts()[corner]);
        assertEquals(123, result.voxelCounts()[grid.voxelAt(3, 3, 3)]);
        assertTrue(Arrays.stream(result.accuracy()).allMatch(a -> a >= 0 && a <= 1));
        SearchlightResult strict = nineMillimetres().minimumVoxels(30).foldMaps(true).build()
                .run(noise(grid.voxels(), 2), grid, alternating(), leaveOneRunOut());
        assertTrue(Double.isNaN(strict.accuracy()[corner]));
        assertTrue(Double.isNaN(strict.foldScores().orElseThrow()[corner][0]));
        assertEquals(29, strict.voxelCounts()[corner]);
        assertEquals("searchlight-spheres-too-small", strict.notices().get(0).code());
        for (int v = 0; v < grid.voxels(); v++) {
            if (strict.voxelCounts()[v] >= 30) {
                assertEquals(result.accuracy()[v], strict.accuracy()[v], 0);
                assertEquals(result.accuracy()[v],
                        Arrays.stream(strict.foldScores().orElseThrow()[v]).average().orElseThrow(), 1e-12);
            }
        }
    }

    @Test
    void voxelsOutsideTheMaskNeverEnter() {
        int[] shape = {8, 8, 8};
        Affine affine = Affine.scaling(3, 3, 3);
        VoxelGrid whole = grid(shape, affine, c -> true);
        VoxelGrid half = grid(shape, affine, c -> c[0] < 4);
        Labels y = alternating();
        Matrix x = noise(whole.voxels(), 3);
        plant(x, whole, y, whole.voxelAt(7, 4, 4), 11, 5); // nothing of it at x < 4
        int[] columns = new int[half.voxels()];
        Arrays.setAll(columns, v -> whole.voxelAt(half.coordinates(v)[0], half.coordinates(v)[1],
                half.coordinates(v)[2]));
        int border = half.voxelAt(3, 4, 4);
        double leaked = nineMillimetres().build().run(x, whole, y, leaveOneRunOut())
                .accuracy()[whole.voxelAt(3, 4, 4)];
        SearchlightResult result = nineMillimetres().build().run(x.selectColumns(columns), half, y,
                leaveOneRunOut());
        assertTrue(leaked > 0.95, "with the whole grid the signal is in reach: " + leaked);
        assertTrue(result.accuracy()[border] < 0.8,
                "inside the mask it is not: " + result.accuracy()[border]);
        assertEquals((123 + 29) / 2, result.voxelCounts()[border]); // half a sphere with its middle plane
    }

    @ParameterizedTest
    @ValueSource(strings = {"ridge", "lda", "correlation", "centroid", "svm"})
    void theNumberOfThreadsChangesNothing(String name) {
        VoxelGrid grid = grid(new int[] {8, 7, 5}, Affine.scaling(3, 3, 4),
                c -> (c[0] + c[1] * c[2]) % 5 != 0);
        LocalClassifier classifier = switch (name) {
            case "ridge" -> LocalClassifier.ridge(1);
            case "lda" -> LocalClassifier.linearDiscriminant();
            case "correlation" -> LocalClassifier.correlation();
            case "centroid" -> LocalClassifier.nearestCentroid();
            default -> LocalClassifier.of(new LinearSvm().withLimits(1e-3, 100_000));
        };
        Matrix x = noise(grid.voxels(), 4);
        SearchlightPermutations test = SearchlightPermutations.within(3, List.of());
        SearchlightResult one = nineMillimetres().classifier(classifier).permutations(test)
                .parallelism(Parallelism.single()).build().run(x, grid, alternating(), leaveOneRunOut());
        SearchlightResult many = nineMillimetres().classifier(classifier).permutations(test)
                .parallelism(Parallelism.of(7)).build().run(x, grid, alternating(), leaveOneRunOut());
        assertArrayEquals(one.accuracy(), many.accuracy(), 0);
        assertArrayEquals(one.permutations().orElseThrow().maxima(),
                many.permutations().orElseThrow().maxima(), 0);
        assertArrayEquals(one.permutations().orElseThrow().nullMean(),
                many.permutations().orElseThrow().nullMean(), 0);
    }

    @Test
    void theOrderOfColumnsChangesNothing() {
        VoxelGrid grid = grid(new int[] {6, 6, 5}, Affine.scaling(3, 3, 3), c -> c[0] != c[1]);
        Matrix x = noise(grid.voxels(), 5);
        int[] reversed = new int[grid.voxels()];
        Arrays.setAll(reversed, v -> grid.voxels() - 1 - v);
        int[][] voxels = Arrays.stream(reversed).mapToObj(grid::coordinates).toArray(int[][]::new);
        VoxelGrid turned = VoxelGrid.of(grid.shape(), grid.affine(), voxels);
        double[] straight = nineMillimetres().build().run(x, grid, alternating(), leaveOneRunOut())
                .accuracy();
        double[] back = nineMillimetres().build()
                .run(x.selectColumns(reversed), turned, alternating(), leaveOneRunOut()).accuracy();
        for (int v = 0; v < straight.length; v++) {
            assertEquals(straight[v], back[reversed[v]], 0);
        }
    }

    @Test
    void strideAndChosenCentresKeepTheirSpheres() {
        VoxelGrid grid = grid(new int[] {9, 9, 9}, Affine.scaling(3, 3, 3), c -> c[0] > 0);
        Matrix x = noise(grid.voxels(), 6);
        double[] all = nineMillimetres().build().run(x, grid, alternating(), leaveOneRunOut()).accuracy();
        SearchlightResult strided = nineMillimetres().stride(2).build().run(x, grid, alternating(),
                leaveOneRunOut());
        assertEquals(4 * 5 * 5, strided.centres().length); // x = 1, 3, 5, 7 and y, z = 0, 2, ..., 8
        double[] map = strided.toVoxels(strided.accuracy(), -1);
        int filled = 0;
        for (int v = 0; v < map.length; v++) {
            int[] c = grid.coordinates(v);
            boolean centre = c[0] % 2 == 1 && c[1] % 2 == 0 && c[2] % 2 == 0;
            assertEquals(centre ? all[v] : -1, map[v], 0);
            filled += centre ? 1 : 0;
        }
        assertEquals(strided.centres().length, filled);
        SearchlightResult chosen = nineMillimetres().centres(17, 4, 17).build().run(x, grid, alternating(),
                leaveOneRunOut());
        assertArrayEquals(new int[] {4, 17}, chosen.centres());
        assertArrayEquals(new double[] {all[4], all[17]}, chosen.accuracy(), 0);
    }

    @Test
    void balancedAccuracyDoesNotRewardAnsweringTheLargerClass() {
        VoxelGrid grid = grid(new int[] {3, 3, 3}, Affine.scaling(3, 3, 3), c -> true);
        int[] codes = new int[SAMPLES];
        Arrays.setAll(codes, s -> s % 5 == 0 ? 1 : 0);
        Labels y = Labels.of(codes, List.of("common", "rare"));
        SearchlightResult result = nineMillimetres().classifier(LocalClassifier.ridge(1e9))
                .score(SearchlightScore.BALANCED_ACCURACY).foldMaps(true).build()
                .run(noise(grid.voxels(), 7), grid, y, leaveOneRunOut());
        // So strong a penalty leaves the intercept alone: every answer is "common".
        assertEquals(0.8, result.accuracy()[0], 1e-12);
        assertEquals(0.5, result.balancedAccuracy()[0], 1e-12);
        assertEquals(0.5, result.foldScores().orElseThrow()[0][3], 0);
        assertEquals(0.8, result.chance(), 1e-12);
    }

    @Test
    void familywiseErrorsAreAsRareAsPromised() {
        VoxelGrid grid = grid(new int[] {5, 5, 4}, Affine.scaling(3, 3, 3), c -> true);
        List<String> runs = new ArrayList<>();
        for (int s = 0; s < SAMPLES; s++) {
            runs.add("run " + s / PER_RUN);
        }
        Searchlight searchlight = Searchlight.builder().radiusMillimetres(6)
                .permutations(SearchlightPermutations.within(99, runs)).build();
        int alarms = 0;
        for (int r = 0; r < 40; r++) {
            PermutationMaps maps = searchlight.run(noise(grid.voxels(), 500 + r), grid, alternating(),
                    leaveOneRunOut()).permutations().orElseThrow();
            alarms += Arrays.stream(maps.familywiseP()).anyMatch(p -> p <= 0.2) ? 1 : 0;
        }
        // Binomial(40, at most 0.2): more than 16 has probability below 0.001; none at all 0.0001 if it were
        // 0.2.
        assertTrue(alarms <= 16 && alarms >= 1, "alarms in 40 data sets of noise: " + alarms);
    }

    @Test
    void aMaskVolumeGivesItsVoxelsWithZFastest() {
        float[] voxels = new float[2 * 3 * 4];
        voxels[1 + 2 * (2 + 3 * 0)] = 1; // (1, 2, 0)
        voxels[0 + 2 * (1 + 3 * 3)] = 2; // (0, 1, 3)
        voxels[1 + 2 * (0 + 3 * 3)] = 1; // (1, 0, 3)
        VoxelGrid grid = VoxelGrid.ofMask(Volume.of(voxels, new long[] {2, 3, 4}, Affine.scaling(2, 2, 2)));
        assertEquals(3, grid.voxels());
        assertArrayEquals(new int[] {0, 1, 3}, grid.coordinates(0));
        assertArrayEquals(new int[] {1, 0, 3}, grid.coordinates(1));
        assertArrayEquals(new int[] {1, 2, 0}, grid.coordinates(2));
        assertEquals(2, grid.voxelAt(1, 2, 0));
        assertEquals(-1, grid.voxelAt(0, 0, 0));
        assertEquals(-1, grid.voxelAt(-1, 2, 0));
        assertEquals(-1, grid.voxelAt(0, 0, 4));
    }

    @Test
    void progressCountsEveryCentreAndCanStop() {
        VoxelGrid grid = grid(new int[] {4, 4, 4}, Affine.scaling(3, 3, 3), c -> true);
        AtomicLong done = new AtomicLong();
        Progress counting = (name, total) -> {
            assertEquals(64, total);
            return done::addAndGet;
        };
        nineMillimetres().progress(counting).build().run(noise(64, 8), grid, alternating(), leaveOneRunOut());
        assertEquals(64, done.get());
        Progress stopped = new Progress() {
            @Override
            public Task begin(String name, long total) {
                return steps -> {};
            }

            @Override
            public boolean isCancelled() { return true; }
        };
        assertThrows(CancelledException.class,
                () -> nineMillimetres().progress(stopped).build().run(noise(64, 8),
                        grid, alternating(), leaveOneRunOut()));
    }

    @Test
    void badInputIsNamed() {
        VoxelGrid grid = grid(new int[] {3, 3, 3}, Affine.scaling(3, 3, 3), c -> true);
        Searchlight searchlight = nineMillimetres().build();
        Labels y = alternating();
        Matrix x = noise(27, 9);
        List<Split> splits = leaveOneRunOut();
        assertMessage(ShapeException.class, "26 columns",
                () -> searchlight.run(noise(26, 9), grid, y, splits));
        assertMessage(ShapeException.class, "40 samples but 3 labels",
                () -> searchlight.run(x, grid, Labels.of(List.of("a", "b", "a")), splits));
        assertMessage(EngramException.class, "no fold", () -> searchlight.run(x, grid, y, List.of()));
        assertMessage(EngramException.class, "fold 'odd' of the searchlight trains and tests on sample 1",
                () -> searchlight.run(x, grid, y,
                        List.of(new Split("odd", new int[] {0, 1}, new int[] {1}))));
        assertMessage(EngramException.class, "class 'house' has no training sample in fold 'faces only'",
                () -> searchlight.run(x, grid, y,
                        List.of(new Split("faces only", new int[] {0, 2}, new int[] {1}))));
        assertMessage(ShapeException.class, "names sample 40",
                () -> searchlight.run(x, grid, y,
                        List.of(new Split("late", new int[] {0, 1}, new int[] {40}))));
        Matrix broken = x.copy();
        broken.set(3, grid.voxelAt(1, 2, 0), Double.NaN);
        assertMessage(EngramException.class,
                "1 of 27 voxels hold NaN or infinite samples, the first at voxel [1, 2, 0]",
                () -> searchlight.run(broken, grid, y, splits));
        assertMessage(EngramException.class, "take a larger radius",
                () -> nineMillimetres().minimumVoxels(28).build().run(x, grid, y, splits));
        assertMessage(IllegalArgumentException.class, "ridge alpha is 0.0", () -> LocalClassifier.ridge(0));
        assertMessage(IllegalArgumentException.class, "-3.0 mm",
                () -> nineMillimetres().radiusMillimetres(-3));
        assertMessage(IllegalArgumentException.class, "both column 0 and column 1",
                () -> VoxelGrid.of(new int[] {2, 2, 2}, Affine.identity(), new int[] {1, 1, 1},
                        new int[] {1, 1, 1}));
        assertMessage(ShapeException.class, "40 labels but 2 groups", () -> nineMillimetres()
                .permutations(SearchlightPermutations.within(5, List.of("a", "b"))).build()
                .run(x, grid, y, splits));
        assertMessage(EngramException.class, "the mask holds no voxel", () -> VoxelGrid
                .ofMask(Volume.of(new float[8], new long[] {2, 2, 2}, Affine.identity())));
    }

    @Test
    void constantVoxelsAreCountedAndHarmless() {
        VoxelGrid grid = grid(new int[] {3, 3, 3}, Affine.scaling(3, 3, 3), c -> true);
        Matrix x = noise(27, 10);
        Matrix constant = x.copy();
        for (int s = 0; s < SAMPLES; s++) {
            constant.set(s, 5, 0);
            constant.set(s, 6, 0);
        }
        SearchlightResult result = nineMillimetres().build().run(constant, grid, alternating(),
                leaveOneRunOut());
        assertEquals("constant-voxels", result.notices().get(0).code());
        assertTrue(result.notices().get(0).text().startsWith("2 of 27 voxels"));
        Matrix nothing = Matrix.zeros(SAMPLES, 27);
        for (LocalClassifier c : List.of(LocalClassifier.ridge(1), LocalClassifier.linearDiscriminant(),
                LocalClassifier.correlation(), LocalClassifier.nearestCentroid())) {
            double[] accuracy = nineMillimetres().classifier(c).build()
                    .run(nothing, grid, alternating(), leaveOneRunOut()).accuracy();
            assertEquals(0.5, accuracy[13], 0); // one class is always answered
        }
        assertFalse(nineMillimetres().build().run(x, grid, alternating(), leaveOneRunOut()).notices().stream()
                .anyMatch(n -> n.code().equals("constant-voxels")));
    }

    private static void assertMessage(Class<? extends Exception> type, String part, Runnable action) {
        Exception e = assertThrows(type, action::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
