package org.engram.decoders.foundation.duin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Linear;

/**
 * Du-IN as it is pre-trained in its second stage: masked segments are replaced by a learnt token, and the code of every
 * segment is predicted.
 *
 * <p>Inputs: (batch, 100 * segments, channel); int64 (batch) subjects; boolean (batch, segment), true where masked.
 * Result: (batch, segment, code) logits. The loss takes those of masked segments, and those of the complementary mask in a
 * second pass.
 */
public final class DuinMaskedModel extends DuinBackbone {
    private final Parameter mask;
    private final Linear head;

    /** @param configuration sizes; labels are ignored */
    public DuinMaskedModel(DuinConfiguration configuration) {
        super(configuration);
        mask = parameter("mask_emb", Initialization.ONES, DuinConfiguration.FEATURES);
        head = child("cls_block.cls_head.0.0",
                new Linear(DuinConfiguration.FEATURES, configuration.codes(), true,
                        Initialization.truncatedNormal(0.02)));
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray tokens = tokens(pass, inputs);
        NDArray hidden = inputs.get(2).toType(tokens.getDataType(), false).expandDims(2);
        NDArray masked = tokens.mul(hidden.neg().add(1)).add(pass.value(mask).mul(hidden));
        return new NDList(head.apply(pass, encoded(pass, masked)));
    }
}
