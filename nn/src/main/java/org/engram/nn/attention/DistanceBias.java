package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.nn.operators.Attentions;

/**
 * Attention with linear biases (Press et al. 2022, "ALiBi"): each head subtracts the distance of query and key times a
 * slope of its own. Nothing is learnt.
 */
public final class DistanceBias {
    private DistanceBias() {}

    /**
     * @param heads of the attention
     * @return the published slopes: 2^(-8 h / heads) for h from 1 where heads is a power of two; otherwise those of the
     * power of two below, and every other one of the power of two above
     */
    public static double[] slopes(int heads) {
        int power = Integer.highestOneBit(heads);
        double[] slopes = new double[heads];
        for (int head = 0; head < heads; head++) {
            slopes[head] = head < power
                    ? Math.pow(2, -8.0 * (head + 1) / power)
                    : Math.pow(2, -4.0 * (2 * (head - power) + 1) / power);
        }
        return slopes;
    }

    /**
     * @param like its device, manager and type are used
     * @param heads of the attention
     * @param queries how many
     * @param keys how many, at positions 0, 1, ...
     * @param firstQuery the position of the first query; 0, or the number of cached keys
     * @return (1, head, queries, keys), -slope |key - query|, for {@link AttentionMask#bias}
     */
    public static NDArray between(NDArray like, int heads, long queries, long keys, long firstQuery) {
        int distances = Math.toIntExact(queries + keys - 1);
        double[] slopes = slopes(heads);
        float[] values = new float[heads * distances];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < distances; i++) {
                values[head * distances + i] = (float) (-slopes[head]
                        * Math.abs(i - (queries - 1) - firstQuery));
            }
        }
        NDArray perDistance = like.getManager().create(values, new Shape(heads, distances))
                .toType(like.getDataType(), false);
        return Attentions.byDistance(perDistance, keys).expandDims(0);
    }
}
