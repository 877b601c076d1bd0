package org.engram.preprocessing.volume.masking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.core.SpaceMismatchException;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.Fixtures;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.volume.resampling.Grid;
import org.engram.testdata.Lcg;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static final Affine AFFINE = Affine.scaling(3, 3, 3);
    private static final Grid NOISE = new Grid(AFFINE, 12, 11, 10);

    private static boolean[] noise(long seed, double threshold) {
        float[] values = Fixtures.numbers(seed, 12, 11, 10);
        boolean[] inside = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            inside[i] = values[i] > (float) threshold;
        }
        return inside;
    }

    private static boolean[] fixture(String name) {
        double[] values = Fixtures.get(name);
        boolean[] inside = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            inside[i] = values[i] != 0;
        }
        return inside;
    }

    /** The series of the generator script: an ellipsoid, a hole, a detached bright spot, noise. */
    private static Volume epi() {
        int nx = 18;
        int ny = 20;
        int nz = 14;
        int nt = 5;
        double[] noise = Lcg.numbers(31, nx * ny * nz * nt);
        float[] values = new float[noise.length];
        int at = 0;
        for (int x = 0; x < nx; x++) {
            for (int y = 0; y < ny; y++) {
                for (int z = 0; z < nz; z++) {
                    double r = Math.sqrt(
                            square((x - 8.3) / 6.6) + square((y - 9.6) / 7.4) + square((z - 6.4) / 5.2));
                    double base = r < 1 ? 900 - 150 * r : 40;
                    boolean spot = x >= 1 && x < 3 && y >= 1 && y < 3 && z >= 1 && z < 3;
                    base = spot ? 800 : x == 10 && y == 10 && z == 6 ? 60 : base;
                    for (int t = 0; t < nt; t++) {
                        values[((t * nz + z) * ny + y) * nx + x] = (float) (base * (1 + 0.1 * noise[at++]));
                    }
                }
            }
        }
        return Volume.of(values, new long[] {nx, ny, nz, nt}, AFFINE);
    }

    private static double square(double v) {
        return v * v;
    }

    @Test
    void morphologyMatchesScipy() {
        BinaryMorphology morphology = BinaryMorphology.on(NOISE);
        assertArrayEquals(fixture("morphology_erode2"), morphology.erode(noise(42, 0.05), 2));
        assertArrayEquals(fixture("morphology_dilate2"), morphology.dilate(noise(43, 0.98), 2));
        assertArrayEquals(fixture("morphology_largest"), morphology.largestComponent(noise(44, 0.68)));
        assertArrayEquals(fixture("morphology_fill"), morphology.fillHoles(noise(45, 0.4)));
        assertArrayEquals(noise(42, 0.05), morphology.erode(noise(42, 0.05), 0));
        assertEquals(0, Mask.of(NOISE, morphology.largestComponent(new boolean[NOISE.size()])).count());
    }

    @Test
    void fillHolesKeepsWhatReachesAnyFace() {
        // A tunnel that opens only at the x = 0 face is no hole; a closed chamber is.
        Grid grid = new Grid(AFFINE, 5, 5, 5);
        boolean[] inside = new boolean[125];
        java.util.Arrays.fill(inside, true);
        inside[(2 * 5 + 2) * 5] = false;
        inside[(2 * 5 + 2) * 5 + 1] = false;
        assertEquals(123, Mask.of(grid, BinaryMorphology.on(grid).fillHoles(inside)).count());
        inside[(2 * 5 + 2) * 5] = true;
        assertEquals(125, Mask.of(grid, BinaryMorphology.on(grid).fillHoles(inside)).count());
    }

    @Test
    void epiMaskMatchesScipyReimplementation() {
        Mask mask = EpiBrainMask.builder().build().compute(epi());
        assertArrayEquals(fixture("epi_mask"), mask.toArray());
        assertTrue(mask.count() > 500, "the ellipsoid is found");
        assertFalse(mask.contains((1 * 20 + 1) * 18 + 1), "the detached spot is not brain");
    }

    @Test
    void epiMaskOfARealSeriesIsIdenticalToScipys() throws NoSuchAlgorithmException, IOException {
        // Count and hash were printed by real_epi_mask.py.
        Volume series = Volumes.read(RealData.path("fmri/niivue/pcasl.nii.gz"));
        Mask mask = EpiBrainMask.builder().build().compute(series);
        assertEquals(32867, mask.count());
        byte[] bytes = new byte[mask.grid().size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (mask.contains(i) ? 1 : 0);
        }
        assertEquals("072a276a9a7a8e37cfbd886e1be26a802a74c0b98e1074661895c955ec806629",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    @Test
    void epiThresholdIsTheMiddleOfTheWidestGap() {
        float[] values = {0, 0, 0, 1, 2, 3, 9, 10, 11, 100};
        assertEquals(6, EpiBrainMask.builder().build().threshold(values));
        // Without its zeros the list is 1 2 3 9 10 11 100: positions 1 to 5, the gap is the same.
        assertEquals(6, EpiBrainMask.builder().excludeZeros(true).build().threshold(values));
        assertEquals(55.5, EpiBrainMask.builder().cutoffs(0.2, 1).build().threshold(values));
    }

    @Test
    void emptyEpiMaskIsAnErrorThatSaysWhatToDo() {
        Volume flat = Volume.of(new float[1000], new long[] {10, 10, 10}, AFFINE);
        EngramException error = assertThrows(EngramException.class,
                () -> EpiBrainMask.builder().opening(6).build().compute(flat));
        assertTrue(error.getMessage().contains("lower cutoff"), error.getMessage());
    }

    @Test
    void runsAreCombinedByMajority() {
        Grid grid = new Grid(AFFINE, 4, 1, 1);
        Mask a = Mask.of(grid, new boolean[] {true, true, false, false});
        Mask b = Mask.of(grid, new boolean[] {true, true, true, false});
        Mask c = Mask.of(grid, new boolean[] {true, false, false, true});
        assertArrayEquals(new boolean[] {true, true, false, false},
                Mask.combine(List.of(a, b, c), 0.5, true).toArray());
        assertArrayEquals(new boolean[] {true, false, false, false},
                Mask.combine(List.of(a, b, c), 1, true).toArray());
        assertArrayEquals(new boolean[] {true, true, true, true},
                Mask.combine(List.of(a, b, c), 0, true).toArray());
        Mask elsewhere = Mask.of(new Grid(Affine.scaling(2, 2, 2), 4, 1, 1), new boolean[4]);
        assertThrows(SpaceMismatchException.class, () -> Mask.combine(List.of(a, elsewhere), 0.5, true));
        Mask common = EpiBrainMask.builder().build().compute(List.of(epi(), epi()));
        assertArrayEquals(fixture("epi_mask"), common.toArray());
    }

    @Test
    void backgroundIsTheMedianOfTheBorderOrNan() {
        float[] values = new float[512];
        java.util.Arrays.fill(values, -3);
        for (int z = 2; z < 6; z++) {
            for (int y = 2; y < 6; y++) {
                for (int x = 2; x < 6; x++) {
                    values[(z * 8 + y) * 8 + x] = x == 3 ? -3 : 5;
                }
            }
        }
        values[0] = 8; // noise on the border does not move the median
        Mask mask = BackgroundMask.DEFAULT.compute(Volume.of(values, new long[] {8, 8, 8}, AFFINE));
        assertEquals(49, mask.count());
        assertEquals(32, new BackgroundMask(2, 0, true)
                .compute(Volume.of(values, new long[] {8, 8, 8}, AFFINE)).count());
        float[] nan = values.clone();
        java.util.Arrays.fill(nan, 0, 64, Float.NaN);
        assertEquals(448,
                BackgroundMask.DEFAULT.compute(Volume.of(nan, new long[] {8, 8, 8}, AFFINE)).count());
        assertThrows(EngramException.class,
                () -> BackgroundMask.DEFAULT
                        .compute(Volume.of(new float[512], new long[] {8, 8, 8}, AFFINE)));
    }

    @Test
    void voxelsAreNumberedInCOrder() {
        boolean[] inside = new boolean[24];
        java.util.Arrays.fill(inside, true);
        inside[0] = false;
        Mask mask = Mask.of(new Grid(AFFINE, 2, 3, 4), inside);
        // z fastest: (0,0,1), (0,0,2), (0,0,3), (0,1,0) ...
        assertArrayEquals(
                new int[] {6, 12, 18, 2, 8, 14, 20, 4, 10, 16, 22, 1, 7, 13, 19, 3, 9, 15, 21, 5, 11, 17, 23},
                mask.voxels());
        assertArrayEquals(new double[] {0, 3, 0}, mask.worldMillimetres(3));
    }

    @Test
    void suppliedMasksAreChecked() {
        Volume two = Volume.of(new float[] {0, 7, Float.NaN, 0, 7, 0, 0, 0}, new long[] {2, 2, 2}, AFFINE);
        assertEquals(2, Mask.of(two).count());
        assertEquals(2, Mask.of(Mask.of(two).toVolume()).count());
        Volume three = Volume.of(new float[] {0, 1, 2, 0, 0, 0, 0, 0}, new long[] {2, 2, 2}, AFFINE);
        assertTrue(assertThrows(EngramException.class, () -> Mask.of(three)).getMessage()
                .contains("1.0 and 2.0"));
        Volume empty = Volume.of(new float[8], new long[] {2, 2, 2}, AFFINE);
        assertTrue(assertThrows(EngramException.class, () -> Mask.of(empty)).getMessage().contains("empty"));
    }

    @Test
    void diceCountsSharedVoxels() {
        Grid grid = new Grid(AFFINE, 4, 1, 1);
        Mask a = Mask.of(grid, new boolean[] {true, true, true, false});
        Mask b = Mask.of(grid, new boolean[] {false, true, false, false});
        assertEquals(0.5, a.dice(b));
        assertEquals(1, a.dice(a));
    }
}
