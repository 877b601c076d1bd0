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
        if (x.rows() < 2) {
            throw new EngramException("covariance needs at least 2 samples and 1 feature, not " + x);
        }
        return ofCentred(centred(x));
    }

    /**
     * The same for samples that have their mean (of all, or of their class) taken off already.
     *
     * @param centred samples x features, finite, at least 1 of each; not changed
     * @return the shrinkage for it; 1 when every feature is constant
     */
    public static LedoitWolf ofCentred(Matrix centred) {
        int n = centred.rows();
        int p = centred.columns();
        if (n < 1 || p < 1) {
            throw new EngramException("covariance needs samples and a feature, not " + centred);
        }
        // ||X'X|| = ||XX'||: the smaller of the two is formed.
        Matrix gram = n <= p ? DenseAlgebra.gram(centred) : DenseAlgebra.transposedGram(centred);
        double products = 0;
        for (double value : gram.data()) {
            products += value * value;
        }
        double norms = 0;
        double fourth = 0;
        double[] data = centred.data();
        for (int r = 0; r < n; r++) {
            double norm = 0;
            for (int at = r * p; at < (r + 1) * p; at++) {
                norm += data[at] * data[at];
            }
            norms += norm;
            fourth += norm * norm;
        }
        return ofSums(n, p, products, norms, fourth);
    }

    /**
     * The same from sums that follow from inner products between centred samples alone.
     *
     * @param samples n, 1 or more
     * @param features p, 1 or more
     * @param squaredProducts sum over all pairs of samples (or of features) of their squared inner product
     * @param squaredNorms sum over samples of the squared length
     * @param fourthPowers sum over samples of the fourth power of the length
     * @return the shrinkage; 1 when every feature is constant
     */
    public static LedoitWolf ofSums(int samples, int features, double squaredProducts, double squaredNorms,
            double fourthPowers) {
        double n = samples;
        double normSquared = squaredProducts / (n * n); // tr(S^2)
        double trace = squaredNorms / n;
        double mean = trace / features;
        double distance = normSquared - mean * trace;
        double noise = Math.min(distance, (fourthPowers / n - normSquared) / n);
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
        Matrix covariance = DenseAlgebra.transposedGram(centred);
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
