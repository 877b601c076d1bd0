/**
 * From volumes to matrices and back: one row per volume, one column per voxel
 * ({@link org.engram.preprocessing.fmri.maskers.VoxelMasker}), per region of an atlas
 * ({@link org.engram.preprocessing.fmri.maskers.LabelMasker}), per map of a probabilistic atlas
 * ({@link org.engram.preprocessing.fmri.maskers.MapsMasker}) or per sphere
 * ({@link org.engram.preprocessing.fmri.maskers.SphereMasker}). Series are read one volume at a time, in order. Inside a
 * masker images are resampled, then smoothed, then extracted; cleaning of the matrix follows outside, run by run.
 *
 * <pre>{@code
 * Masker masker = VoxelMasker.of(mask, MaskerOptions.builder().fwhmMillimetres(6).build()).forImage(series);
 * Matrix samples = masker.transform(series);           // volumes x voxels
 * Volume weights = masker.inverseTransform(weightRows); // rows -> volumes
 * }</pre>
 */
package org.engram.preprocessing.fmri.maskers;
