package org.engram.decoders.foundation.duin;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.quantization.Quantized;
import org.engram.nn.quantization.VectorQuantizer;

/**
 * Tokens replaced by codes of unit norm. Input: (batch, segment, 160). Results: (batch, segment, 160) what the codes stand
 * for; int64 (batch, segment) codes; the commitment (one number).
 */
final class CodeBlock extends Layer {
    private static final int CODE_SIZE = 64;
    private static final double CODE_SHARE = 0.99;
    private static final int CLUSTER_ROUNDS = 10;

    private final Sequence before;
    private final VectorQuantizer quantizer;
    private final LayerNormalization norm;
    private final Linear after;

    CodeBlock(int count) {
        int features = DuinConfiguration.FEATURES;
        Initialization start = Initialization.truncatedNormal(0.02);
        Parameter uses = frozen("counts", Initialization.ZEROS, count);
        Parameter codes = frozen("codex.embeddings", Initialization.normal(1 / Math.sqrt(CODE_SIZE)), count,
                CODE_SIZE);
        Parameter started = frozen("codex.initted", Initialization.ZEROS, 1);
        quantizer = child("quantizer",
                VectorQuantizer.builder(count, CODE_SIZE).cosine().movingAverage(CODE_SHARE)
                        .clusteredStart(CLUSTER_ROUNDS).commitment(1).stored(codes, uses, started).build());
        before = child("pre_proj", new Sequence(new Linear(features, features, true, start),
                Activation.TANH.layer(), new Linear(features, CODE_SIZE, true, start)));
        norm = child("layernorm", new LayerNormalization(CODE_SIZE));
        after = child("post_proj.0", new Linear(CODE_SIZE, features, true, start));
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        Quantized coded = quantizer.quantize(pass, before.apply(pass, inputs.get(0)));
        return new NDList(after.apply(pass, norm.apply(pass, coded.vectors())), coded.codes(), coded.loss());
    }

    private Parameter frozen(String name, Initialization start, long... shape) {
        Parameter parameter = parameter(name, start, shape);
        parameter.freeze(true);
        return parameter;
    }
}
