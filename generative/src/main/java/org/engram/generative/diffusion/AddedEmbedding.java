package org.engram.generative.diffusion;

/** A vector that is embedded and added to the embedding of the time step. */
public enum AddedEmbedding {
    /** None. */
    NONE(null),
    /**
     * Pooled text and image sizes, as in Stable Diffusion XL ({@code add_embedding}); see
     * {@link TimeEmbedding#textAndSizes}.
     */
    TEXT_AND_SIZES("add_embedding"),
    /** A vector as it is, as in unCLIP networks ({@code class_embedding}). */
    VECTOR("class_embedding");

    private final String key;

    AddedEmbedding(String key) {
        this.key = key;
    }

    /** @return its name in the checkpoint */
    String key() {
        return key;
    }
}
