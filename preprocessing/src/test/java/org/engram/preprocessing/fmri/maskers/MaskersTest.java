package org.engram.preprocessing.fmri.maskers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.ShapeException;
import org.engram.core.SpaceMismatchException;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.Fixtures;
import org.engram.preprocessing.fmri.maskers.MaskerOptions.GridPolicy;
import org.engram.preprocessing.fmri.maskers.MaskerOptions.NonFinitePolicy;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;
import org.engram.preprocessing.volume.resampling.Resampler;
import org.engram.preprocessing.volume.smoothing.GaussianSmoother;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;

class MaskersTest {
    private static final Affine AFFINE = Affine.of(new double[] {2, 0, 0, -4}, new double[] {0, 3, 0, 1},
            new double[] {0, 0, 2.5, 0});
    private static final Grid GRID = new Grid(AFFINE, 5, 4, 3);

    private static Volume series() {
        return Fixtures.series(51, 5, 4, 3, 4, AFFINE);
    }

    private static Volume labels() {
        float[] values = Fixtures.numbers(52, 5, 4, 3);
        for (int i = 0; i < values.length; i++) {
            values[i] = 10 * (float) Math.floor(values[i] * 4);
        }
        return Fixtures.volume(values, 5, 4, 3, AFFINE);
    }

    private static Mask everySecond() {
        boolean[] inside = new boolean[60];
        for (int i = 0; i < 60; i += 2) {
            inside[i] = true;
        }
        return Mask.of(GRID, inside);
    }

    private static Matrix random(int rows, int columns) {
        return Matrix.of(rows, columns, Lcg.numbers(71, rows * columns));
    }

    private static void assertExactInverse(Masker masker, int rows) {
        Matrix samples = random(rows, masker.featureCount());
        assertArrayEquals(samples.data(), masker.transform(masker.inverseTransform(samples)).data());
    }

    @Test
    void voxelsComeInCOrderAndGoBackExactly() {
        VoxelMasker masker = VoxelMasker.of(everySecond());
        Matrix samples = masker.transform(series());
        assertEquals(4, samples.rows());
        assertEquals(30, samples.columns());
        // The generator fills (x, y, z, t) with t fastest, so C order of (x, y, z) is the order of the numbers.
        double[] numbers = Lcg.numbers(51, 240);
        int column = 0;
        for (int x = 0; x < 5; x++) {
            for (int y = 0; y < 4; y++) {
                for (int z = 0; z < 3; z++) {
                    if (((z * 4 + y) * 5 + x) % 2 == 0) {
                        for (int t = 0; t < 4; t++) {
                            assertEquals((float) numbers[((x * 4 + y) * 3 + z) * 4 + t],
                                    samples.get(t, column));
                        }
                        assertEquals(x + "," + y + "," + z, masker.featureNames().get(column));
                        assertArrayEquals(AFFINE.apply(x, y, z), masker.featureCoordinates()[column]);
                        column++;
                    }
                }
            }
        }
        assertExactInverse(masker, 3);
        assertExactInverse(masker, 1);
        Volume painted = masker.inverseTransform(random(2, 30));
        assertEquals(0, painted.readVolume(1)[1], "outside the mask is 0");
    }

    @Test
    void anyNumberOfThreadsGivesTheSameMatrix() {
        Mask mask = everySecond();
        MaskerOptions one = MaskerOptions.builder().fwhmMillimetres(4).parallelism(Parallelism.single())
                .build();
        MaskerOptions many = MaskerOptions.builder().fwhmMillimetres(4).parallelism(Parallelism.of(5))
                .build();
        assertArrayEquals(VoxelMasker.of(mask, one).transform(series()).data(),
                VoxelMasker.of(mask, many).transform(series()).data());
    }

    @Test
    void imagesAreResampledThenSmoothedThenExtracted() {
        Grid other = new Grid(Affine.of(new double[] {2.5, 0, 0, -4}, new double[] {0, 2.5, 0, 1},
                new double[] {0, 0, 2.5, 0}), 4, 4, 3);
        Volume image = Fixtures.series(55, 4, 4, 3, 2, other.affine());
        MaskerOptions options = MaskerOptions.builder().fwhmMillimetres(4)
                .gridPolicy(GridPolicy.IMAGE_TO_MASK)
                .build();
        Volume byHand = GaussianSmoother.builder().fwhmMillimetres(4).build()
                .applyInMemory(Resampler.builder().build().toGrid(image, GRID));
        assertArrayEquals(VoxelMasker.of(everySecond()).transform(byHand).data(),
                VoxelMasker.of(everySecond(), options).transform(image).data());
    }

