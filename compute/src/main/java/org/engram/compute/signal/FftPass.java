package org.engram.compute.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * One pass of the Stockham transform: butterflies of one radix over the whole series, from one pair of arrays to
 * another. The pass of stride s finds s interleaved problems of n / s samples and leaves s r of n / (s r).
 */
final class FftPass {
    private static final double HALF_ROOT = Math.sqrt(0.5);
    private static final double SIN_60 = Math.sqrt(0.75);
    private static final double COS_72 = (Math.sqrt(5) - 1) / 4;
    private static final double COS_144 = (-Math.sqrt(5) - 1) / 4;
    private static final double SIN_72 = Math.sin(2 * Math.PI / 5);
    private static final double SIN_144 = Math.sin(4 * Math.PI / 5);

    private final int radix;
    private final int stride;
    /** Butterflies of each interleaved problem. */
    private final int count;
    /** [j - 1][p]: exp(-2 pi i j p / (n / stride)). */
    private final double[][] cosine;
    private final double[][] sine;

    FftPass(int length, int radix, int stride) {
        this.radix = radix;
        this.stride = stride;
        int size = length / stride;
        count = size / radix;
        cosine = new double[radix - 1][count];
        sine = new double[radix - 1][count];
        for (int j = 1; j < radix; j++) {
            for (int p = 0; p < count; p++) {
                double angle = -2 * Math.PI * ((long) j * p % size) / size;
                cosine[j - 1][p] = Math.cos(angle);
                sine[j - 1][p] = Math.sin(angle);
            }
        }
    }

    /** The radices of a length, the largest first so that later passes have long inner loops; null with a factor above 5. */
    static int[] radices(int length) {
        List<Integer> radices = new ArrayList<>();
        int rest = length;
        if (rest % 8 == 0) {
            radices.add(8);
            rest /= 8;
        }
        for (int radix : new int[] {5, 4, 3, 2}) {
            while (rest % radix == 0) {
                radices.add(radix);
                rest /= radix;
            }
        }
        return rest == 1 ? radices.stream().mapToInt(Integer::intValue).toArray() : null;
    }

    void apply(double[] xr, double[] xi, double[] yr, double[] yi) {
        switch (radix) {
            case 2 -> two(xr, xi, yr, yi);
            case 3 -> three(xr, xi, yr, yi);
            case 4 -> four(xr, xi, yr, yi);
            case 5 -> five(xr, xi, yr, yi);
            default -> eight(xr, xi, yr, yi);
        }
    }

    private void two(double[] xr, double[] xi, double[] yr, double[] yi) {
        for (int p = 0; p < count; p++) {
            int a = stride * p;
            int b = a + stride * count;
            int to = 2 * a;
            butterfly2(xr, xi, a, b, yr, yi, to, to + stride, cosine[0][p], sine[0][p], stride);
        }
    }

    private static void butterfly2(double[] xr, double[] xi, int a, int b, double[] yr, double[] yi, int c,
            int d,
            double wr, double wi, int n) {
        for (int q = 0; q < n; q++) {
            double re = xr[a + q] - xr[b + q];
            double im = xi[a + q] - xi[b + q];
            yr[c + q] = xr[a + q] + xr[b + q];
            yi[c + q] = xi[a + q] + xi[b + q];
            yr[d + q] = re * wr - im * wi;
            yi[d + q] = re * wi + im * wr;
        }
    }

    private void three(double[] xr, double[] xi, double[] yr, double[] yi) {
        for (int p = 0; p < count; p++) {
            int a = stride * p;
            butterfly3(xr, xi, a, stride * count, yr, yi, 3 * a, cosine[0][p], sine[0][p], cosine[1][p],
                    sine[1][p],
                    stride);
        }
    }

    private static void butterfly3(double[] xr, double[] xi, int a, int step, double[] yr, double[] yi,
            int to,
            double w1r, double w1i, double w2r, double w2i, int n) {
        int b = a + step;
        int c = b + step;
        for (int q = 0; q < n; q++) {
            double sumR = xr[b + q] + xr[c + q];
            double sumI = xi[b + q] + xi[c + q];
            double differenceR = SIN_60 * (xr[b + q] - xr[c + q]);
            double differenceI = SIN_60 * (xi[b + q] - xi[c + q]);
            double middleR = xr[a + q] - 0.5 * sumR;
            double middleI = xi[a + q] - 0.5 * sumI;
            double r1 = middleR + differenceI;
            double i1 = middleI - differenceR;
            double r2 = middleR - differenceI;
            double i2 = middleI + differenceR;
            yr[to + q] = xr[a + q] + sumR;
            yi[to + q] = xi[a + q] + sumI;
            yr[to + n + q] = r1 * w1r - i1 * w1i;
            yi[to + n + q] = r1 * w1i + i1 * w1r;
            yr[to + 2 * n + q] = r2 * w2r - i2 * w2i;
            yi[to + 2 * n + q] = r2 * w2i + i2 * w2r;
        }
    }

