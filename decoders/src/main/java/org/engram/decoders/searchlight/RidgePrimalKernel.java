package org.engram.decoders.searchlight;

import java.util.Arrays;
import org.engram.compute.validation.Split;

/**
 * The ridge classifier of {@link RidgeKernel} in primal form, for more samples than voxels: the voxels x
 * voxels products are summed once per sphere over all samples, and each fold takes away those of the samples
 * it leaves out.
 */
final class RidgePrimalKernel implements SphereKernel {
    private final double alpha;
    private final double[][] values; // classes x test
    private final int[] counts;
    private long visit = -1;
    private int voxels;
    private double[][] samples = new double[0][]; // less the mean over all samples
    private double[][] total = new double[0][];
    private double[][] system = new double[0][];
    private double[] trainMean = new double[0];
    private Split current = new Split("", new int[0], new int[0]);

    RidgePrimalKernel(double alpha, int classes) {
        this.alpha = alpha;
        this.values = new double[classes][];
        this.counts = new int[classes];
    }

    @Override
    public void prepare(Sphere sphere, Split fold) {
        if (visit != sphere.visit()) {
            visit = sphere.visit();
            takeUp(sphere);
        }
        current = fold;
        boolean[] training = new boolean[samples.length];
        for (int i : fold.train()) {
            training[i] = true;
        }
        boolean subtract = 2 * fold.train().length > samples.length;
        double[][] changed = new double[samples.length][];
        int count = 0;
        for (int i = 0; i < samples.length; i++) {
            if (training[i] != subtract) {
                changed[count++] = samples[i];
            }
        }
        for (int v = 0; v < voxels; v++) {
            if (subtract) {
                System.arraycopy(total[v], 0, system[v], 0, voxels);
            } else {
                Arrays.fill(system[v], 0);
            }
        }
        addProducts(system, changed, count, subtract ? -1 : 1);
        centreAndPenalise(fold.train());
        if (!SymmetricKernels.cholesky(system)) {
            throw RidgeKernel.singular(voxels, alpha);
        }
    }

    private void takeUp(Sphere sphere) {
        int[] list = sphere.voxelList();
        int n = sphere.samples();
        if (list.length != voxels || samples.length != n) {
            voxels = list.length;
            samples = new double[n][voxels];
            total = new double[voxels][voxels];
            system = new double[voxels][voxels];
            trainMean = new double[voxels];
        }
        for (int v = 0; v < voxels; v++) {
            double[] from = sphere.samplesOf(list[v]);
            double mean = 0;
            for (double value : from) {
                mean += value / n;
            }
            for (int s = 0; s < n; s++) {
                samples[s][v] = from[s] - mean;
            }
            Arrays.fill(total[v], 0);
        }
        addProducts(total, samples, n, 1);
    }

    private void addProducts(double[][] matrix, double[][] rows, int count, double sign) {
        double[] zeros = new double[voxels];
        for (int s = 0; s < count; s += 4) {
            SymmetricKernels.addOuterProducts(matrix, rows[s], s + 1 < count ? rows[s + 1] : zeros,
                    s + 2 < count ? rows[s + 2] : zeros, s + 3 < count ? rows[s + 3] : zeros, sign);
        }
    }

    private void centreAndPenalise(int[] train) {
        Arrays.fill(trainMean, 0);
        for (int i : train) {
            SymmetricKernels.addScaled(trainMean, samples[i], 1.0 / train.length, 0, voxels);
        }
        for (int v = 0; v < voxels; v++) {
            SymmetricKernels.addScaled(system[v], trainMean, -train.length * trainMean[v], v, voxels);
            system[v][v] += alpha;
        }
    }

    @Override
    public void predict(int[] codes, int[] predicted) {
        int[] train = current.train();
        int[] test = current.test();
        double[] weights = new double[voxels];
        for (int c = 0; c < values.length; c++) {
            values[c] = new double[test.length];
            Arrays.fill(weights, 0);
            counts[c] = 0;
            for (int i : train) {
                if (codes[i] == c) {
                    counts[c]++;
                    SymmetricKernels.addScaled(weights, samples[i], 2, 0, voxels);
                }
            }
            SymmetricKernels.addScaled(weights, trainMean, -2.0 * counts[c], 0, voxels);
            SymmetricKernels.solve(system, weights);
            double intercept = counts[c] == 0
                    ? Double.NEGATIVE_INFINITY
                    : 2.0 * counts[c] / train.length - 1
                            - SymmetricKernels.dot(weights, trainMean, 0, voxels);
            for (int t = 0; t < test.length; t++) {
                values[c][t] = intercept + SymmetricKernels.dot(weights, samples[test[t]], 0, voxels);
            }
        }
        ClassMeans.largest(values, predicted);
    }
}
