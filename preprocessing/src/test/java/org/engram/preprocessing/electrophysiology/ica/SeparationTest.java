package org.engram.preprocessing.electrophysiology.ica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeparationTest {
    private static final Matrix MIXING = Matrix.ofRows(new double[] {1, 0.5, 0.2},
            new double[] {0.3, 1, 0.4}, new double[] {0.1, 0.2, 1});

    /** The golden mixture of three light-tailed sources; the bound on the Amari distance is the specification's. */
    @ParameterizedTest
    @EnumSource(IcaAlgorithm.class)
    void threeLightTailedSourcesAreFound(IcaAlgorithm algorithm) throws Exception {
        double[][] sources = new double[3][2000];
        for (int k = 0; k < 2000; k++) {
            sources[0][k] = Math.signum(Math.sin(0.05 * k));
            sources[1][k] = Math.pow(Math.sin(0.013 * k), 3);
            sources[2][k] = (7919L * k % 1000) / 1000.0 - 0.5;
        }
        IcaSolution solution = fit(algorithm, true, mix(sources, MIXING), 0, Parallelism.of(2));
        double distance = amari(solution, MIXING);
        assertTrue(distance < 1e-2, algorithm + ": " + distance + " " + solution.convergence());
        assertTrue(solution.convergence().converged() || algorithm == IcaAlgorithm.INFOMAX,
                solution.convergence().toString());
    }

    /** Sampling error of these estimators at 20,000 samples is about 2e-4; without extension heavy tails suffice. */
    @ParameterizedTest
    @EnumSource(IcaAlgorithm.class)
    void heavyTailedSourcesAreFoundWithoutExtension(IcaAlgorithm algorithm) throws Exception {
        RandomStream stream = RandomStream.of(3, 0);
        int n = 5;
        double[][] sources = new double[n][20000];
        long at = 0;
        for (double[] source : sources) {
            for (int t = 0; t < source.length; t++) {
                double u = stream.uniform(at++) - 0.5;
                source[t] = -Math.signum(u) * Math.log(1 - 2 * Math.abs(u));
            }
        }
        Matrix mixing = Matrix.zeros(n, n);
        for (int i = 0; i < n * n; i++) {
            mixing.data()[i] = RandomStream.of(4, 0).normal(i);
        }
        IcaSolution solution = fit(algorithm, false, mix(sources, mixing), 1, Parallelism.of(2));
        double distance = amari(solution, mixing);
        assertTrue(distance < 5e-3, algorithm + ": " + distance + " " + solution.convergence());
        if (algorithm != IcaAlgorithm.INFOMAX) {
            assertTrue(solution.convergence().converged(), solution.convergence().toString());
        }
        // At an optimum the relative gradient vanishes; FastICA and Infomax stop on steps, not on it.
        double bound = switch (algorithm) {
            case PICARD, PICARD_ORTHOGONAL -> 1e-7;
            case FAST_ICA -> 1e-2;
            case INFOMAX -> 5e-2;
        };
        assertTrue(solution.convergence().gradientNorm() < bound, solution.convergence().toString());
        // Same to the last bit for any number of threads.
        IcaSolution single = fit(algorithm, false, mix(sources, mixing), 1, Parallelism.single());
        assertArrayEquals(single.unmixing().data(), solution.unmixing().data());
    }

    @Test
    void orthogonalPicardAndFastIcaFindTheSameOptimum() throws Exception {
        RandomStream stream = RandomStream.of(5, 0);
        double[][] sources = new double[4][8000];
        long at = 0;
        for (int s = 0; s < 4; s++) {
            for (int t = 0; t < 8000; t++) {
                double u = stream.uniform(at++) - 0.5;
                sources[s][t] = s < 2 ? u : u * u * u;
            }
        }
        Matrix mixing = Matrix.ofRows(new double[] {1, .5, .2, .1}, new double[] {.3, 1, .4, 0},
                new double[] {.1, .2, 1, -.4}, new double[] {0, -.6, .3, 1});
        double[][] mixed = mix(sources, mixing);
        IcaSolution picard = fit(IcaAlgorithm.PICARD_ORTHOGONAL, true, mixed, 0, Parallelism.of(2));
        IcaSolution fast = IndependentComponents.builder().componentCount(4).tolerance(1e-14).build()
                .fit(Recording.of(channels(4), 250, mixed), notice -> {});
        // Both stop where the same gradient is zero; 1e-5 is what tolerance 1e-7 on it leaves.
        Matrix product = DenseAlgebra.multiply(picard.unmixing(), fast.mixing());
        for (int i = 0; i < 4; i++) {
            int best = 0;
            for (int j = 0; j < 4; j++) {
                best = Math.abs(product.get(i, j)) > Math.abs(product.get(i, best)) ? j : best;
            }
            for (int j = 0; j < 4; j++) {
                assertEquals(j == best ? 1 : 0, Math.abs(product.get(i, j)), 1e-5);
            }
        }
    }

    @Test
    void tangentAndItsIntegralAreThoseOfTheLibrary() {
        double[] y = IntStream.range(0, 3001).mapToDouble(i -> (i - 1500) / 50.0).toArray();
        double[] tangent = y.clone();
        double[] sums = new double[1];
        HyperbolicTangent.replace(tangent, new double[y.length], 1, y.length, sums);
        double expected = 0;
        for (int i = 0; i < y.length; i++) {
            assertEquals(Math.tanh(y[i]), tangent[i], 1e-13);
            expected += Math.abs(y[i]) + Math.log1p(Math.exp(-2 * Math.abs(y[i])));
        }
        assertEquals(expected, sums[0], 1e-12 * expected);
    }

    @Test
    void exponentialOfARotationGeneratorRotates() {
        Matrix rotation = MatrixExponential.of(Matrix.ofRows(new double[] {0, -3}, new double[] {3, 0}));
        assertEquals(Math.cos(3), rotation.get(0, 0), 1e-14);
        assertEquals(Math.sin(3), rotation.get(1, 0), 1e-14);
    }

    @Test
    void iterationLimitIsReported() throws Exception {
        double[][] noise = new double[4][500];
        for (int i = 0; i < 2000; i++) {
            noise[i / 500][i % 500] = RandomStream.of(9, 0).normal(i);
        }
        List<Notice> notices = new ArrayList<>();
        IcaSolution solution = IndependentComponents.builder().algorithm(IcaAlgorithm.PICARD).maxIterations(2)
                .build().fit(Recording.of(channels(4), 250, noise), notices::add);
        assertEquals(2, solution.convergence().iterations());
        assertTrue(!solution.convergence().converged() && solution.convergence().measure() > 1e-7);
        assertTrue(notices.stream().anyMatch(notice -> notice.code().equals("ica-not-converged")));
    }

    static IcaSolution fit(IcaAlgorithm algorithm, boolean extended, double[][] samples, long seed,
            Parallelism parallelism) throws Exception {
        return IndependentComponents.builder().algorithm(algorithm).extended(extended).seed(seed)
                .componentCount(samples.length).parallelism(parallelism).build()
                .fit(Recording.of(channels(samples.length), 250, samples), notice -> {});
    }

    static List<Channel> channels(int count) {
        return IntStream.range(0, count).mapToObj(i -> Channel.of("E" + i, ChannelType.EEG)).toList();
    }

    static double[][] mix(double[][] sources, Matrix mixing) {
        Matrix mixed = DenseAlgebra.multiply(mixing, Matrix.ofRows(sources));
        return IntStream.range(0, mixed.rows()).mapToObj(mixed::row).toArray(double[][]::new);
    }

    /** The distance of 3.12.12 of unmixing times mixing from a scaled permutation. */
    static double amari(IcaSolution solution, Matrix mixing) {
        Matrix scaled = mixing.copy();
        for (int c = 0; c < mixing.rows(); c++) {
            for (int s = 0; s < mixing.columns(); s++) {
                scaled.set(c, s, mixing.get(c, s) / solution.channelScales()[c]);
            }
        }
        Matrix p = DenseAlgebra.multiply(solution.unmixing(),
                DenseAlgebra.multiply(solution.principalComponents(), scaled));
        return (spread(p) + spread(p.transpose())) / (2 * p.rows());
    }

    private static double spread(Matrix p) {
        double spread = 0;
        for (int row = 0; row < p.rows(); row++) {
            double sum = 0;
            double largest = 0;
            for (double value : p.row(row)) {
                sum += value * value;
                largest = Math.max(largest, value * value);
            }
            spread += sum / largest - 1;
        }
        return spread;
    }
}
