/**
 * The autoencoder of latent diffusion: images to a latent an eighth as high and wide, and back, under the names of
 * diffusers.
 *
 * <p>Images are (batch, 3, height, width) in [-1, 1].
 *
 * <pre>{@code
 * var autoencoder = new AutoencoderKl(AutoencoderConfiguration.stableDiffusion());
 * NDArray latent = autoencoder.encode(pass, images).mode().mul(autoencoder.configuration().latentScale());
 * }</pre>
 */
package org.engram.generative.autoencoder;
