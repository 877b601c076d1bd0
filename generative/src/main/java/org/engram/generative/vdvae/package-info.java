/**
 * The very deep variational autoencoder: an image as 75 layers of latents, from 1 x 1 to its full size, of which
 * brain decoders predict the first 31 (R. Child, "Very deep VAEs generalize autoregressive models and can
 * outperform them on images", ICLR 2021; F. Ozcelik and R. VanRullen, "Natural scene reconstruction from fMRI
 * signals using generative latent diffusion", Scientific Reports 2023).
 *
 * <p>Images are (batch, height, width, 3), channels last; latents are (batch, channel, height, width). Nothing is
 * drawn in here: noise is given, by a {@link org.engram.generative.vdvae.LatentNoise}.
 *
 * <pre>{@code
 * var network = new Vdvae(VdvaeConfiguration.imagenet64());
 * List<NDArray> latents = network.infer(pass, images, LatentNoise.seeded(1)).latents();
 * NDArray mixture = network.generate(pass, latents.subList(0, 31), 1, 1, LatentNoise.seeded(2));
 * NDArray pixels = LogisticMixture.mean(mixture);
 * }</pre>
 */
package org.engram.generative.vdvae;
