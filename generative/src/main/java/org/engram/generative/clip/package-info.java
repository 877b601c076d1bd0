/**
 * CLIP: the image and text encoders whose tokens diffusion networks attend to and brains are decoded into (Radford
 * et al. 2021), under the names of the transformers library.
 *
 * <p>Images are (batch, 3, size, size), resized, cropped and standardised with
 * {@link org.engram.generative.clip.ClipVision#MEANS} and {@link org.engram.generative.clip.ClipVision#DEVIATIONS};
 * texts are token ids (batch, token).
 *
 * <pre>{@code
 * var encoder = new ClipVision(ClipVisionConfiguration.vitLarge14());
 * NDArray embedding = encoder.embed(pass, images); // (batch, 768)
 * }</pre>
 */
package org.engram.generative.clip;
