/**
 * Arrays as NumPy writes them: {@code .npy} files (versions 1 to 3) and {@code .npz} archives, read and written.
 *
 * <pre>{@code
 * NpyArray priors = NpyFile.read(Path.of("prior_means.npy"));
 * int[] shape = priors.shape();
 * double[] values = priors.toDoubles(); // row-major: the last index runs fastest
 * NpyFile.write(Path.of("copy.npy"), NpyArray.of(values, shape));
 * NpzFile.write(Path.of("all.npz"), Map.of("means", priors), true);
 * }</pre>
 *
 * <h2>References</h2> NumPy enhancement proposal 1, A simple file format for NumPy arrays.
 */
package org.engram.io.array;
