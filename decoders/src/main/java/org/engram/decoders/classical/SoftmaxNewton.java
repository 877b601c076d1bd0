package org.engram.decoders.classical;

import java.util.Arrays;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/**
 * Newton's method with conjugate gradients for 0.5 |W|^2 + sum_i c_i loss_i, where the loss is that of a
 * logistic function (one column of W) or a softmax (one column per class). Each Newton system is solved only
 * as far as its step is worth (Dembo and Steihaug 1983), and steps are halved until the objective falls.
 */
final class SoftmaxNewton {
    private static final int MAXIMUM_HALVINGS = 40;
    private static final double SUFFICIENT_DECREASE = 1e-4;

    /** Samples x (features and a last column of ones when the intercept is free). */
    private final Matrix z;
    /** Samples x columns: 1 for the class of a sample. */
    private final Matrix targets;
    private final double[] penalties;
    private final int n;
    private final int rows;
    private final int columns;
    private final boolean freeIntercept;
    private Matrix w;
    private Matrix probabilities;
    private double objective;
    private boolean converged;
    private double remaining;

    SoftmaxNewton(Matrix features, Matrix targets, double[] penalties, boolean freeIntercept) {
        this.freeIntercept = freeIntercept;
        this.targets = targets;
        this.penalties = penalties;
        z = freeIntercept ? withOnes(features) : features;
        n = z.rows();
        rows = z.columns();
        columns = targets.columns();
        w = Matrix.zeros(rows, columns);
    }

    /** Runs until the norm of the gradient has fallen to tolerance times the first. */
    SoftmaxNewton run(double tolerance, int maximumIterations) {
        Matrix scores = Matrix.zeros(n, columns);
        probabilities = probabilities(scores);
        objective = objective(scores, w);
        double first = -1;
        for (int iteration = 0; iteration <= maximumIterations; iteration++) {
            Matrix gradient = gradient();
            double norm = Math.sqrt(dot(gradient, gradient));
            first = first < 0 ? norm : first;
            remaining = first == 0 ? 0 : norm / first;
            converged = norm <= tolerance * first;
            if (converged || iteration == maximumIterations) {
                return this;
            }
            Matrix direction = newtonDirection(gradient, norm, norm / first);
            Matrix change = DenseAlgebra.multiply(z, direction);
            if (!step(scores, direction, change, dot(gradient, direction))) {
                // The objective no longer falls within rounding: this is as good as doubles give.
                converged = remaining <= Math.sqrt(tolerance);
                return this;
            }
        }
        return this;
    }

    private boolean step(Matrix scores, Matrix direction, Matrix change, double slope) {
        double length = 1;
        for (int halving = 0; halving < MAXIMUM_HALVINGS; halving++) {
            Matrix candidate = plus(w, length, direction);
            Matrix moved = plus(scores, length, change);
            double value = objective(moved, candidate);
            double rounding = 1e-15 * Math.abs(objective);
            if (value <= objective + SUFFICIENT_DECREASE * length * slope + rounding) {
                w = candidate;
                System.arraycopy(moved.data(), 0, scores.data(), 0, moved.data().length);
                objective = value;
                probabilities = probabilities(scores);
                return true;
            }
            length /= 2;
        }
        return false;
    }

    /** Preconditioned conjugate gradients on H d = -g. */
    private Matrix newtonDirection(Matrix gradient, double norm, double progress) {
        double[] inverseDiagonal = inverseDiagonal();
        Matrix d = Matrix.zeros(rows, columns);
        Matrix residual = plus(d, -1, gradient);
        Matrix preconditioned = scaled(residual, inverseDiagonal);
        Matrix p = preconditioned.copy();
        double rho = dot(residual, preconditioned);
        double stop = norm * Math.min(0.1, Math.sqrt(progress));
        int limit = Math.max(50, 2 * rows * columns);
        for (int k = 0; k < limit && Math.sqrt(dot(residual, residual)) > stop; k++) {
            Matrix hp = hessianTimes(p);
            double bend = dot(p, hp);
            if (!(bend > 0)) {
                break;
            }
            double length = rho / bend;
            addTo(d, length, p);
            addTo(residual, -length, hp);
            preconditioned = scaled(residual, inverseDiagonal);
            double next = dot(residual, preconditioned);
            double keep = next / rho;
            rho = next;
            for (int i = 0; i < p.data().length; i++) {
                p.data()[i] = preconditioned.data()[i] + keep * p.data()[i];
            }
        }
        return d;
    }

