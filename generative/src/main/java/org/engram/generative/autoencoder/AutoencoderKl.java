package org.engram.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Layer;

/**
 * The autoencoder of latent diffusion; {@code AutoencoderKL} of diffusers.
 *
 * <p>As a layer it takes images (batch, 3, height, width) in [-1, 1] and gives what is left of them after going
 * through the mean of the latent.
 *
 * <p>Parameters: {@code encoder}, {@code decoder}, {@code quant_conv}, {@code post_quant_conv}. Latents here are
 * not yet multiplied with {@link AutoencoderConfiguration#latentScale}.
 *
 * <h2>References</h2> R. Rombach et al., "High-resolution image synthesis with latent diffusion models", CVPR 2022.
 */
public final class AutoencoderKl extends Layer {
    private static final double LEAST_LOG_VARIANCE = -30;
    private static final double MOST_LOG_VARIANCE = 20;

    private final AutoencoderConfiguration configuration;
    private final AutoencoderHalf encoder;
    private final AutoencoderHalf decoder;
    private final Convolution afterEncoder;
    private final Convolution beforeDecoder;

    /** @param configuration its sizes */
    public AutoencoderKl(AutoencoderConfiguration configuration) {
        this.configuration = configuration;
        int channels = configuration.latentChannels();
        encoder = child("encoder", AutoencoderHalf.encoder(configuration));
        decoder = child("decoder", AutoencoderHalf.decoder(configuration));
        afterEncoder = child("quant_conv", Convolution.builder(2, 2L * channels, 2L * channels).build());
        beforeDecoder = child("post_quant_conv", Convolution.builder(2, channels, channels).build());
    }

    /** @return its sizes */
    public AutoencoderConfiguration configuration() {
        return configuration;
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        return new NDList(decode(pass, encode(pass, inputs.get(0)).mode()));
    }

    /**
     * @param pass the run it belongs to
     * @param images (batch, 3, height, width) in [-1, 1], sides multiples of
     * {@link AutoencoderConfiguration#reduction}
     * @return the distribution of their latents
     */
    public LatentDistribution encode(Pass pass, NDArray images) {
        Shape shape = images.getShape();
        int reduction = configuration.reduction();
        if (shape.dimension() != 4 || shape.get(2) % reduction != 0 || shape.get(3) % reduction != 0) {
            throw new ShapeException("images have shape " + shape + ": they must be (batch, "
                    + configuration.imageChannels() + ", height, width) with sides that are multiples of "
                    + reduction);
        }
        NDList both = Scope.returning(() -> {
            NDList halves = afterEncoder.apply(pass, encoder.apply(pass, images)).split(2, 1);
            return new NDList(halves.get(0), halves.get(1).clip(LEAST_LOG_VARIANCE, MOST_LOG_VARIANCE));
        }, new NDList(images));
        return new LatentDistribution(both.get(0), both.get(1));
    }

    /**
     * @param pass the run it belongs to
     * @param latents (batch, latentChannels, height, width)
     * @return images (batch, 3, 8 height, 8 width), about in [-1, 1] and not clamped
     */
    public NDArray decode(Pass pass, NDArray latents) {
        return Scope.returning(() -> decoder.apply(pass, beforeDecoder.apply(pass, latents)),
                latents);
    }
}
