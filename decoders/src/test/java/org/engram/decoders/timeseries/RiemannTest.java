package org.engram.decoders.timeseries;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.NotConvergedException;
import org.engram.core.Parallelism;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.covariance.SymmetricRows;
import org.engram.decoders.timeseries.riemann.Alignment;
import org.engram.decoders.timeseries.riemann.FisherMinimumDistance;
import org.engram.decoders.timeseries.riemann.Metric;
import org.engram.decoders.timeseries.riemann.MinimumDistanceToMean;
import org.engram.decoders.timeseries.riemann.SpdFunctions;
import org.engram.decoders.timeseries.riemann.TangentSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RiemannTest {
    private static final Matrix A = Matrix.ofRows(new double[] {2, .5}, new double[] {.5, 1});
    private static final Matrix B = Matrix.ofRows(new double[] {1, -.3}, new double[] {-.3, 3});
    private static final Matrix C = Matrix.ofRows(new double[] {1.5, .2}, new double[] {.2, .8});

    @Test
    void agreesWithTheSpecifiedGoldens() {
        assertEquals(1.542699508966, Metric.RIEMANN.distance(A, B), 5e-13); // printed decimals
        Matrix mean = Metric.RIEMANN.mean(List.of(A, B, C), Parallelism.single());
        assertArrayEquals(new double[] {1.41550836, 0.16184075, 0.16184075, 1.29558136}, mean.data(), 5e-9);
        assertArrayEquals(new double[] {0.3039723785, 0.3377313082, -0.3364195486},
                new TangentSpace(mean).vector(A), 1e-8); // the mean is known to 1e-8
        Matrix commuting = Metric.RIEMANN
                .mean(List.of(Matrix.ofRows(new double[] {1, 0}, new double[] {0, 4}),
                        Matrix.ofRows(new double[] {4, 0}, new double[] {0, 1})), Parallelism.single());
        assertArrayEquals(new double[] {2, 0, 0, 2}, commuting.data(), 1e-12);
    }

    @Test
    void otherMetricsAgreeWithTheirFormulas() {
        assertEquals(Reference.number("d_wasserstein"), Metric.WASSERSTEIN.distance(A, B), 1e-12);
        assertEquals(Reference.number("d_logdet"), Metric.LOG_DET.distance(A, B), 1e-12);
        assertEquals(Reference.number("d_logeuclid"), Metric.LOG_EUCLID.distance(A, B), 1e-12);
        double[][] expected = Reference.matrix("m_logeuclid");
        Matrix mean = Metric.LOG_EUCLID.mean(List.of(A, B), Parallelism.single());
        assertArrayEquals(expected[0], mean.row(0), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void theMeanHasTheLeastSquaredDistances(Metric metric) {
        List<Matrix> points = List.of(A, B, C);
        Matrix mean = metric.mean(points, Parallelism.single());
        double least = cost(metric, points, mean);
        for (int k = 0; k < 3; k++) {
            for (double step : new double[] {-0.01, 0.01}) {
                Matrix moved = mean.copy();
                moved.data()[k == 2 ? 3 : k] += step;
                if (k == 1) {
                    moved.data()[2] += step;
                }
                assertTrue(cost(metric, points, moved) > least, metric + " " + k);
            }
        }
    }

    private static double cost(Metric metric, List<Matrix> points, Matrix centre) {
        return points.stream().mapToDouble(p -> Math.pow(metric.distance(p, centre), 2)).sum();
    }

    @Test
    void theMeanDoesNotDependOnThreadsAndFollowsMixtures() {
        List<Matrix> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            many.add(random(i, 6));
        }
        Matrix one = Metric.RIEMANN.mean(many, Parallelism.single());
        assertArrayEquals(one.data(), Metric.RIEMANN.mean(many, Parallelism.of(4)).data(), 0);
        Matrix mixing = random(99, 6);
        Matrix mixed = Metric.RIEMANN.mean(
                many.stream().map(m -> SpdFunctions.congruence(mixing, m)).toList(),
                Parallelism.single());
        Matrix expected = SpdFunctions.congruence(mixing, one);
        double size = Metric.EUCLID.distance(expected, Matrix.zeros(6, 6));
        assertTrue(Metric.EUCLID.distance(expected, mixed) < 1e-7 * size); // both iterations stop at 1e-8
    }

    @Test
    void tangentVectorsComeBackAndKeepLengths() {
        Matrix mean = Metric.RIEMANN.mean(List.of(A, B, C), Parallelism.single());
        TangentSpace space = new TangentSpace(mean);
        double[] vector = space.vector(B);
        assertArrayEquals(B.data(), space.matrix(vector).data(), 1e-12);
        assertEquals(Metric.RIEMANN.distance(mean, B), Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1]
                + vector[2] * vector[2]), 1e-12);
    }

    @Test
    void nearestMeanIsTheClass() {
        Matrix rows = SymmetricRows
                .of(List.of(A, C, B, Matrix.ofRows(new double[] {1, 0}, new double[] {0, 2.5})));
        var y = org.engram.compute.estimation.Labels.of(List.of("x", "x", "y", "y"));
        var model = new MinimumDistanceToMean().fit(rows, y);
        assertArrayEquals(new int[] {0, 0, 1, 1}, model.predict(rows));
        double d = Metric.RIEMANN.distance(A, model.means().get(0));
        assertEquals(-d * d, model.decisionValues(rows).get(0, 0), 1e-12);
        assertArrayEquals(new int[] {0, 0, 1, 1}, new FisherMinimumDistance().fit(rows, y).predict(rows));
    }

    @Test
    void singularCovarianceIsRefusedWithItsTrial() {
        Matrix singular = Matrix.ofRows(new double[] {1, 1}, new double[] {1, 1});
        String message = assertThrows(NotConvergedException.class,
                () -> Metric.RIEMANN.mean(List.of(A, singular), Parallelism.single())).getMessage();
        assertTrue(message.contains("trial 1") && message.contains("rank 1") && message.contains("oas"),
                message);
    }

    @ParameterizedTest
    @EnumSource(value = Alignment.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void alignedTrialsHaveTheIdentityForAMean(Alignment alignment) {
        Trials trials = Trials.of(TrialShape.rows(Reference.trials()), new TrialShape(4, 100));
        List<String> groups = new ArrayList<>(Collections.nCopies(10, "s1"));
        groups.addAll(Collections.nCopies(10, "s2"));
        Map<String, Matrix> whiteners = alignment.whiteners(trials, groups, Parallelism.of(2));
        List<Matrix> covariances = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            CovarianceEstimator estimator = alignment == Alignment.EUCLIDEAN
                    ? CovarianceEstimator.SCM
                    : CovarianceEstimator.OAS;
            covariances.add(SpdFunctions.congruence(whiteners.get("s1"), estimator.of(trials.trial(i))));
        }
        Matrix mean = (alignment == Alignment.EUCLIDEAN ? Metric.EUCLID : Metric.RIEMANN).mean(covariances,
                Parallelism.single());
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                assertEquals(i == j ? 1 : 0, mean.get(i, j), 1e-7);
            }
        }
    }

    @Test
    void noMatrixNoMean() {
        assertThrows(EngramException.class, () -> Metric.EUCLID.mean(List.of(), Parallelism.single()));
        assertThrows(EngramException.class,
                () -> Metric.EUCLID.mean(List.of(A), new double[] {-1}, Parallelism.single()));
    }

    private static Matrix random(int seed, int p) {
        RandomStream random = RandomStream.of(7, seed);
        Matrix x = Matrix.zeros(p, 3 * p);
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = random.normal(i);
        }
        return DenseAlgebra.gram(x);
    }
}
