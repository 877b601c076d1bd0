package org.engram.preprocessing.electrophysiology.ica;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/** Fixed point of all directions at once, contrast log cosh, symmetric decorrelation after each step. */
final class FastIca {
    private final WhitenedSamples x;
    private final IcaOptions options;

    FastIca(WhitenedSamples x, IcaOptions options) {
        this.x = x;
        this.options = options;
    }

    Separation run() {
        int n = x.components();
        Matrix w = Separation.start(n, options.seed());
        double change = Double.POSITIVE_INFINITY;
        double gradient = Double.NaN;
        int iteration = 0;
        while (iteration < options.iterations() && change >= options.stop()) {
            ScoreMoments moments = ScoreMoments.of(x, w, false, options.parallelism());
            gradient = skewGradient(moments, w);
            Matrix next = moments.score().copy();
            for (int row = 0; row < n; row++) {
                for (int column = 0; column < n; column++) {
                    int at = row * n + column;
                    next.data()[at] -= moments.slope()[row] * w.data()[at];
                }
            }
            next = Separation.orthogonal(next);
            change = change(next, w);
            w = next;
            iteration++;
        }
        boolean converged = change < options.stop();
        return new Separation(w, new Convergence(converged, iteration, change, gradient, 1, Double.NaN));
    }

    /** 1 - |cosine| of the direction that turned most. */
    private static double change(Matrix next, Matrix w) {
        int n = w.rows();
        double change = 0;
        for (int row = 0; row < n; row++) {
            double cosine = 0;
            for (int at = row * n; at < (row + 1) * n; at++) {
                cosine += next.data()[at] * w.data()[at];
            }
            change = Math.max(change, Math.abs(Math.abs(cosine) - 1));
        }
        return change;
    }

    private static double skewGradient(ScoreMoments moments, Matrix w) {
        Matrix g = DenseAlgebra.multiplyTransposed(moments.score(), w);
        double largest = 0;
        for (int row = 0; row < g.rows(); row++) {
            double sign = Math.signum(moments.slope()[row] * moments.squares()[row] - g.get(row, row));
            for (int column = 0; column < row; column++) {
                double other = Math.signum(
                        moments.slope()[column] * moments.squares()[column] - g.get(column, column));
                largest = Math.max(largest,
                        Math.abs(sign * g.get(row, column) - other * g.get(column, row)) / 2);
            }
        }
        return largest;
    }
}