    @Test
    void masksOnAnotherGridMoveWithNoticeOrFailWhenStrict() {
        Volume image = Fixtures.series(55, 7, 6, 3, 2, Affine.scaling(1.5, 2, 2.5));
        List<Notice> notices = new ArrayList<>();
        VoxelMasker masker = VoxelMasker.of(everySecond(),
                MaskerOptions.builder().notices(notices::add).build());
        VoxelMasker moved = masker.forImage(image);
        assertEquals("mask-resampled", notices.get(0).code());
        assertTrue(notices.get(0).text().contains("5 x 4 x 3"), notices.get(0).text());
        assertTrue(notices.get(0).text().contains("7 x 6 x 3"), notices.get(0).text());
        assertTrue(notices.get(0).text().contains("mm apart"), notices.get(0).text());
        assertTrue(moved.grid().matches(Grid.of(image)));
        assertArrayEquals(moved.transform(image).data(), masker.transform(image).data());
        assertExactInverse(moved, 2);
        VoxelMasker strict = VoxelMasker.of(everySecond(),
                MaskerOptions.builder().gridPolicy(GridPolicy.STRICT).build());
        assertThrows(SpaceMismatchException.class, () -> strict.transform(image));
        assertSame(masker, masker.forImage(series()));
        ShapeException columns = assertThrows(ShapeException.class,
                () -> masker.inverseTransform(random(1, 7)));
        assertTrue(columns.getMessage().contains("7 columns"), columns.getMessage());
    }

    @Test
    void emptyMaskIsAnError() {
        Mask empty = Mask.of(GRID, new boolean[60]);
        assertTrue(assertThrows(EngramException.class, () -> VoxelMasker.of(empty)).getMessage()
                .contains("empty"));
        Volume far = Volume.of(new float[8], new long[] {2, 2, 2},
                Affine.of(new double[] {1, 0, 0, 900}, new double[] {0, 1, 0, 0}, new double[] {0, 0, 1, 0}));
        assertThrows(EngramException.class, () -> VoxelMasker.of(everySecond()).transform(far));
    }

    @Test
    void badVoxelsAreLeftOutUpToOnePercent() {
        Grid grid = new Grid(AFFINE, 10, 10, 4);
        boolean[] all = new boolean[400];
        Arrays.fill(all, true);
        Mask mask = Mask.of(grid, all);
        float[] values = Fixtures.numbers(56, 10, 10, 8);
        values[3] = Float.NaN; // volume 0, voxel 3
        values[400 + 17] = Float.POSITIVE_INFINITY; // volume 1, voxel 17
        Volume image = Volume.of(values, new long[] {10, 10, 4, 2}, AFFINE);
        List<Notice> notices = new ArrayList<>();
        MaskerOptions options = MaskerOptions.builder().notices(notices::add).build();
        Matrix samples = VoxelMasker.of(mask, options).transform(image);
        int zeroColumns = 0;
        for (int c = 0; c < 400; c++) {
            zeroColumns += samples.get(0, c) == 0 && samples.get(1, c) == 0 ? 1 : 0;
        }
        assertEquals(2, zeroColumns);
        assertEquals("masker-non-finite", notices.get(0).code());
        assertTrue(notices.get(0).text().contains("2 of 400") && notices.get(0).text().contains("(3, 0, 0)"),
                notices.get(0).text());

        // A region's mean leaves the bad voxels out of every volume.
        float[] one = new float[400];
        Arrays.fill(one, 1);
        LabelAtlas atlas = LabelAtlas.of(Volume.of(one, new long[] {10, 10, 4}, AFFINE));
        double mean = LabelMasker.of(atlas, RegionStatistic.MEAN, options).transform(image).get(0, 0);
        double expected = 0;
        for (int i = 0; i < 400; i++) {
            expected += i == 3 || i == 17 ? 0 : values[i];
        }
        assertEquals(expected / 398, mean, 1e-12);

        for (int i = 0; i < 5; i++) {
            values[40 + i] = Float.NaN;
        }
        Volume worse = Volume.of(values, new long[] {10, 10, 4, 2}, AFFINE);
        EngramException error = assertThrows(EngramException.class,
                () -> VoxelMasker.of(mask, options).transform(worse));
        assertTrue(error.getMessage().contains("7 of 400"), error.getMessage());
        MaskerOptions zero = MaskerOptions.builder().nonFinitePolicy(NonFinitePolicy.ZERO_FILL).build();
        Matrix filled = VoxelMasker.of(mask, zero).transform(worse);
        for (double v : filled.data()) {
            assertTrue(Double.isFinite(v));
        }
    }

    @Test
    void regionStatisticsMatchNumpy() {
        RegionStatistic[] statistics = RegionStatistic.values();
        for (RegionStatistic statistic : statistics) {
            double[] expected = Fixtures.get("labels_" + statistic.name().toLowerCase(java.util.Locale.ROOT));
            Matrix actual = LabelMasker.of(LabelAtlas.of(labels()), statistic, MaskerOptions.DEFAULT)
                    .transform(series());
            for (int t = 0; t < 4; t++) {
                for (int r = 0; r < 3; r++) {
                    // The series is stored in single precision; a sum adds some twenty such values below 1.
                    assertEquals(expected[t * 3 + r], actual.get(t, r), 1e-6, statistic + " " + t + " " + r);
                }
            }
        }
    }

