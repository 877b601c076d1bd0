package org.engram.decoders.searchlight;

import java.util.Arrays;
import org.engram.compute.validation.Split;
import org.engram.core.EngramException;

/**
 * The ridge classifier in dual form. With centred training products K and centred cross products C (training
 * x test), targets +1 for a class and -1 for the others, and the intercept left unpenalised, the value of
 * class c is {@code 2 C' (K + alpha I)^-1 1_c + 2 n_c / n - 1}, where 1_c marks the training samples of the
 * class. The inverse does not depend on the labels: for many labellings {@code (K + alpha I)^-1 C} is formed
 * once, and each labelling then only adds up its rows by class.
 */
final class RidgeKernel implements SphereKernel {
    private final double alpha;
    private final int classes;
    private final boolean manyLabellings;
    private final FoldGram products = new FoldGram();
    private final double[][] values; // classes x test
    private final double[][] dual; // classes x training
    private final int[] counts;
    private int[] train = new int[0];
    private int testCount;

    RidgeKernel(double alpha, int classes, boolean manyLabellings) {
        this.alpha = alpha;
        this.classes = classes;
        this.manyLabellings = manyLabellings;
        this.values = new double[classes][];
        this.dual = new double[classes][];
        this.counts = new int[classes];
    }

    @Override
    public void prepare(Sphere sphere, Split fold) {
        products.load(sphere, fold);
        train = fold.train();
        testCount = fold.test().length;
        centre(products.train(), products.cross());
        for (int i = 0; i < train.length; i++) {
            products.train()[i][i] += alpha;
        }
        if (!SymmetricKernels.cholesky(products.train())) {
            throw singular(sphere.voxels(), alpha);
        }
        if (manyLabellings) {
            SymmetricKernels.solveColumns(products.train(), products.cross());
        }
        for (int c = 0; c < classes; c++) {
            values[c] = sized(values[c], testCount);
            dual[c] = sized(dual[c], train.length);
        }
    }

    @Override
    public void predict(int[] codes, int[] predicted) {
        Arrays.fill(counts, 0);
        for (int sample : train) {
            counts[codes[sample]]++;
        }
        for (double[] row : values) {
            Arrays.fill(row, 0);
        }
        if (manyLabellings) {
            for (int i = 0; i < train.length; i++) {
                SymmetricKernels.addScaled(values[codes[train[i]]], products.cross()[i], 2, 0, testCount);
            }
        } else {
            solveClasses(codes);
        }
        for (int c = 0; c < classes; c++) {
            double intercept = counts[c] == 0 ? Double.NEGATIVE_INFINITY : 2.0 * counts[c] / train.length - 1;
            for (int t = 0; t < testCount; t++) {
                values[c][t] += intercept;
            }
        }
        ClassMeans.largest(values, predicted);
    }

    private void solveClasses(int[] codes) {
        for (int c = 0; c < classes; c++) {
            double[] b = dual[c];
            for (int i = 0; i < train.length; i++) {
                b[i] = codes[train[i]] == c ? 2 : 0;
            }
            SymmetricKernels.solve(products.train(), b);
            for (int i = 0; i < train.length; i++) {
                SymmetricKernels.addScaled(values[c], products.cross()[i], b[i], 0, testCount);
            }
        }
    }

    static EngramException singular(int voxels, double alpha) {
        return new EngramException(
                "the ridge system of a sphere with " + voxels + " voxels is singular at alpha "
                        + alpha + ": raise alpha, or standardise the samples first");
    }

    /** Takes the mean training sample out of training and test samples, by their inner products alone. */
    private static void centre(double[][] train, double[][] cross) {
        int n = train.length;
        double[] rowMean = new double[n];
        double grandMean = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                rowMean[i] += train[i][j];
            }
            rowMean[i] /= n;
            grandMean += rowMean[i] / n;
        }
        double[] testMean = new double[cross[0].length];
        for (double[] row : cross) {
            SymmetricKernels.addScaled(testMean, row, 1.0 / n, 0, row.length);
        }
        for (int i = 0; i < n; i++) {
            double shift = grandMean - rowMean[i];
            for (int j = 0; j < n; j++) {
                train[i][j] += shift - rowMean[j];
            }
            for (int t = 0; t < testMean.length; t++) {
                cross[i][t] += shift - testMean[t];
            }
        }
    }

    private static double[] sized(double[] buffer, int length) {
        return buffer != null && buffer.length == length ? buffer : new double[length];
    }
}