    private void four(double[] xr, double[] xi, double[] yr, double[] yi) {
        for (int p = 0; p < count; p++) {
            int a = stride * p;
            butterfly4(xr, xi, a, stride * count, yr, yi, 4 * a, cosine[0][p], sine[0][p], cosine[1][p],
                    sine[1][p],
                    cosine[2][p], sine[2][p], stride);
        }
    }

    private static void butterfly4(double[] xr, double[] xi, int a, int step, double[] yr, double[] yi,
            int to,
            double w1r, double w1i, double w2r, double w2i, double w3r, double w3i, int n) {
        int b = a + step;
        int c = b + step;
        int d = c + step;
        int to1 = to + n;
        int to2 = to1 + n;
        int to3 = to2 + n;
        for (int q = 0; q < n; q++) {
            double evenSumR = xr[a + q] + xr[c + q];
            double evenSumI = xi[a + q] + xi[c + q];
            double evenR = xr[a + q] - xr[c + q];
            double evenI = xi[a + q] - xi[c + q];
            double oddSumR = xr[b + q] + xr[d + q];
            double oddSumI = xi[b + q] + xi[d + q];
            double oddR = xr[b + q] - xr[d + q];
            double oddI = xi[b + q] - xi[d + q];
            double r1 = evenR + oddI;
            double i1 = evenI - oddR;
            double r2 = evenSumR - oddSumR;
            double i2 = evenSumI - oddSumI;
            double r3 = evenR - oddI;
            double i3 = evenI + oddR;
            yr[to + q] = evenSumR + oddSumR;
            yi[to + q] = evenSumI + oddSumI;
            yr[to1 + q] = r1 * w1r - i1 * w1i;
            yi[to1 + q] = r1 * w1i + i1 * w1r;
            yr[to2 + q] = r2 * w2r - i2 * w2i;
            yi[to2 + q] = r2 * w2i + i2 * w2r;
            yr[to3 + q] = r3 * w3r - i3 * w3i;
            yi[to3 + q] = r3 * w3i + i3 * w3r;
        }
    }

    private void five(double[] xr, double[] xi, double[] yr, double[] yi) {
        double[] wr = new double[4];
        double[] wi = new double[4];
        for (int p = 0; p < count; p++) {
            for (int j = 0; j < 4; j++) {
                wr[j] = cosine[j][p];
                wi[j] = sine[j][p];
            }
            int a = stride * p;
            butterfly5(xr, xi, a, stride * count, yr, yi, 5 * a, wr, wi, stride);
        }
    }

    private static void butterfly5(double[] xr, double[] xi, int a, int step, double[] yr, double[] yi,
            int to,
            double[] wr, double[] wi, int n) {
        int b = a + step;
        int c = b + step;
        int d = c + step;
        int e = d + step;
        double w1r = wr[0];
        double w1i = wi[0];
        double w2r = wr[1];
        double w2i = wi[1];
        double w3r = wr[2];
        double w3i = wi[2];
        double w4r = wr[3];
        double w4i = wi[3];
        for (int q = 0; q < n; q++) {
            double outerR = xr[b + q] + xr[e + q];
            double outerI = xi[b + q] + xi[e + q];
            double innerR = xr[c + q] + xr[d + q];
            double innerI = xi[c + q] + xi[d + q];
            double farR = xr[b + q] - xr[e + q];
            double farI = xi[b + q] - xi[e + q];
            double nearR = xr[c + q] - xr[d + q];
            double nearI = xi[c + q] - xi[d + q];
            double m1r = xr[a + q] + COS_72 * outerR + COS_144 * innerR;
            double m1i = xi[a + q] + COS_72 * outerI + COS_144 * innerI;
            double m2r = xr[a + q] + COS_144 * outerR + COS_72 * innerR;
            double m2i = xi[a + q] + COS_144 * outerI + COS_72 * innerI;
            double d1r = SIN_72 * farR + SIN_144 * nearR;
            double d1i = SIN_72 * farI + SIN_144 * nearI;
            double d2r = SIN_144 * farR - SIN_72 * nearR;
            double d2i = SIN_144 * farI - SIN_72 * nearI;
            yr[to + q] = xr[a + q] + outerR + innerR;
            yi[to + q] = xi[a + q] + outerI + innerI;
            double r1 = m1r + d1i;
            double i1 = m1i - d1r;
            double r4 = m1r - d1i;
            double i4 = m1i + d1r;
            double r2 = m2r + d2i;
            double i2 = m2i - d2r;
            double r3 = m2r - d2i;
            double i3 = m2i + d2r;
            yr[to + n + q] = r1 * w1r - i1 * w1i;
            yi[to + n + q] = r1 * w1i + i1 * w1r;
            yr[to + 2 * n + q] = r2 * w2r - i2 * w2i;
            yi[to + 2 * n + q] = r2 * w2i + i2 * w2r;
            yr[to + 3 * n + q] = r3 * w3r - i3 * w3i;
            yi[to + 3 * n + q] = r3 * w3i + i3 * w3r;
            yr[to + 4 * n + q] = r4 * w4r - i4 * w4i;
            yi[to + 4 * n + q] = r4 * w4i + i4 * w4r;
        }
    }

