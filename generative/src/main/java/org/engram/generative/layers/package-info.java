/**
 * The layers that diffusion networks and image autoencoders share, under the names of the published checkpoints:
 * residual blocks, attention, resampling.
 */
package org.engram.generative.layers;
