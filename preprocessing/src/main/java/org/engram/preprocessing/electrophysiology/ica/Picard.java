package org.engram.preprocessing.electrophysiology.ica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/**
 * Maximum likelihood by limited-memory BFGS on the relative unmixing, preconditioned with the Hessian that holds for
 * independent sources; either among all unmixings or among rotations. The memory is dropped when a source changes its kind.
 * Whether a source has heavy or light tails depends on its scale, so among all unmixings, where the scale is free, kinds
 * could alternate without end: there they are told among rotations first and then kept.
 */
final class Picard {
    private static final int MEMORY = 7;
    private static final double LEAST_CURVATURE = 0.01;
    private static final int HALVINGS = 10;
    /** Good enough to tell kinds and to go on among all unmixings. */
    private static final double ROTATION_TOLERANCE = 1e-3;
    /** Relative rounding of the loss: near the optimum steps change it by less. */
    private static final double LOSS_ROUNDING = 1e-14;

    private final WhitenedSamples x;
    private final IcaOptions options;
    private final boolean orthogonal;
    private final int n;

    Picard(WhitenedSamples x, IcaOptions options) {
        this(x, options, options.algorithm() == IcaAlgorithm.PICARD_ORTHOGONAL);
    }

    private Picard(WhitenedSamples x, IcaOptions options, boolean orthogonal) {
        this.x = x;
        this.options = options;
        this.orthogonal = orthogonal;
        this.n = x.components();
    }

    Separation run() {
        Matrix start = Separation.start(n, options.seed());
        if (orthogonal || !options.extended()) {
            return run(start, null, 0, options.stop());
        }
        Picard rotations = new Picard(x, options, true);
        Separation first = rotations.run(start, null, 0, Math.max(options.stop(), ROTATION_TOLERANCE));
        double[] kinds = rotations.signs(rotations.moments(first.unmixing()), first.unmixing());
        return run(first.unmixing(), kinds, first.convergence().iterations(), options.stop());
    }

    /** {@code kinds} null to tell them in each iteration. */
    private Separation run(Matrix start, double[] kinds, int iterationsBefore, double tolerance) {
        Matrix w = start;
        ScoreMoments moments = moments(w);
        ArrayDeque<Pair> memory = new ArrayDeque<>();
        double[] signs = kinds;
        Matrix formerGradient = null;
        Matrix step = null;
        double norm = Double.NaN;
        int iteration = iterationsBefore;
        while (true) {
            double[] formerSigns = signs;
            signs = kinds == null ? signs(moments, w) : kinds;
            Matrix raw = relative(moments, w, signs);
            Matrix gradient = gradient(raw);
            norm = Separation.largest(gradient);
            if (norm < tolerance || iteration >= options.iterations()) {
                break;
            }
            if (formerSigns != null && !Arrays.equals(signs, formerSigns)) {
                memory.clear();
            } else if (step != null) {
                remember(memory, step, difference(gradient, formerGradient));
            }
            formerGradient = gradient;
            Curvature curvature = curvature(moments, raw, signs);
            Search search = search(w, moments, signs, direction(gradient, curvature, memory));
            if (search == null) {
                memory.clear();
                Matrix downhill = gradient.copy();
                scale(downhill.data(), -1);
                search = search(w, moments, signs, downhill);
            }
            if (search == null) {
                break; // no step lowers the loss: as near as rounding allows, or lost; the norm tells
            }
            w = search.w;
            moments = search.moments;
            step = search.step;
            iteration++;
        }
        return new Separation(w,
                new Convergence(norm < tolerance, iteration, norm, norm, 1, Double.NaN));
    }

    private ScoreMoments moments(Matrix w) {
        return ScoreMoments.of(x, w, !orthogonal, options.parallelism());
    }

    /** 1 for a heavy-tailed source, -1 for a light-tailed one. */
    private double[] signs(ScoreMoments moments, Matrix w) {
        double[] signs = new double[n];
        Arrays.fill(signs, 1);
        if (options.extended()) {
            Matrix g = DenseAlgebra.multiplyTransposed(moments.score(), w);
            for (int i = 0; i < n; i++) {
                signs[i] = moments.slope()[i] * moments.squares()[i] >= g.get(i, i) ? 1 : -1;
            }
        }
        return signs;
    }

