package org.engram.decoders.foundation.meggpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Embedding;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;

/**
 * The generator: labels, times, channels and sessions are embedded and summed, decoded, and turned into logits.
 *
 * <p>Inputs: int64 (batch, time, channel) labels; int64 (batch, time) session numbers. Results: (batch, last times,
 * channel, label) logits of the label that follows each of the last times; (batch, last times, channel, feature) features
 * they are computed from.
 */
public final class MegGptNetwork extends Layer {
    private final MegGptConfiguration configuration;
    private final Embedding labels;
    private final Parameter times;
    private final Parameter channels;
    private final Embedding sessions;
    private final Linear sessionProjection;
    private final MegGptDecoder decoder;
    private final Linear head;

    /** @param configuration sizes; session embeddings have as many features as there are labels */
    public MegGptNetwork(MegGptConfiguration configuration) {
        this.configuration = configuration;
        int features = configuration.features();
        int length = configuration.length();
        labels = child("input_embedding_layer.token_embed.base_module",
                new Embedding(configuration.labels(), features));
        times = child("input_embedding_layer.pos_embed.base_module", new Table(length, features)).values;
        channels = child("input_embedding_layer.channel_embed.base_module",
                new Table(configuration.channels(), features)).values;
        sessions = child("input_embedding_layer.extra_embeds.0.base_module",
                new Embedding(configuration.sessions(), configuration.labels()));
        sessionProjection = child("input_embedding_layer.extra_embeds.0.proj",
                new Linear(configuration.labels(), features));
        decoder = child("transformer_decoder", new MegGptDecoder(configuration));
        head = child("prediction_head", new Linear(features, configuration.labels()));
    }

    /** @return the sizes */
    public MegGptConfiguration configuration() {
        return configuration;
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray given = inputs.get(0);
        if (given.getShape().dimension() != 3 || given.getShape().get(1) != configuration.length()
                || given.getShape().get(2) != configuration.channels()) {
            throw new ShapeException("this MEG-GPT reads (batch, " + configuration.length() + ", "
                    + configuration.channels() + ") labels, but the input has shape " + given.getShape());
        }
        NDArray session = sessionProjection.apply(pass, sessions.apply(pass, inputs.get(1)));
        NDArray embedded = labels.apply(pass, given).add(pass.value(times).expandDims(1))
                .add(pass.value(channels)).add(session.expandDims(2));
        NDArray features = decoder.apply(pass, embedded);
        return new NDList(head.apply(pass, features), features);
    }

    /** A vector for each place; added by its owner. */
    private static final class Table extends Layer {
        private final Parameter values;

        Table(int places, int features) {
            values = parameter("position_embeddings", Initialization.glorotUniform(features, places), places,
                    features);
        }

        @Override
        protected NDList compute(Pass pass, NDList inputs) {
            return new NDList(pass.value(values).add(0));
        }
    }
}
