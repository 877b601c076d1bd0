package org.engram.preprocessing.electrophysiology.ica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Projector;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SensorCovariance;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.engram.preprocessing.electrophysiology.artifacts.EcgEvents;
import org.engram.preprocessing.electrophysiology.artifacts.EogEvents;
import org.engram.preprocessing.electrophysiology.artifacts.EogRegression;
import org.engram.preprocessing.electrophysiology.artifacts.PeakFinder;
import org.engram.preprocessing.electrophysiology.artifacts.SteepBandPass;
import org.engram.preprocessing.electrophysiology.covariance.CovarianceSelection;
import org.engram.preprocessing.electrophysiology.covariance.EmpiricalCovariance;
import org.engram.preprocessing.electrophysiology.covariance.Whitener;
import org.engram.preprocessing.electrophysiology.projection.ProjectionOperator;
import org.engram.preprocessing.electrophysiology.projection.SignalSpaceProjection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Agreement with mne 1.3.0 on one simulated recording, see {@code mne_reference.py} beside the numbers. */
class MneSignalsTest {
    private static Map<String, NpyArray> reference;
    private static Recording recording;
    private static Epochs epochs;

    @BeforeAll
    static void read() throws Exception {
        reference = NpzFile.read(Path.of(MneSignalsTest.class.getResource("mne_signals.npz").toURI()));
        double[][] data = rows("data");
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            channels.add(Channel.of("E" + i, ChannelType.EEG));
        }
        channels.add(Channel.of("EOG", ChannelType.EOG));
        channels.add(Channel.of("ECG", ChannelType.ECG));
        recording = Recording.of(channels, 100, data);
        double[][][] trials = new double[40][6][];
        for (int trial = 0; trial < 40; trial++) {
            for (int c = 0; c < 6; c++) {
                trials[trial][c] = Arrays.copyOfRange(data[c], 100 * trial, 100 * trial + 100);
            }
        }
        epochs = Epochs.builder(channels.subList(0, 6), 100, -20, 100)
                .trials(IntStream.range(0, 40).mapToObj(i -> new Trial(100L * i + 20, 1, "1")).toList(),
                        TrialSource.of(trials))
                .build();
    }

    /** Filters agree to the rounding of transforms of different lengths. */
    @Test
    void bandPassOfDetectorsIsThatOfTheReference() {
        double[] filtered = SteepBandPass.of(1, 10, 100).apply(rows("data")[6]);
        assertArrayEquals(reference.get("eog_filtered").toDoubles(), filtered, 1e-16 + 1e-12 * 150e-6);
    }

    @Test
    void eventsOfEyesAndHeartAreTheSameSamples() throws Exception {
        assertArrayEquals(reference.get("eog_events").toLongs(), EogEvents.find(recording).samples());
        EcgEvents.Heartbeats beats = EcgEvents.find(recording);
        assertArrayEquals(reference.get("ecg_events").toLongs(), beats.samples());
        assertEquals(60 / 0.83, beats.perMinute(), 3); // how they were simulated
        assertEquals("ECG", beats.channel());
    }

    @Test
    void peaksAreTheSameSamples() {
        double[] x = rows("data")[0];
        assertArrayEquals(reference.get("peaks").toLongs(), longs(PeakFinder.find(x, 20e-6, true).samples()));
        assertArrayEquals(reference.get("troughs").toLongs(),
                longs(PeakFinder.find(x, 20e-6, false).samples()));
    }

    private static IcaSolution imported() {
        return IcaSolution.of(List.of("E0", "E1", "E2", "E3", "E4", "E5"),
                reference.get("pre_whitener").toDoubles(), reference.get("pca_mean").toDoubles(),
                matrix("pca_components"), reference.get("pca_variance").toDoubles(), matrix("unmixing"));
    }

    /** The same unmixing gives the same sources and the same cleaned channels; 1e-9 of the size is rounding. */
    @Test
    void sourcesAndRemovalAreThoseOfTheReference() throws Exception {
        IcaSolution solution = imported();
        double[][] sources = solution.sources(recording).read(0, 4000);
        double[][] clean = solution.apply(recording, 0, 2).read(0, 4000);
        double[][] arrays = solution.apply(Arrays.copyOf(rows("data"), 6), 0, 2);
        for (int i = 0; i < 100; i++) {
            for (int k = 0; k < 4; k++) {
                assertEquals(rows("ica_sources")[k][i], sources[k][40 * i], 1e-9);
            }
            for (int c = 0; c < 6; c++) {
                assertEquals(rows("ica_applied")[c][i], clean[c][40 * i], 1e-9 * 1e-4);
                assertEquals(clean[c][40 * i], arrays[c][40 * i], 1e-9 * 1e-4);
            }
        }
        assertArrayEquals(rows("data")[7], clean[7], "other channels stay");
    }

    @Test
    void ownScalesAndPrincipalComponentsAreThoseOfTheReference() throws Exception {
        IcaSolution own = IndependentComponents.builder().componentCount(4).build().fit(recording,
                notice -> {});
        assertArrayEquals(reference.get("pre_whitener").toDoubles(), own.channelScales(), 1e-12 * 1e-4);
        assertArrayEquals(reference.get("pca_mean").toDoubles(), own.means(), 1e-9);
        double[] variances = reference.get("pca_variance").toDoubles();
        assertArrayEquals(variances, own.principalVariances(), 1e-9 * variances[0]);
        // FastICA of both stops within 1e-4 of the same fixed point; sources correlate to about the root of that.
        double[][] mine = own.sources(recording).read(0, 4000);
        double[][] theirs = imported().sources(recording).read(0, 4000);
        for (double[] source : theirs) {
            double best = 0;
            for (double[] other : mine) {
                best = Math.max(best, Math.abs(correlation(source, other)));
            }
            assertTrue(best > 0.999, "best correlation " + best);
        }
    }

    @Test
    void scoresOfEyeComponentsAreThoseOfTheReference() throws Exception {
        ComponentScores found = ArtifactComponents.eog(imported(), recording).get(0);
        assertArrayEquals(reference.get("eog_scores").toDoubles(), found.scores(), 1e-9);
        assertArrayEquals(new int[0], found.flagged()); // no z-score of 4 numbers reaches 3
    }

    @Test
    void phaseOverTrialsIsThatOfTheReference() {
        double[] all = reference.get("ctps_trials").toDoubles();
        for (int source = 0; source < 3; source++) {
            double[][] trials = new double[15][];
            for (int trial = 0; trial < 15; trial++) {
                int from = (trial * 3 + source) * 40;
                trials[trial] = Arrays.copyOfRange(all, from, from + 40);
            }
            assertArrayEquals(rows("ctps_significance")[source], CrossTrialPhase.significance(trials), 1e-10);
        }
    }

    @Test
    void heartComponentIsFoundByItsPhase() throws Exception {
        ComponentScores scores = ArtifactComponents.ecgByPhase(imported(), recording);
        // The heart is the source that correlates with the ECG channel.
        double[] correlations = ArtifactComponents.correlations(imported(), recording, 7, 8, 16);
        int heart = largest(correlations);
        assertEquals(heart, largest(scores.scores()), scores + " " + Arrays.toString(correlations));
    }

    @Test
    void regressionWeightsAreLeastSquares() throws Exception {
        EogRegression regression = EogRegression.fit(recording, "EOG");
        assertArrayEquals(reference.get("regression").toDoubles(), regression.weights().data(), 1e-10);
        double[][] clean = regression.apply(recording).read(0, 4000);
        assertEquals(0, correlation(clean[0], clean[6]), 1e-9);
    }

    @Test
    void projectorsAreThoseOfTheReference() throws Exception {
        List<Projector> found = SignalSpaceProjection.compute(epochs, Map.of(ChannelType.EEG, 2), "test");
        for (int k = 0; k < 2; k++) {
            double[] expected = reference.get("proj_0" + (k + 1)).toDoubles();
            double sign = Math.signum(expected[0] * found.get(k).vectors()[0][0]);
            for (int c = 0; c < 6; c++) {
                assertEquals(expected[c], sign * found.get(k).vectors()[0][c], 1e-9);
            }
            assertEquals(expected[6], found.get(k).explainedVariance(), 1e-9);
        }
        List<Channel> channels = recording.withBadChannels(List.of("E3")).channels().subList(0, 6);
        ProjectionOperator operator = ProjectionOperator.of(found, channels, notice -> {});
        assertArrayEquals(matrix("projector").data(), operator.matrix().data(), 1e-9);
        assertEquals(2, operator.count());
    }

    @Test
    void averageReferenceIsAProjector() throws Exception {
        ProjectionOperator operator = ProjectionOperator.of(
                List.of(SignalSpaceProjection.averageReference(recording.channels())), recording.channels(),
                notice -> {});
        Recording referenced = operator.apply(recording);
        double[][] samples = referenced.read(0, 10);
        for (int t = 0; t < 10; t++) {
            double sum = 0;
            for (int c = 0; c < 6; c++) {
                sum += samples[c][t];
            }
            assertEquals(0, sum, 1e-18);
        }
        assertTrue(referenced.projectors().get(0).active());
        assertEquals(rows("data")[6][3], samples[6][3], 0);
    }

    @Test
    void covariancesAreThoseOfTheReference() throws Exception {
        SensorCovariance covariance = EmpiricalCovariance.of(epochs, -0.2, 0.3);
        assertClose("cov", covariance.matrix(), 1e-9);
        assertClose("raw_cov", EmpiricalCovariance.of(recording).matrix(), 1e-9);
        assertClose("regularized", Whitener.regularized(covariance, epochs.channels(), 0.1).matrix(), 1e-9);
        // Both whiteners make the covariance an identity; ours is the symmetric one.
        Matrix whitener = Whitener.of(covariance, epochs.channels()).matrix();
        assertClose("whitener", IntStream.range(0, 6).mapToObj(whitener::row).toArray(double[][]::new), 1e-6);
    }

    @Test
    void choiceOfCovarianceIsThatOfTheReference() throws Exception {
        CovarianceSelection.Result result = CovarianceSelection.compute(epochs, -0.2, 0.3);
        assertEquals(6, result.rank());
        for (CovarianceSelection.Estimate estimate : result.estimates()) {
            // The amount of shrinkage is scale free; grids are the same.
            assertClose("cov_" + estimate.method().name().toLowerCase(Locale.ROOT),
                    estimate.covariance().matrix(), 1e-6);
        }
        assertEquals(reference.get("methods").toStrings()[0].toUpperCase(Locale.ROOT),
                result.best().method().name());
    }

    /** Whitened by its own covariance, the mean power is 1 at all times together. */
    @Test
    void powerOfNoiseIsOne() throws Exception {
        SensorCovariance covariance = EmpiricalCovariance.of(epochs, -0.2, 0.8);
        Whitener whitener = Whitener.of(covariance, epochs.channels());
        double sum = 0;
        for (int trial = 0; trial < 40; trial++) {
            Evoked single = new Evoked("", Evoked.Kind.AVERAGE, 1, epochs.channels(), 100, -20,
                    epochs.read(trial), List.of());
            sum += Arrays.stream(whitener.globalFieldPower(single).get(ChannelType.EEG)).average()
                    .orElseThrow();
        }
        assertEquals(3999.0 / 4000, sum / 40, 1e-9); // divisors n and n - 1
        Matrix identity = DenseAlgebra.multiply(
                DenseAlgebra.multiply(whitener.matrix(), Matrix.ofRows(covariance.matrix())),
                whitener.matrix());
        assertArrayEquals(MatrixExponential.identity(6).data(), identity.data(), 1e-8);
    }

    private static void assertClose(String name, double[][] actual, double relative) {
        double[][] expected = rows(name);
        double largest = Arrays.stream(expected).flatMapToDouble(Arrays::stream).map(Math::abs).max()
                .orElse(0);
        for (int row = 0; row < expected.length; row++) {
            assertArrayEquals(expected[row], actual[row], relative * largest,
                    name + " row " + row);
        }
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int i = 0; i < values.length; i++) {
            best = Math.abs(values[i]) > Math.abs(values[best]) ? i : best;
        }
        return best;
    }

    private static double correlation(double[] a, double[] b) {
        double ma = Arrays.stream(a).average().orElse(0);
        double mb = Arrays.stream(b).average().orElse(0);
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int i = 0; i < a.length; i++) {
            aa += (a[i] - ma) * (a[i] - ma);
            bb += (b[i] - mb) * (b[i] - mb);
            ab += (a[i] - ma) * (b[i] - mb);
        }
        return ab / Math.sqrt(aa * bb);
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    private static Matrix matrix(String name) {
        NpyArray array = reference.get(name);
        return Matrix.of(array.shape()[0], array.shape()[1], array.toDoubles());
    }

    private static double[][] rows(String name) {
        Matrix matrix = matrix(name);
        return IntStream.range(0, matrix.rows()).mapToObj(matrix::row).toArray(double[][]::new);
    }
}
