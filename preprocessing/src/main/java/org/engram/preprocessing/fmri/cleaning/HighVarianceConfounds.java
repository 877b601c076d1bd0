package org.engram.preprocessing.fmri.cleaning;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.DenseAlgebra.SymmetricEigen;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.signal.Trends;
import org.engram.compute.statistics.Descriptive;
import org.engram.core.EngramException;

/**
 * Confounds found in the data: the time courses shared by the voxels that vary most, which are mostly vessels,
 * ventricles and edges. Each component is of unit length, and its sign is the one that makes its largest element
 * positive.
 *
 * <h2>References</h2> Y. Behzadi, K. Restom, J. Liau, T. T. Liu, NeuroImage 37, 2007 (tCompCor).
 *
 * @param components number of confounds, at least 1
 * @param percentile voxels whose mean square lies above this percentile are used, 0 to below 100
 * @param detrend whether mean and linear trend are removed first
 */
public record HighVarianceConfounds(int components, double percentile, boolean detrend) {
    /** Five components of the 2 % most variable voxels, detrended. */
    public static final HighVarianceConfounds DEFAULT = new HighVarianceConfounds(5, 98, true);
    private static final int VOXELS_AT_ONCE = 4096;

    /** Checks the ranges. */
    public HighVarianceConfounds {
        if (components < 1 || !(percentile >= 0 && percentile < 100)) {
            throw new IllegalArgumentException(components + " components above percentile " + percentile
                    + ": give at least 1 component and a percentile from 0 to below 100");
        }
    }

    /**
     * @param x volumes x voxels of one run, finite; not changed
     * @return volumes x components, the strongest first
     */
    public Matrix of(Matrix x) {
        if (components > x.rows()) {
            throw new EngramException(components + " components of a run of " + x.rows()
                    + " volumes: ask for no more components than volumes");
        }
        double[] power = new double[x.columns()];
        for (int start = 0; start < x.columns(); start += VOXELS_AT_ONCE) {
            Matrix block = prepared(x, range(start, Math.min(x.columns(), start + VOXELS_AT_ONCE)));
            for (int c = 0; c < block.columns(); c++) {
                double sum = 0;
                for (int t = 0; t < block.rows(); t++) {
                    sum += block.get(t, c) * block.get(t, c);
                }
                power[start + c] = sum / block.rows();
            }
        }
        int[] chosen = above(power, Descriptive.quantile(power, percentile / 100));
        if (chosen.length == 0) {
            throw new EngramException(
                    "no voxel of " + x.columns() + " varies more than percentile " + percentile
                            + ": lower the percentile");
        }
        SymmetricEigen eigen = DenseAlgebra.symmetricEigen(DenseAlgebra.gram(prepared(x, chosen)));
        Matrix found = Matrix.zeros(x.rows(), components);
        for (int k = 0; k < components; k++) {
            double[] vector = eigen.vectors().column(x.rows() - 1 - k);
            double sign = Math.signum(vector[largest(vector)]);
            for (int t = 0; t < x.rows(); t++) {
                found.set(t, k, sign * vector[t]);
            }
        }
        return found;
    }

    private Matrix prepared(Matrix x, int[] columns) {
        Matrix block = x.selectColumns(columns);
        if (detrend) {
            Trends.removeLineInPlace(block);
        }
        return block;
    }

    private static int[] range(int start, int end) {
        int[] range = new int[end - start];
        for (int i = 0; i < range.length; i++) {
            range[i] = start + i;
        }
        return range;
    }

    private static int[] above(double[] values, double threshold) {
        int[] found = new int[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] > threshold) {
                found[count++] = i;
            }
        }
        return java.util.Arrays.copyOf(found, count);
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            if (Math.abs(values[i]) > Math.abs(values[largest])) {
                largest = i;
            }
        }
        return largest;
    }
}