    /** E[psi(y) y'] with the score of each source's kind. */
    private Matrix relative(ScoreMoments moments, Matrix w, double[] signs) {
        Matrix g = DenseAlgebra.multiplyTransposed(moments.score(), w);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                g.data()[i * n + j] *= signs[i];
            }
        }
        if (options.extended() && !orthogonal) {
            // The score of the extended density is y + sign tanh(y); x is white with divisor count - 1.
            double[] covariance = DenseAlgebra.gram(w).data();
            double factor = (x.count() - 1.0) / x.count();
            for (int at = 0; at < n * n; at++) {
                g.data()[at] += factor * covariance[at];
            }
        }
        return g;
    }

    private Matrix gradient(Matrix raw) {
        Matrix gradient = raw.copy();
        for (int i = 0; i < n; i++) {
            if (!orthogonal) {
                gradient.data()[i * n + i] -= 1;
                continue;
            }
            for (int j = 0; j < n; j++) {
                gradient.set(i, j, (raw.get(i, j) - raw.get(j, i)) / 2);
            }
        }
        return gradient;
    }

    private Curvature curvature(ScoreMoments moments, Matrix raw, double[] signs) {
        Matrix h = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double value;
                if (orthogonal) {
                    value = Math.max(LEAST_CURVATURE, (signs[i] * moments.slope()[i]
                            + signs[j] * moments.slope()[j] - raw.get(i, i) - raw.get(j, j)) / 2);
                } else {
                    value = signs[i] * moments.slopeSquares().get(i, j)
                            + (options.extended() ? moments.squares()[j] : 0);
                }
                h.set(i, j, value);
            }
        }
        if (!orthogonal) {
            floorBlocks(h);
        }
        return new Curvature(h, orthogonal);
    }

    /** Lifts each block [[h_ij, 1], [1, h_ji]] until its lesser eigenvalue is positive enough. */
    private void floorBlocks(Matrix h) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double a = h.get(i, j);
                double b = h.get(j, i);
                double least = (a + b - Math.sqrt((a - b) * (a - b) + 4)) / 2;
                if (least < LEAST_CURVATURE) {
                    h.set(i, j, a + LEAST_CURVATURE - least);
                    if (i != j) {
                        h.set(j, i, b + LEAST_CURVATURE - least);
                    }
                }
            }
        }
    }

    private static void remember(ArrayDeque<Pair> memory, Matrix step, Matrix change) {
        double product = inner(step, change);
        if (product > 0) { // else the curvature along the step is not that of a minimum
            if (memory.size() == MEMORY) {
                memory.removeFirst();
            }
            memory.addLast(new Pair(step, change, 1 / product));
        }
    }

    private static Matrix direction(Matrix gradient, Curvature curvature, ArrayDeque<Pair> memory) {
        Matrix q = gradient.copy();
        List<Double> weights = new ArrayList<>();
        for (var pairs = memory.descendingIterator(); pairs.hasNext();) {
            Pair pair = pairs.next();
            double weight = pair.inverse * inner(pair.step, q);
            weights.add(weight);
            addScaled(q, pair.change, -weight);
        }
        Matrix r = curvature.solve(q);
        int back = weights.size();
        for (Pair pair : memory) {
            double beta = pair.inverse * inner(pair.change, r);
            addScaled(r, pair.step, weights.get(--back) - beta);
        }
        scale(r.data(), -1);
        return r;
    }

    private Search search(Matrix w, ScoreMoments from, double[] signs, Matrix direction) {
        double loss = loss(w, from, signs);
        double slack = LOSS_ROUNDING * (1 + Math.abs(loss));
        double length = 1;
        for (int attempt = 0; attempt < HALVINGS; attempt++, length /= 2) {
            Matrix step = direction.copy();
            scale(step.data(), length);
            Matrix next;
            if (orthogonal) {
                next = DenseAlgebra.multiply(MatrixExponential.of(step), w);
            } else {
                next = DenseAlgebra.multiply(step, w);
                addScaled(next, w, 1);
            }
            ScoreMoments moments = moments(next);
            if (loss(next, moments, signs) < loss + slack) {
                return new Search(next, moments, step);
            }
        }
        return null;
    }

    private double loss(Matrix w, ScoreMoments moments, double[] signs) {
        double loss = 0;
        for (int i = 0; i < n; i++) {
            loss += signs[i] * moments.logCosh()[i];
            if (!orthogonal && options.extended()) {
                loss += moments.squares()[i] / 2;
            }
        }
        if (!orthogonal) {
            for (double value : DenseAlgebra.singularValues(w).s()) {
                loss -= Math.log(value);
            }
        }
        return loss;
    }

    private static Matrix difference(Matrix a, Matrix b) {
        Matrix difference = a.copy();
        addScaled(difference, b, -1);
        return difference;
    }

    private static double inner(Matrix a, Matrix b) {
        double sum = 0;
        for (int i = 0; i < a.data().length; i++) {
            sum += a.data()[i] * b.data()[i];
        }
        return sum;
    }

    private static void addScaled(Matrix a, Matrix b, double factor) {
        for (int i = 0; i < a.data().length; i++) {
            a.data()[i] += factor * b.data()[i];
        }
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    private record Pair(Matrix step, Matrix change, double inverse) {}

    private record Search(Matrix w, ScoreMoments moments, Matrix step) {}

    /** The approximate Hessian; solving with it couples only (i, j) and (j, i). */
    private record Curvature(Matrix h, boolean orthogonal) {
        Matrix solve(Matrix gradient) {
            int n = h.rows();
            Matrix solution = Matrix.zeros(n, n);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double g = gradient.get(i, j);
                    double value;
                    if (orthogonal) {
                        value = g / h.get(i, j);
                    } else if (i == j) {
                        value = g / (h.get(i, i) + 1);
                    } else {
                        value = (g * h.get(j, i) - gradient.get(j, i))
                                / (h.get(i, j) * h.get(j, i) - 1);
                    }
                    solution.set(i, j, value);
                }
            }
            return solution;
        }
    }
}
