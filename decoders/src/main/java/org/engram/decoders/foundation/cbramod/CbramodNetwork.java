package org.engram.decoders.foundation.cbramod;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;

/**
 * CBraMod as it is pre-trained.
 *
 * <p>Inputs: (batch, channel, second, 200); optionally boolean (batch, channel, second), true where a patch is hidden.
 * Results: (batch, channel, second, 200) reconstruction; features of the same shape (what the reconstruction is computed
 * from, used for everything else).
 */
public final class CbramodNetwork extends Layer {
    private final CbramodConfiguration configuration;
    private final PatchEmbedding embedding;
    private final Sequence layers = new Sequence();
    private final Linear output;

    /** @param configuration sizes */
    public CbramodNetwork(CbramodConfiguration configuration) {
        this(configuration, true);
    }

    /**
     * @param configuration sizes
     * @param reconstructing whether the reconstruction is computed; without it the features are the only result and
     * {@code proj_out} is no parameter
     */
    public CbramodNetwork(CbramodConfiguration configuration, boolean reconstructing) {
        this.configuration = configuration;
        embedding = child("patch_embedding", new PatchEmbedding(configuration.dropout()));
        for (int layer = 0; layer < configuration.layers(); layer++) {
            layers.then(new CrissCrossLayer(PatchEmbedding.SAMPLES, configuration));
        }
        child("encoder.layers", layers);
        output = reconstructing
                ? child("proj_out.0", new Linear(PatchEmbedding.SAMPLES, PatchEmbedding.SAMPLES))
                : null;
    }

    /** @return the sizes */
    public CbramodConfiguration configuration() {
        return configuration;
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray features = layers.apply(pass, embedding.apply(pass, inputs).get(0));
        return output == null ? new NDList(features) : new NDList(output.apply(pass, features), features);
    }
}
