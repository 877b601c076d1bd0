/**
 * Which voxels are brain: the {@link org.engram.preprocessing.volume.masking.Mask} every masker needs, its computation
 * from functional images ({@link org.engram.preprocessing.volume.masking.EpiBrainMask},
 * {@link org.engram.preprocessing.volume.masking.BackgroundMask}), and binary morphology.
 *
 * <pre>{@code
 * Mask brain = EpiBrainMask.builder().build().compute(series);
 * Mask common = EpiBrainMask.builder().build().compute(List.of(run1, run2, run3));
 * Volume image = brain.toVolume();
 * }</pre>
 */
package org.engram.preprocessing.volume.masking;
