package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.operators.Attentions;

/**
 * Which key each query sees, and what is added to the logits. Masks combine by {@link #and}: a key is seen where all of
 * them show it, and biases add up.
 *
 * <p>True means seen. (The key padding mask of PyTorch's {@code nn.MultiheadAttention} says the opposite.) A query that
 * sees no key gives zero.
 *
 * <p>Immutable; the arrays are not copied and not owned.
 */
public final class AttentionMask {
    /** Every query sees every key. */
    public static final AttentionMask NONE = new AttentionMask(null, null, false);
    /**
     * A query sees the keys up to its own place. With more keys than queries, as in step-by-step decoding, the queries
     * are the last of them.
     */
    public static final AttentionMask CAUSAL = new AttentionMask(null, null, true);

    private final NDArray seen;
    private final NDArray bias;
    private final boolean causal;

    private AttentionMask(NDArray seen, NDArray bias, boolean causal) {
        this.seen = seen;
        this.bias = bias;
        this.causal = causal;
    }

    /**
     * Hides padding.
     *
     * @param present (batch, keys), boolean, true where there is a token; with a growing cache, of all keys so far
     * @return the mask
     */
    public static AttentionMask keys(NDArray present) {
        requireBoolean(present);
        requireDimensions("a key mask", present, 2, 2);
        return new AttentionMask(present.expandDims(1).expandDims(1), null, false);
    }

    /**
     * @param seen (queries, keys), (batch, queries, keys) or (batch, head, queries, keys), boolean, sizes of 1 broadcast
     * @return the mask
     */
    public static AttentionMask pairs(NDArray seen) {
        requireBoolean(seen);
        return new AttentionMask(spread("a mask of pairs", seen), null, false);
    }

    /**
     * Separates sequences that are packed into one row: the mask is block-diagonal where the numbers are sorted.
     *
     * @param queries (batch, queries), the number of the sequence to which each query belongs
     * @param keys (batch, keys), likewise
     * @return the mask
     */
    public static AttentionMask segments(NDArray queries, NDArray keys) {
        requireDimensions("sequence numbers", queries, 2, 2);
        requireDimensions("sequence numbers", keys, 2, 2);
        NDArray same = queries.expandDims(2).eq(keys.expandDims(1));
        return new AttentionMask(same.expandDims(1), null, false);
    }

    /**
     * @param segments (batch, token), the number of the sequence to which each token belongs
     * @return the mask of self-attention within each sequence
     */
    public static AttentionMask segments(NDArray segments) {
        return segments(segments, segments);
    }

    /**
     * @param added to the logits: (queries, keys), (batch, queries, keys) or (batch, head, queries, keys), sizes of 1
     * broadcast; -infinity hides
     * @return the mask
     */
    public static AttentionMask bias(NDArray added) {
        if (!added.getDataType().isFloating()) {
            throw new ShapeException("an attention bias is of type " + added.getDataType()
                    + ": give floating-point numbers, or pairs() for a boolean mask");
        }
        return new AttentionMask(null, spread("an attention bias", added), false);
    }

    /**
     * @param other a further mask
     * @return both together
     */
    public AttentionMask and(AttentionMask other) {
        NDArray bothSeen = seen == null
                ? other.seen
                : other.seen == null ? seen : seen.logicalAnd(other.seen);
        NDArray bothBias = bias == null ? other.bias : other.bias == null ? bias : bias.add(other.bias);
        return new AttentionMask(bothSeen, bothBias, causal || other.causal);
    }

    /** Whether the engine's own causal kernel does it all. */
    boolean onlyCausal(long queries, long keys) {
        return causal && seen == null && bias == null && queries == keys;
    }

    /**
     * @param query (batch, head, queries, feature)
     * @param key (batch, head, keys, feature)
     * @return a boolean or an additive array of the query's type that broadcasts against (batch, head, queries, keys);
     * null when everything is seen
     */
    NDArray resolve(NDArray query, NDArray key) {
        long queries = query.getShape().get(2);
        long keys = key.getShape().get(2);
        NDArray shown = seen;
        if (causal) {
            NDArray order = order(query, queries, keys);
            shown = shown == null ? order : shown.logicalAnd(order);
        }
        NDArray given = bias == null ? shown : bias;
        if (given != null) {
            requireFits(given, query, keys);
        }
        if (bias == null) {
            return shown;
        }
        NDArray added = bias.toType(query.getDataType(), false);
        return shown == null ? added : Attentions.hiddenElsewhere(added, shown);
    }

    /** As {@link #resolve}, always additive. */
    NDArray additive(NDArray query, NDArray key) {
        NDArray mask = resolve(query, key);
        if (mask != null && mask.getDataType() != DataType.BOOLEAN) {
            return mask;
        }
        NDArray zero = query.getManager().zeros(new Shape(1, 1, 1, 1), query.getDataType());
        return mask == null ? zero : Attentions.hiddenElsewhere(zero.broadcast(mask.getShape()), mask);
    }

    private static NDArray order(NDArray like, long queries, long keys) {
        NDArray ofQuery = like.getManager().arange((int) (keys - queries), (int) keys, 1, DataType.INT32,
                like.getDevice());
        NDArray ofKey = like.getManager().arange(0, (int) keys, 1, DataType.INT32, like.getDevice());
        return ofKey.expandDims(0).lte(ofQuery.expandDims(1)).expandDims(0).expandDims(0);
    }

    private static NDArray spread(String what, NDArray array) {
        requireDimensions(what, array, 2, 4);
        return switch (array.getShape().dimension()) {
            case 2 -> array.expandDims(0).expandDims(0);
            case 3 -> array.expandDims(1);
            default -> array;
        };
    }

    private static void requireFits(NDArray mask, NDArray query, long keys) {
        long[] wanted = {query.getShape().get(0), query.getShape().get(1), query.getShape().get(2), keys};
        for (int axis = 0; axis < 4; axis++) {
            long size = mask.getShape().get(axis);
            if (size != 1 && size != wanted[axis]) {
                throw new ShapeException("the attention mask has shape " + mask.getShape()
                        + " but the logits have (batch, head, queries, keys) " + new Shape(wanted)
                        + ": each size must agree or be 1");
            }
        }
    }

    private static void requireBoolean(NDArray mask) {
        if (mask.getDataType() != DataType.BOOLEAN) {
            throw new ShapeException("the attention mask is of type " + mask.getDataType()
                    + ": give booleans, true where a key is seen, or bias() for what is added to the logits");
        }
    }

    private static void requireDimensions(String what, NDArray array, int least, int most) {
        int found = array.getShape().dimension();
        if (found < least || found > most) {
            throw new ShapeException(what + " has shape " + array.getShape() + ": it needs "
                    + (least == most ? least : least + " to " + most) + " axes");
        }
    }
}
