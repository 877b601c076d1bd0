/**
 * Searchlight decoding: how well the classes can be told apart from the voxels within a few millimetres of
 * each place in the brain. Spheres are measured in millimetres, hold only voxels of the mask, and are
 * evaluated up to its edge. From one centre to the next only the voxels that enter or leave change the inner
 * products between samples, and the classifiers work on those inner products alone.
 *
 * <pre>{@code
 * VoxelGrid grid = VoxelGrid.ofMask(mask);
 * Searchlight searchlight = Searchlight.builder().radiusMillimetres(9)
 *         .classifier(LocalClassifier.ridge(1)).build();
 * SearchlightResult result = searchlight.run(samples, grid, labels, splits);
 * double[] accuracyPerVoxel = result.toVoxels(result.accuracy(), Double.NaN);
 * }</pre>
 */
package org.engram.decoders.searchlight;
