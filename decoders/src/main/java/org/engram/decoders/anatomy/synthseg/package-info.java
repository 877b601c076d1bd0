/**
 * The networks of SynthSeg and of what was trained like it: SynthSR and the distance network of recon-all-clinical. All
 * are {@link org.engram.nn.convolutional.UNet}s of one shape
 * ({@link org.engram.nn.convolutional.UNetConfiguration#synthSeg}) and differ in their outputs.
 *
 * <p>Input: (batch, 1, x, y, z), an image at 1 mm in right-anterior-superior order, scaled to 0 to 1, each axis a multiple
 * of 16. Output: (batch, output, x, y, z): logits of 32 (SynthSeg 1.0) or 33 (2.0) classes; the T1-weighted intensity
 * (SynthSR); nine channels of which the first four are the signed distances in mm to left white, left pial, right white
 * and right pial surface.
 *
 * <p>Axes are those of the files, x first: a {@code UNet} works on three axes alike, but its kernels were learnt in this
 * order.
 *
 * <h2>References</h2> Billot et al. (2023), SynthSeg, Medical Image Analysis 86:102789; Billot et al. (2023), PNAS
 * 120:e2216399120; Iglesias et al. (2023), SynthSR, Science Advances 9:eadd3607; Gopinath et al. (2023), arXiv 2305.01827.
 */
package org.engram.decoders.anatomy.synthseg;
