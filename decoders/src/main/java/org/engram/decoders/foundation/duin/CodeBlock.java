package org.engram.decoders.foundation.duin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import org.engram.decoders.foundation.CosineCodebook;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;

/**
 * Tokens replaced by codes of unit norm. Input: (batch, segment, 160). Results: (batch, segment, 160) what the codes stand
 * for; int64 (batch, segment) codes; the commitment (one number).
 */
final class CodeBlock extends Layer {
    private static final int CODE_SIZE = 64;

    private final Sequence before;
    private final Parameter codes;
    private final LayerNormalization norm;
    private final Linear after;

    CodeBlock(int count) {
        int features = DuinConfiguration.FEATURES;
        Initialization start = Initialization.truncatedNormal(0.02);
        frozen("counts", Initialization.ZEROS, count);
        codes = frozen("codex.embeddings", Initialization.normal(1 / Math.sqrt(CODE_SIZE)), count, CODE_SIZE);
        frozen("codex.initted", Initialization.ZEROS, 1);
        before = child("pre_proj", new Sequence(new Linear(features, features, true, start),
                Activation.TANH.layer(), new Linear(features, CODE_SIZE, true, start)));
        norm = child("layernorm", new LayerNormalization(CODE_SIZE));
        after = child("post_proj.0", new Linear(CODE_SIZE, features, true, start));
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray unit = CosineCodebook.normalized(before.apply(pass, inputs.get(0)));
        NDArray table = CosineCodebook.normalized(pass.value(codes)).stopGradient();
        NDArray numbers = CosineCodebook.nearest(unit, table);
        NDArray replaced = CosineCodebook.straightThrough(unit, numbers, table);
        NDArray commitment = unit.sub(replaced.stopGradient()).square().mean();
        return new NDList(after.apply(pass, norm.apply(pass, replaced)), numbers, commitment);
    }

    private Parameter frozen(String name, Initialization start, long... shape) {
        Parameter parameter = parameter(name, start, shape);
        parameter.freeze(true);
        return parameter;
    }
}
