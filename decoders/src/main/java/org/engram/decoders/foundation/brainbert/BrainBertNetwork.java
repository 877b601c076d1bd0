package org.engram.decoders.foundation.brainbert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.attention.TransformerEncoder;
import org.engram.nn.attention.TransformerOptions;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.layers.Sinusoids;

/**
 * BrainBERT as it is pre-trained. Input: (batch, frame, frequency). Results: (batch, frame, feature) representation;
 * (batch, frame, frequency) reconstruction.
 */
public final class BrainBertNetwork extends Layer {
    private final BrainBertConfiguration configuration;
    private final InputEncoding encoding;
    private final TransformerEncoder layers;
    private final Linear hidden;
    private final LayerNormalization norm;
    private final Linear output;

    /** @param configuration sizes */
    public BrainBertNetwork(BrainBertConfiguration configuration) {
        this.configuration = configuration;
        int features = configuration.features();
        encoding = child("input_encoding", new InputEncoding(configuration));
        layers = child("transformer", new TransformerEncoder(configuration.layers(),
                TransformerOptions.builder(features, configuration.heads())
                        .hiddenWidth(configuration.hidden())
                        .dropout(configuration.dropout()).postNorm().build(),
                false));
        hidden = child("spec_prediction_head.hidden_layer", new Linear(features, features));
        norm = child("spec_prediction_head.layer_norm", new LayerNormalization(features));
        output = child("spec_prediction_head.output", new Linear(features, configuration.frequencies()));
    }

    /** @return the sizes */
    public BrainBertConfiguration configuration() {
        return configuration;
    }

    /**
     * The representation without the reconstruction.
     *
     * @param pass the run it belongs to
     * @param spectrogram (batch, frame, frequency)
     * @return (batch, frame, feature)
     */
    public NDArray represent(Pass pass, NDArray spectrogram) {
        return layers.apply(pass, encoding.apply(pass, spectrogram));
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray representation = represent(pass, inputs.get(0));
        NDArray x = Activation.GELU.of(hidden.apply(pass, representation));
        return new NDList(representation, output.apply(pass, norm.apply(pass, x)));
    }

    /** Frames to tokens: a linear map, sinusoids by frame, layer normalisation, dropout. */
    private static final class InputEncoding extends SimpleLayer {
        private static final int MOST_FRAMES = 5000;

        private final int frequencies;
        private final Linear projection;
        private final Parameter position;
        private final LayerNormalization norm;
        private final Dropout dropout;

        InputEncoding(BrainBertConfiguration configuration) {
            int features = configuration.features();
            frequencies = configuration.frequencies();
            projection = child("in_proj", new Linear(frequencies, features));
            position = buffer("positional_encoding.pe",
                    Sinusoids.of(features, Sinusoids.Order.INTERLEAVED).table(), 1, MOST_FRAMES,
                    features);
            norm = child("layer_norm", new LayerNormalization(features));
            dropout = new Dropout(configuration.dropout());
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            Shape shape = input.getShape();
            if (shape.dimension() != 3 || shape.get(2) != frequencies || shape.get(1) > MOST_FRAMES) {
                throw new ShapeException("BrainBERT takes (batch, frame, " + frequencies + ") with at most "
                        + MOST_FRAMES + " frames, but the input has shape " + shape);
            }
            NDArray x = projection.apply(pass, input)
                    .add(pass.value(position).get(new NDIndex(":, :{}", shape.get(1))));
            return dropout.apply(pass, norm.apply(pass, x));
        }
    }
}
