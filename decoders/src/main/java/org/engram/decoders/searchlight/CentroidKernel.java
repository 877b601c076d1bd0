package org.engram.decoders.searchlight;

import org.engram.compute.validation.Split;

/**
 * The nearest class mean, by Euclidean distance or by correlation of patterns. Of |x - m|^2 only
 * {@code 2 x'm - m'm} depends on the class; of the correlation only {@code x'm / |m|}, with the mean over
 * voxels taken out of both.
 */
final class CentroidKernel implements SphereKernel {
    private final boolean correlation;
    private final FoldGram products = new FoldGram();
    private final ClassMeans means;
    private int[] train = new int[0];

    CentroidKernel(boolean correlation, int classes) {
        this.correlation = correlation;
        this.means = new ClassMeans(classes);
    }

    @Override
    public void prepare(Sphere sphere, Split fold) {
        train = fold.train();
        if (correlation) {
            products.loadPatternCentred(sphere, fold);
        } else {
            products.load(sphere, fold);
        }
    }

    @Override
    public void predict(int[] codes, int[] predicted) {
        means.compute(products, train, codes);
        double[][] values = means.testWithMean();
        for (int c = 0; c < values.length; c++) {
            double squaredNorm = means.meanWithMean()[c][c];
            boolean absent = means.counts()[c] == 0;
            double norm = Math.sqrt(Math.max(0, squaredNorm));
            for (int t = 0; t < values[c].length; t++) {
                if (absent) {
                    values[c][t] = Double.NEGATIVE_INFINITY;
                } else if (correlation) {
                    values[c][t] = norm > 0 ? values[c][t] / norm : 0;
                } else {
                    values[c][t] = 2 * values[c][t] - squaredNorm;
                }
            }
        }
        ClassMeans.largest(values, predicted);
    }
}
