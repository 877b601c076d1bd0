package org.engram.generative.vdvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Layer;

/**
 * One latent of the decoder: what the stream expects of it, what the image says about it, and what it does to the
 * stream.
 *
 * <p>Parameters: {@code enc}, {@code prior}, {@code z_proj}, {@code resnet}.
 */
final class TopDownBlock extends Layer {
    private final VdvaeBlock posterior;
    private final VdvaeBlock prior;
    private final Convolution latentProjection;
    private final VdvaeBlock residual;
    private final int latentWidth;
    private final int width;

    /**
     * The stream after it, its latent, and the divergence of each element of the latent in nats (null if none was
     * inferred).
     */
    record Step(NDArray stream, NDArray latent, NDArray divergence) {}

    TopDownBlock(VdvaeConfiguration options, int size, int blocks) {
        width = options.width();
        latentWidth = options.latentWidth();
        int inner = options.innerWidth();
        double scale = Math.sqrt(1.0 / blocks);
        posterior = child("enc", new VdvaeBlock(2 * width, inner, 2 * latentWidth, size, false, 0, 1));
        prior = child("prior", new VdvaeBlock(width, inner, 2 * latentWidth + width, size, false, 0, 0));
        latentProjection = child("z_proj", VdvaeBlock.convolution(latentWidth, width, 1, scale));
        residual = child("resnet", new VdvaeBlock(width, inner, width, size, true, 0, scale));
    }

    /**
     * @param inputs stream and activation of the encoder (batch, width, size, size) @return the stream, at the mean
     */
    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        return new NDList(infer(pass, inputs.get(0), inputs.get(1), 0, LatentNoise.NONE).stream());
    }

    Step infer(Pass pass, NDArray stream, NDArray activation, int layer, LatentNoise noise) {
        NDList results = Scope.returning(() -> {
            NDList seen = posterior.apply(pass, stream.concat(activation, 1)).split(2, 1);
            NDList expected = expected(pass, stream);
            NDArray latent = seen.get(0).add(seen.get(1).exp().mul(noise.of(layer, seen.get(0))));
            NDArray divergence = divergence(seen.get(0), seen.get(1), expected.get(0), expected.get(1));
            return new NDList(with(pass, stream.add(expected.get(2)), latent), latent, divergence);
        }, new NDList(stream));
        return new Step(results.get(0), results.get(1), results.get(2));
    }

    /** @param given the latent, or null for one drawn from what the stream expects */
    Step generate(Pass pass, NDArray stream, NDArray given, double temperature, int layer,
            LatentNoise noise) {
        NDList results = Scope.returning(() -> {
            NDList expected = expected(pass, stream);
            NDArray mean = expected.get(0);
            if (given != null && !given.getShape().equals(mean.getShape())) {
                throw new ShapeException("latent " + layer + " has shape " + given.getShape() + ": expected "
                        + mean.getShape());
            }
            NDArray latent = given != null
                    ? given
                    : mean.add(expected.get(1).exp().mul(noise.of(layer, mean)).mul(temperature));
            return new NDList(with(pass, stream.add(expected.get(2)), latent), latent);
        }, given == null ? new NDList(stream) : new NDList(stream, given));
        return new Step(results.get(0), results.get(1), null);
    }

    /** Mean and log deviation of the latent, and what the stream adds to itself. */
    private NDList expected(Pass pass, NDArray stream) {
        return prior.apply(pass, stream).split(new long[] {latentWidth, 2L * latentWidth}, 1);
    }

    private NDArray with(Pass pass, NDArray stream, NDArray latent) {
        NDArray x = Intermediate.sum(stream, latentProjection.apply(pass, latent));
        return Intermediate.replace(x, residual.apply(pass, x));
    }

    /**
     * @param mean of the first normal distribution @param logDeviation of it
     * @param otherMean of the second @param otherLogDeviation of it
     * @return divergence of the first from the second, element by element, in nats
     */
    static NDArray divergence(NDArray mean, NDArray logDeviation, NDArray otherMean,
            NDArray otherLogDeviation) {
        NDArray squares = logDeviation.mul(2.0).exp().add(mean.sub(otherMean).square());
        return otherLogDeviation.sub(logDeviation).sub(0.5)
                .add(squares.div(otherLogDeviation.mul(2.0).exp()).mul(0.5));
    }
}
