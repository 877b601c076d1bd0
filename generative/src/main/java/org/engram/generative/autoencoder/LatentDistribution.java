package org.engram.generative.autoencoder;

import ai.djl.ndarray.NDArray;

/**
 * A normal distribution of each element of a latent.
 *
 * @param mean (batch, channel, height, width)
 * @param logVariance (batch, channel, height, width), within -30 and 20
 */
public record LatentDistribution(NDArray mean, NDArray logVariance) {
    /** @return the most probable latent: the mean itself, not a copy */
    public NDArray mode() {
        return mean;
    }

    /** @param noise standard normal, of the same shape @return a latent drawn with it, reparametrised */
    public NDArray sample(NDArray noise) {
        return mean.add(logVariance.mul(0.5).exp().mul(noise));
    }

    /** @return divergence from the standard normal, summed over each item (batch), in nats */
    public NDArray divergence() {
        return mean.square().add(logVariance.exp()).sub(1.0).sub(logVariance).sum(new int[] {1, 2, 3})
                .mul(0.5);
    }
}
