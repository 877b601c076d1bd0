package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.function.UnaryOperator;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.DropPath;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.SimpleLayer;

/** What layers of encoders and decoders share: residual parts with their normalization, scale and dropout. */
abstract class TransformerLayer extends Layer {
    private final TransformerOptions options;
    private final Dropout dropout;
    private final DropPath depth;

    TransformerLayer(TransformerOptions options) {
        this.options = options;
        dropout = new Dropout(options.dropout());
        depth = new DropPath(options.dropPath());
    }

    /** A residual part of the layer. */
    record Part(SimpleLayer normalization, Parameter scale) {}

    final Part part(int index) {
        Parameter scale = options.layerScale() == 0
                ? null
                : parameter(options.names().scales().get(index),
                        Initialization.constant(options.layerScale()), options.width());
        return new Part(child(options.names().normalizations().get(index),
                options.normalization().apply(options.width())), scale);
    }

    final HiddenPart feedForward() {
        return new HiddenPart(child(options.names().expansion(), options.expansion()),
                child(options.names().contraction(), options.contraction()),
                options.activation(), options.gate(), new Dropout(options.dropout()));
    }

    /** x and what {@code body} makes of it. */
    final NDArray residual(Pass pass, NDArray x, Part part, UnaryOperator<NDArray> body) {
        NDArray given = options.normalizedFirst() ? part.normalization().apply(pass, x) : x;
        NDArray result = body.apply(given);
        if (given != x) {
            given.close();
        }
        result = Intermediate.replace(result, dropout.apply(pass, result));
        if (part.scale() != null) {
            result = Intermediate.replace(result, result.mul(pass.value(part.scale())));
        }
        result = Intermediate.replace(result, depth.apply(pass, result));
        result = Intermediate.replace(result, x.add(result));
        return options.normalizedFirst()
                ? result
                : Intermediate.replace(result, part.normalization().apply(pass, result));
    }
}
