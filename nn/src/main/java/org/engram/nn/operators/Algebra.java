package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Map;
import org.engram.core.ShapeException;

/** Products and decompositions of matrices, stacked along any leading axes, that gradients pass through. */
public final class Algebra {
    private Algebra() {}

    /**
     * A sum of products named by its indices: {@code einsum("bij,bjk->bik", a, b)} multiplies matrices.
     *
     * @param equation Einstein's convention, with or without "->"
     * @param arrays one for each term on the left
     * @return as the right side says
     */
    public static NDArray einsum(String equation, NDArray... arrays) {
        if (arrays.length == 0 || arrays.length != equation.chars().filter(c -> c == ',').count() + 1) {
            throw new ShapeException(
                    "the equation " + equation + " does not name " + arrays.length + " arrays");
        }
        double[] codes = equation.chars().asDoubleStream().toArray();
        return TorchScript.call("einsum", Map.of("tensors", TorchScript.aliases(List.of(arrays))), codes)
                .get(0);
    }

    /**
     * @param x (..., n, n), symmetric; the lower triangle is read
     * @return the eigenvalues (..., n), ascending, and the eigenvectors (..., n, n) as columns. Gradients through
     * vectors of equal eigenvalues do not exist
     */
    public static NDList symmetricEigen(NDArray x) {
        return TorchScript.call("symmetric_eigen", List.of(x));
    }

    /**
     * @param x (..., m, n), k = min(m, n)
     * @return U (..., m, k), the singular values (..., k), descending, and V' (..., k, n)
     */
    public static NDList singularValues(NDArray x) {
        return TorchScript.call("singular_values", List.of(x));
    }

    /**
     * @param x (..., n, n), symmetric and positive definite
     * @return lower L (..., n, n) with L L' = x
     */
    public static NDArray cholesky(NDArray x) {
        return TorchScript.callForOne("cholesky", List.of(x));
    }

    /** @return x with a x = b; a (..., n, n), b (..., n, k) */
    public static NDArray solve(NDArray a, NDArray b) {
        return TorchScript.callForOne("solve", List.of(a, b));
    }

    /** @return x with a x = b; a (..., n, n), of which the upper or lower triangle is read, b (..., n, k) */
    public static NDArray solveTriangular(NDArray a, NDArray b, boolean upper) {
        return TorchScript.callForOne("solve_triangular", List.of(a, b), upper ? 1 : 0);
    }

    /** @return the inverse of x (..., n, n) */
    public static NDArray inverse(NDArray x) {
        return TorchScript.callForOne("inverse", List.of(x));
    }

    /** @return the determinant (...) of x (..., n, n) */
    public static NDArray determinant(NDArray x) {
        return TorchScript.callForOne("determinant", List.of(x));
    }

    /** @return the sign (...) and the logarithm of the magnitude (...) of the determinant of x (..., n, n) */
    public static NDList logDeterminant(NDArray x) {
        return TorchScript.call("log_determinant", List.of(x));
    }

    /**
     * @param x (..., m, feature)
     * @param y (..., n, feature)
     * @param order of the norm: 2 for Euclidean, 1 for city-block
     * @return (..., m, n): the norm of the difference of every pair
     */
    public static NDArray pairwiseDistance(NDArray x, NDArray y, double order) {
        return TorchScript.callForOne("pairwise_distance", List.of(x, y), order);
    }

    /**
     * Writes values into an array that is part of no gradient (a running average, a codebook).
     *
     * @param target written to
     * @param value of its shape
     */
    public static void assign(NDArray target, NDArray value) {
        TorchScript.callForOne("assign", List.of(target, value.stopGradient())).close();
    }
}