    private Matrix gradient() {
        Matrix errors = Matrix.zeros(n, columns);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < columns; k++) {
                errors.set(i, k, penalties[i] * (probabilities.get(i, k) - targets.get(i, k)));
            }
        }
        return addPenalty(DenseAlgebra.transposedMultiply(z, errors), w);
    }

    private Matrix hessianTimes(Matrix v) {
        Matrix u = DenseAlgebra.multiply(z, v);
        for (int i = 0; i < n; i++) {
            double mean = 0;
            for (int k = 0; k < columns; k++) {
                mean += probabilities.get(i, k) * u.get(i, k);
            }
            for (int k = 0; k < columns; k++) {
                // With one column the other class is implicit: p (1 - p) u is p (u - p u).
                u.set(i, k, penalties[i] * probabilities.get(i, k) * (u.get(i, k) - mean));
            }
        }
        return addPenalty(DenseAlgebra.transposedMultiply(z, u), v);
    }

    private double[] inverseDiagonal() {
        double[] diagonal = new double[rows * columns];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < columns; k++) {
                double p = probabilities.get(i, k);
                double weight = penalties[i] * p * (1 - p);
                for (int j = 0; j < rows; j++) {
                    diagonal[j * columns + k] += weight * z.get(i, j) * z.get(i, j);
                }
            }
        }
        int penalised = (freeIntercept ? rows - 1 : rows) * columns;
        for (int e = 0; e < diagonal.length; e++) {
            double value = diagonal[e] + (e < penalised ? 1 : 0);
            diagonal[e] = value > 0 ? 1 / value : 1;
        }
        return diagonal;
    }

    private Matrix addPenalty(Matrix to, Matrix v) {
        int penalised = (freeIntercept ? rows - 1 : rows) * columns;
        for (int e = 0; e < penalised; e++) {
            to.data()[e] += v.data()[e];
        }
        return to;
    }

    private double objective(Matrix scores, Matrix at) {
        int penalised = (freeIntercept ? rows - 1 : rows) * columns;
        double sum = 0;
        for (int e = 0; e < penalised; e++) {
            sum += at.data()[e] * at.data()[e];
        }
        double loss = 0;
        for (int i = 0; i < n; i++) {
            loss += penalties[i] * loss(scores, i);
        }
        return sum / 2 + loss;
    }

    private double loss(Matrix scores, int i) {
        if (columns == 1) {
            return LogisticLoss.of(targets.get(i, 0) > 0 ? scores.get(i, 0) : -scores.get(i, 0));
        }
        double largest = Double.NEGATIVE_INFINITY;
        double own = 0;
        for (int k = 0; k < columns; k++) {
            largest = Math.max(largest, scores.get(i, k));
            own += targets.get(i, k) * scores.get(i, k);
        }
        double sum = 0;
        for (int k = 0; k < columns; k++) {
            sum += Math.exp(scores.get(i, k) - largest);
        }
        return largest + Math.log(sum) - own;
    }

    private Matrix probabilities(Matrix scores) {
        Matrix p = Matrix.zeros(n, columns);
        for (int i = 0; i < n; i++) {
            if (columns == 1) {
                p.set(i, 0, LogisticLoss.probability(scores.get(i, 0)));
                continue;
            }
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < columns; k++) {
                largest = Math.max(largest, scores.get(i, k));
            }
            double sum = 0;
            for (int k = 0; k < columns; k++) {
                double e = Math.exp(scores.get(i, k) - largest);
                p.set(i, k, e);
                sum += e;
            }
            for (int k = 0; k < columns; k++) {
                p.set(i, k, p.get(i, k) / sum);
            }
        }
        return p;
    }

    private static Matrix withOnes(Matrix features) {
        int q = features.columns();
        Matrix out = Matrix.zeros(features.rows(), q + 1);
        for (int i = 0; i < features.rows(); i++) {
            System.arraycopy(features.data(), i * q, out.data(), i * (q + 1), q);
            out.set(i, q, 1);
        }
        return out;
    }

    private static Matrix plus(Matrix a, double factor, Matrix b) {
        Matrix sum = a.copy();
        addTo(sum, factor, b);
        return sum;
    }

    private static void addTo(Matrix a, double factor, Matrix b) {
        for (int e = 0; e < a.data().length; e++) {
            a.data()[e] += factor * b.data()[e];
        }
    }

    private static Matrix scaled(Matrix a, double[] factors) {
        Matrix out = a.copy();
        for (int e = 0; e < factors.length; e++) {
            out.data()[e] *= factors[e];
        }
        return out;
    }

    private static double dot(Matrix a, Matrix b) {
        double sum = 0;
        for (int e = 0; e < a.data().length; e++) {
            sum += a.data()[e] * b.data()[e];
        }
        return sum;
    }

    /** Features x columns, without the intercept. */
    Matrix weights() {
        int q = freeIntercept ? rows - 1 : rows;
        return Matrix.of(q, columns, Arrays.copyOf(w.data(), q * columns));
    }

    /**
     * One per column, zero without a free intercept; of a softmax, which knows them up to a constant, summing
     * to zero.
     */
    double[] intercepts() {
        double[] intercepts = freeIntercept ? w.row(rows - 1) : new double[columns];
        if (columns > 1) {
            double mean = Arrays.stream(intercepts).sum() / columns;
            for (int k = 0; k < columns; k++) {
                intercepts[k] -= mean;
            }
        }
        return intercepts;
    }

    boolean converged() {
        return converged;
    }

    /** The gradient at the end as a share of the first. */
    double remaining() {
        return remaining;
    }
}
