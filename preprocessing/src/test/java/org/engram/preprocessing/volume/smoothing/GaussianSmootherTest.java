package org.engram.preprocessing.volume.smoothing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.SpaceMismatchException;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.Fixtures;
import org.junit.jupiter.api.Test;

class GaussianSmootherTest {
    /** Single precision: values below 1 have half an ulp of 3e-8, and a kernel sums a handful of them. */
    private static final double SINGLE = 5e-7;

    private static final Affine AFFINE = Affine.scaling(2, 2.5, 3);

    private static Volume numbers() {
        return Fixtures.volume(Fixtures.numbers(11, 9, 7, 6), 9, 7, 6, AFFINE);
    }

    @Test
    void impulseMatchesGoldenValues() {
        float[] values = new float[343];
        values[(3 * 7 + 3) * 7 + 3] = 1;
        Volume image = Fixtures.volume(values, 7, 7, 7, Affine.scaling(2, 2, 2));
        float[] smooth = GaussianSmoother.builder().fwhmMillimetres(4).build().apply(image).readVolume(0);
        assertEquals(0.1036407123, smooth[(3 * 7 + 3) * 7 + 3], 1e-8);
        for (int neighbour : new int[] {1, -1, 7, -7, 49, -49}) {
            assertEquals(0.0518203561, smooth[(3 * 7 + 3) * 7 + 3 + neighbour], 1e-8);
        }
        assertEquals(0.0002024233, smooth[3 * 7 + 3], 1e-9);
    }

    @Test
    void matchesScipyOnAnisotropicVoxels() {
        check("smooth_isotropic", GaussianSmoother.builder().fwhmMillimetres(5));
        // Kernels wider than the image: reflected several times.
        check("smooth_wide", GaussianSmoother.builder().fwhmMillimetres(20, 9, 14));
        check("smooth_one_axis", GaussianSmoother.builder().fwhmMillimetres(0, 6, 0));
    }

    @Test
    void matchesScipyWithinMask() {
        float[] mask = Fixtures.numbers(12, 9, 7, 6);
        for (int i = 0; i < mask.length; i++) {
            mask[i] = mask[i] > 0.4 ? 2 : 0;
        }
        check("smooth_masked", GaussianSmoother.builder().fwhmMillimetres(5)
                .within(Fixtures.volume(mask, 9, 7, 6, AFFINE)));
    }

    private static void check(String fixture, GaussianSmoother.Builder builder) {
        double[] expected = Fixtures.get(fixture);
        GaussianSmoother smoother = builder.build();
        double lazy = Fixtures.largestDifference(expected, smoother.apply(numbers()).readVolume(0));
        assertTrue(lazy < SINGLE, fixture + " differs by " + lazy);
        assertArrayEquals(smoother.apply(numbers()).readVolume(0),
                smoother.applyInMemory(numbers()).readVolume(0));
    }

    @Test
    void seriesIsSmoothedVolumeByVolumeWhateverTheThreads() {
        Volume series = Fixtures.series(13, 40, 33, 12, 5, AFFINE).withRepetitionTime(2.5);
        GaussianSmoother one = GaussianSmoother.builder().fwhmMillimetres(7).parallelism(Parallelism.single())
                .build();
        GaussianSmoother four = GaussianSmoother.builder().fwhmMillimetres(7).parallelism(Parallelism.of(4))
                .build();
        Volume eager = four.applyInMemory(series);
        Volume lazy = four.apply(series);
        assertEquals(2.5, eager.repetitionTimeSeconds());
        assertEquals(2.5, lazy.repetitionTimeSeconds());
        for (int t = 0; t < 5; t++) {
            Volume single = Volume.of(series.readVolume(t), new long[] {40, 33, 12}, AFFINE);
            float[] expected = one.apply(single).readVolume(0);
            assertArrayEquals(expected, eager.readVolume(t));
            assertArrayEquals(expected, lazy.readVolume(t));
        }
        float[] middle = new float[100];
        lazy.voxels().read(40L * 33 * 12 - 50, 100, middle, 0);
        assertEquals(eager.readVolume(0)[40 * 33 * 12 - 50], middle[0]);
        assertEquals(eager.readVolume(1)[49], middle[99]);
    }

    @Test
    void constantStaysConstantForAnyWidth() {
        float[] values = new float[9 * 7 * 6];
        java.util.Arrays.fill(values, 3);
        for (double width : new double[] {1, 2, 4, 6, 8, 11, 15, 30, 60}) {
            float[] smooth = GaussianSmoother.builder().fwhmMillimetres(width).build()
                    .apply(Fixtures.volume(values, 9, 7, 6, AFFINE)).readVolume(0);
            for (float v : smooth) {
                // Weights sum to 1 within single-precision rounding of each, three times over.
                assertEquals(3, v, 3e-6);
            }
        }
    }

    @Test
    void nonFiniteBecomesZeroWithNotice() {
        float[] values = Fixtures.numbers(11, 9, 7, 6);
        values[5] = Float.NaN;
        values[100] = Float.NEGATIVE_INFINITY;
        float[] zeros = values.clone();
        zeros[5] = 0;
        zeros[100] = 0;
        List<Notice> notices = new ArrayList<>();
        GaussianSmoother smoother = GaussianSmoother.builder().notices(notices::add).build();
        assertArrayEquals(smoother.apply(Fixtures.volume(zeros, 9, 7, 6, AFFINE)).readVolume(0),
                smoother.apply(Fixtures.volume(values, 9, 7, 6, AFFINE)).readVolume(0));
        assertEquals(1, notices.size());
        assertEquals("smoothing-non-finite", notices.get(0).code());
        assertTrue(notices.get(0).text().startsWith("2 voxels"), notices.get(0).text());
    }

    @Test
    void zeroWidthIsNoOperationWithNotice() {
        List<Notice> notices = new ArrayList<>();
        Volume image = numbers();
        assertSame(image,
                GaussianSmoother.builder().fwhmMillimetres(0).notices(notices::add).build().apply(image));
        assertEquals("smoothing-width-zero", notices.get(0).code());
    }

    @Test
    void badArgumentsAreNamed() {
        IllegalArgumentException width = assertThrows(IllegalArgumentException.class,
                () -> GaussianSmoother.builder().fwhmMillimetres(-2));
        assertTrue(width.getMessage().contains("-2.0 mm"), width.getMessage());
        Volume mask = Fixtures.volume(new float[8], 2, 2, 2, AFFINE);
        assertThrows(SpaceMismatchException.class,
                () -> GaussianSmoother.builder().within(mask).build().apply(numbers()));
    }
}
