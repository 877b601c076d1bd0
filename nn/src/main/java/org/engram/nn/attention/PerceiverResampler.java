package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * Any number of tokens summarized in a fixed number: learnt queries attend to the tokens and to themselves (Alayrac et
 * al. 2022, "Flamingo"), with the parameter names of IP-Adapter Plus: {@code latents}, {@code proj_in},
 * {@code layers.i.0.{norm1, norm2, to_q, to_kv, to_out}}, {@code layers.i.1.{0, 1, 3}}, {@code proj_out},
 * {@code norm_out}.
 */
public final class PerceiverResampler extends SimpleLayer {
    private final Parameter latents;
    private final Linear entrance;
    private final List<Block> blocks = new ArrayList<>();
    private final Linear exit;
    private final LayerNormalization normalization;

    private record Block(LayerNormalization ofTokens, LayerNormalization ofLatents,
            MultiHeadAttention attention, LayerNormalization ofHidden, Linear expansion,
            Linear contraction) {}

    /**
     * @param inputs features of the tokens
     * @param queries how many learnt queries, the number of tokens of the result
     * @param depth how many blocks
     * @param outputs features of the result
     * @param options width, heads, head width and hidden width of the blocks; the rest is fixed
     */
    public PerceiverResampler(long inputs, long queries, int depth, long outputs,
            TransformerOptions options) {
        long width = options.width();
        latents = parameter("latents", Initialization.normal(1 / Math.sqrt(width)), 1, queries, width);
        entrance = child("proj_in", new Linear(inputs, width));
        for (int i = 0; i < depth; i++) {
            String attention = "layers." + i + ".0";
            String hidden = "layers." + i + ".1.";
            blocks.add(new Block(child(attention + ".norm1", new LayerNormalization(width)),
                    child(attention + ".norm2", new LayerNormalization(width)),
                    child(attention, MultiHeadAttention.builder(width, options.heads())
                            .headWidth(options.headWidth()).names(AttentionNames.PERCEIVER).inputUnbiased()
                            .outputUnbiased().build()),
                    child(hidden + "0", new LayerNormalization(width)),
                    child(hidden + "1", new Linear(width, options.hiddenWidth(), false)),
                    child(hidden + "3", new Linear(options.hiddenWidth(), width, false))));
        }
        exit = child("proj_out", new Linear(width, outputs));
        normalization = child("norm_out", new LayerNormalization(outputs));
    }

    /** @param input (batch, token, input feature) @return (batch, query, output feature) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray tokens = entrance.apply(pass, input);
        NDArray x = pass.value(latents).repeat(0, input.getShape().get(0));
        for (Block block : blocks) {
            NDArray queries = block.ofLatents().apply(pass, x);
            NDArray context = block.ofTokens().apply(pass, tokens).concat(queries, 1);
            x = x.add(block.attention().apply(pass, queries, context, context, AttentionContext.NONE));
            NDArray hidden = block.expansion().apply(pass, block.ofHidden().apply(pass, x));
            x = x.add(block.contraction().apply(pass, Activation.GELU.of(hidden)));
        }
        return normalization.apply(pass, exit.apply(pass, x));
    }
}
