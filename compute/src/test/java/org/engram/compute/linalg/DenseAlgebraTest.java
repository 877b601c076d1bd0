package org.engram.compute.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.engram.compute.Fixture;
import org.engram.core.NotConvergedException;
import org.engram.core.ShapeException;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenseAlgebraTest {
    /** Matrices are 7 x 5 with elements below 1: a few dozen roundings of 1e-16. */
    private static final double ROUNDING = 1e-13;
    /** Solutions are worse by the condition number, here below 100. */
    private static final double SOLUTION = 1e-11;

    private final Fixture numpy = Fixture.read(DenseAlgebraTest.class, "dense.txt");
    private final Matrix a = centred(3, 7, 5);
    private final Matrix b = centred(4, 5, 6);
    private final Matrix positive = positive();

    private static Matrix centred(long seed, int rows, int columns) {
        double[] data = Lcg.numbers(seed, rows * columns);
        for (int i = 0; i < data.length; i++) {
            data[i] -= 0.5;
        }
        return Matrix.of(rows, columns, data);
    }

    private Matrix positive() {
        Matrix m = slow(a.transpose(), a);
        for (int i = 0; i < 5; i++) {
            m.set(i, i, m.get(i, i) + 0.1);
        }
        return m;
    }

    private static Matrix slow(Matrix left, Matrix right) {
        Matrix c = Matrix.zeros(left.rows(), right.columns());
        for (int i = 0; i < c.rows(); i++) {
            for (int j = 0; j < c.columns(); j++) {
                double sum = 0;
                for (int k = 0; k < left.columns(); k++) {
                    sum += left.get(i, k) * right.get(k, j);
                }
                c.set(i, j, sum);
            }
        }
        return c;
    }

    private static void assertClose(Matrix expected, Matrix found, double tolerance) {
        assertEquals(expected.rows(), found.rows());
        assertEquals(expected.columns(), found.columns());
        assertArrayEquals(expected.data(), found.data(), tolerance);
    }

    @Test
    void productsMatchNumpyWhicheverSideIsTransposed() {
        Matrix expected = numpy.matrix("product");
        assertClose(expected, DenseAlgebra.multiply(a, b), ROUNDING);
        assertClose(expected, DenseAlgebra.multiplyTransposed(a, b.transpose()), ROUNDING);
        assertClose(expected, DenseAlgebra.transposedMultiply(a.transpose(), b), ROUNDING);
        assertClose(numpy.matrix("gram"), DenseAlgebra.gram(a), ROUNDING);
        assertClose(numpy.matrix("gram"), DenseAlgebra.transposedGram(a.transpose()), ROUNDING);
    }

    /** Shapes beyond the limit of the small path, each with another longest side, none a multiple of a tile. */
    @ParameterizedTest
    @CsvSource({"11, 30011, 7", "9, 13, 30011", "30011, 13, 9", "300, 300, 301"})
    void largeProductsAreThoseOfTheDefinition(int n, int k, int m) {
        Matrix left = centred(1, n, k);
        Matrix right = centred(2, k, m);
        Matrix expected = slow(left, right);
        // Sums of 30,000 products below 1/4: 30000 * 0.25 * 1e-16 = 1e-12 at the very worst.
        assertClose(expected, DenseAlgebra.multiply(left, right), 1e-11);
        assertClose(expected, DenseAlgebra.multiplyTransposed(left, right.transpose()), 1e-11);
        assertClose(expected, DenseAlgebra.transposedMultiply(left.transpose(), right), 1e-11);
    }

    @Test
    void tilesAddUp() {
        // Three rows make a tile of 349,525 columns: three tiles, the last one short.
        Matrix x = centred(5, 3, 700_001);
        Matrix gram = DenseAlgebra.gram(x);
        // Sums of 700,000 products below 1/4, mostly cancelling or growing to 6e4: relative 1e-13.
        assertClose(slow(x, x.transpose()), gram, 6e-8);
        assertEquals(gram.get(0, 2), gram.get(2, 0), 0.0);
        // The other way round the tiles are 349,525 rows of three.
        assertClose(gram, DenseAlgebra.transposedGram(x.transpose()), 6e-8);
    }

    @Test
    void whatIsNotFiniteIsFoundWhereverItStands() {
        assertTrue(Matrix.zeros(0, 3).isFinite());
        for (int size = 1; size < 10; size++) {
            Matrix x = centred(6, 1, size);
            x.set(0, size / 2, Double.MAX_VALUE);
            assertTrue(x.isFinite());
            assertEquals(-1, x.firstNotFinite());
            for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                for (int at = 0; at < size; at++) {
                    Matrix broken = x.copy();
                    broken.set(0, at, odd);
                    assertFalse(broken.isFinite());
                    assertEquals(at, broken.firstNotFinite());
                    assertEquals(1, broken.countNotFinite());
                }
            }
        }
    }

    @Test
    void emptyMatricesGiveEmptyOrZeroResults() {
        assertArrayEquals(new double[6],
                DenseAlgebra.multiply(Matrix.zeros(2, 0), Matrix.zeros(0, 3)).data());
        assertEquals(0, DenseAlgebra.gram(Matrix.zeros(0, 4)).rows());
        assertEquals(0, DenseAlgebra.singularValues(Matrix.zeros(0, 4)).s().length);
        assertEquals(0, DenseAlgebra.pivotedQr(Matrix.zeros(4, 0)).q().columns());
    }

    @Test
    void choleskyMatchesNumpy() {
        Cholesky factor = Cholesky.of(positive);
        assertClose(numpy.matrix("cholesky"), factor.upper(), ROUNDING);
        assertClose(numpy.matrix("solution"), factor.solve(b), SOLUTION);
        assertClose(numpy.matrix("solution"), DenseAlgebra.solvePositiveDefinite(positive, b), SOLUTION);
        assertArrayEquals(numpy.matrix("solution").column(2), factor.solve(b.column(2)), SOLUTION);
        assertEquals(numpy.numbers("logdet")[0], factor.logDeterminant(), ROUNDING * 10);
        Matrix white = factor.whiten(b);
        assertClose(slow(b.transpose(), numpy.matrix("solution")), slow(white.transpose(), white), SOLUTION);
    }

    @Test
    void choleskyRefusesWhatIsNotPositiveDefinite() {
        Matrix indefinite = Matrix.ofRows(new double[] {1, 2}, new double[] {2, 1});
        NotConvergedException refused = assertThrows(NotConvergedException.class,
                () -> Cholesky.of(indefinite));
        assertTrue(refused.getMessage().contains("leading minor 2 of 2"), refused.getMessage());
        Matrix missing = Matrix.ofRows(new double[] {1, Double.NaN}, new double[] {2, 1});
        NotConvergedException nan = assertThrows(NotConvergedException.class, () -> Cholesky.of(missing));
        assertTrue(nan.getMessage().contains("NaN at row 0, column 1"), nan.getMessage());
        assertThrows(ShapeException.class, () -> Cholesky.of(a));
        assertThrows(ShapeException.class, () -> Cholesky.of(positive).solve(a));
    }

    @Test
    void triangularSystemsMatchScipy() {
        assertClose(numpy.matrix("triangular"), DenseAlgebra.solveTriangular(positive, true, false, b),
                SOLUTION);
        assertClose(numpy.matrix("triangular_t"), DenseAlgebra.solveTriangular(positive, false, true, b),
                SOLUTION);
        assertThrows(NotConvergedException.class,
                () -> DenseAlgebra.solveTriangular(Matrix.zeros(5, 5), true, false, b));
    }

    @Test
    void eigenvectorsAreColumnsThatDiagonalise() {
        DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(positive);
        assertArrayEquals(numpy.numbers("eigenvalues"), eigen.values(), ROUNDING);
        Matrix scaled = eigen.vectors().copy();
        for (int r = 0; r < 5; r++) {
            for (int c = 0; c < 5; c++) {
                scaled.set(r, c, scaled.get(r, c) * eigen.values()[c]);
            }
        }
        assertClose(slow(positive, eigen.vectors()), scaled, ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void singularVectorsRebuildTallAndWideMatrices(boolean wide) {
        Matrix x = wide ? a.transpose() : a;
        DenseAlgebra.SingularValues svd = DenseAlgebra.singularValues(x);
        assertArrayEquals(numpy.numbers("singular"), svd.s(), ROUNDING);
        Matrix scaled = svd.vt().copy();
        for (int r = 0; r < 5; r++) {
            for (int c = 0; c < scaled.columns(); c++) {
                scaled.set(r, c, scaled.get(r, c) * svd.s()[r]);
            }
        }
        assertClose(x, slow(svd.u(), scaled), ROUNDING);
    }

    @Test
    void pivotedQrMatchesScipyAndIsOrthonormal() {
        DenseAlgebra.PivotedQr qr = DenseAlgebra.pivotedQr(a);
        assertArrayEquals(numpy.numbers("rdiagonal"), qr.diagonal(), ROUNDING);
        for (int i = 0; i < 5; i++) {
            assertEquals((int) numpy.numbers("pivots")[i], qr.pivots()[i]);
        }
        Matrix identity = slow(qr.q().transpose(), qr.q());
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                assertEquals(i == j ? 1 : 0, identity.get(i, j), ROUNDING);
            }
        }
        // The columns of A lie in the span of Q.
        assertClose(a, slow(qr.q(), slow(qr.q().transpose(), a)), ROUNDING);
        assertThrows(ShapeException.class, () -> DenseAlgebra.pivotedQr(a.transpose()));
    }

    @Test
    void mismatchedProductsNameBothShapes() {
        ShapeException refused = assertThrows(ShapeException.class, () -> DenseAlgebra.multiply(a, a));
        assertTrue(refused.getMessage().contains("Matrix[7 x 5]"), refused.getMessage());
    }
}
