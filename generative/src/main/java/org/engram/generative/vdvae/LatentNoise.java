package org.engram.generative.vdvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.compute.random.RandomStream;

/** Where the standard normal numbers of a latent come from. */
@FunctionalInterface
public interface LatentNoise {
    /** No noise: the mean of every distribution. */
    LatentNoise NONE = (layer, like) -> like.zerosLike();

    /**
     * @param layer of the decoder, from 0
     * @param like the noise has its shape (batch, channel, height, width), type and device
     * @return standard normal numbers
     */
    NDArray of(int layer, NDArray like);

    /**
     * Noise that depends on the seed, the layer, the item's place in the batch and the element's place, and on
     * nothing else: an item has the same noise in a batch of any size.
     *
     * @param seed one seed, one noise
     * @return the noise
     */
    static LatentNoise seeded(long seed) {
        return (layer, like) -> {
            Shape shape = like.getShape();
            int batch = Math.toIntExact(shape.get(0));
            int each = Math.toIntExact(shape.size() / Math.max(batch, 1));
            double[] values = new double[Math.toIntExact(shape.size())];
            for (int item = 0; item < batch; item++) {
                RandomStream stream = RandomStream.of(seed, layer).derive(item);
                for (int k = 0; k < each; k++) {
                    values[item * each + k] = stream.normal(k);
                }
            }
            return like.getManager().create(values, shape).toType(like.getDataType(), false);
        };
    }
}
