package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import org.engram.nn.operators.Attentions;

/**
 * The angles by which a {@link RotaryEmbedding} turns the features of tokens at given positions.
 *
 * @param cosine (batch or 1, 1, token, angle)
 * @param sine of the same shape
 * @param pairing which features an angle turns
 */
public record Rotation(NDArray cosine, NDArray sine, RotaryEmbedding.Pairing pairing) {
    /**
     * @param x (batch, head, token, feature)
     * @return turned, of the same shape
     */
    public NDArray of(NDArray x) {
        return Attentions.rotate(x, cosine, sine, pairing == RotaryEmbedding.Pairing.NEIGHBOURS);
    }

    /** @return the rotation back */
    public Rotation reversed() {
        return new Rotation(cosine, sine.neg(), pairing);
    }
}
