package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;

/**
 * What one run of an attention knows besides its tokens.
 *
 * @param mask which key each query sees
 * @param queryRotation turns the queries to their positions, or null
 * @param keyRotation turns the keys to theirs, or null
 * @param cache keys and values of earlier steps, or null
 * @param observer is shown the attention weights, or null; they are then computed besides the result, queries times
 * keys for each head
 */
public record AttentionContext(AttentionMask mask, Rotation queryRotation, Rotation keyRotation,
        KeyValueCache cache,
        Observer observer) {
    /** Everything is seen, nothing is rotated, kept or shown. */
    public static final AttentionContext NONE = new AttentionContext(AttentionMask.NONE, null, null, null,
            null);

    /** Is shown the weights of every attention that runs. */
    @FunctionalInterface
    public interface Observer {
        /**
         * @param path of the attention in its network
         * @param weights (batch, head, queries, keys) before dropout; closed when the layer ends, so duplicate what is
         * to be kept
         */
        void weights(String path, NDArray weights);
    }

    /** @param further a mask besides the one there is @return the context with both */
    public AttentionContext with(AttentionMask further) {
        AttentionMask both = mask == AttentionMask.NONE ? further : mask.and(further);
        return new AttentionContext(both, queryRotation, keyRotation, cache, observer);
    }

    /** @param ofTokens the positions of self-attention @return the context with them */
    public AttentionContext with(Rotation ofTokens) {
        return with(ofTokens, ofTokens);
    }

    /** @param ofQueries their positions @param ofKeys theirs @return the context with them */
    public AttentionContext with(Rotation ofQueries, Rotation ofKeys) {
        return new AttentionContext(mask, ofQueries, ofKeys, cache, observer);
    }

    /** @param kept keys and values of earlier steps @return the context with them */
    public AttentionContext with(KeyValueCache kept) {
        return new AttentionContext(mask, queryRotation, keyRotation, kept, observer);
    }

    /** @param shown is shown the weights @return the context with it */
    public AttentionContext with(Observer shown) {
        return new AttentionContext(mask, queryRotation, keyRotation, cache, shown);
    }
}
