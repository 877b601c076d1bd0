/**
 * The network of Brain-ID: features of brain MRI that do not depend on the contrast.
 *
 * <p>Input: (batch, 1, x, y, z), a skull-stripped image at 1 mm in right-anterior-superior order, scaled to 0 to 1, each
 * axis a multiple of 16. Output: (batch, 1, x, y, z), the T1-weighted intensity that the 64 features of each voxel encode.
 *
 * <h2>References</h2> Liu et al. (2024), Brain-ID: learning contrast-agnostic anatomical representations for brain
 * imaging, ECCV.
 */
package org.engram.decoders.anatomy.brainid;
