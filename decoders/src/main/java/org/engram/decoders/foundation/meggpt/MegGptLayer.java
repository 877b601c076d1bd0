package org.engram.decoders.foundation.meggpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;

/** A pre-norm layer of the generator: (sequence, time, feature) to (sequence, last times, feature). */
final class MegGptLayer extends SimpleLayer {
    private final PatchStage stage;
    private final LayerNormalization attentionNorm;
    private final PatchAttention attention;
    private final LayerNormalization forwardNorm;
    private final Sequence feedForward;
    private final Dropout dropout;

    MegGptLayer(PatchStage stage, MegGptConfiguration configuration) {
        this.stage = stage;
        int features = configuration.features();
        dropout = new Dropout(configuration.dropout());
        attentionNorm = child("norm_time1.norm_layer", new LayerNormalization(features));
        attention = child("gasp_time_attention",
                new PatchAttention(stage, features, configuration.heads()));
        forwardNorm = child("norm_time2.norm_layer", new LayerNormalization(features));
        feedForward = child("ff_time.net", new Sequence(new Linear(features, configuration.hidden()),
                Activation.GELU.layer(), new Linear(configuration.hidden(), features),
                new Dropout(configuration.dropout())));
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray attended = attention.apply(pass, attentionNorm.apply(pass, input));
        NDArray x = dropout.apply(pass, attended)
                .add(input.get(new NDIndex(":, {}:", stage.inputs() - stage.outputs())));
        return x.add(feedForward.apply(pass, forwardNorm.apply(pass, x)));
    }
}
