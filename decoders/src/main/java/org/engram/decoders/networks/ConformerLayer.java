package org.engram.decoders.networks;

import ai.djl.ndarray.NDArray;
import org.engram.decoders.attention.Heads;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;

/** One pre-norm layer of the EEG Conformer's transformer, under braindecode's nested names. */
final class ConformerLayer extends SimpleLayer {
    private final SimpleLayer attention;
    private final SimpleLayer feedForward;

    ConformerLayer(int features, int heads, double dropout) {
        attention = child("0.fn", new Sequence(new LayerNormalization(features),
                new Attention(features, heads, dropout), new Dropout(dropout)));
        feedForward = child("1.fn", new Sequence(new LayerNormalization(features),
                new Sequence(new Linear(features, 4L * features), Activation.GELU.layer(),
                        new Dropout(dropout), new Linear(4L * features, features)),
                new Dropout(dropout)));
    }

    /** @param input (batch, token, feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input.add(attention.apply(pass, input));
        return x.add(feedForward.apply(pass, x));
    }

    private static final class Attention extends SimpleLayer {
        private final Linear keys;
        private final Linear queries;
        private final Linear values;
        private final Linear projection;
        private final Dropout dropout;
        private final int heads;
        private final double scale;

        Attention(int features, int heads, double dropout) {
            Heads.size(getClass(), features, heads);
            keys = child("keys", new Linear(features, features));
            queries = child("queries", new Linear(features, features));
            values = child("values", new Linear(features, features));
            projection = child("projection", new Linear(features, features));
            this.dropout = new Dropout(dropout);
            this.heads = heads;
            // Of all features, as published, not of one head's.
            scale = 1 / Math.sqrt(features);
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            NDArray attended = Heads.attend(pass, Heads.split(queries.apply(pass, input), heads),
                    Heads.split(keys.apply(pass, input), heads),
                    Heads.split(values.apply(pass, input), heads),
                    scale, dropout);
            return projection.apply(pass, Heads.join(attended));
        }
    }
}
