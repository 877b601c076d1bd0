package org.engram.decoders.searchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.Split;
import org.engram.io.volume.Affine;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;

/**
 * The simulated subject of {@code test-data/simulated-objects}: the planted patches are found, and nothing
 * else is.
 */
class SimulatedObjectsSearchlightTest {
    private static final Path ROOT = RealData.projectRoot().resolve("test-data/simulated-objects");
    private static final int[] SHAPE = {24, 28, 20};
    private static final Affine AFFINE = Affine.of(new double[] {4, 0, 0, -46}, new double[] {0, 4, 0, -54},
            new double[] {0, 0, 4, -38});
    private static final int VOLUMES = 88;
    private static final int RUNS = 6;

    private final List<String> names = new ArrayList<>();
    private final List<String> runs = new ArrayList<>();

    /** The data set has one known header, so its voxels start at byte 352. */
    private static ByteBuffer voxels(String file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(ROOT.resolve(file)))) {
            return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).position(352).slice()
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static VoxelGrid brain() throws IOException {
        ByteBuffer mask = voxels(
                "derivatives/simulated-prep/sub-01/func/sub-01_task-objects_run-1_desc-brain_mask.nii.gz");
        List<int[]> inside = new ArrayList<>();
        for (int i = 0; i < SHAPE[0]; i++) {
            for (int j = 0; j < SHAPE[1]; j++) {
                for (int k = 0; k < SHAPE[2]; k++) {
                    if (mask.get(i + SHAPE[0] * (j + SHAPE[1] * k)) != 0) {
                        inside.add(new int[] {i, j, k});
                    }
                }
            }
        }
        return VoxelGrid.of(SHAPE, AFFINE, inside.toArray(new int[0][]));
    }

    /**
     * Faces and houses: each series z-scored within its run, then the mean from 4 s into a block to 4 s after
     * it.
     */
    private Matrix blocks(VoxelGrid grid) throws IOException {
        List<double[]> rows = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            String stem = "sub-01/func/sub-01_task-objects_run-" + run;
            ByteBuffer bold = voxels(stem + "_bold.nii.gz");
            double[][] series = new double[grid.voxels()][];
            for (int v = 0; v < series.length; v++) {
                int[] c = grid.coordinates(v);
                series[v] = standardised(bold, c[0] + SHAPE[0] * (c[1] + SHAPE[1] * c[2]));
            }
            for (String line : Files.readAllLines(ROOT.resolve(stem + "_events.tsv")).stream().skip(1)
                    .toList()) {
                String[] event = line.split("\t");
                if (event[2].equals("face") || event[2].equals("house")) {
                    int first = (int) ((Double.parseDouble(event[0]) + 4) / 2);
                    double[] mean = new double[series.length];
                    for (int v = 0; v < mean.length; v++) {
                        mean[v] = Arrays.stream(series[v], first, first + 8).average().orElseThrow();
                    }
                    rows.add(mean);
                    names.add(event[2]);
                    runs.add("run " + run);
                }
            }
        }
        return Matrix.ofRows(rows.toArray(new double[0][]));
    }

    private static double[] standardised(ByteBuffer bold, int position) {
        double[] series = new double[VOLUMES];
        int perVolume = SHAPE[0] * SHAPE[1] * SHAPE[2];
        Arrays.setAll(series, t -> bold.getShort(2 * (position + perVolume * t)));
        double middle = (VOLUMES - 1) / 2.0;
        double mean = Arrays.stream(series).average().orElseThrow();
        double slope = 0;
        double spread = 0;
        for (int t = 0; t < VOLUMES; t++) {
            slope += (t - middle) * series[t];
            spread += (t - middle) * (t - middle);
        }
        double perVolumeSlope = slope / spread;
        Arrays.setAll(series, t -> series[t] - mean - perVolumeSlope * (t - middle));
        double deviation = Math.sqrt(Arrays.stream(series).map(s -> s * s).average().orElseThrow());
        Arrays.setAll(series, t -> series[t] / deviation);
        return series;
    }

    private List<Split> leaveOneRunOut() {
        List<Split> splits = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            String name = "run " + run;
            int[] all = java.util.stream.IntStream.range(0, runs.size()).toArray();
            splits.add(new Split(name, Arrays.stream(all).filter(s -> !runs.get(s).equals(name)).toArray(),
                    Arrays.stream(all).filter(s -> runs.get(s).equals(name)).toArray()));
        }
        return splits;
    }

    @Test
    void facesAndHousesAreFoundWhereTheyWerePlantedAndNowhereElse() throws IOException {
        VoxelGrid grid = brain();
        assertEquals(3536, grid.voxels()); // as truth.json says
        Matrix x = blocks(grid);
        assertEquals(24, x.rows());
        SearchlightResult result = Searchlight.builder().radiusMillimetres(8)
                .classifier(LocalClassifier.ridge(30))
                .permutations(SearchlightPermutations.within(199, runs)).build()
                .run(x, grid, Labels.of(names), leaveOneRunOut());
        double[] p = result.permutations().orElseThrow().familywiseP();
        double[] accuracy = result.accuracy();
        double threshold = result.permutations().orElseThrow().threshold(0.05);
        int significant = 0;
        for (int v = 0; v < grid.voxels(); v++) {
            int[] c = grid.coordinates(v);
            double[] world = AFFINE.apply(c[0], c[1], c[2]);
            boolean reachesSignal = world[1] - 8 < -8; // everything planted lies behind y = -8 mm
            assertEquals(p[v] <= 0.05, accuracy[v] > threshold + 1e-9);
            if (p[v] <= 0.05) {
                significant++;
                assertTrue(reachesSignal, "false alarm at " + Arrays.toString(world));
            }
        }
        assertTrue(significant > 20, significant + " centres");
        // The voxels nearest to the middle of the patches: face (20, -26, -8) mm, house (-18, -20, -12) mm.
        assertEquals(1, accuracy[grid.voxelAt(16, 7, 7)], 0.05); // at most one of 24 blocks missed
        assertEquals(1, accuracy[grid.voxelAt(7, 8, 6)], 0.05);
        assertTrue(p[grid.voxelAt(16, 7, 7)] <= 0.05 && p[grid.voxelAt(7, 8, 6)] <= 0.05);
        double nullMean = Arrays.stream(result.permutations().orElseThrow().nullMean()).average()
                .orElseThrow();
        // Neighbouring spheres share voxels; over 199 shuffles the brain-wide mean still settles near one
        // half.
        assertEquals(0.5, nullMean, 0.02);
    }
}
