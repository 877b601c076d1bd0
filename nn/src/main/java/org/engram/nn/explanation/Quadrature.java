package org.engram.nn.explanation;

/**
 * Where on [0, 1] a function is evaluated to integrate it.
 *
 * @param nodes ascending
 * @param weights of the nodes; they add up to 1
 */
record Quadrature(double[] nodes, double[] weights) {
    /**
     * Exact for polynomials of degree 2n - 1: the roots of the Legendre polynomial of degree n, by Newton's method from
     * Tricomi's estimate.
     */
    static Quadrature gaussLegendre(int n) {
        double[] nodes = new double[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            double x = Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 0;
            for (int step = 0; step < 100; step++) {
                double[] polynomial = legendre(n, x);
                slope = polynomial[1];
                double move = polynomial[0] / slope;
                x -= move;
                if (Math.abs(move) < 1e-15) {
                    break;
                }
            }
            nodes[n - 1 - i] = (1 + x) / 2;
            weights[n - 1 - i] = 1 / ((1 - x * x) * slope * slope);
        }
        return new Quadrature(nodes, weights);
    }

    /** The middles of n equal parts, equally weighted. */
    static Quadrature midpoints(int n) {
        double[] nodes = new double[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            nodes[i] = (i + 0.5) / n;
            weights[i] = 1.0 / n;
        }
        return new Quadrature(nodes, weights);
    }

    /** The polynomial of degree n and its derivative at x. */
    private static double[] legendre(int n, double x) {
        double before = 1;
        double value = x;
        for (int k = 2; k <= n; k++) {
            double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
            before = value;
            value = next;
        }
        return new double[] {value, n * (x * value - before) / (x * x - 1)};
    }
}
