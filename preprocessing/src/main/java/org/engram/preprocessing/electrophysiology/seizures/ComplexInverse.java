package org.engram.preprocessing.electrophysiology.seizures;

import java.util.Arrays;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;

/** Inverses of A - lambda I for complex lambda, by Gauss and Jordan's elimination with row pivots, in memory used again. */
final class ComplexInverse {
    private final int n;
    private final double[] a;
    private final double[] b;
    private final double[] real;
    private final double[] imaginary;

    ComplexInverse(int n) {
        this.n = n;
        a = new double[n * n];
        b = new double[n * n];
        real = new double[n * n];
        imaginary = new double[n * n];
    }

    /** @return real part of the last inverse, row after row */
    double[] real() {
        return real;
    }

    /** @return imaginary part of the last inverse */
    double[] imaginary() {
        return imaginary;
    }

    void of(Matrix matrix, double lambdaReal, double lambdaImaginary) {
        System.arraycopy(matrix.data(), 0, a, 0, n * n);
        Arrays.fill(b, 0);
        Arrays.fill(real, 0);
        Arrays.fill(imaginary, 0);
        for (int i = 0; i < n; i++) {
            a[i * n + i] -= lambdaReal;
            b[i * n + i] = -lambdaImaginary;
            real[i * n + i] = 1;
        }
        for (int column = 0; column < n; column++) {
            swap(column, pivot(column));
            divide(column);
            for (int row = 0; row < n; row++) {
                if (row != column) {
                    eliminate(row, column);
                }
            }
        }
    }

    private int pivot(int column) {
        int best = column;
        double largest = 0;
        for (int row = column; row < n; row++) {
            double size = Math.abs(a[row * n + column]) + Math.abs(b[row * n + column]);
            if (size > largest) {
                largest = size;
                best = row;
            }
        }
        if (largest == 0) {
            throw new EngramException(
                    "the map of a window has an eigenvalue on the unit circle; it is not stable");
        }
        return best;
    }

    private void swap(int one, int other) {
        if (one == other) {
            return;
        }
        for (double[] part : new double[][] {a, b, real, imaginary}) {
            for (int j = 0; j < n; j++) {
                double kept = part[one * n + j];
                part[one * n + j] = part[other * n + j];
                part[other * n + j] = kept;
            }
        }
    }

    private void divide(int row) {
        double pr = a[row * n + row];
        double pi = b[row * n + row];
        double size = pr * pr + pi * pi;
        double ir = pr / size;
        double ii = -pi / size;
        scale(a, b, row, ir, ii);
        scale(real, imaginary, row, ir, ii);
    }

    private void scale(double[] re, double[] im, int row, double sr, double si) {
        for (int j = row * n; j < (row + 1) * n; j++) {
            double r = re[j] * sr - im[j] * si;
            im[j] = re[j] * si + im[j] * sr;
            re[j] = r;
        }
    }

    private void eliminate(int row, int column) {
        double fr = a[row * n + column];
        double fi = b[row * n + column];
        if (fr == 0 && fi == 0) {
            return;
        }
        subtract(a, b, row * n, column * n, fr, fi);
        subtract(real, imaginary, row * n, column * n, fr, fi);
    }

    private void subtract(double[] re, double[] im, int to, int from, double fr, double fi) {
        for (int j = 0; j < n; j++) {
            double r = re[from + j];
            double i = im[from + j];
            re[to + j] -= fr * r - fi * i;
            im[to + j] -= fr * i + fi * r;
        }
    }
}
