/**
 * The network of SynthStrip, which finds the brain in any kind of head image.
 *
 * <p>Input: (batch, 1, x, y, z), an image at 1 mm in left-inferior-anterior order, less its minimum, divided by its 99th
 * percentile and cut to 0 to 1, each axis a multiple of 64. Output: (batch, 1, x, y, z), the signed distance to the
 * brain's border in mm, negative inside.
 *
 * <h2>References</h2> Hoopes et al. (2022), SynthStrip: skull-stripping for any brain image, NeuroImage 260:119474.
 */
package org.engram.decoders.anatomy.synthstrip;
