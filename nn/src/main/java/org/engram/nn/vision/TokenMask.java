package org.engram.nn.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.engram.compute.random.RandomStream;

/**
 * A random share of the tokens of each sample hidden, as in masked autoencoders (He et al. 2022).
 *
 * @param kept (batch, visible), int64, the places of the visible tokens, in random order
 * @param places (batch, token), int64, where each token stands among the visible ones followed by the hidden ones
 * @param hidden (batch, token), float32, 1 where a token is hidden and counts in the loss
 */
public record TokenMask(NDArray kept, NDArray places, NDArray hidden) {
    /**
     * @param manager owns the arrays
     * @param batch how many samples, each with a mask of its own
     * @param tokens of a sample
     * @param share that is hidden, 0 to below 1; as many are kept as tokens times (1 - share), rounded down
     * @param seed one seed, one mask
     * @return the mask
     */
    public static TokenMask random(NDManager manager, int batch, int tokens, double share, long seed) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "the share of hidden tokens is " + share + ": it is at least 0 and below 1");
        }
        int visible = (int) (tokens * (1 - share));
        long[] kept = new long[batch * visible];
        long[] places = new long[batch * tokens];
        float[] hidden = new float[batch * tokens];
        Arrays.fill(hidden, 1);
        for (int sample = 0; sample < batch; sample++) {
            int[] order = RandomStream.of(seed, sample).permutation(tokens);
            for (int rank = 0; rank < tokens; rank++) {
                places[sample * tokens + order[rank]] = rank;
                if (rank < visible) {
                    kept[sample * visible + rank] = order[rank];
                    hidden[sample * tokens + order[rank]] = 0;
                }
            }
        }
        return new TokenMask(manager.create(kept, new Shape(batch, visible)),
                manager.create(places, new Shape(batch, tokens)),
                manager.create(hidden, new Shape(batch, tokens)));
    }

    /**
     * @param tokens (batch, token, feature)
     * @return (batch, visible, feature)
     */
    public NDArray visible(NDArray tokens) {
        return picked(tokens, kept);
    }

    /**
     * @param visible (batch, visible, feature)
     * @param substitute (1, 1, feature), stands for every hidden token
     * @return (batch, token, feature), all in their own places
     */
    public NDArray completed(NDArray visible, NDArray substitute) {
        Shape shape = visible.getShape();
        long missing = places.getShape().get(1) - shape.get(1);
        NDArray all = missing == 0
                ? visible
                : visible.concat(substitute.broadcast(shape.get(0), missing, shape.get(2)), 1);
        return picked(all, places);
    }

    private static NDArray picked(NDArray tokens, NDArray indices) {
        NDArray spread = indices.expandDims(2).broadcast(indices.getShape().get(0),
                indices.getShape().get(1), tokens.getShape().get(2));
        return tokens.gather(spread.toType(DataType.INT64, false), 1);
    }
}
