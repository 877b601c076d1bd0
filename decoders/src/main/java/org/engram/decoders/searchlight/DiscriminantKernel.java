package org.engram.decoders.searchlight;

import org.engram.compute.statistics.LedoitWolf;
import org.engram.compute.validation.Split;
import org.engram.core.EngramException;

/**
 * Linear discriminant analysis with a covariance shrunk to a multiple of the identity, in dual form. The
 * covariance is a I + b W'W with W the training samples less their class means, a = lambda tr(S) / voxels, b
 * = (1 - lambda) / n; by the matrix inversion lemma
 * {@code a u' S^-1 v = u'v - b (W u)' (a I + b W W')^-1 (W v)}, and each of these products follows from inner
 * products between samples.
 */
final class DiscriminantKernel implements SphereKernel {
    private final double shrinkage; // NaN: Ledoit-Wolf
    private final int classes;
    private final FoldGram products = new FoldGram();
    private final ClassMeans means;
    private int[] train = new int[0];
    private int testCount;
    private int voxels;

    DiscriminantKernel(double shrinkage, int classes) {
        this.shrinkage = shrinkage;
        this.classes = classes;
        this.means = new ClassMeans(classes);
    }

    @Override
    public void prepare(Sphere sphere, Split fold) {
        products.load(sphere, fold);
        train = fold.train();
        testCount = fold.test().length;
        voxels = sphere.voxels();
    }

    @Override
    public void predict(int[] codes, int[] predicted) {
        means.compute(products, train, codes);
        int n = train.length;
        double[][] within = withinClassProducts(codes);
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += within[i][i];
        }
        double lambda = Double.isNaN(shrinkage) ? ledoitWolf(within, trace) : shrinkage;
        double a = lambda * trace / n / voxels;
        double b = (1 - lambda) / n;
        double[][] values = new double[classes][testCount];
        if (!(a > 0)) { // no spread within classes: only the distance to the class means is left
            a = 1;
            b = 0;
        }
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                within[i][j] *= b;
            }
            within[i][i] += a;
        }
        if (!SymmetricKernels.cholesky(within)) {
            throw new EngramException("the discriminant of a sphere with " + voxels
                    + " voxels is singular at shrinkage " + lambda + ": raise the shrinkage");
        }
        for (int c = 0; c < classes; c++) {
            classValues(c, codes, within, a, b, values[c]);
        }
        ClassMeans.largest(values, predicted);
    }

    private void classValues(int c, int[] codes, double[][] factor, double a, double b, double[] into) {
        int n = train.length;
        double[] spread = new double[n]; // W times the class mean
        for (int i = 0; i < n; i++) {
            spread[i] = means.trainWithMean()[c][i] - means.meanWithMean()[codes[train[i]]][c];
        }
        double[] solved = spread.clone();
        SymmetricKernels.solve(factor, solved);
        double norm = means.meanWithMean()[c][c] - b * SymmetricKernels.dot(spread, solved, 0, n);
        double offset = means.counts()[c] == 0
                ? Double.NEGATIVE_INFINITY
                : Math.log((double) means.counts()[c] / n) - 0.5 * norm / a;
        double[] solvedSum = new double[classes];
        for (int i = 0; i < n; i++) {
            solvedSum[codes[train[i]]] += solved[i];
        }
        double[] correction = new double[testCount]; // (W x)' solved, test sample by test sample
        for (int i = 0; i < n; i++) {
            SymmetricKernels.addScaled(correction, products.cross()[i], solved[i], 0, testCount);
        }
        for (int k = 0; k < classes; k++) {
            SymmetricKernels.addScaled(correction, means.testWithMean()[k], -solvedSum[k], 0, testCount);
        }
        for (int t = 0; t < testCount; t++) {
            into[t] = (means.testWithMean()[c][t] - b * correction[t]) / a + offset;
        }
    }

    private double[][] withinClassProducts(int[] codes) {
        int n = train.length;
        double[][] within = new double[n][n];
        for (int i = 0; i < n; i++) {
            int ci = codes[train[i]];
            for (int j = 0; j < n; j++) {
                int cj = codes[train[j]];
                within[i][j] = products.train()[i][j] - means.trainWithMean()[cj][i]
                        - means.trainWithMean()[ci][j] + means.meanWithMean()[ci][cj];
            }
        }
        return within;
    }

    private double ledoitWolf(double[][] within, double trace) {
        int n = train.length;
        double squaredProducts = 0;
        double fourthPowers = 0;
        for (int i = 0; i < n; i++) {
            squaredProducts += SymmetricKernels.dot(within[i], within[i], 0, n);
            fourthPowers += within[i][i] * within[i][i];
        }
        return LedoitWolf.ofSums(n, voxels, squaredProducts, trace, fourthPowers).shrinkage();
    }
}
