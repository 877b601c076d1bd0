package org.engram.nn.attention;

import java.util.List;

/**
 * What a published checkpoint calls the projections of an attention.
 *
 * @param projections one name where query, key and value come from one matrix, two where key and value do, three where
 * each has its own; empty for the parameters {@code in_proj_weight} and {@code in_proj_bias} of PyTorch, which have no
 * layer of their own
 * @param output the projection of the result
 * @param queryNormalization the normalization of each head of the query, where there is one
 * @param keyNormalization likewise of the key
 */
public record AttentionNames(List<String> projections, String output, String queryNormalization,
        String keyNormalization) {
    /** PyTorch: {@code in_proj_weight}, {@code in_proj_bias}, {@code out_proj}. */
    public static final AttentionNames TORCH = of(List.of(), "out_proj");
    /** timm, LaBraM, MONAI: {@code qkv}, {@code proj}, {@code q_norm}, {@code k_norm}. */
    public static final AttentionNames TIMM = of(List.of("qkv"), "proj");
    /** diffusers, CompVis: {@code to_q}, {@code to_k}, {@code to_v}, {@code to_out.0}. */
    public static final AttentionNames DIFFUSERS = of(List.of("to_q", "to_k", "to_v"), "to_out.0");
    /** Hugging Face CLIP and others: {@code q_proj}, {@code k_proj}, {@code v_proj}, {@code out_proj}. */
    public static final AttentionNames HUGGING_FACE = of(List.of("q_proj", "k_proj", "v_proj"), "out_proj");
    /** Perceivers: {@code to_q}, {@code to_kv}, {@code to_out}. */
    public static final AttentionNames PERCEIVER = of(List.of("to_q", "to_kv"), "to_out");

    /** Checks and copies. */
    public AttentionNames {
        projections = List.copyOf(projections);
        if (projections.size() > 3) {
            throw new IllegalArgumentException("an attention has 0 to 3 projections, not " + projections);
        }
    }

    /**
     * @param projections as in the record
     * @param output the projection of the result
     * @return the names, with {@code q_norm} and {@code k_norm}
     */
    public static AttentionNames of(List<String> projections, String output) {
        return new AttentionNames(projections, output, "q_norm", "k_norm");
    }
}
