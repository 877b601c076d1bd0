package org.engram.preprocessing.electrophysiology.seizures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.RocArea;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpyFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.testdata.Lcg;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;

class NeuralFragilityTest {
    @Test
    void theSmallestPerturbationPutsAnEigenvalueOnTheCircle() {
        Matrix map = Matrix.of(3, 3, new double[] {0.5, -0.4, 0.1, 0.6, 0.3, -0.2, 0.1, 0.2, 0.4});
        assertTrue(NeuralFragility.StableMap.isStable(map));
        double[] norms = NeuralFragility.DEFAULT.perturbations(map);
        ComplexInverse inverse = new ComplexInverse(3);
        for (int k = 0; k < 3; k++) {
            double best = Double.POSITIVE_INFINITY;
            double[] perturbation = new double[3];
            double[] at = new double[2];
            for (int p = 1; p <= 100; p++) {
                double omega = p / 100.0;
                double sigma = Math.sqrt(1 - omega * omega);
                inverse.of(map, sigma, omega);
                double[] g = solution(inverse, k);
                double norm = Math.sqrt(g[0] * g[0] + g[1] * g[1] + g[2] * g[2]);
                if (norm < best) {
                    best = norm;
                    perturbation = g;
                    at = new double[] {sigma, omega};
                }
            }
            assertEquals(best, norms[k], 1e-10);
            // det(A + g e_k' - lambda I) must vanish.
            double[] determinant = determinant(map, perturbation, k, at);
            assertEquals(0, Math.hypot(determinant[0], determinant[1]), 1e-12);
        }
    }

    /** Solves r g = -1, s g = 0 with least norm by its own formula. */
    private static double[] solution(ComplexInverse inverse, int k) {
        double[] r = new double[3];
        double[] s = new double[3];
        double rr = 0;
        double rs = 0;
        double ss = 0;
        for (int j = 0; j < 3; j++) {
            r[j] = inverse.real()[3 * k + j];
            s[j] = inverse.imaginary()[3 * k + j];
            rr += r[j] * r[j];
            rs += r[j] * s[j];
            ss += s[j] * s[j];
        }
        double det = rr * ss - rs * rs;
        double[] g = new double[3];
        for (int j = 0; j < 3; j++) {
            g[j] = -(ss * r[j] - rs * s[j]) / det;
        }
        return g;
    }

