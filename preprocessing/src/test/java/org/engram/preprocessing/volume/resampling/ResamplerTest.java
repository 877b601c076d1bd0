package org.engram.preprocessing.volume.resampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.SpaceMismatchException;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Intent;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.Fixtures;
import org.junit.jupiter.api.Test;

class ResamplerTest {
    /** Input and output are rounded to single precision (values up to 1: 6e-8 each); the spline amplifies a little. */
    private static final double SINGLE = 5e-7;

    private static final Affine AFFINE = Affine.of(new double[] {3, 0, 0, -9}, new double[] {0, 2, 0, -5},
            new double[] {0, 0, 2.5, -6});
    private static final Grid DIAGONAL = new Grid(Affine.of(new double[] {2, 0, 0, -8.5},
            new double[] {0, 1.5, 0, -5}, new double[] {0, 0, 2, -6.5}), 9, 8, 6);
    private static final Grid PERMUTED = new Grid(Affine.of(new double[] {0, 0, 2, -8.5},
            new double[] {-1.5, 0, 0, 5}, new double[] {0, 2.1, 0, -5.5}), 8, 5, 8);
    private static final Grid OBLIQUE = new Grid(Affine.of(new double[] {1.9, 0.2, 0.1, -8.537},
            new double[] {-0.3, 1.7, 0.2, -4.219}, new double[] {0.1, -0.25, 2, -5.031}), 9, 7, 6);

    private static float[] numbers() {
        float[] values = Fixtures.numbers(21, 7, 6, 5);
        for (int i = 0; i < values.length; i++) {
            values[i] -= 0.3f;
        }
        return values;
    }

    private static Volume image() {
        return Fixtures.volume(numbers(), 7, 6, 5, AFFINE);
    }

    private static Resampler.Builder resampler(Interpolation interpolation) {
        return Resampler.builder().interpolation(interpolation).clip(false);
    }

    @Test
    void matchesScipyOnDiagonalPermutedAndObliqueGrids() {
        check("diagonal", DIAGONAL);
        check("permuted", PERMUTED);
        check("oblique", OBLIQUE);
    }

    private static void check(String name, Grid target) {
        Interpolation[] kinds = {Interpolation.NEAREST, Interpolation.LINEAR, Interpolation.CUBIC};
        int[] orders = {0, 1, 3};
        for (int k = 0; k < 3; k++) {
            String fixture = "resample_" + name + "_" + orders[k];
            float[] actual = resampler(kinds[k]).build().toGrid(image(), target).readVolume(0);
            double difference = Fixtures.largestDifference(Fixtures.get(fixture), actual);
            assertTrue(difference < SINGLE, fixture + " differs by " + difference);
        }
    }

    @Test
    void generalPathAgreesWithSeparablePath() {
        Grid input = Grid.of(image());
        for (Interpolation kind : new Interpolation[] {Interpolation.LINEAR, Interpolation.CUBIC}) {
            for (Grid target : List.of(DIAGONAL, PERMUTED)) {
                Affine map = input.voxelsFrom(target);
                assertTrue(SeparableSampling.fits(map, target));
                float[] fast = new float[target.size()];
                float[] slow = new float[target.size()];
                new SeparableSampling(input, target, map, kind).sample(numbers(), fast, 7, Parallelism.of(3));
                new ObliqueSampling(input, target, map, kind).sample(numbers(), slow, 7, Parallelism.of(2));
                // Both sum in double; only the order of sums differs before the rounding to single.
                assertArrayEquals(slow, fast, 1e-7f);
            }
        }
        assertFalse(SeparableSampling.fits(input.voxelsFrom(OBLIQUE), OBLIQUE));
    }

