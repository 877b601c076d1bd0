package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Scaled dot-product attention (Vaswani et al. 2017), fused by the engine: the logits are never held whole. */
public final class Attentions {
    private Attentions() {}

    /**
     * @param query (..., queries, feature)
     * @param key (..., keys, feature)
     * @param value (..., keys, value feature)
     * @param scale of the logits; 1 / sqrt(feature) by custom
     * @param causal whether query i sees the keys 0 to i only
     * @return (..., queries, value feature)
     */
    public static NDArray attend(NDArray query, NDArray key, NDArray value, double scale, boolean causal) {
        return TorchScript.callForOne("attention", List.of(query, key, value), scale, causal ? 1 : 0);
    }

    /**
     * @param query (..., queries, feature)
     * @param key (..., keys, feature)
     * @param value (..., keys, value feature)
     * @param mask added to the logits, broadcast against (..., queries, keys), -infinity where a key is hidden; or of
     * type boolean, true where a key is seen. A query that sees no key gives NaN
     * @param scale of the logits
     * @return (..., queries, value feature)
     */
    public static NDArray attend(NDArray query, NDArray key, NDArray value, NDArray mask, double scale) {
        return TorchScript.callForOne("masked_attention", List.of(query, key, value, mask), scale);
    }
}
