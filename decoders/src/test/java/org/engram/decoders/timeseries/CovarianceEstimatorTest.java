package org.engram.decoders.timeseries;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.covariance.SignalSubspace;
import org.engram.decoders.timeseries.covariance.SymmetricRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CovarianceEstimatorTest {
    @ParameterizedTest
    @ValueSource(strings = {"cov", "oas", "lwf", "shrunk", "corr", "sch"})
    void agreesWithTheReference(String name) {
        double[][] expected = Reference.matrix(name);
        Matrix found = CovarianceEstimator.named(name).of(Reference.firstTrial());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found.row(i), 1e-13, name); // rounding of sums of 100 products below 1
        }
    }

    @Test
    void agreesWithTheSpecifiedGoldens() {
        double[][][] x = Reference.trials();
        assertArrayEquals(new double[] {-0.49999425, 0.01387008, -0.47226559},
                java.util.Arrays.copyOf(x[0][0], 3), 5e-9); // eight printed decimals
        Matrix oas = CovarianceEstimator.OAS.of(Reference.firstTrial());
        Matrix lwf = CovarianceEstimator.LEDOIT_WOLF.of(Reference.firstTrial());
        double[] oasDiagonal = {0.08725068, 0.32415291, 0.09874637, 0.08802717};
        double[] lwfDiagonal = {0.08497009, 0.33054539, 0.09688664, 0.08577501};
        for (int i = 0; i < 4; i++) {
            assertEquals(oasDiagonal[i], oas.get(i, i), 5e-9);
            assertEquals(lwfDiagonal[i], lwf.get(i, i), 5e-9);
        }
    }

    @Test
    void secondMomentsKeepTheMean() {
        Matrix constant = Matrix.ofRows(new double[] {2, 2, 2}, new double[] {1, 0, -1});
        assertEquals(4, CovarianceEstimator.SCM.of(constant).get(0, 0));
        assertEquals(0, CovarianceEstimator.COV.of(constant).get(0, 0));
    }

    @Test
    void namesWhatIsWrong() {
        Matrix bad = Matrix.ofRows(new double[] {1, 2, 3}, new double[] {1, Double.NaN, 3});
        String message = assertThrows(EngramException.class, () -> CovarianceEstimator.OAS.of(bad))
                .getMessage();
        assertTrue(message.contains("channel 1") && message.contains("sample 1"), message);
        assertTrue(assertThrows(EngramException.class, () -> CovarianceEstimator.named("mcd")).getMessage()
                .contains("oas"));
    }

    @Test
    void rowsHoldTheUpperTriangle() {
        Matrix c = CovarianceEstimator.COV.of(Reference.firstTrial());
        Matrix rows = SymmetricRows.of(java.util.List.of(c, c));
        assertEquals(10, rows.columns());
        assertArrayEquals(c.data(), SymmetricRows.get(rows, 1).data(), 1e-15);
    }

    @Test
    void findsTheRankOfAnAverageReference() {
        Matrix trial = Reference.firstTrial();
        for (int t = 0; t < trial.columns(); t++) {
            double mean = 0;
            for (int c = 0; c < 4; c++) {
                mean += trial.get(c, t) / 4;
            }
            for (int c = 0; c < 4; c++) {
                trial.set(c, t, trial.get(c, t) - mean);
            }
        }
        SignalSubspace subspace = SignalSubspace.of(CovarianceEstimator.SCM.of(trial));
        assertEquals(3, subspace.rank());
        Matrix back = DenseAlgebra.multiply(subspace.basis(), subspace.project(trial));
        assertArrayEquals(trial.data(), back.data(), 1e-12); // nothing of the signal is lost
    }
}