    @Test
    void oneVoxelThickImageMatchesScipy() {
        Volume flat = Fixtures.volume(Fixtures.numbers(22, 4, 1, 3), 4, 1, 3, Affine.identity());
        Grid target = new Grid(Affine.of(new double[] {0.4, 0, 0, 0.1}, new double[] {0, 1, 0, 0},
                new double[] {0, 0, 0.3, 0.2}), 6, 1, 5);
        float[] actual = resampler(Interpolation.CUBIC).build().toGrid(flat, target).readVolume(0);
        assertTrue(Fixtures.largestDifference(Fixtures.get("resample_flat_3"), actual) < SINGLE);
    }

    @Test
    void goldenValuesOfTheSpecification() {
        Volume data = Fixtures.volume(Fixtures.numbers(5, 4, 5, 6), 4, 5, 6, Affine.scaling(2, 2, 2));
        Grid target = new Grid(Affine.of(new double[] {3, 0, 0, 0.5}, new double[] {0, 3, 0, 0.25},
                new double[] {0, 0, 3, 0}), 3, 3, 3);
        // Sums of 27 single-precision values.
        float[] linear = Resampler.builder().interpolation(Interpolation.LINEAR).build().toGrid(data, target)
                .readVolume(0);
        assertEquals(10.2280391755, sum(linear), 1e-6);
        assertEquals(0.5831955752, linear[0], 1e-7);
        assertEquals(0.3591190867, linear[13], 1e-7);
        assertEquals(0, linear[26]);
        float[] nearest = Resampler.builder().interpolation(Interpolation.NEAREST).build()
                .toGrid(data, target)
                .readVolume(0);
        assertEquals(9.8525739694, sum(nearest), 1e-6);
        assertEquals(0.0481672585, nearest[13], 1e-8);
        float[] cubic = Resampler.builder().build().toGrid(data, target).readVolume(0);
        assertEquals(9.9660603510, sum(cubic), 1e-6);
        assertEquals(0.5577948160, cubic[0], 1e-7);
        assertEquals(0.3408614815, cubic[13], 1e-7);
        assertEquals(0, cubic[26]);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return sum;
    }

