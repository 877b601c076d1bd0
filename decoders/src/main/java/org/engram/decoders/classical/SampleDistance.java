package org.engram.decoders.classical;

import org.engram.compute.linalg.Matrix;

/** How far apart two samples are. */
public enum SampleDistance {
    /** Length of the difference. */
    EUCLIDEAN("Euclidean distance"),
    /** One minus the correlation over features; a sample without variation correlates 0 with everything. */
    CORRELATION("correlation");

    private final String text;

    SampleDistance(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** A copy with each row centred and of length one, or of zeros where it does not vary. */
    static Matrix unitRows(Matrix x) {
        int p = x.columns();
        Matrix out = Matrix.zeros(x.rows(), p);
        for (int i = 0; i < x.rows(); i++) {
            double mean = 0;
            double size = 0;
            for (int j = 0; j < p; j++) {
                mean += x.get(i, j) / p;
                size = Math.max(size, Math.abs(x.get(i, j)));
            }
            double sum = 0;
            for (int j = 0; j < p; j++) {
                double d = x.get(i, j) - mean;
                sum += d * d;
            }
            double length = Math.sqrt(sum);
            // Below this the deviations are rounding of the mean.
            boolean varies = length > 1e-13 * size * Math.sqrt(p);
            for (int j = 0; j < p && varies; j++) {
                out.set(i, j, (x.get(i, j) - mean) / length);
            }
        }
        return out;
    }
}
