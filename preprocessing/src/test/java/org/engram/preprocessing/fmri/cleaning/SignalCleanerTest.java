package org.engram.preprocessing.fmri.cleaning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.ShapeException;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalCleanerTest {
    /** Golden values are given to ten digits. */
    private static final double GOLDEN = 1e-9;
    /** Against the plain version: rounding through a filter with poles 0.03 from the unit circle. */
    private static final double PARITY = 1e-9;

    private final Matrix x = Matrix.of(60, 3, Lcg.numbers(42, 180));
    private final Matrix confounds = Matrix.of(60, 2, Lcg.numbers(7, 120));
    private final SampleMask all = SampleMask.all(60);
    private final SampleMask some = SampleMask.censoring(60, 0, 1, 10, 11, 29, 30, 49, 58, 59);
    private final Fixture plain = Fixture.read(SignalCleanerTest.class, "cleaning.txt");

    private static SignalCleaner.Builder band() {
        return SignalCleaner.builder().repetitionTimeSeconds(2).bandPassHz(0.01, 0.1);
    }

    private static SignalCleaner.Builder cosine(double hertz) {
        return SignalCleaner.builder().repetitionTimeSeconds(2).filter(TemporalFilter.COSINE)
                .highPassHz(hertz);
    }

    private static Matrix plus(Matrix x, double shift, double factor) {
        Matrix y = x.copy();
        for (int i = 0; i < y.data().length; i++) {
            y.data()[i] = shift + factor * y.data()[i];
        }
        return y;
    }

    private static List<String> codes(CleanedSignals result) {
        return result.notices().stream().map(Notice::code).toList();
    }

    private void assertMatches(String name, CleanedSignals result, double scale) {
        assertEquals(plain.matrix(name).rows(), result.signals().rows());
        assertArrayEquals(plain.numbers(name), result.signals().data(), PARITY * scale, name);
    }

    @Test
    void goldenBandPass() {
        Matrix cleaned = band().build().clean(x, confounds, all).signals();
        assertArrayEquals(new double[] {0.1141825688, -0.0456773948, -0.0760505288}, cleaned.row(0), GOLDEN);
        assertArrayEquals(new double[] {0.2233245205, -2.9288171984, -0.7503391609}, cleaned.row(30), GOLDEN);
        assertArrayEquals(new double[] {-0.1566636375, -0.0903859156, -0.3054434018}, cleaned.row(59),
                GOLDEN);
    }

    @Test
    void goldenCosine() {
        Matrix cleaned = cosine(0.01).build().clean(x, confounds, all).signals();
        assertArrayEquals(new double[] {0.38909968, -0.2702087592, -0.3157050447}, cleaned.row(0), GOLDEN);
        assertArrayEquals(new double[] {-0.2637536193, -1.3971862446, 1.0398881025}, cleaned.row(30), GOLDEN);
    }

    @Test
    void optionsMatchThePlainVersion() {
        assertMatches("plain", SignalCleaner.builder().build().clean(x, confounds, all), 1);
        assertMatches("band_mask", band().build().clean(x, confounds, some), 1);
        assertMatches("band_mask_extrapolate", band().extrapolate(true).build().clean(x, confounds, some), 1);
        assertMatches("cosine_mask", cosine(0.02).build().clean(x, confounds, some), 1);
        assertMatches("collinear",
                SignalCleaner.builder().repetitionTimeSeconds(2).highPassHz(0.01).build().clean(x,
                        collinear(), all),
                1);
        assertMatches("raw_confounds",
                SignalCleaner.builder().detrend(false).standardiseConfounds(false)
                        .standardisation(Standardisation.NONE).build().clean(x, plus(confounds, 50, 3), all),
                1);
        assertMatches("order2", SignalCleaner.builder().repetitionTimeSeconds(1.35).lowPassHz(0.1)
                .butterworthOrder(2).standardisation(Standardisation.NONE).build().clean(x), 1);
    }

    @Test
    void perCentOfTheMeanMatchesThePlainVersion() {
        SignalCleaner.Builder percent = SignalCleaner.builder().repetitionTimeSeconds(2)
                .standardisation(Standardisation.PERCENT_CHANGE);
        assertMatches("psc_detrend_mask",
                percent.bandPassHz(0.01, 0.1).build().clean(plus(x, -7, 1), confounds, some), 1);
        percent = SignalCleaner.builder().repetitionTimeSeconds(2).detrend(false)
                .standardisation(Standardisation.PERCENT_CHANGE);
        assertMatches("psc_high", percent.highPassHz(0.01).build().clean(plus(x, 100, 1), confounds, all), 1);
        percent = SignalCleaner.builder().repetitionTimeSeconds(2).detrend(false)
                .standardisation(Standardisation.PERCENT_CHANGE);
        assertMatches("psc_low", percent.lowPassHz(0.1).build().clean(plus(x, 100, 1), confounds, all), 1);
    }

    private static Matrix collinear() {
        Matrix base = Matrix.of(60, 19, Lcg.numbers(3, 60 * 19));
        Matrix many = Matrix.zeros(60, 23);
        for (int r = 0; r < 60; r++) {
            for (int c = 0; c < 23; c++) {
                many.set(r, c, c < 19 ? base.get(r, c) : base.get(r, c - 19) * 2 - base.get(r, c - 15));
            }
        }
        return many;
    }

    /** Pairs i and T-1-i censored together are where an index mistaken for a mask leaves values in place. */
    @ParameterizedTest
    @CsvSource({"10, 49, false", "29, 30, false", "10, 49, true", "0, 59, true", "0, 59, false",
            "3, 20, false"})
    void valuesAtCensoredVolumesHaveNoInfluence(int one, int other, boolean extrapolate) {
        SampleMask mask = SampleMask.censoring(60, one, other);
        SignalCleaner[] cleaners = {band().extrapolate(extrapolate).build(), cosine(0.01).build(),
                SignalCleaner.builder().build(),
                band().standardisation(Standardisation.PERCENT_CHANGE).build()};
        for (SignalCleaner cleaner : cleaners) {
            double[] before = cleaner.clean(x, confounds, mask).signals().data();
            for (double value : new double[] {1e6, -3, Double.NaN, Double.POSITIVE_INFINITY}) {
                Matrix changedX = x.copy();
                Matrix changedConfounds = confounds.copy();
                for (int row : new int[] {one, other}) {
                    Arrays.fill(changedX.data(), row * 3, row * 3 + 3, value);
                    Arrays.fill(changedConfounds.data(), row * 2, row * 2 + 2, value);
                }
                assertArrayEquals(before, cleaner.clean(changedX, changedConfounds, mask).signals().data(),
                        0.0,
                        cleaner + " with " + value);
            }
        }
    }

    @Test
    void keptVolumesAreNamed() {
        CleanedSignals result = band().build().clean(x, confounds, some);
        assertEquals(51, result.keptVolumes().length);
        assertEquals(2, result.keptVolumes()[0]);
        assertEquals(12, result.keptVolumes()[8]);
        assertEquals(57, result.keptVolumes()[50]);
        assertTrue(codes(result).contains("censored-ends-discarded"));
        assertEquals(SampleMask.keeping(5, 4, 1), SampleMask.of(false, true, false, false, true));
        assertThrows(ShapeException.class, () -> SampleMask.keeping(5, 5));
        assertThrows(EngramException.class, () -> SampleMask.censoring(5, 1, 1));
    }

    @Test
    void confoundsAndTrendLeaveNothingBehind() {
        Matrix cleaned = SignalCleaner.builder().build().clean(x, confounds, all).signals();
        for (int v = 0; v < 3; v++) {
            for (int c = 0; c < 2; c++) {
                assertEquals(0, dot(cleaned.column(v), detrended(confounds).column(c)), 1e-11);
            }
            double ramp = 0;
            for (int t = 0; t < 60; t++) {
                ramp += cleaned.get(t, v) * (t - 29.5);
            }
            assertEquals(0, ramp, 1e-10);
            assertEquals(59, dot(cleaned.column(v), cleaned.column(v)), 1e-10);
        }
    }

    private static Matrix detrended(Matrix m) {
        return SignalCleaner.builder().standardisation(Standardisation.NONE).build().clean(m).signals();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void threadsBlocksAndPlaceChangeNothing() {
        Matrix wide = Matrix.of(60, 1000, Lcg.numbers(21, 60_000));
        SignalCleaner one = band().parallelism(Parallelism.single()).build();
        Matrix expected = one.clean(wide, confounds, all).signals();
        assertArrayEquals(expected.data(),
                band().parallelism(Parallelism.of(3)).build().clean(wide, confounds, all).signals().data(),
                0.0);
        assertArrayEquals(expected.column(777),
                one.clean(wide.selectColumns(777), confounds, all).signals().data(), 0.0);
        Matrix work = wide.copy();
        assertSame(work, one.cleanInPlace(work, confounds, all).signals());
        assertArrayEquals(expected.data(), work.data(), 0.0);
        Matrix censored = wide.copy();
        assertEquals(51, one.cleanInPlace(censored, confounds, some).signals().rows());
        assertArrayEquals(wide.data(), censored.data(), 0.0, "with volumes dropped the input stays");
    }

    @Test
    void runsAreCleanedByThemselves() {
        int[] runs = new int[120];
        Matrix two = Matrix.zeros(120, 3);
        Matrix twoConfounds = Matrix.zeros(120, 2);
        boolean[] kept = new boolean[120];
        for (int t = 0; t < 120; t++) {
            // The runs are shuffled like cards: even volumes are run 4, odd ones run 2 with other values.
            runs[t] = t % 2 == 0 ? 4 : 2;
            kept[t] = t % 2 == 1 || some.keeps(t / 2);
            for (int c = 0; c < 3; c++) {
                two.set(t, c, t % 2 == 0 ? x.get(t / 2, c) : 5 - x.get(t / 2, 2 - c));
            }
            for (int c = 0; c < 2; c++) {
                twoConfounds.set(t, c, confounds.get(t / 2, c));
            }
        }
        CleanedSignals result = band().build().cleanRuns(two, runs, twoConfounds, SampleMask.of(kept));
        CleanedSignals even = band().build().clean(x, confounds, some);
        int row = 0;
        for (int i = 0; i < result.keptVolumes().length; i++) {
            if (result.keptVolumes()[i] % 2 == 0) {
                assertEquals(result.keptVolumes()[i] / 2, even.keptVolumes()[row]);
                assertArrayEquals(even.signals().row(row++), result.signals().row(i), 0.0);
            }
        }
        assertEquals(51, row);
        assertEquals(111, result.signals().rows());
        assertTrue(result.notices().get(0).text().startsWith("run 4: "), result.notices().toString());
    }

    @Test
    void constantAndExplainedVoxelsBecomeZero() {
        Matrix odd = Matrix.zeros(60, 4);
        for (int t = 0; t < 60; t++) {
            odd.set(t, 0, 12345.678);
            odd.set(t, 1, 1000 + 3 * confounds.get(t, 1) - confounds.get(t, 0));
            odd.set(t, 2, 4 - 0.37 * t);
            odd.set(t, 3, x.get(t, 0));
        }
        CleanedSignals result = SignalCleaner.builder().build().clean(odd, confounds, all);
        for (int c = 0; c < 3; c++) {
            assertArrayEquals(new double[60], result.signals().column(c), 0.0);
        }
        assertEquals(59, dot(result.signals().column(3), result.signals().column(3)), 1e-10);
        assertEquals(List.of("constant-voxels", "voxels-fully-explained"), codes(result));
        assertTrue(result.notices().get(0).text().startsWith("1 voxels"), result.notices().toString());
        assertTrue(result.notices().get(1).text().startsWith("2 voxels"), result.notices().toString());
    }

    @Test
    void constantConfoundsChangeNothing() {
        Matrix withConstant = Matrix.zeros(60, 2);
        for (int t = 0; t < 60; t++) {
            withConstant.set(t, 0, 4321.1);
            withConstant.set(t, 1, 1e5 - 3.3 * t);
        }
        assertArrayEquals(SignalCleaner.builder().build().clean(x).signals().data(),
                SignalCleaner.builder().build().clean(x, withConstant, all).signals().data(), 0.0);
    }

    @Test
    void cutoffsTheSamplingRateCannotCarryAreLowered() {
        CleanedSignals lowered = SignalCleaner.builder().repetitionTimeSeconds(2).bandPassHz(0.01, 0.3)
                .build().clean(x);
        assertEquals(List.of("cutoff-lowered"), codes(lowered));
        CleanedSignals skipped = SignalCleaner.builder().repetitionTimeSeconds(2).bandPassHz(0.3, 0.4).build()
                .clean(x);
        assertEquals(List.of("cutoff-lowered", "cutoff-lowered", "filter-skipped"), codes(skipped));
        assertArrayEquals(SignalCleaner.builder().build().clean(x).signals().data(), skipped.signals().data(),
                0.0);
    }

    @Test
    void driftTermsTheCallerBringsAreNotAddedAgain() {
        Matrix brought = Matrix.zeros(60, 1);
        for (int t = 0; t < 60; t++) {
            brought.set(t, 0, 3 * Math.cos(Math.PI / 60 * (t + 0.5)) + 0.1 * confounds.get(t, 0));
        }
        CleanedSignals result = cosine(0.01).build().clean(x, brought, all);
        assertEquals(List.of("drift-given"), codes(result));
        assertArrayEquals(SignalCleaner.builder().build().clean(x, brought, all).signals().data(),
                result.signals().data(), 0.0);
        assertEquals(List.of("no-drift-terms"), codes(cosine(0.004).build().clean(x)));
    }

    @Test
    void whatCannotBeDoneIsSaidInOneSentence() {
        assertSays("repetition time",
                () -> SignalCleaner.builder().highPassHz(0.01).build().clean(Matrix.zeros(60, 2)));
        assertSays("not below the low-pass", () -> band().highPassHz(0.1).build());
        assertSays("no low-pass", () -> cosine(0.01).lowPassHz(0.1).build());
        assertSays("at least 34", () -> band().build().clean(Matrix.zeros(33, 2)));
        assertSays("60 confounds",
                () -> band().build().clean(x, Matrix.of(60, 60, Lcg.numbers(1, 3600)), all));
        assertSays("61 rows", () -> band().build().clean(x, Matrix.zeros(61, 1), all));
        assertSays("all 60 volumes are censored",
                () -> band().build().clean(x, confounds, SampleMask.keeping(60)));
        Matrix missing = confounds.copy();
        missing.set(0, 1, Double.NaN);
        assertSays("confound 1 is NaN at volume 0", () -> band().build().clean(x, missing, all));
        Matrix broken = x.copy();
        broken.set(31, 2, Double.NEGATIVE_INFINITY);
        broken.set(40, 0, Double.NaN);
        assertSays("2 values that are not finite, the first -Infinity at volume 31, voxel 2",
                () -> band().build().clean(broken));
        assertThrows(IllegalArgumentException.class, () -> SignalCleaner.builder().lowPassHz(0));
    }

    private static void assertSays(String words, org.junit.jupiter.api.function.Executable action) {
        EngramException refused = assertThrows(EngramException.class, action);
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    @Test
    void aSingleVolumeStaysAsItIs() {
        Matrix one = Matrix.of(1, 2, new double[] {3, 4});
        CleanedSignals result = SignalCleaner.builder().build().clean(one);
        assertArrayEquals(new double[] {3, 4}, result.signals().data());
        assertEquals(List.of("single-volume"), codes(result));
        assertEquals(0, SignalCleaner.builder().build().clean(Matrix.zeros(5, 0)).signals().columns());
    }
}
