/**
 * From a dataset on disk to labelled samples, and from weights back to the brain: what fMRI decoding and searchlight
 * have in common.
 *
 * <pre>{@code
 * FmriStudy study = FmriStudy.find(BidsDataset.open(folder), "01", BoldSelector.of("task-objects"),
 *         EventOptions.defaults());
 * FmriSamples samples = FmriSampleReader.builder(notices -> VoxelMasker.of(mask)).build().read(study);
 * }</pre>
 */
package org.engram.decoders.fmri;
