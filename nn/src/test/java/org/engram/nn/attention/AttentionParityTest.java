package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.parity.Parity;
import org.engram.nn.parity.Within;
import org.junit.jupiter.api.Test;

/** Every layer against PyTorch's module, or the published definition written in PyTorch: see attention.py. */
class AttentionParityTest {
    private static final TransformerOptions SMALL = TransformerOptions.builder(12, 3).hiddenWidth(20).build();

    private static Parity fixture(String name) {
        return Parity.of(AttentionParityTest.class, name + ".npz");
    }

    /** The masks of the generator. */
    private static NDArray booleans(NDManager manager, boolean[][] rows) {
        boolean[] flat = new boolean[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    private static AttentionMask causalWithPadding(NDManager manager) {
        return AttentionMask.CAUSAL.and(AttentionMask.keys(booleans(manager,
                new boolean[][] {{true, true, true, false, false}, {true, true, true, true, false}})));
    }

    @Test
    void ofPyTorch() {
        fixture("torch-self").check(MultiHeadAttention.builder(12, 3).build());
        fixture("torch-cross").check(MultiHeadAttention.builder(12, 3).contextWidth(7, 6).build());
    }

    @Test
    void maskedWithBiasAndWeights() {
        MultiHeadAttention attention = MultiHeadAttention.builder(12, 3).build();
        fixture("torch-masked").check(new Within(attention, (pass, inputs) -> {
            NDArray x = inputs.get(0);
            NDList results = new NDList();
            AttentionContext context = AttentionContext.NONE.with(causalWithPadding(x.getManager()))
                    .with(AttentionMask.bias(inputs.get(1)))
                    .with((path, weights) -> results.add(kept(weights)));
            results.add(0, attention.apply(pass, x, x, x, context));
            return results;
        }));
    }

    private static NDArray kept(NDArray weights) {
        NDScope.unregister(weights);
        return weights;
    }

    @Test
    void underOtherNames() {
        fixture("diffusers-cross").check(MultiHeadAttention.builder(12, 2).headWidth(5).contextWidth(7)
                .names(AttentionNames.DIFFUSERS).inputUnbiased().build());
        fixture("timm-normalized").check(MultiHeadAttention.builder(12, 3).names(AttentionNames.TIMM)
                .inputUnbiased().headNormalization(width -> new LayerNormalization(width, 1e-6)).build());
        fixture("grouped").check(MultiHeadAttention.builder(12, 6).keyValueHeads(2)
                .names(AttentionNames.PERCEIVER).inputUnbiased().build());
        fixture("linear-attention").check(new LinearAttention(12, 3, 0));
    }

    @Test
    void rotary() {
        check("rotary-halves", 3, RotaryEmbedding.Pairing.HALVES);
        check("rotary-neighbours", 2, RotaryEmbedding.Pairing.NEIGHBOURS);
    }

    private static void check(String name, long heads, RotaryEmbedding.Pairing pairing) {
        RotaryEmbedding rotary = new RotaryEmbedding(RotaryEmbedding.ofBase(4, 10000), pairing);
        MultiHeadAttention attention = MultiHeadAttention.builder(12, heads).names(AttentionNames.TIMM)
                .build();
        fixture(name).check(new Within(attention, (pass, inputs) -> {
            NDArray x = inputs.get(0);
            return new NDList(attention.apply(pass, x, x, x,
                    AttentionContext.NONE.with(rotary.at(pass, inputs.get(1)))));
        }));
    }

    @Test
    void bucketsOfDistance() {
        fixture("buckets-both").check(new BucketedPositionBias(2, 8, 20, true));
        fixture("buckets-past").check(new BucketedPositionBias(2, 8, 20, false));
    }

    @Test
    void perceivers() {
        fixture("resampler").check(new PerceiverResampler(7, 3, 2, 6,
                TransformerOptions.builder(8, 2).headWidth(3).hiddenWidth(16).build()));
        RotaryEmbedding rotary = new RotaryEmbedding(RotaryEmbedding.ofBase(4, 10000),
                RotaryEmbedding.Pairing.NEIGHBOURS);
        Perceiver perceiver = new Perceiver(2, TransformerOptions.builder(8, 2).headWidth(6).build(), 1);
        fixture("perceiver").check(new Within(perceiver, (pass, inputs) -> new NDList(perceiver.apply(pass,
                inputs.get(0), inputs.get(1), inputs.get(2),
                Perceiver.Contexts.at(rotary.at(pass, inputs.get(3)), rotary.at(pass, inputs.get(4)),
                        rotary.at(pass, inputs.get(5)))))));
    }

    @Test
    void layers() {
        fixture("encoder-layer-post").check(new TransformerEncoderLayer(
                SMALL.toBuilder().activation(Activation.RELU).postNorm().build()));
        fixture("encoder-layer-pre").check(new TransformerEncoderLayer(SMALL));
        fixture("decoder-layer-post")
                .check(new TransformerDecoderLayer(SMALL.toBuilder().postNorm().build()));
        fixture("labram-block").check(new TransformerEncoderLayer(SMALL.toBuilder().epsilon(1e-6)
                .attentionUnbiased().headNormalization(width -> new LayerNormalization(width, 1e-6))
                .layerScale(0.1).names(TransformerNames.BEIT).build()));
        fixture("diffusion-block").check(new TransformerDecoderLayer(TransformerOptions.builder(8, 2)
                .contextWidth(7).attentionUnbiased().gate(TransformerOptions.Gate.SECOND_HALF)
                .names(TransformerNames.DIFFUSERS).build()));
    }

    @Test
    void clipLayer() {
        TransformerEncoderLayer clip = new TransformerEncoderLayer(SMALL.toBuilder()
                .names(TransformerNames.CLIP).activation(Activation.QUICK_GELU).build());
        fixture("clip-layer").check(new Within(clip, (pass, inputs) -> new NDList(clip.apply(pass,
                inputs.get(0), AttentionContext.NONE.with(AttentionMask.CAUSAL)))));
    }

    @Test
    void stacks() {
        TransformerEncoder encoder = new TransformerEncoder(2, SMALL, true);
        fixture("encoder").check(new Within(encoder, (pass, inputs) -> new NDList(encoder.apply(pass,
                inputs.get(0),
                AttentionContext.NONE.with(causalWithPadding(inputs.get(0).getManager()))))));
        TransformerDecoder decoder = new TransformerDecoder(2, SMALL, true);
        fixture("decoder").check(new Within(decoder, (pass, inputs) -> {
            NDArray shown = booleans(inputs.get(0).getManager(),
                    new boolean[][] {{true, true, true, false}, {true, false, true, true}});
            return new NDList(decoder.apply(pass, inputs.get(0), inputs.get(1),
                    AttentionContext.NONE.with(AttentionMask.CAUSAL),
                    AttentionContext.NONE.with(AttentionMask.keys(shown))));
        }));
    }
}