    @Test
    void labelRegionsAreNamedKeptAndPaintedBack() {
        LabelAtlas atlas = LabelAtlas.of(labels(), Map.of(0, "nothing", 20, "middle", 15, "absent"));
        assertEquals(List.of(10, 15, 20, 30), atlas.labels());
        LabelMasker masker = LabelMasker.of(atlas, RegionStatistic.MEAN, MaskerOptions.DEFAULT);
        assertEquals(List.of("10", "absent", "middle", "30"), masker.featureNames());
        Matrix samples = masker.transform(series());
        assertTrue(Double.isNaN(samples.get(2, 1)));
        LabelMasker dropped = masker.withoutEmptyRegions();
        assertEquals(List.of("10", "middle", "30"), dropped.featureNames());
        for (RegionStatistic statistic : new RegionStatistic[] {RegionStatistic.MEAN, RegionStatistic.MEDIAN,
                RegionStatistic.MINIMUM, RegionStatistic.MAXIMUM}) {
            assertExactInverse(LabelMasker.of(LabelAtlas.of(labels()), statistic, MaskerOptions.DEFAULT), 5);
        }
    }

    @Test
    void labelsMustBeWholeNumbers() {
        float[] values = {0, 1.0004f, 2, 2, 1, 0, 0, 0};
        Volume image = Volume.of(values, new long[] {2, 2, 2}, AFFINE);
        EngramException error = assertThrows(EngramException.class, () -> LabelAtlas.of(image));
        assertTrue(error.getMessage().contains("largest deviation 3.999"), error.getMessage());
        assertEquals(List.of(1, 2), LabelAtlas.rounded(image, Map.of()).labels());
        values[1] = 1.4f;
        assertThrows(EngramException.class, () -> LabelAtlas.rounded(image, Map.of()));
    }

    @Test
    void mapsAreFittedByLeastSquares() {
        Volume maps = Fixtures.series(53, 5, 4, 3, 3, AFFINE);
        MapsMasker masker = MapsMasker.of(maps, List.of("a", "b", "c"), MaskerOptions.DEFAULT);
        double[] expected = Fixtures.get("maps");
        Matrix actual = masker.transform(series());
        for (int t = 0; t < 4; t++) {
            for (int k = 0; k < 3; k++) {
                // Maps and volumes are stored in single precision.
                assertEquals(expected[t * 3 + k], actual.get(t, k), 1e-6);
            }
        }
        Matrix samples = random(5, 3);
        Matrix back = masker.transform(masker.inverseTransform(samples));
        // Rounding of the pseudo-inverse of a well-conditioned 60 x 3 matrix.
        assertArrayEquals(samples.data(), back.data(), 1e-12);
        assertThrows(ShapeException.class, () -> MapsMasker.of(maps, List.of("a"), MaskerOptions.DEFAULT));
    }

    @Test
    void spheresHoldTheirVoxelsAndTheSeed() {
        // Voxel sizes 2, 3, 2.5 mm; voxel (2, 1, 1) lies at (0, 4, 2.5).
        List<Sphere> spheres = List.of(new Sphere("tiny", 0.3, 4.1, 2.4, 0),
                new Sphere("cross", 0, 4, 2.5, 2.5),
                new Sphere("all", 0, 4, 2.5, 100));
        SphereMasker masker = SphereMasker.of(spheres, GRID, RegionStatistic.SUM, MaskerOptions.DEFAULT);
        float[] ones = new float[60];
        Arrays.fill(ones, 1);
        Matrix counts = masker.transform(Fixtures.volume(ones, 5, 4, 3, AFFINE));
        // Radius 2.5: the seed, two neighbours along x (2 mm) and two along z (2.5 mm), none along y (3 mm).
        assertArrayEquals(new double[] {1, 5, 60}, counts.row(0));
        EngramException overlap = assertThrows(EngramException.class, () -> masker.inverseTransform(counts));
        assertTrue(overlap.getMessage().contains("tiny") && overlap.getMessage().contains("cross"));
        boolean[] corner = new boolean[60];
        corner[59] = true;
        EngramException empty = assertThrows(EngramException.class, () -> SphereMasker.of(
                List.of(new Sphere("nowhere", 0, 4, 2.5, 2)), Mask.of(GRID, corner), RegionStatistic.MEAN,
                MaskerOptions.DEFAULT));
        assertTrue(empty.getMessage().contains("nowhere") && empty.getMessage().contains("0.0, 4.0, 2.5"));
        SphereMasker apart = SphereMasker.of(
                List.of(new Sphere("l", -4, 1, 0, 2), new Sphere("r", 4, 10, 5, 3)), GRID,
                RegionStatistic.MEAN,
                MaskerOptions.DEFAULT);
        assertExactInverse(apart, 3);
    }
}
