package org.engram.preprocessing.electrophysiology.ica;

import java.util.Arrays;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.core.NotConvergedException;

/** Infomax and extended Infomax: natural gradient over small blocks of samples in random order, with annealing. */
final class Infomax {
    private static final double GREATEST_WEIGHT = 1e8;
    private static final double BLOW_UP_CHANGE = 1e4;
    private static final double BLOW_UP_FACTOR = 0.5;
    private static final double LEAST_RATE = 1e-10;
    private static final double RESTART_FACTOR = 0.5;
    private static final int RESTARTS = 5;
    private static final double ANNEALING = 0.9;
    private static final double ANNEALING_COSINE = 0.5; // of 60 degrees
    private static final int KURTOSIS_SAMPLES = 6000;
    private static final double KURTOSIS_MOMENTUM = 0.5;
    private static final double SIGN_BIAS = 0.02;
    private static final int STEADY_SIGNS = 25;

    private final WhitenedSamples x;
    private final IcaOptions options;
    private final int n;
    private final int block;

    private Matrix w; // component of x by source: u = x w
    private double[] bias;
    private double[] signs;
    private double[] formerSigns;
    private double[] kurtosis;
    private int blocksPerKurtosis;
    private int steady;
    private long blocksDone;
    private long drawn;
    private double rate;

    Infomax(WhitenedSamples x, IcaOptions options) {
        this.x = x;
        this.options = options;
        this.n = x.components();
        this.block = Math.max(1, (int) Math.floor(Math.sqrt(x.count() / 3.0)));
        this.rate = 0.01 / Math.log((double) n * n);
    }

    Separation run() {
        for (int attempt = 1; attempt <= 1 + RESTARTS; attempt++) {
            begin();
            Separation[] found = new Separation[1];
            int number = attempt;
            BlasThreads.withSingleThread(() -> found[0] = attempt(number));
            if (found[0] != null) {
                return found[0];
            }
            rate *= RESTART_FACTOR;
            if (rate < LEAST_RATE) {
                break;
            }
        }
        throw new NotConvergedException("Infomax blew up " + (1 + RESTARTS)
                + " times, at last with learning rate "
                + rate / RESTART_FACTOR + " (" + n + " components, " + x.count()
                + " samples): unmix fewer components, filter above 1 Hz, leave out bad stretches, or use Picard");
    }

    private void begin() {
        w = MatrixExponential.identity(n);
        bias = new double[n];
        signs = new double[n];
        Arrays.fill(signs, 1);
        formerSigns = new double[n];
        kurtosis = new double[n];
        blocksPerKurtosis = 1;
        steady = 0;
        blocksDone = 0;
    }

    /** Null when the weights blew up. */
    private Separation attempt(int number) {
        int[] order = new int[x.count()];
        double[] reference = null;
        double referenceNorm = 0;
        double change = Double.POSITIVE_INFINITY;
        int iteration = 0;
        RandomStream orders = RandomStream.of(options.seed(), 1).derive(number);
        while (iteration < options.iterations() && !(iteration > 2 && change < options.stop())) {
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
            orders.derive(iteration).shuffle(order);
            double[] before = w.data().clone();
            if (!pass(order)) {
                return null;
            }
            iteration++;
            double[] delta = w.data().clone();
            change = 0;
            double product = 0;
            for (int i = 0; i < delta.length; i++) {
                delta[i] -= before[i];
                change += delta[i] * delta[i];
                product += reference == null ? 0 : delta[i] * reference[i];
            }
            boolean turned = iteration > 2 && product < ANNEALING_COSINE * Math.sqrt(change * referenceNorm);
            if (turned) {
                rate *= ANNEALING;
            }
            if (turned || reference == null) {
                reference = delta;
                referenceNorm = change;
            }
            if (!turned && change > BLOW_UP_CHANGE) {
                rate *= BLOW_UP_FACTOR;
            }
        }
        return new Separation(w.transpose(),
                new Convergence(change < options.stop(), iteration, change, gradient(), number, rate));
    }

