package org.engram.compute.signal;

import org.engram.compute.linalg.Matrix;

/**
 * Slow cosines that model scanner drift: the discrete cosine transform basis up to a cut-off.
 *
 * <h2>References</h2> K. J. Friston and others, NeuroImage 12, 2000 ("To smooth or not to smooth?").
 */
public final class CosineDrift {
    private CosineDrift() {}

    /**
     * @param samples length of the series, at least 1
     * @param highPassHz slowest frequency to keep, above 0
     * @param repetitionTimeSeconds time between samples
     * @return samples x K with column k - 1 = sqrt(2 / T) cos(pi (t + 1/2) k / T), k = 1..K, orthonormal and of zero
     *     mean; K = min(T - 1, floor(2 T highPass TR)), possibly 0. The constant column is left out
     */
    public static Matrix basis(int samples, double highPassHz, double repetitionTimeSeconds) {
        if (samples < 1 || !(highPassHz > 0) || !(repetitionTimeSeconds > 0)) {
            throw new IllegalArgumentException("drift of " + samples + " samples, " + highPassHz + " Hz, TR "
                    + repetitionTimeSeconds + " s: all must be above 0");
        }
        int order = (int) Math.min(samples - 1.0,
                Math.floor(2 * samples * highPassHz * repetitionTimeSeconds));
        Matrix basis = Matrix.zeros(samples, order);
        double scale = Math.sqrt(2.0 / samples);
        for (int t = 0; t < samples; t++) {
            for (int k = 1; k <= order; k++) {
                basis.set(t, k - 1, scale * Math.cos(Math.PI / samples * (t + 0.5) * k));
            }
        }
        return basis;
    }
}
