package org.engram.decoders.foundation.duin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.Sinusoids;

/** What all Du-IN networks share: the subject's layer, the tokens, time and the encoder. */
abstract class DuinBackbone extends Layer {
    private final DuinConfiguration configuration;
    private final SubjectLayer subject;
    private final SegmentTokenizer tokenizer;
    private final Parameter times;
    private final Sequence encoder;

    DuinBackbone(DuinConfiguration configuration) {
        this.configuration = configuration;
        subject = child("subj_block.subj_layer", new SubjectLayer(configuration.channels(),
                SegmentTokenizer.CHANNELS, configuration.subjects()));
        tokenizer = child("tokenizer", new SegmentTokenizer());
        times = parameter("emb_time.time_encodings",
                Sinusoids.of(DuinConfiguration.FEATURES, Sinusoids.Order.INTERLEAVED).table(),
                configuration.segments(), DuinConfiguration.FEATURES);
        times.freeze(true);
        encoder = child("encoder.1.xfmr_blocks", blocks(configuration.layers(), configuration.dropout()));
    }

    /** @return the sizes */
    public final DuinConfiguration configuration() {
        return configuration;
    }

    static Sequence blocks(int layers, double dropout) {
        Sequence blocks = new Sequence();
        for (int depth = 1; depth <= layers; depth++) {
            blocks.then(new DuinBlock(depth, dropout));
        }
        return blocks;
    }

    /** @param inputs recordings and subjects @return (batch, segment, 160) */
    final NDArray tokens(Pass pass, NDList inputs) {
        NDArray tokens = tokenizer.apply(pass,
                subject.apply(pass, new NDList(inputs.get(0), inputs.get(1))).get(0));
        if (tokens.getShape().get(1) > configuration.segments()) {
            throw new ShapeException("this Du-IN has time embeddings for " + configuration.segments()
                    + " segments, but the input has shape " + inputs.get(0).getShape());
        }
        return tokens;
    }

    /** @param tokens (batch, segment, 160) @return with time, encoded */
    final NDArray encoded(Pass pass, NDArray tokens) {
        return encoder.apply(pass, timed(pass, tokens));
    }

    /** @param tokens (batch, segment, 160) @return with the embedding of their time added */
    final NDArray timed(Pass pass, NDArray tokens) {
        return tokens.add(pass.value(times).get(new NDIndex(":{}", tokens.getShape().get(1))));
    }
}
