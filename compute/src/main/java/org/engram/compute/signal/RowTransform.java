package org.engram.compute.signal;

/**
 * A Fourier transform over the rows of a matrix, every column at once, in place, its outputs in digit-reversed order of
 * rows. Rows are arrays of their own and every loop runs along them: the just-in-time compiler makes vector
 * instructions of such loops when they touch four arrays at most and are short, so a butterfly is several of them.
 */
final class RowTransform {
    private final int rows;
    private final double[] cosine;
    private final double[] sine;

    /** @param rows a power of two */
    RowTransform(int rows) {
        this.rows = rows;
        cosine = new double[rows];
        sine = new double[rows];
        for (int k = 0; k < rows; k++) {
            cosine[k] = Math.cos(2 * Math.PI * k / rows);
            sine[k] = -Math.sin(2 * Math.PI * k / rows);
        }
    }

    /** The frequency each row holds after {@link #forward}. */
    int[] order() {
        int[] order = new int[rows];
        for (int r = 0; r < rows; r++) {
            int size = rows;
            int weight = 1;
            int place = r;
            while (size > 1) {
                int radix = size >= 4 ? 4 : 2;
                size /= radix;
                order[r] += weight * (place / size);
                weight *= radix;
                place %= size;
            }
        }
        return order;
    }

    void forward(double[][] re, double[][] im, int width) {
        int size = rows;
        for (; size >= 4; size /= 4) {
            for (int p = 0; p < size / 4; p++) {
                for (int a = p; a < rows; a += size) {
                    butterfly(re, im, a, size / 4, width);
                    turnThree(re, im, a, size / 4, p * (rows / size), width);
                }
            }
        }
        if (size == 2) {
            pairs(re, im, width);
        }
    }

    /** Undoes {@link #forward} up to the factor {@code rows}. */
    void inverse(double[][] re, double[][] im, int width) {
        int size = 4;
        if (Integer.numberOfTrailingZeros(rows) % 2 == 1) {
            size = 8;
            pairs(re, im, width);
        }
        for (; size <= rows; size *= 4) {
            for (int p = 0; p < size / 4; p++) {
                for (int a = p; a < rows; a += size) {
                    // Exchanging the parts makes the forward butterfly the inverse one.
                    turnThree(im, re, a, size / 4, p * (rows / size), width);
                    butterfly(im, re, a, size / 4, width);
                }
            }
        }
    }

    private void pairs(double[][] re, double[][] im, int width) {
        for (int a = 0; a < rows; a += 2) {
            pair(re[a], re[a + 1], width);
            pair(im[a], im[a + 1], width);
        }
    }

    private void turnThree(double[][] re, double[][] im, int a, int quarter, int w, int width) {
        for (int j = 1; w > 0 && j < 4; j++) {
            int row = a + j * quarter;
            turn(re[row], im[row], cosine[j * w], sine[j * w], width);
        }
    }

    private static void pair(double[] a, double[] b, int width) {
        for (int q = 0; q < width; q++) {
            double difference = a[q] - b[q];
            a[q] = a[q] + b[q];
            b[q] = difference;
        }
    }

    private static void butterfly(double[][] re, double[][] im, int a, int quarter, int width) {
        int b = a + quarter;
        int c = b + quarter;
        int d = c + quarter;
        split(re[a], re[b], re[c], re[d], width);
        split(im[a], im[b], im[c], im[d], width);
        rotate(re[b], im[b], re[d], im[d], width);
    }

    /** Leaves the outputs 0 and 2 in a and c, and the differences that make 1 and 3 in b and d. */
    private static void split(double[] a, double[] b, double[] c, double[] d, int width) {
        for (int q = 0; q < width; q++) {
            double even = a[q] + c[q];
            double odd = b[q] + d[q];
            double evenDifference = a[q] - c[q];
            double oddDifference = b[q] - d[q];
            a[q] = even + odd;
            b[q] = evenDifference;
            c[q] = even - odd;
            d[q] = oddDifference;
        }
    }

    /** Makes the outputs b - i d and b + i d. */
    private static void rotate(double[] br, double[] bi, double[] dr, double[] di, int width) {
        for (int q = 0; q < width; q++) {
            double r1 = br[q] + di[q];
            double i1 = bi[q] - dr[q];
            double r3 = br[q] - di[q];
            double i3 = bi[q] + dr[q];
            br[q] = r1;
            bi[q] = i1;
            dr[q] = r3;
            di[q] = i3;
        }
    }

    private static void turn(double[] re, double[] im, double wr, double wi, int width) {
        for (int q = 0; q < width; q++) {
            double real = re[q] * wr - im[q] * wi;
            double imaginary = re[q] * wi + im[q] * wr;
            re[q] = real;
            im[q] = imaginary;
        }
    }
}
