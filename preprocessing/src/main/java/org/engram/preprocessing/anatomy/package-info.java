/**
 * Structural images: where the brain is in a T1-weighted image of the whole head.
 * {@link org.engram.preprocessing.anatomy.AnatomicalBrainMask} inflates a surface inside the head until it lies on the
 * brain; {@link org.engram.preprocessing.anatomy.TemplateBrainMask} takes a brain mask or brain probability from a
 * template in the same space.
 *
 * <pre>{@code
 * Mask brain = AnatomicalBrainMask.builder().build().compute(t1);
 * Mask fromTemplate = TemplateBrainMask.DEFAULT.compute(t1, brainProbability);
 * }</pre>
 */
package org.engram.preprocessing.anatomy;
