package org.engram.compute.signal;

import java.util.Arrays;
import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;

/**
 * Cubic spline interpolation with the not-a-knot end condition (the first two pieces are one cubic, and the last two),
 * from fixed knots to fixed places. The tridiagonal system is factorised once and serves any number of columns. Three
 * knots give the parabola, two the line, one a constant. Immutable and thread-safe.
 *
 * <h2>References</h2> C. de Boor, A Practical Guide to Splines, 2001, chapter IV.
 */
public final class NotAKnotSpline {
    private final double[] knots;
    private final double[] places;
    /** Eliminated diagonal and the factor of each row on the row above, for second derivatives 1..n-2. */
    private final double[] diagonal;
    private final double[] factor;
    private final double[] above;

    /**
     * @param knots where values are known, strictly ascending, at least one; copied
     * @param places where values are wanted; outside the knots the end cubics are continued; copied
     */
    public NotAKnotSpline(double[] knots, double[] places) {
        this.knots = knots.clone();
        this.places = places.clone();
        int n = knots.length;
        if (n < 1) {
            throw new IllegalArgumentException("a spline needs at least one knot");
        }
        for (int i = 1; i < n; i++) {
            if (!(knots[i] > knots[i - 1])) {
                throw new IllegalArgumentException(
                        "knot " + i + " is " + knots[i] + ", not above the one before ("
                                + knots[i - 1] + "): give ascending knots");
            }
        }
        diagonal = new double[n];
        factor = new double[n];
        above = new double[n];
        for (int i = 1; n > 3 && i < n - 1; i++) {
            double left = step(i - 1);
            double right = step(i);
            double below = left;
            diagonal[i] = 2 * (left + right);
            above[i] = right;
            if (i == 1) {
                // The second derivative at the first knot follows from the next two: M0 = M1 + (M1 - M2) h0 / h1.
                diagonal[i] += left + left * left / right;
                above[i] -= left * left / right;
                below = 0;
            }
            if (i == n - 2) {
                diagonal[i] += right + right * right / left;
                below -= right * right / left;
            }
            if (i > 1) {
                factor[i] = below / diagonal[i - 1];
                diagonal[i] -= factor[i] * above[i - 1];
            }
        }
    }

    private double step(int i) {
        return knots[i + 1] - knots[i];
    }

    /**
     * @param values knots x channels; not changed
     * @return places x channels, fresh
     */
    public Matrix interpolate(Matrix values) {
        if (values.rows() != knots.length) {
            throw new ShapeException(
                    "spline has " + knots.length + " knots, the values " + values.rows() + " rows");
        }
        int width = values.columns();
        Matrix curvature = secondDerivatives(values);
        Matrix out = Matrix.zeros(places.length, width);
        double[] y = values.data();
        double[] m = curvature.data();
        double[] z = out.data();
        for (int p = 0; p < places.length; p++) {
            if (knots.length == 1) {
                System.arraycopy(y, 0, z, p * width, width);
                continue;
            }
            int i = piece(places[p]);
            double h = step(i);
            double b = (places[p] - knots[i]) / h;
            double a = 1 - b;
            double ca = (a * a * a - a) * h * h / 6;
            double cb = (b * b * b - b) * h * h / 6;
            int low = i * width;
            int high = low + width;
            for (int c = 0; c < width; c++) {
                z[p * width + c] = a * y[low + c] + b * y[high + c] + ca * m[low + c] + cb * m[high + c];
            }
        }
        return out;
    }

    private int piece(double place) {
        int found = Arrays.binarySearch(knots, place);
        int i = found >= 0 ? found : -found - 2;
        return Math.max(0, Math.min(knots.length - 2, i));
    }

    private Matrix secondDerivatives(Matrix values) {
        int n = knots.length;
        int width = values.columns();
        Matrix curvature = Matrix.zeros(n, width);
        double[] m = curvature.data();
        double[] y = values.data();
        for (int i = 1; i < n - 1; i++) {
            double left = step(i - 1);
            double right = step(i);
            int at = i * width;
            for (int c = 0; c < width; c++) {
                m[at + c] = 6
                        * ((y[at + width + c] - y[at + c]) / right - (y[at + c] - y[at - width + c]) / left);
            }
        }
        if (n == 3) {
            double span = 3 * (step(0) + step(1));
            for (int c = 0; c < width; c++) {
                double constant = m[width + c] / span;
                m[c] = constant;
                m[width + c] = constant;
                m[2 * width + c] = constant;
            }
        } else if (n > 3) {
            solve(m, width);
        }
        return curvature;
    }

    private void solve(double[] m, int width) {
        int n = knots.length;
        for (int i = 2; i < n - 1; i++) {
            int at = i * width;
            for (int c = 0; c < width; c++) {
                m[at + c] -= factor[i] * m[at - width + c];
            }
        }
        for (int i = n - 2; i > 0; i--) {
            int at = i * width;
            double beyond = i == n - 2 ? 0 : above[i];
            for (int c = 0; c < width; c++) {
                m[at + c] = (m[at + c] - beyond * m[at + width + c]) / diagonal[i];
            }
        }
        double first = step(0) / step(1);
        double last = step(n - 2) / step(n - 3);
        int end = (n - 1) * width;
        for (int c = 0; c < width; c++) {
            m[c] = m[width + c] + first * (m[width + c] - m[2 * width + c]);
            m[end + c] = m[end - width + c] + last * (m[end - width + c] - m[end - 2 * width + c]);
        }
    }
}