    /** One update per block; false when the weights blew up. */
    private boolean pass(int[] order) {
        Matrix samples = Matrix.zeros(block, n);
        double[] scratch = new double[block * n];
        for (int start = 0; start + block <= order.length; start += block) {
            for (int i = 0; i < block; i++) {
                x.sample(order[start + i], samples.data(), i * n);
            }
            update(samples, scratch);
            double largest = Separation.largest(w);
            if (!(largest <= GREATEST_WEIGHT)) {
                return false;
            }
            blocksDone++;
            if (options.extended() && blocksDone % blocksPerKurtosis == 0) {
                updateSigns();
            }
        }
        return true;
    }

    private void update(Matrix samples, double[] scratch) {
        Matrix u = DenseAlgebra.multiply(samples, w);
        double[] data = u.data();
        for (int at = 0; at < data.length; at++) {
            data[at] += bias[at % n];
        }
        Matrix y = u.copy();
        if (!options.extended()) { // 1 - 2 logistic(u) = -tanh(u / 2)
            for (int at = 0; at < data.length; at++) {
                y.data()[at] *= 0.5;
            }
        }
        HyperbolicTangent.replace(y.data(), scratch);
        Matrix inner = DenseAlgebra.transposedMultiply(u, y);
        double[] change = inner.data();
        double[] own = options.extended() ? DenseAlgebra.transposedGram(u).data() : null;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int at = i * n + j;
                change[at] = (i == j ? block : 0)
                        - (own == null ? change[at] : signs[j] * change[at] + own[at]);
            }
        }
        double[] step = DenseAlgebra.multiply(w, inner).data();
        for (int at = 0; at < step.length; at++) {
            w.data()[at] += rate * step[at];
        }
        double factor = options.extended() ? -2 * rate : -rate;
        for (int at = 0; at < data.length; at++) {
            bias[at % n] += factor * y.data()[at];
        }
    }

    /** Which sources have light tails, from the kurtosis of some samples. */
    private void updateSigns() {
        int count = Math.min(KURTOSIS_SAMPLES, x.count());
        boolean some = count < x.count();
        RandomStream stream = RandomStream.of(options.seed(), 2);
        Matrix samples = Matrix.zeros(count, n);
        for (int i = 0; i < count; i++) {
            x.sample(some ? stream.bounded(drawn++, x.count()) : i, samples.data(), i * n);
        }
        double[] now = Kurtosis.ofColumns(DenseAlgebra.multiply(samples, w));
        boolean same = true;
        for (int i = 0; i < n; i++) {
            kurtosis[i] = KURTOSIS_MOMENTUM * kurtosis[i] + (1 - KURTOSIS_MOMENTUM) * now[i];
            signs[i] = Math.signum(kurtosis[i] + SIGN_BIAS);
            same &= signs[i] == formerSigns[i];
        }
        steady = same ? steady + 1 : 0;
        formerSigns = signs.clone();
        if (steady >= STEADY_SIGNS) {
            blocksPerKurtosis = Math.min(1 << 20, 2 * blocksPerKurtosis);
            steady = 0;
        }
    }

    /** Largest element of the mean update of all samples, without bias. */
    private double gradient() {
        double scale = options.extended() ? 1 : 0.5;
        Matrix unmixing = w.transpose();
        Matrix argument = unmixing.copy();
        for (int i = 0; i < n * n; i++) {
            argument.data()[i] *= scale;
        }
        Matrix score = ScoreMoments.of(x, argument, false, options.parallelism()).score();
        Matrix g = DenseAlgebra.multiplyTransposed(score, unmixing);
        Matrix own = DenseAlgebra.gram(unmixing);
        double largest = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double value = (i == j ? 1 : 0) - signs[i] * g.get(i, j)
                        - (options.extended() ? own.get(i, j) : 0);
                largest = Math.max(largest, Math.abs(value));
            }
        }
        return largest;
    }
}