    private static double[] determinant(Matrix map, double[] g, int k, double[] lambda) {
        double[][] re = new double[3][3];
        double[][] im = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                re[i][j] = map.get(i, j) + (j == k ? g[i] : 0) - (i == j ? lambda[0] : 0);
                im[i][j] = i == j ? -lambda[1] : 0;
            }
        }
        double[] sum = new double[2];
        int[][] permutations = {{0, 1, 2, 1}, {1, 2, 0, 1}, {2, 0, 1, 1}, {0, 2, 1, -1}, {1, 0, 2, -1},
                {2, 1, 0, -1}};
        for (int[] p : permutations) {
            double a = p[3];
            double b = 0;
            for (int i = 0; i < 3; i++) {
                double nextA = a * re[i][p[i]] - b * im[i][p[i]];
                b = a * im[i][p[i]] + b * re[i][p[i]];
                a = nextA;
            }
            sum[0] += a;
            sum[1] += b;
        }
        return sum;
    }

    @Test
    void stabilityIsTheSpectralRadius() {
        // A Jordan block has norm above 1 and radius 0.9; a rotation has radius 1.
        assertTrue(NeuralFragility.StableMap.isStable(Matrix.of(2, 2, new double[] {0.9, 5, 0, 0.9})));
        assertFalse(NeuralFragility.StableMap.isStable(Matrix.of(2, 2, new double[] {0, -1, 1, 0})));
        assertFalse(NeuralFragility.StableMap.isStable(Matrix.of(2, 2, new double[] {1.0001, 0, 0, 0.5})));
    }

    @Test
    void theMapOfAKnownSystemIsFound() {
        double[] noise = Lcg.numbers(3, 8000);
        double[][] x = new double[2][4000];
        for (int t = 1; t < 4000; t++) {
            x[0][t] = 0.7 * x[0][t - 1] + 0.3 * x[1][t - 1] + noise[2 * t] - 0.5;
            x[1][t] = -0.2 * x[0][t - 1] + 0.5 * x[1][t - 1] + noise[2 * t + 1] - 0.5;
        }
        Matrix map = NeuralFragility.StableMap.fit(x, 0, 4000, 1e-6).matrix();
        // 4,000 samples know coefficients to about 1/sqrt(4000).
        assertArrayEquals(new double[] {0.7, 0.3, -0.2, 0.5}, map.data(), 0.05);
    }

    @Test
    void resultsDoNotDependOnThreadsAndBadInputIsNamed() {
        double[] noise = Lcg.numbers(5, 4 * 600);
        double[][] x = new double[4][600];
        for (int c = 0; c < 4; c++) {
            System.arraycopy(noise, c * 600, x[c], 0, 600);
        }
        NeuralFragility fragility = NeuralFragility.DEFAULT;
        NeuralFragility.Result one = fragility.of(x, 200, Parallelism.single(), Progress.NONE);
        NeuralFragility.Result two = fragility.of(x, 200, Parallelism.of(3), Progress.NONE);
        assertArrayEquals(one.fragility(), two.fragility());
        assertEquals((600 - 50) / 25 + 1, one.timesSeconds().length);
        assertEquals(0.125, one.timesSeconds()[0], 1e-12);
        x[2][77] = Double.NaN;
        EngramException bad = assertThrows(EngramException.class,
                () -> fragility.of(x, 200, Parallelism.single(), Progress.NONE));
        assertTrue(bad.getMessage().contains("contact 2") && bad.getMessage().contains("77"),
                bad.getMessage());
    }

    @Test
    void onsetContactsOfARealSeizureAreFragile() throws IOException {
        NpyArray array = NpyFile.read(RealData.path("ieeg/ezfragility_pt01/pt01_ecog_84x3001_f32.npy"));
        Table contacts = TableFile.read(RealData.path("ieeg/ezfragility_pt01/pt01_channels.csv"));
        double[][] x = new double[84][3001];
        double[] all = array.toDoubles();
        for (int c = 0; c < 84; c++) {
            System.arraycopy(all, c * 3001, x[c], 0, 3001);
        }
        boolean[] onset = onset(contacts);
        NeuralFragility.Result result = NeuralFragility.DEFAULT.of(x, 1000, Parallelism.of(2), Progress.NONE);
        // The package that published the recording reports 0.835; reached here: 0.815 over all windows, 0.888 before onset.
        double whole = RocArea.of(result.mean(0, 3), onset);
        assertTrue(whole >= 0.80, "fragility ranks onset contacts at an area of " + whole);
        double before = RocArea.of(result.mean(0, 1), onset);
        assertTrue(before >= 0.85, "fragility before the onset: " + before);
        double[][] after = new double[84][];
        for (int c = 0; c < 84; c++) {
            after[c] = Arrays.copyOfRange(x[c], 1000, 3001);
        }
        assertEquals(0.7324324, RocArea.of(SeizureFeatures.lineLength(after), onset), 1e-6);
        // The trap: these contacts lose fast power, so a rise of it ranks them last.
        double fast = RocArea.of(SeizureFeatures.powerRatio(x, 1000, 1, 4, 250), onset);
        assertTrue(fast < 0.2, "the rise of fast power: " + fast);
    }

    private static boolean[] onset(Table contacts) {
        boolean[] onset = new boolean[contacts.rowCount()];
        for (int i = 0; i < onset.length; i++) {
            onset[i] = contacts.numbers("soz")[i] == 1;
        }
        return onset;
    }
}
