package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Precision;

/**
 * Scaled dot-product attention (Vaswani et al. 2017) and what goes with it. Queries, keys and values are (batch, head,
 * token, feature), of one type.
 *
 * <p>The logits are not held whole where the engine has a fused kernel: without dropout, without a bias that is learnt,
 * and with values as wide as the keys. Where it has none and no gradient is recorded, queries are taken in groups.
 */
public final class Attentions {
    /** Logits held at a time where there is no fused kernel: 256 MiB of float32. */
    private static final long MOST_LOGITS = 1L << 26;

    private Attentions() {}

    /**
     * @param pass says in which arithmetic
     * @param query (batch, head, queries, feature)
     * @param key (batch, head, keys, feature)
     * @param value (batch, head, keys, value feature)
     * @param scale of the logits; 1 / sqrt(feature) by custom
     * @param causal whether query i sees the keys 0 to i only
     * @param dropout probability that a weight is dropped, 0 in inference
     * @return (batch, head, queries, value feature)
     */
    public static NDArray attend(Pass pass, NDArray query, NDArray key, NDArray value, double scale,
            boolean causal,
            double dropout) {
        return TorchScript.callForOne("attention", List.of(query, key, value), scale, causal ? 1 : 0,
                dropout, rounded(pass));
    }

    /**
     * @param pass says in which arithmetic, and whether a gradient is recorded; then all queries are taken at once
     * @param query (batch, head, queries, feature)
     * @param key (batch, head, keys, feature)
     * @param value (batch, head, keys, value feature)
     * @param mask of type boolean, true where a key is seen; or added to the logits, -infinity where a key is hidden.
     * It broadcasts against (batch, head, queries, keys). A query that sees no key gives zero
     * @param scale of the logits
     * @param dropout probability that a weight is dropped, 0 in inference
     * @return (batch, head, queries, value feature)
     */
    public static NDArray attend(Pass pass, NDArray query, NDArray key, NDArray value, NDArray mask,
            double scale,
            double dropout) {
        return attend(pass, query, key, value, mask, scale, dropout,
                pass.recording() ? Long.MAX_VALUE : MOST_LOGITS);
    }

    static NDArray attend(Pass pass, NDArray query, NDArray key, NDArray value, NDArray mask, double scale,
            double dropout, long most) {
        Shape shape = query.getShape();
        long queries = shape.get(2);
        long logits = shape.get(0) * shape.get(1) * queries * key.getShape().get(2);
        boolean fused = shape.get(3) == value.getShape().get(3) && dropout == 0;
        if (fused || logits <= most) {
            return masked(pass, query, key, value, mask, scale, dropout);
        }
        long group = Math.max(1, most / (logits / queries));
        NDList parts = new NDList();
        for (long from = 0; from < queries; from += group) {
            long to = Math.min(queries, from + group);
            NDIndex rows = new NDIndex(":, :, {}:{}", from, to);
            parts.add(masked(pass, query.get(rows), key, value,
                    mask.getShape().get(2) == 1 ? mask : mask.get(rows), scale, dropout));
        }
        return NDArrays.concat(parts, 2);
    }

    private static NDArray masked(Pass pass, NDArray query, NDArray key, NDArray value, NDArray mask,
            double scale,
            double dropout) {
        String function = mask.getDataType() == DataType.BOOLEAN ? "selective_attention" : "biased_attention";
        return TorchScript.callForOne(function, List.of(query, key, value, mask), scale, dropout,
                rounded(pass));
    }

    private static int rounded(Pass pass) {
        return pass.precision() == Precision.BFLOAT16 ? 1 : 0;
    }

    /**
     * The weights by which values would be summed. Held whole: queries times keys for each head.
     *
     * @param query (batch, head, queries, feature)
     * @param key (batch, head, keys, feature)
     * @param bias added to the logits, -infinity where a key is hidden; broadcasts against the result
     * @param scale of the logits
     * @return (batch, head, queries, keys), rows summing to 1, or to 0 where a query sees no key
     */
    public static NDArray weights(NDArray query, NDArray key, NDArray bias, double scale) {
        return TorchScript.callForOne("attention_weights", List.of(query, key, bias), scale);
    }

    /**
     * @param bias to be added to logits
     * @param seen of type boolean; the shapes broadcast
     * @return the bias, and -infinity where not seen
     */
    public static NDArray hiddenElsewhere(NDArray bias, NDArray seen) {
        return TorchScript.callForOne("hidden_elsewhere", List.of(bias, seen), Double.NEGATIVE_INFINITY);
    }

    /**
     * Attention whose cost is linear in the number of tokens (Shen et al. 2021): the softmax is taken over the features
     * of a query and over the tokens of the keys.
     *
     * @param query (batch, head, token, feature)
     * @param key (batch, head, token, feature)
     * @param value (batch, head, token, feature)
     * @param scale of the queries after their softmax
     * @return (batch, head, token, feature)
     */
    public static NDArray linear(NDArray query, NDArray key, NDArray value, double scale) {
        return TorchScript.callForOne("linear_attention", List.of(query, key, value), scale);
    }

    /**
     * Rotary positions (Su et al. 2021).
     *
     * @param x (batch, head, token, feature)
     * @param cosine of the angles, broadcast against (batch, head, token, angle); at most half as many as features,
     * further features stay as they are
     * @param sine of the angles
     * @param neighbours whether an angle turns the features 2i and 2i + 1, else i and i + angles
     * @return of the shape and type of {@code x}, turned in the finer type of its own and the angles'
     */
    public static NDArray rotate(NDArray x, NDArray cosine, NDArray sine, boolean neighbours) {
        return TorchScript.callForOne(neighbours ? "rotate_neighbours" : "rotate_halves",
                List.of(x, cosine, sine));
    }

    /**
     * Spreads what depends on the distance of key and query over all pairs.
     *
     * @param x (..., queries + keys - 1), for the distances (key - query) from 1 - queries to keys - 1
     * @param keys how many there are
     * @return (..., queries, keys)
     */
    public static NDArray byDistance(NDArray x, long keys) {
        return TorchScript.callForOne("by_distance", List.of(x), keys);
    }
}
