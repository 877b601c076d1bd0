package org.engram.decoders.classical;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/** Coordinates of the samples along the principal axes of their (centred) Gram matrix. */
record RotatedSpan(Matrix scores, Matrix backwards, double[] gramMeans,
        LogisticRegression.Intercept intercept) {

    static RotatedSpan of(Matrix gram, LogisticRegression.Intercept intercept) {
        int n = gram.rows();
        double[] means = ColumnMoments.means(gram);
        double grand = 0;
        for (double mean : means) {
            grand += mean / n;
        }
        Matrix k = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double shift = switch (intercept) {
                    case FREE -> grand - means[i] - means[j];
                    case PENALIZED -> 1;
                    case NONE -> 0;
                };
                k.set(i, j, gram.get(i, j) + shift);
            }
        }
        var eigen = DenseAlgebra.symmetricEigen(k);
        double cutoff = Math.max(eigen.values()[n - 1], 0) * n * 0x1p-52;
        int first = 0;
        while (first < n && eigen.values()[first] <= cutoff) {
            first++;
        }
        Matrix scores = Matrix.zeros(n, n - first);
        Matrix backwards = Matrix.zeros(n, n - first);
        for (int i = 0; i < n; i++) {
            for (int a = first; a < n; a++) {
                double root = Math.sqrt(eigen.values()[a]);
                scores.set(i, a - first, eigen.vectors().get(i, a) * root);
                backwards.set(i, a - first, eigen.vectors().get(i, a) / root);
            }
        }
        return new RotatedSpan(scores, backwards, means, intercept);
    }

    /** Weights on the samples as they are; the intercepts are moved to match, in place. */
    Matrix sampleWeights(Matrix weights, double[] intercepts) {
        Matrix dual = DenseAlgebra.multiply(backwards, weights);
        int n = dual.rows();
        for (int m = 0; m < dual.columns() && intercept != LogisticRegression.Intercept.NONE; m++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += dual.get(i, m);
            }
            if (intercept == LogisticRegression.Intercept.PENALIZED) {
                intercepts[m] = sum;
                continue;
            }
            double atMean = 0;
            for (int i = 0; i < n; i++) {
                dual.set(i, m, dual.get(i, m) - sum / n);
                atMean += dual.get(i, m) * gramMeans[i];
            }
            intercepts[m] -= atMean;
        }
        return dual;
    }
}
