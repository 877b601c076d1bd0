package org.engram.decoders.foundation.bendr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.nn.attention.TransformerEncoder;
import org.engram.nn.attention.TransformerNames;
import org.engram.nn.attention.TransformerOptions;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Sequence;

/**
 * The transformer over encoded vectors.
 *
 * <p>Inputs: (batch, feature, position); optionally boolean (batch, position), true where a vector is replaced by the
 * learnt mask. Result: (batch, feature, 1 + position), the start token's first.
 */
public final class BendrContextualizer extends Layer {
    private static final double START = -5;
    private static final int TAPS = 25;
    private static final int GROUPS = 16;

    private final Parameter mask;
    private final TransformerEncoder layers;
    private final Convolution position;
    private final LayerNormalization norm;
    private final Dropout dropout;
    private final Convolution widening;
    private final Convolution output;

    /** @param configuration sizes */
    public BendrContextualizer(BendrConfiguration configuration) {
        int features = configuration.features();
        int wide = 3 * features;
        mask = parameter("mask_replacement", Initialization.normal(1 / Math.sqrt(features)), features);
        child("norm", new LayerNormalization(wide));
        TransformerOptions options = TransformerOptions.builder(wide, configuration.heads())
                .hiddenWidth(configuration.hidden()).dropout(configuration.dropout())
                .names(TransformerNames.TORCH.withStack(""))
                .normalization(width -> new Sequence()).build(); // none at all, as in the reference
        layers = child("transformer_layers", new TransformerEncoder(configuration.layers(), options, false));
        position = child("relative_position.0",
                Convolution.builder(1, features, features).kernel(TAPS).padding(TAPS / 2).groups(GROUPS)
                        .weightNormalized(2)
                        .start(Initialization.normal(2.0 / (3 * features)), Initialization.ZEROS).build());
        norm = child("input_conditioning.1", new LayerNormalization(features));
        widening = child("input_conditioning.4", Convolution.builder(1, features, wide).build());
        output = child("output_layer", Convolution.builder(1, wide, features).build());
        dropout = new Dropout(configuration.dropout());
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray x = inputs.size() < 2 ? inputs.get(0) : masked(pass, inputs.get(0), inputs.get(1));
        x = x.add(Activation.GELU.of(position.apply(pass, x)));
        x = norm.apply(pass, x.transpose(0, 2, 1)).transpose(0, 2, 1);
        x = widening.apply(pass, dropout.apply(pass, x)).transpose(0, 2, 1); // (batch, position, 3 feature)
        Shape shape = x.getShape();
        NDArray start = x.getManager().full(new Shape(shape.get(0), 1, shape.get(2)), (float) START,
                x.getDataType());
        x = layers.apply(pass, start.concat(x, 1));
        return new NDList(output.apply(pass, x.transpose(0, 2, 1)));
    }

    private NDArray masked(Pass pass, NDArray x, NDArray where) {
        NDArray hidden = where.toType(x.getDataType(), false).expandDims(1);
        return x.mul(hidden.neg().add(1)).add(pass.value(mask).reshape(1, -1, 1).mul(hidden));
    }
}
