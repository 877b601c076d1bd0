package org.engram.generative.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.attention.AttentionContext;
import org.engram.nn.attention.AttentionMask;
import org.engram.nn.attention.TransformerEncoderLayer;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.Embedding;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;

/**
 * The text encoder of CLIP: a causal transformer, summarised at the first end-of-text token. {@code CLIPTextModel}
 * of transformers, with its projection if there is one.
 *
 * <p>Input: token ids of type int64 (batch, token). Results: normalised tokens of the last layer (batch, token,
 * width), which Stable Diffusion attends to; the one at the end of the text (batch, width); with a projection, the
 * embedding (batch, projectionWidth).
 *
 * <p>Parameters: {@code text_model.embeddings.{token_embedding,position_embedding}},
 * {@code text_model.encoder.layers.k}, {@code text_model.final_layer_norm}, {@code text_projection}.
 *
 * <h2>References</h2> A. Radford et al., "Learning transferable visual models from natural language supervision",
 * ICML 2021.
 */
public final class ClipText extends Layer {
    private static final AttentionContext CAUSAL = AttentionContext.NONE.with(AttentionMask.CAUSAL);

    private final ClipTextConfiguration configuration;
    private final Parameter positions;
    private final Embedding tokens;
    private final List<TransformerEncoderLayer> layers = new ArrayList<>();
    private final LayerNormalization exitNormalization;
    private final Linear projection;

    /** @param configuration its sizes */
    public ClipText(ClipTextConfiguration configuration) {
        this.configuration = configuration;
        int width = configuration.width();
        positions = parameter("text_model.embeddings.position_embedding.weight", Initialization.normal(0.01),
                configuration.positions(), width);
        tokens = child("text_model.embeddings.token_embedding",
                new Embedding(configuration.vocabulary(), width, Initialization.normal(0.02)));
        for (int k = 0; k < configuration.layers(); k++) {
            layers.add(child("text_model.encoder.layers." + k,
                    ClipLayers.layer(width, configuration.hiddenWidth(),
                            configuration.heads(), configuration.activation(), configuration.epsilon())));
        }
        exitNormalization = child("text_model.final_layer_norm",
                new LayerNormalization(width, configuration.epsilon()));
        projection = configuration.projectionWidth() == 0
                ? null
                : child("text_projection", new Linear(width, configuration.projectionWidth(), false));
    }

    /** @return its sizes */
    public ClipTextConfiguration configuration() {
        return configuration;
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray ids = inputs.get(0);
        Shape shape = ids.getShape();
        if (shape.dimension() != 2 || shape.get(1) > configuration.positions()
                || ids.getDataType() != DataType.INT64) {
            throw new ShapeException("token ids have shape " + shape + " and type " + ids.getDataType()
                    + ": this text encoder takes (batch, at most " + configuration.positions()
                    + ") of type int64");
        }
        NDArray x = tokens.apply(pass, ids).add(pass.value(positions).get(new NDIndex(":{}", shape.get(1))));
        for (TransformerEncoderLayer layer : layers) {
            x = Intermediate.replace(x, layer.apply(pass, x, CAUSAL));
        }
        x = Intermediate.replace(x, exitNormalization.apply(pass, x));
        NDArray pooled = atEndOfText(x, ids);
        NDList results = new NDList(x, pooled);
        if (projection != null) {
            results.add(projection.apply(pass, pooled));
        }
        return results;
    }

    /**
     * Every token in the space shared with images, divided by the length of the embedding of its text: what Versatile
     * Diffusion attends to.
     *
     * @param pass the run it belongs to
     * @param ids (batch, token) of type int64
     * @return (batch, token, projectionWidth)
     */
    public NDArray context(Pass pass, NDArray ids) {
        if (projection == null) {
            throw new UnsupportedOperationException("this text encoder has no projection: configure one");
        }
        return Scope.returning(() -> {
            NDList results = apply(pass, new NDList(ids));
            NDArray length = results.get(2).norm(2, new int[] {1}, true);
            return projection.apply(pass, results.get(0)).div(length.expandDims(1));
        }, ids);
    }

    private NDArray atEndOfText(NDArray hidden, NDArray ids) {
        int batch = (int) ids.getShape().get(0);
        int length = (int) ids.getShape().get(1);
        long[] flat = ids.toLongArray();
        NDList ends = new NDList();
        for (int text = 0; text < batch; text++) {
            int end = 0;
            while (end < length && flat[text * length + end] != configuration.endOfText()) {
                end++;
            }
            if (end == length) {
                throw new ShapeException(
                        "text " + text + " has no end-of-text token (" + configuration.endOfText()
                                + "), at which it would be summarised");
            }
            ends.add(hidden.get(new NDIndex("{}, {}", text, end)));
        }
        return NDArrays.stack(ends);
    }
}
