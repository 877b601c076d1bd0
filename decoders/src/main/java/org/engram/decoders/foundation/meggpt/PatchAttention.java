package org.engram.decoders.foundation.meggpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.nn.attention.Heads;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.operators.Attentions;

/**
 * Causal attention of single samples to patches. Where a patch has several samples, a linear map from all heads of all its
 * samples to the heads of the patch, shared by the features of a head, makes its key and its value.
 *
 * <p>(sequence, time, feature) to (sequence, last times, feature). A query that may see no patch gets zeros.
 */
final class PatchAttention extends SimpleLayer {
    private final PatchStage stage;
    private final int heads;
    private final double scale;
    private final Linear patchKeys;
    private final Linear patchValues;
    private final Linear keys;
    private final Linear values;
    private final Linear queries;
    private final Linear output;
    private final Parameter hidden;

    PatchAttention(PatchStage stage, int features, int heads) {
        this.stage = stage;
        this.heads = heads;
        scale = 1 / Math.sqrt(Heads.width(features, heads));
        boolean patched = stage.patchLength() > 1;
        long together = (long) heads * stage.patchLength();
        patchKeys = patched ? child("patch_projection_k", new Linear(together, heads)) : null;
        patchValues = patched ? child("patch_projection_v", new Linear(together, heads)) : null;
        keys = child("patched_projection_k", new Linear(features, features));
        values = child("patched_projection_v", new Linear(features, features));
        queries = child("query_projection", new Linear(features, features));
        output = child("output_projection", new Linear(features, features));
        int patches = stage.patches();
        hidden = buffer("gasp_layer.attention_mask",
                (stream, i) -> stage.visible((int) (i / patches), (int) (i % patches)) ? 0 : 1,
                stage.outputs(), patches);
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray last = input.get(new NDIndex(":, {}:", stage.inputs() - stage.outputs()));
        NDArray query = Heads.split(queries.apply(pass, last), heads);
        NDArray key = Heads.split(keys.apply(pass, patched(pass, input, patchKeys)), heads);
        NDArray value = Heads.split(values.apply(pass, patched(pass, input, patchValues)), heads);
        NDArray attended = Attentions.attend(pass, query, key, value,
                pass.value(hidden).eq(0).expandDims(0).expandDims(0), scale, 0);
        return output.apply(pass, Heads.join(attended));
    }

    private NDArray patched(Pass pass, NDArray x, Linear projection) {
        if (projection == null) {
            return x;
        }
        Shape shape = x.getShape();
        long size = shape.get(2) / heads;
        NDArray parts = x.reshape(shape.get(0), stage.patches(), stage.patchLength(), heads, size)
                .transpose(0, 1, 4, 3, 2) // (sequence, patch, feature of head, head, sample)
                .reshape(shape.get(0), stage.patches(), size, -1);
        return projection.apply(pass, parts).transpose(0, 1, 3, 2)
                .reshape(shape.get(0), stage.patches(), shape.get(2));
    }
}