    @Test
    void badVoxelsAreFilledThenMarked() {
        float[] values = numbers();
        for (int x = 2; x < 5; x++) {
            for (int y = 2; y < 5; y++) {
                for (int z = 1; z < 4; z++) {
                    values[(z * 6 + y) * 7 + x] = x == 3 ? Float.POSITIVE_INFINITY : Float.NaN;
                }
            }
        }
        values[0] = Float.NaN;
        List<Notice> notices = new ArrayList<>();
        float[] actual = resampler(Interpolation.CUBIC).notices(notices::add).build()
                .toGrid(Fixtures.volume(values, 7, 6, 5, AFFINE), DIAGONAL).readVolume(0);
        double[] expected = Fixtures.get("resample_bad_3");
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] == -999) {
                assertTrue(Float.isNaN(actual[i]));
            } else {
                assertEquals(expected[i], actual[i], SINGLE);
            }
        }
        assertEquals("resampling-non-finite", notices.get(0).code());
        assertTrue(notices.get(0).text().startsWith("28 voxels"), notices.get(0).text());
    }

    @Test
    void clipHoldsTheRangeForGridsAndNotForReferences() {
        float[] step = new float[16];
        for (int i = 8; i < 16; i++) {
            step[i] = 1;
        }
        Volume image = Fixtures.volume(step, 16, 1, 1, Affine.identity());
        Grid target = new Grid(Affine.of(new double[] {0.5, 0, 0, 0.25}, new double[] {0, 1, 0, 0},
                new double[] {0, 0, 1, 0}), 30, 1, 1);
        float[] clipped = Resampler.builder().build().toGrid(image, target).readVolume(0);
        Volume reference = Volume.of(new float[30], new long[] {30, 1, 1}, target.affine());
        float[] free = Resampler.builder().build().toReference(image, reference).readVolume(0);
        float highest = 0;
        float highestFree = 0;
        for (int i = 0; i < 30; i++) {
            assertTrue(clipped[i] >= 0 && clipped[i] <= 1);
            highest = Math.max(highest, clipped[i]);
            highestFree = Math.max(highestFree, free[i]);
        }
        assertEquals(1, highest);
        assertTrue(highestFree > 1.05, "the spline overshoots a step, but only reached " + highestFree);
    }

    @Test
    void gridsCoverTheImage() {
        Volume image = image();
        // Corner centres in the world: x -9..9, y -5..5, z -6..4.
        Grid around = Grid.around(image, new double[][] {{2, 0, 0}, {0, -4, 0}, {0, 0, 3}});
        assertEquals("10 x 4 x 5", around.extents());
        assertArrayEquals(new double[] {-9, 5, -6}, around.affine().apply(0, 0, 0), 1e-12);
        Grid covering = Grid.covering(image, Affine.scaling(2, 2, 2));
        assertEquals("6 x 4 x 3", covering.extents());
        Affine far = Affine.of(new double[] {2, 0, 0, 100}, new double[] {0, 2, 0, 0},
                new double[] {0, 0, 2, 0});
        SpaceMismatchException error = assertThrows(SpaceMismatchException.class,
                () -> Grid.covering(image, far));
        assertTrue(error.getMessage().contains("axis 0"), error.getMessage());
        Grid two = Grid.atResolution(image, 2);
        assertEquals("10 x 6 x 6", two.extents());
        assertArrayEquals(new double[] {2, 2, 2}, two.affine().voxelSizes(), 1e-12);
    }

    @Test
    void borderVoxelsSurviveRoundingOfTheAffine() {
        Volume image = Fixtures.volume(numbers(), 7, 6, 5, AFFINE);
        double tiny = 1e-9;
        Grid moved = new Grid(Affine.of(new double[] {3, 0, 0, -9 - tiny}, new double[] {0, 2, 0, -5},
                new double[] {0, 0, 2.5, -6 + tiny}), 7, 6, 5);
        Affine map = Grid.of(image).voxelsFrom(moved);
        float[] into = new float[moved.size()];
        new SeparableSampling(Grid.of(image), moved, map, Interpolation.LINEAR).sample(numbers(), into, 9,
                Parallelism.single());
        assertArrayEquals(numbers(), into);
    }

    @Test
    void labelsAreOnlyGatheredUnlessForced() {
        Volume labels = image().withIntent(new Intent(1002, List.of(), "atlas"));
        EngramException error = assertThrows(EngramException.class,
                () -> Resampler.builder().build().toGrid(labels, DIAGONAL));
        assertTrue(error.getMessage().contains("NEAREST"), error.getMessage());
        assertEquals(DIAGONAL.size(),
                Resampler.builder().labelsAsNumbers(true).build().toGrid(labels, DIAGONAL)
                        .volumeSize());
        Volume gathered = Resampler.builder().interpolation(Interpolation.NEAREST).build().toGrid(labels,
                DIAGONAL);
        assertEquals(1002, gathered.intent().code());
    }

    @Test
    void seriesEqualsItsVolumesAndSameGridIsReturnedAsIs() {
        Volume series = Fixtures.series(23, 7, 6, 5, 4, AFFINE).withRepetitionTime(2);
        for (Interpolation kind : Interpolation.values()) {
            Resampler resampler = Resampler.builder().interpolation(kind).parallelism(Parallelism.of(3))
                    .build();
            Volume lazy = resampler.toGrid(series, DIAGONAL);
            Volume eager = resampler.inMemory(lazy);
            assertEquals(2, eager.repetitionTimeSeconds());
            for (int t = 0; t < 4; t++) {
                Volume one = Volume.of(series.readVolume(t), new long[] {7, 6, 5}, AFFINE);
                assertArrayEquals(resampler.toGrid(one, DIAGONAL).readVolume(0), eager.readVolume(t));
            }
            assertSame(series, resampler.toReference(series, image()));
        }
    }
}
