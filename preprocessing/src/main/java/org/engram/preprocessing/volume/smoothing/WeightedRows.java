package org.engram.preprocessing.volume.smoothing;

/**
 * Weighted sums of rows under a symmetric kernel. Up to three pairs are summed in one loop, so a row of results is
 * written once for a narrow kernel and the number of single-precision roundings stays small for a wide one.
 */
final class WeightedRows {
    private WeightedRows() {}

    /**
     * out[i] = kernel[0] window[radius][i] + sum over k of kernel[k] (window[radius - k][i] + window[radius + k][i]).
     *
     * @param window 2 radius + 1 rows
     * @param radius pairs beside the centre, 1 or more
     * @param kernel weights for distances 0 to radius
     * @param out receives the sums
     * @param length elements to compute
     */
    static void symmetric(float[][] window, int radius, float[] kernel, float[] out, int length) {
        // The groups below hold at most three pairs: the compiler makes vector loops of up to about seven arrays.
        int first = radius % 3 == 0 ? 3 : radius % 3;
        float[] centre = window[radius];
        float w0 = kernel[0];
        switch (first) {
            case 1 -> set1(centre, window[radius - 1], window[radius + 1], w0, kernel[1], out, length);
            case 2 ->
                set2(centre, window[radius - 1], window[radius + 1], window[radius - 2], window[radius + 2],
                        w0, kernel[1], kernel[2], out, length);
            default -> set3(centre, window[radius - 1], window[radius + 1], window[radius - 2],
                    window[radius + 2],
                    window[radius - 3], window[radius + 3], w0, kernel[1], kernel[2], kernel[3], out, length);
        }
        for (int k = first + 1; k <= radius; k += 3) {
            add3(window[radius - k], window[radius + k], window[radius - k - 1], window[radius + k + 1],
                    window[radius - k - 2], window[radius + k + 2], kernel[k], kernel[k + 1], kernel[k + 2],
                    out,
                    length);
        }
    }

    private static void set1(float[] c, float[] a1, float[] b1, float w0, float w1, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = w0 * c[i] + w1 * (a1[i] + b1[i]);
        }
    }

    private static void set2(float[] c, float[] a1, float[] b1, float[] a2, float[] b2, float w0, float w1,
            float w2, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = w0 * c[i] + (w1 * (a1[i] + b1[i]) + w2 * (a2[i] + b2[i]));
        }
    }

    private static void set3(float[] c, float[] a1, float[] b1, float[] a2, float[] b2, float[] a3,
            float[] b3,
            float w0, float w1, float w2, float w3, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = w0 * c[i] + (w1 * (a1[i] + b1[i]) + (w2 * (a2[i] + b2[i]) + w3 * (a3[i] + b3[i])));
        }
    }

    private static void add3(float[] a1, float[] b1, float[] a2, float[] b2, float[] a3, float[] b3, float w1,
            float w2, float w3, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] += w1 * (a1[i] + b1[i]) + (w2 * (a2[i] + b2[i]) + w3 * (a3[i] + b3[i]));
        }
    }
}