    /** Only ever the first pass, of stride 1: two radix-4 halves joined in registers. */
    private void eight(double[] xr, double[] xi, double[] yr, double[] yi) {
        int m = count;
        for (int p = 0; p < m; p++) {
            double a0r = xr[p] + xr[p + 4 * m];
            double a0i = xi[p] + xi[p + 4 * m];
            double b0r = xr[p] - xr[p + 4 * m];
            double b0i = xi[p] - xi[p + 4 * m];
            double a1r = xr[p + m] + xr[p + 5 * m];
            double a1i = xi[p + m] + xi[p + 5 * m];
            double b1r = xr[p + m] - xr[p + 5 * m];
            double b1i = xi[p + m] - xi[p + 5 * m];
            double a2r = xr[p + 2 * m] + xr[p + 6 * m];
            double a2i = xi[p + 2 * m] + xi[p + 6 * m];
            double b2r = xr[p + 2 * m] - xr[p + 6 * m];
            double b2i = xi[p + 2 * m] - xi[p + 6 * m];
            double a3r = xr[p + 3 * m] + xr[p + 7 * m];
            double a3i = xi[p + 3 * m] + xi[p + 7 * m];
            double b3r = xr[p + 3 * m] - xr[p + 7 * m];
            double b3i = xi[p + 3 * m] - xi[p + 7 * m];
            // Odd outputs: b1, b2, b3 turned by -45, -90 and -135 degrees.
            double t1r = HALF_ROOT * (b1r + b1i);
            double t1i = HALF_ROOT * (b1i - b1r);
            double t3r = HALF_ROOT * (b3i - b3r);
            double t3i = -HALF_ROOT * (b3r + b3i);
            int to = 8 * p;
            double evenR = a0r + a2r;
            double evenI = a0i + a2i;
            double oddR = a1r + a3r;
            double oddI = a1i + a3i;
            yr[to] = evenR + oddR;
            yi[to] = evenI + oddI;
            store(yr, yi, to + 4, evenR - oddR, evenI - oddI, 3, p);
            evenR = a0r - a2r;
            evenI = a0i - a2i;
            oddR = a1i - a3i;
            oddI = a3r - a1r;
            store(yr, yi, to + 2, evenR + oddR, evenI + oddI, 1, p);
            store(yr, yi, to + 6, evenR - oddR, evenI - oddI, 5, p);
            evenR = b0r + b2i;
            evenI = b0i - b2r;
            oddR = t1r + t3r;
            oddI = t1i + t3i;
            store(yr, yi, to + 1, evenR + oddR, evenI + oddI, 0, p);
            store(yr, yi, to + 5, evenR - oddR, evenI - oddI, 4, p);
            evenR = b0r - b2i;
            evenI = b0i + b2r;
            oddR = t1i - t3i;
            oddI = t3r - t1r;
            store(yr, yi, to + 3, evenR + oddR, evenI + oddI, 2, p);
            store(yr, yi, to + 7, evenR - oddR, evenI - oddI, 6, p);
        }
    }

    private void store(double[] yr, double[] yi, int to, double re, double im, int twiddle, int p) {
        double c = cosine[twiddle][p];
        double s = sine[twiddle][p];
        yr[to] = re * c - im * s;
        yi[to] = re * s + im * c;
    }
}
