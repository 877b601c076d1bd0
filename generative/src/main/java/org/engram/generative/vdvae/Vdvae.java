package org.engram.generative.vdvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.Layer;

/**
 * The very deep variational autoencoder.
 *
 * <p>As a layer it takes images (batch, height, width, 3), standardised with {@link #MEAN} and {@link #DEVIATION},
 * and gives the {@link LogisticMixture} of their reconstruction from the means of all latents.
 *
 * <p>Parameters: {@code encoder.in_conv}, {@code encoder.enc_blocks.k.c1} to {@code c4};
 * {@code decoder.dec_blocks.k.enc}, {@code prior}, {@code z_proj}, {@code resnet}; {@code decoder.bias_xs.k},
 * {@code decoder.gain}, {@code decoder.bias}, {@code decoder.out_net.out_conv}.
 *
 * <h2>References</h2> R. Child, "Very deep VAEs generalize autoregressive models and can outperform them on
 * images", ICLR 2021.
 */
public final class Vdvae extends Layer {
    /** Subtracted from pixels in 0 to 255 (ImageNet 64). */
    public static final double MEAN = 115.92961967;
    /** Divided by after (ImageNet 64). */
    public static final double DEVIATION = 69.37404;

    private final VdvaeConfiguration configuration;
    private final VdvaeEncoder encoder;
    private final VdvaeDecoder decoder;

    /**
     * What an image was taken apart into.
     *
     * @param latents of each layer (batch, channel, height, width)
     * @param divergences of each layer from what the layers above expect (batch, channel, height, width), in nats
     * @param mixture of the reconstruction (batch, height, width, 10 mixtures)
     */
    public record Inference(List<NDArray> latents, List<NDArray> divergences, NDArray mixture) {}

    /**
     * Bound on the information in an image, in nats per value; means over the batch, each one number.
     *
     * @param total distortion and rate
     * @param distortion of the image given its latents
     * @param rate of the latents
     */
    public record Bound(NDArray total, NDArray distortion, NDArray rate) {}

    /** @param configuration its sizes */
    public Vdvae(VdvaeConfiguration configuration) {
        this.configuration = configuration;
        encoder = child("encoder", new VdvaeEncoder(configuration));
        decoder = child("decoder", new VdvaeDecoder(configuration));
    }

    /** @return its sizes */
    public VdvaeConfiguration configuration() {
        return configuration;
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        return new NDList(infer(pass, inputs.get(0), LatentNoise.NONE).mixture());
    }

    /**
     * Takes images apart.
     *
     * @param pass the run it belongs to
     * @param images (batch, height, width, 3), standardised
     * @param noise draws the latents; {@link LatentNoise#NONE} takes their means
     * @return latents, divergences and the reconstruction
     */
    public Inference infer(Pass pass, NDArray images, LatentNoise noise) {
        int size = configuration.imageSize();
        if (!images.getShape().slice(1).equals(new Shape(size, size, 3))) {
            throw new ShapeException(
                    "images have shape " + images.getShape() + ": this VDVAE takes (batch, " + size
                            + ", " + size + ", 3), channels last");
        }
        NDList all = Scope.returning(
                () -> decoder.infer(pass, encoder.apply(pass, new NDList(images)), noise),
                new NDList(images));
        int layers = configuration.latentSizes().size();
        return new Inference(List.copyOf(all.subList(0, layers)),
                List.copyOf(all.subList(layers, 2 * layers)),
                all.get(2 * layers));
    }

    /**
     * The loss it is trained with.
     *
     * @param pass the run it belongs to
     * @param images (batch, height, width, 3), standardised
     * @param targets the same in [-1, 1]
     * @param noise draws the latents
     * @return the bound and its parts
     */
    public Bound bound(Pass pass, NDArray images, NDArray targets, LatentNoise noise) {
        NDList parts = Scope.returning(() -> {
            Inference inference = infer(pass, images, noise);
            NDArray distortion = LogisticMixture.negativeLogLikelihood(inference.mixture(), targets).mean();
            double values = images.getShape().slice(1).size();
            NDArray rate = null;
            for (NDArray divergence : inference.divergences()) {
                NDArray each = divergence.sum(new int[] {1, 2, 3}).mean().div(values);
                rate = rate == null ? each : rate.add(each);
            }
            return new NDList(distortion.add(rate), distortion, rate);
        }, new NDList(images, targets));
        return new Bound(parts.get(0), parts.get(1), parts.get(2));
    }

    /**
     * Makes images.
     *
     * @param pass the run it belongs to
     * @param latents of the first layers, as many as are known, (batch, channel, height, width) each; may be empty
     * @param batch how many images
     * @param temperature by which the deviation of every further latent is multiplied; 1 as trained
     * @param noise draws the further latents
     * @return the mixture (batch, height, width, 10 mixtures), for {@link LogisticMixture#mean} or
     * {@link LogisticMixture#sample}
     */
    public NDArray generate(Pass pass, List<NDArray> latents, int batch, double temperature,
            LatentNoise noise) {
        return Scope.returning(() -> decoder.generate(pass, latents, batch, temperature, noise),
                latents.toArray(new NDArray[0]));
    }

    /**
     * Latents as brain decoders predict them: each layer flattened (channel, height, width), one after the other.
     *
     * @param latents of the first layers
     * @return (batch, {@link VdvaeConfiguration#latentCount})
     */
    public static NDArray flatten(List<NDArray> latents) {
        NDList flat = new NDList();
        latents.forEach(latent -> flat.add(latent.reshape(latent.getShape().get(0), -1)));
        return NDArrays.concat(flat, 1);
    }

    /**
     * The way back from {@link #flatten}.
     *
     * @param flat (batch, latentCount(layers))
     * @param layers how many
     * @return latents of the first layers
     */
    public List<NDArray> unflatten(NDArray flat, int layers) {
        long wanted = configuration.latentCount(layers);
        if (flat.getShape().dimension() != 2 || flat.getShape().get(1) != wanted) {
            throw new ShapeException(
                    "flat latents have shape " + flat.getShape() + ": " + layers + " layers are (batch, "
                            + wanted + ")");
        }
        long[] ends = new long[layers - 1];
        for (int layer = 0; layer < ends.length; layer++) {
            ends[layer] = configuration.latentCount(layer + 1);
        }
        List<NDArray> latents = new ArrayList<>();
        NDList parts = ends.length == 0 ? new NDList(flat) : flat.split(ends, 1);
        for (int layer = 0; layer < layers; layer++) {
            int size = configuration.latentSizes().get(layer);
            latents.add(parts.get(layer).reshape(-1, configuration.latentWidth(), size, size));
        }
        return latents;
    }
}
