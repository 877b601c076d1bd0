package org.engram.compute.statistics;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;

/**
 * Covariance shrunk towards a multiple of the identity, (1 - s) S + s m I with S = X'X / n of the centred data and
 * m = tr(S) / p, and the s that minimises the expected squared error.
 *
 * <h2>References</h2> O. Ledoit, M. Wolf, J. Multivariate Analysis 88, 2004, section 3.3.
 *
 * @param shrinkage s, from 0 to 1
 * @param meanVariance m, the mean of the variances (divisor n)
 */
public record LedoitWolf(double shrinkage, double meanVariance) {
    /**
     * Costs n^2 p or n p^2, whichever is less, and never holds a p x p matrix when n is smaller.
     *
     * @param x samples x features, finite, at least 2 samples; not changed
     * @return the shrinkage for it; 1 when every feature is constant
     */
    public static LedoitWolf of(Matrix x) {
        int n = x.rows();
        int p = x.columns();
        if (n < 2 || p < 1) {
            throw new EngramException("covariance needs at least 2 samples and 1 feature, not " + x);
        }
        Matrix centred = centred(x);
        // tr(S^2) = ||X'X||^2 / n^2 = ||XX'||^2 / n^2: the smaller of the two is formed.
        Matrix gram = n <= p ? DenseAlgebra.gram(centred) : DenseAlgebra.transposedMultiply(centred, centred);
        double normSquared = 0;
        for (double value : gram.data()) {
            normSquared += value * value;
        }
        normSquared /= (double) n * n;
        double trace = 0;
        double fourth = 0;
        for (int r = 0; r < n; r++) {
            double length = 0;
            for (int c = 0; c < p; c++) {
                length += centred.get(r, c) * centred.get(r, c);
            }
            trace += length / n;
            fourth += length * length;
        }
        double mean = trace / p;
        double distance = normSquared - mean * trace;
        double noise = Math.min(distance, (fourth / n - normSquared) / n);
        boolean spherical = !(distance > 1e-14 * normSquared);
        return new LedoitWolf(spherical ? 1 : Math.max(0, noise / distance), mean);
    }

    /**
     * @param x samples x features; not changed
     * @return the shrunk covariance, p x p (divisor n); an error beyond 20,000 features, where it would take 3 GB
     */
    public static Matrix covariance(Matrix x) {
        if (x.columns() > 20_000) {
            throw new EngramException("a full covariance of " + x.columns()
                    + " features does not fit: reduce them to 20000, or use only the variances");
        }
        LedoitWolf shrinkage = of(x);
        Matrix centred = centred(x);
        Matrix covariance = DenseAlgebra.transposedMultiply(centred, centred);
        double[] data = covariance.data();
        for (int i = 0; i < data.length; i++) {
            data[i] *= (1 - shrinkage.shrinkage) / x.rows();
        }
        for (int i = 0; i < x.columns(); i++) {
            data[i * x.columns() + i] += shrinkage.shrinkage * shrinkage.meanVariance;
        }
        return covariance;
    }

    private static Matrix centred(Matrix x) {
        double[] means = Descriptive.columnMeans(x);
        Matrix centred = x.copy();
        double[] data = centred.data();
        for (int r = 0; r < x.rows(); r++) {
            for (int c = 0; c < means.length; c++) {
                data[r * means.length + c] -= means[c];
            }
        }
        return centred;
    }
}
