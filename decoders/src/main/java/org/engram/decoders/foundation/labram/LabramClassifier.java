package org.engram.decoders.foundation.labram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;

/**
 * LaBraM as it is fine-tuned: the mean over all patch tokens, normalised, and a linear head. The class token is not
 * used.
 *
 * <p>Inputs: (batch, channel, patch, 200 samples); int64 (1 + channel) numbers. Results: (batch, class) logits; (batch,
 * feature) normalised mean features.
 */
public final class LabramClassifier extends LabramBackbone {
    /** The head starts a thousand times smaller than the other weights. */
    private static final double HEAD_SCALE = 0.001;

    private final LabramConfiguration configuration;
    private final PatchConvolutions embedding;
    private final LayerNormalization norm;
    private final Linear head;

    /** @param configuration sizes */
    public LabramClassifier(LabramConfiguration configuration) {
        super(configuration.features());
        this.configuration = configuration;
        embedding = child("patch_embed", new PatchConvolutions(configuration.filters()));
        stack(configuration.features(), configuration.layers(), configuration.heads(),
                configuration.dropPath(), Form.ENCODER);
        norm = child("fc_norm", new LayerNormalization(configuration.features(), EPSILON));
        head = child("head", new Linear(configuration.features(), configuration.classes(), true,
                Initialization.truncatedNormal(0.02 * HEAD_SCALE)));
    }

    /** @return the sizes */
    public LabramConfiguration configuration() {
        return configuration;
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        require(inputs, 2);
        NDArray tokens = transformed(pass, embedding.apply(pass, inputs.get(0)), inputs.get(1), 0);
        NDArray features = norm.apply(pass, patches(tokens).mean(new int[] {1}));
        return new NDList(head.apply(pass, features), features);
    }
}
