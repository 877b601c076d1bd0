/**
 * Dense linear algebra in double precision on OpenBLAS: the only package that touches the native library. Matrices are
 * row-major; large products are cut into tiles so that no second copy of a large matrix is needed.
 *
 * <pre>{@code
 * Matrix x = Matrix.ofRows(new double[] {1, 0, 2}, new double[] {0, 3, 1});
 * Matrix gram = DenseAlgebra.gram(x);                                  // 2 x 2 inner products of the rows
 * Matrix dual = Cholesky.of(gram).solve(Matrix.of(2, 1, new double[] {1, -1}));
 * Matrix weights = DenseAlgebra.transposedMultiply(x, dual);           // 3 x 1
 * }</pre>
 */
package org.engram.compute.linalg;
