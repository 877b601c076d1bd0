package org.engram.nn.attention;

import java.util.List;

/**
 * What a published checkpoint calls the parts of a transformer layer and of a stack of them.
 *
 * @param projections of both attentions
 * @param selfAttention the attention of the sequence to itself
 * @param crossAttention the attention to the memory
 * @param expansion the first linear layer of the feed-forward part
 * @param contraction its second
 * @param normalizations in their order: before (or after) self-attention, cross-attention where there is one, feed-forward
 * @param scales the layer scales, in the same order, where there are any
 * @param stack the list of layers; empty where a stack numbers its layers and nothing else
 * @param finalNormalization the normalization after the last layer
 */
public record TransformerNames(AttentionNames projections, String selfAttention, String crossAttention,
        String expansion, String contraction, List<String> normalizations, List<String> scales, String stack,
        String finalNormalization) {
    private static final List<String> NORMS = List.of("norm1", "norm2", "norm3");

    /** PyTorch: {@code self_attn.in_proj_weight}, {@code multihead_attn}, {@code linear1}, {@code norm1}. */
    public static final TransformerNames TORCH = new TransformerNames(AttentionNames.TORCH, "self_attn",
            "multihead_attn", "linear1", "linear2", NORMS, List.of("gamma_1", "gamma_2", "gamma_3"), "layers",
            "norm");
    /** timm: {@code attn.qkv}, {@code attn.proj}, {@code mlp.fc1}, {@code norm1}, {@code ls1.gamma}. */
    public static final TransformerNames TIMM = new TransformerNames(AttentionNames.TIMM, "attn",
            "cross_attn", "mlp.fc1", "mlp.fc2", NORMS, List.of("ls1.gamma", "ls2.gamma", "ls3.gamma"),
            "blocks", "norm");
    /** BEiT and LaBraM: as timm, with layer scales {@code gamma_1}, {@code gamma_2}. */
    public static final TransformerNames BEIT = new TransformerNames(AttentionNames.TIMM, "attn",
            "cross_attn", "mlp.fc1", "mlp.fc2", NORMS, List.of("gamma_1", "gamma_2", "gamma_3"), "blocks",
            "norm");
    /** diffusers: {@code attn1.to_q}, {@code attn2.to_out.0}, {@code ff.net.0.proj}, {@code ff.net.2}. */
    public static final TransformerNames DIFFUSERS = new TransformerNames(AttentionNames.DIFFUSERS, "attn1",
            "attn2", "ff.net.0.proj", "ff.net.2", NORMS, List.of("gamma_1", "gamma_2", "gamma_3"),
            "transformer_blocks", "norm");
    /** Hugging Face CLIP: {@code self_attn.q_proj}, {@code layer_norm1}, {@code mlp.fc1}. */
    public static final TransformerNames CLIP = new TransformerNames(AttentionNames.HUGGING_FACE, "self_attn",
            "encoder_attn", "mlp.fc1", "mlp.fc2", List.of("layer_norm1", "layer_norm2", "layer_norm3"),
            List.of("gamma_1", "gamma_2", "gamma_3"), "layers", "final_layer_norm");

    /** Checks and copies. */
    public TransformerNames {
        normalizations = List.copyOf(normalizations);
        scales = List.copyOf(scales);
        if (normalizations.size() < 2 || scales.size() < 2) {
            throw new IllegalArgumentException("a transformer layer has two or three normalizations and "
                    + "scales, not " + normalizations + " and " + scales);
        }
    }

    /** @param list what the list of layers is called, or empty @return the same with another name of it */
    public TransformerNames withStack(String list) {
        return new TransformerNames(projections, selfAttention, crossAttention, expansion, contraction,
                normalizations, scales, list, finalNormalization);
    }

    String layer(int index) {
        return stack.isEmpty() ? Integer.toString(index) : stack + "." + index;
    }
}
