package org.engram.decoders.searchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.volume.Affine;
import org.junit.jupiter.api.Test;

/** Clusters and peaks against scipy.ndimage ({@code map_peaks.py}) and by hand. */
class MapPeaksTest {
    private static final Affine AFFINE = Affine.of(new double[] {3, 0.2, 0, -20},
            new double[] {-0.2, 3, 0.1, -17},
            new double[] {0, -0.1, 4, 5});

    @Test
    void agreesWithScipyOnASteppedMap() throws IOException {
        List<String> lines;
        try (InputStream in = MapPeaksTest.class.getResourceAsStream("map_peaks.txt")) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
        int[] shape = integers(lines.get(0));
        int[] steps = integers(lines.get(1));
        List<int[]> voxels = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int at = 0; at < steps.length; at++) {
            if (steps[at] >= 0) {
                voxels.add(new int[] {at / shape[2] / shape[1], at / shape[2] % shape[1], at % shape[2]});
                values.add(steps[at] / 24.0);
            }
        }
        VoxelGrid grid = VoxelGrid.of(shape, AFFINE, voxels.toArray(new int[0][]));
        List<MapCluster> found = MapPeaks.above(0.55)
                .find(values.stream().mapToDouble(Double::doubleValue).toArray(), grid);
        assertEquals(lines.size() - 2, found.size());
        for (int c = 0; c < found.size(); c++) {
            int[] expected = integers(lines.get(c + 2));
            assertEquals(expected[0], found.get(c).voxels(), "voxels of cluster " + c);
            List<Integer> indices = new ArrayList<>();
            found.get(c).peaks().forEach(peak -> indices.addAll(peak.index()));
            assertEquals(Arrays.stream(expected).skip(1).boxed().toList(), indices, "peaks of cluster " + c);
        }
    }

    @Test
    void aPlateauHasOnePeakOnItselfAndDiagonalsDoNotJoin() {
        // A ring of equal values around a lower middle: the middle of the plateau is not on it.
        double[] map = new double[49];
        for (int i = 2; i <= 4; i++) {
            for (int j = 2; j <= 4; j++) {
                map[7 * i + j] = i == 3 && j == 3 ? 0.5 : 0.9;
            }
        }
        map[7 * 5 + 5] = 0.7; // touches the ring at a corner alone
        List<MapCluster> found = MapPeaks.above(0.4).find(map, flat(7, 7));
        assertEquals(2, found.size());
        assertEquals(9, found.get(0).voxels());
        assertEquals(9 * 8.0, found.get(0).cubicMillimetres(), 1e-12, "9 voxels of 2 mm, 8 cubic mm each");
        assertEquals(1, found.get(0).peaks().size());
        assertEquals(0.9, found.get(0).peak().value());
        assertEquals(List.of(2, 3, 0), found.get(0).peak().index());
        assertEquals(List.of(4.0, 6.0, 0.0), found.get(0).peak().millimetres());
        assertEquals(1, found.get(1).voxels());
    }

    @Test
    void peaksKeepTheirDistanceAndTheirNumber() {
        double[] map = new double[21];
        Arrays.fill(map, 0.6);
        for (int at : new int[] {0, 3, 6, 10, 15, 20}) {
            map[at] = 0.7 + 0.01 * at;
        }
        VoxelGrid line = flat(21, 1); // 2 mm apart
        assertEquals(List.of(20, 15, 10, 6), voxels(MapPeaks.above(0.5).find(map, line)));
        assertEquals(List.of(20, 15, 10, 6, 0),
                voxels(MapPeaks.above(0.5).withLargestPeakCount(9).find(map, line)));
        assertEquals(List.of(20, 10, 0), voxels(MapPeaks.above(0.5).withMinimumDistance(15).find(map, line)));
        assertEquals(List.of(20), voxels(MapPeaks.above(0.5).withLargestPeakCount(1).find(map, line)));
    }

    @Test
    void valuesThatDifferByRoundingAloneAreOnePlateau() {
        double[] map = {0.9, Math.nextUp(0.9), 0.9, Math.nextDown(0.9), 0.9};
        List<MapCluster> found = MapPeaks.above(0.5).withMinimumDistance(0).find(map, flat(5, 1));
        assertEquals(List.of(2), voxels(found));
    }

    @Test
    void whatIsNotANumberBelongsToNoCluster() {
        double[] map = {0.9, Double.NaN, 0.8, 0.5};
        List<MapCluster> found = MapPeaks.above(0.5).find(map, flat(4, 1));
        assertEquals(2, found.size(), "0.5 is not above 0.5, and NaN parts its neighbours");
        assertEquals(List.of(), MapPeaks.above(0.95).find(map, flat(4, 1)));
        assertThrows(ShapeException.class, () -> MapPeaks.above(0.5).find(map, flat(5, 1)));
        assertThrows(IllegalArgumentException.class, () -> MapPeaks.above(Double.NaN));
    }

    @Test
    void theBinomialThresholdIsThatOfScipy() {
        // scipy.stats.binom.sf(k - 1, n, p) < 0.001 first holds for these k.
        assertEquals((23 - 0.5) / 24, MapThreshold.binomial(24, 0.625, 0.001), 1e-15);
        assertEquals((23 - 0.5) / 48, MapThreshold.binomial(48, 0.25, 0.001), 1e-15);
        assertEquals((36 - 0.5) / 48, MapThreshold.binomial(48, 0.5, 0.001), 1e-15);
        assertEquals(1.0, MapThreshold.binomial(6, 0.5, 0.001),
                "no count of 6 is that rare: nothing exceeds 1");
    }

    @Test
    void classifiersHaveNames() {
        for (String name : LocalClassifiers.names()) {
            assertTrue(!LocalClassifiers.named(name, OptionalDouble.empty()).describe().isBlank());
        }
        assertTrue(LocalClassifiers.named("ridge", OptionalDouble.of(7)).describe().contains("7.0"));
        assertTrue(LocalClassifiers.named("lda", OptionalDouble.of(0.3)).describe().contains("0.3"));
        assertThrows(EngramException.class,
                () -> LocalClassifiers.named("correlation", OptionalDouble.of(1)));
        assertThrows(EngramException.class, () -> LocalClassifiers.named("oracle", OptionalDouble.empty()));
    }

    private static List<Integer> voxels(List<MapCluster> clusters) {
        return clusters.get(0).peaks().stream().map(MapPeak::voxel).toList();
    }

    private static VoxelGrid flat(int nx, int ny) {
        int[][] voxels = new int[nx * ny][];
        for (int at = 0; at < voxels.length; at++) {
            voxels[at] = new int[] {at / ny, at % ny, 0};
        }
        return VoxelGrid.of(new int[] {nx, ny, 1}, Affine.scaling(2, 2, 2), voxels);
    }

    private static int[] integers(String line) {
        return Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray();
    }
}
