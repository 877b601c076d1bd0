package org.engram.generative.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.attention.TransformerEncoderLayer;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;

/**
 * The image encoder of CLIP: a vision transformer with a class token. {@code CLIPVisionModelWithProjection} of
 * transformers.
 *
 * <p>Input: images (batch, 3, size, size), standardised. Results: tokens of the last layer (batch, token, width),
 * the class token first; the normalised class token (batch, width); with a projection, the embedding (batch,
 * projectionWidth).
 *
 * <p>Parameters: {@code vision_model.embeddings.{class_embedding,patch_embedding,position_embedding}},
 * {@code vision_model.pre_layrnorm} (so spelt), {@code vision_model.encoder.layers.k},
 * {@code vision_model.post_layernorm}, {@code visual_projection}.
 *
 * <h2>References</h2> A. Radford et al., "Learning transferable visual models from natural language supervision",
 * ICML 2021.
 */
public final class ClipVision extends Layer {
    /** Mean of red, green and blue in [0, 1], subtracted before. */
    public static final List<Double> MEANS = List.of(0.48145466, 0.4578275, 0.40821073);
    /** Standard deviation of red, green and blue in [0, 1], divided by before. */
    public static final List<Double> DEVIATIONS = List.of(0.26862954, 0.26130258, 0.27577711);

    private final ClipVisionConfiguration configuration;
    private final Parameter classToken;
    private final Parameter positions;
    private final Convolution patches;
    private final LayerNormalization entryNormalization;
    private final List<TransformerEncoderLayer> layers = new ArrayList<>();
    private final LayerNormalization exitNormalization;
    private final Linear projection;

    /** @param configuration its sizes */
    public ClipVision(ClipVisionConfiguration configuration) {
        this.configuration = configuration;
        int width = configuration.width();
        String embeddings = "vision_model.embeddings.";
        classToken = parameter(embeddings + "class_embedding", Initialization.normal(1 / Math.sqrt(width)),
                width);
        positions = parameter(embeddings + "position_embedding.weight", Initialization.normal(0.02),
                configuration.tokens(), width);
        patches = child(embeddings + "patch_embedding", Convolution.builder(2, 3, width)
                .kernel(configuration.patchSize()).stride(configuration.patchSize()).unbiased().build());
        entryNormalization = child("vision_model.pre_layrnorm",
                new LayerNormalization(width, configuration.epsilon()));
        for (int k = 0; k < configuration.layers(); k++) {
            layers.add(child("vision_model.encoder.layers." + k,
                    ClipLayers.layer(width, configuration.hiddenWidth(),
                            configuration.heads(), configuration.activation(), configuration.epsilon())));
        }
        exitNormalization = child("vision_model.post_layernorm",
                new LayerNormalization(width, configuration.epsilon()));
        projection = configuration.projectionWidth() == 0
                ? null
                : child("visual_projection", new Linear(width, configuration.projectionWidth(), false));
    }

    /** @return its sizes */
    public ClipVisionConfiguration configuration() {
        return configuration;
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray tokens = hidden(pass, inputs.get(0), 0);
        NDArray pooled = exitNormalization.apply(pass, tokens.get(new NDIndex(":, 0")));
        NDList results = new NDList(tokens, pooled);
        if (projection != null) {
            results.add(projection.apply(pass, pooled));
        }
        return results;
    }

    /**
     * @param pass the run it belongs to
     * @param images (batch, 3, size, size)
     * @return embeddings shared with text (batch, projectionWidth), not normalised
     */
    public NDArray embed(Pass pass, NDArray images) {
        return Scope.returning(() -> projectionOrFail().apply(pass,
                exitNormalization.apply(pass, hidden(pass, images, 0).get(new NDIndex(":, 0")))), images);
    }

    /**
     * @param pass the run it belongs to
     * @param images (batch, 3, size, size)
     * @param layersLeftOut at the end: 0 for the tokens of the last layer, 1 for those before it
     * @return tokens before the last normalisation (batch, token, width)
     */
    public NDArray tokens(Pass pass, NDArray images, int layersLeftOut) {
        return Scope.returning(() -> hidden(pass, images, layersLeftOut), images);
    }

    /**
     * Every token in the space shared with text, which brain decoders of the MindEye family predict.
     *
     * @param pass the run it belongs to
     * @param images (batch, 3, size, size)
     * @return (batch, token, projectionWidth), the embedding of the image first
     */
    public NDArray projectedTokens(Pass pass, NDArray images) {
        return Scope.returning(() -> projectionOrFail().apply(pass,
                exitNormalization.apply(pass, hidden(pass, images, 0))), images);
    }

    /**
     * {@link #projectedTokens} divided by the length of the first token of each image: what Versatile Diffusion
     * attends to.
     *
     * @param pass the run it belongs to
     * @param images (batch, 3, size, size)
     * @return (batch, token, projectionWidth)
     */
    public NDArray context(Pass pass, NDArray images) {
        return Scope.returning(() -> {
            NDArray tokens = projectedTokens(pass, images);
            return tokens.div(tokens.get(new NDIndex(":, :1")).norm(2, new int[] {2}, true));
        }, images);
    }

    private Linear projectionOrFail() {
        if (projection == null) {
            throw new UnsupportedOperationException("this image encoder has no projection: configure one");
        }
        return projection;
    }

    private NDArray hidden(Pass pass, NDArray images, int layersLeftOut) {
        Shape shape = images.getShape();
        int size = configuration.imageSize();
        if (!shape.slice(1).equals(new Shape(3, size, size))) {
            throw new ShapeException(
                    "images have shape " + shape + ": this CLIP takes (batch, 3, " + size + ", " + size
                            + "); resize and crop them first");
        }
        NDArray x = patches.apply(pass, images).flatten(2, 3).transpose(0, 2, 1);
        NDArray first = pass.value(classToken).toType(x.getDataType(), false)
                .broadcast(shape.get(0), 1, configuration.width());
        x = first.concat(x, 1).add(pass.value(positions));
        x = Intermediate.replace(x, entryNormalization.apply(pass, x));
        for (TransformerEncoderLayer layer : layers.subList(0, layers.size() - layersLeftOut)) {
            x = Intermediate.replace(x, layer.apply(pass, x));
        }
        return x;
    }
}
