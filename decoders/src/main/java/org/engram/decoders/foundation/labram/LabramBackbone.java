package org.engram.decoders.foundation.labram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.attention.TransformerEncoderLayer;
import org.engram.nn.attention.TransformerNames;
import org.engram.nn.attention.TransformerOptions;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;

/** What all LaBraM transformers share: class token, positions in space and time, and the stack of blocks. */
abstract class LabramBackbone extends Layer {
    /** Patches of one channel the time table has rows for. */
    static final int MOST_PATCHES = 16;
    static final double EPSILON = 1e-6;

    private static final double START = 0.02;
    private static final double FIRST_BRANCH_SCALE = 0.1;

    private final Parameter classToken;
    private final Parameter positions;
    private final Parameter times;
    private final List<TransformerEncoderLayer> blocks = new ArrayList<>();

    LabramBackbone(int features) {
        Initialization start = Initialization.truncatedNormal(START);
        classToken = parameter("cls_token", start, 1, 1, features);
        positions = parameter("pos_embed", start, 1, LabramChannels.POSITIONS + 1, features);
        times = parameter("time_embed", start, 1, MOST_PATCHES, features);
    }

    /** Which of the two forms of a layer: they differ in what is a parameter. */
    enum Form {
        /** Of the encoder: queries and keys are normalised, branches scaled, the projection has no bias. */
        ENCODER,
        /** Of the tokeniser: none of this, and a bias. */
        TOKENIZER
    }

    /** Declares the blocks, after the embedding, so that the parameters keep the order of the checkpoint. */
    final void stack(int features, int layers, int heads, double dropPath, Form form) {
        TransformerOptions.Builder options = TransformerOptions.builder(features, heads)
                .names(TransformerNames.BEIT).epsilon(EPSILON).dropPath(dropPath)
                .start(Initialization.truncatedNormal(START));
        if (form == Form.ENCODER) {
            options.attentionUnbiased().layerScale(FIRST_BRANCH_SCALE)
                    .headNormalization(width -> new LayerNormalization(width, EPSILON));
        }
        for (int depth = 0; depth < layers; depth++) {
            // Deeper branches start smaller.
            options.lastStart(Initialization.truncatedNormal(START / Math.sqrt(2.0 * (depth + 1))));
            blocks.add(child("blocks." + depth,
                    new TransformerEncoderLayer(options.build().ofLayer(depth, layers))));
        }
    }

    /**
     * @param embedded (batch, channel * patch, feature)
     * @param numbers int64 (1 + channel): the class token's, then each channel's
     * @param classRow where the class token's position stands in {@code numbers}
     * @return (batch, 1 + channel * patch, feature), class token first
     */
    final NDArray transformed(Pass pass, NDArray embedded, NDArray numbers, int classRow) {
        long batch = embedded.getShape().get(0);
        long features = embedded.getShape().get(2);
        long channels = numbers.getShape().size() - 1;
        long patches = embedded.getShape().get(1) / channels;
        NDArray table = pass.value(positions).reshape(-1, features);
        NDArray rows = table.getNDArrayInternal().embedding(numbers, table, SparseFormat.DENSE).get(0);
        NDArray space = rows.get(new NDIndex("1:")).reshape(channels, 1, features);
        NDArray time = pass.value(times).get(new NDIndex(":, :{}", patches));
        NDArray place = space.add(time).reshape(1, channels * patches, features);
        NDArray first = pass.value(classToken).add(rows.get(new NDIndex("{}", classRow)))
                .broadcast(new Shape(batch, 1, features));
        NDArray x = first.concat(embedded.add(place), 1);
        for (TransformerEncoderLayer block : blocks) {
            x = block.apply(pass, x);
        }
        return x;
    }

    /** @param x (batch, 1 + token, feature) @return without the class token */
    static NDArray patches(NDArray x) {
        return x.get(new NDIndex(":, 1:"));
    }

    /** Checks patches and channel numbers against each other and the tables. */
    final void require(NDList inputs, int wanted) {
        if (inputs.size() != wanted) {
            throw new ShapeException(getClass().getSimpleName() + " takes " + wanted
                    + " arrays (patches, then channel numbers), not " + inputs.size());
        }
        Shape shape = inputs.get(0).getShape();
        NDArray numbers = inputs.get(1);
        if (shape.dimension() != 4 || numbers.getShape().size() != shape.get(1) + 1) {
            throw new ShapeException(
                    "LaBraM takes (batch, channel, patch, 200 samples) and one number for the "
                            + "class token and each channel, but the patches have shape " + shape
                            + " and the numbers shape " + numbers.getShape());
        }
        if (shape.get(2) > MOST_PATCHES) {
            throw new ShapeException("LaBraM has time embeddings for " + MOST_PATCHES
                    + " patches, but the input has " + shape.get(2) + ": cut it into epochs of at most "
                    + MOST_PATCHES + " seconds");
        }
        for (long number : numbers.toLongArray()) {
            if (number < 0 || number > LabramChannels.POSITIONS) {
                throw new ShapeException(
                        "channel number " + number + " has no row in LaBraM's position table, "
                                + "which holds 0 (the class token) to " + LabramChannels.POSITIONS
                                + ": take numbers from LabramChannels");
            }
        }
    }
}
