package org.engram.compute.validation;

import java.util.Arrays;
import org.engram.compute.linalg.Matrix;

/**
 * A smoother H applied to class indicators. The product with targets of plus and minus one is twice the sum of the
 * columns of H over the samples of a class, less the sum over all: additions only, one per element of H whatever the
 * number of classes. Thread-safe.
 */
final class IndicatorSmoother {
    private final int tested;
    private final double[] columns;
    private final double[] total;

    /** @param smoother test samples x training samples; copied */
    IndicatorSmoother(Matrix smoother) {
        tested = smoother.rows();
        columns = smoother.transpose().data();
        total = new double[tested];
        for (int i = 0; i < columns.length; i++) {
            total[i % tested] += columns[i];
        }
    }

    /**
     * @param codes classes of the training samples
     * @param classes number of classes
     * @return decision values, test samples x classes
     */
    Matrix decide(int[] codes, int classes) {
        double[] sums = new double[classes * tested];
        for (int i = 0; i < codes.length; i++) {
            int to = codes[i] * tested;
            int from = i * tested;
            for (int r = 0; r < tested; r++) {
                sums[to + r] += columns[from + r];
            }
        }
        double[] decisions = new double[classes * tested];
        for (int r = 0; r < tested; r++) {
            for (int c = 0; c < classes; c++) {
                decisions[r * classes + c] = 2 * sums[c * tested + r] - total[r];
            }
        }
        return Matrix.of(tested, classes, decisions);
    }

    /** The codes of some samples. */
    static int[] codes(int[] labeling, int[] samples) {
        int[] codes = new int[samples.length];
        Arrays.setAll(codes, i -> labeling[samples[i]]);
        return codes;
    }
}
