/**
 * The networks of latent diffusion under the names and with the arithmetic of the published checkpoints: the U-Net
 * for Stable Diffusion 1.x, 2.x, XL and Versatile Diffusion, its inflation to video, what steers it (ControlNet,
 * T2I-Adapter, IP-Adapter), and the diffusion prior over CLIP tokens.
 *
 * <p>Latents are (batch, channel, height, width), tokens (batch, token, feature), time steps whole numbers from 0
 * to 999.
 *
 * <pre>{@code
 * var network = new UNet2DCondition(UNet2DConfiguration.stableDiffusion15());
 * network.initialize(manager, DataType.FLOAT32, 1);
 * }</pre>
 */
package org.engram.generative.diffusion;
