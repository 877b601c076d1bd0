package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Embedding;
import org.engram.nn.layers.Layer;
import org.engram.nn.operators.Attentions;

/**
 * A learnt number for each head and distance of query and key, where far distances share buckets that widen
 * logarithmically (Raffel et al. 2020, "T5"). Parameter: {@code relative_attention_bias.weight} (bucket, head).
 */
public final class BucketedPositionBias extends Layer {
    private final Embedding table;
    private final int buckets;
    private final int farthest;
    private final boolean bothWays;

    /**
     * @param heads of the attention
     * @param buckets how many, half of them for near distances, which have one each
     * @param farthest distance from which all share the last bucket
     * @param bothWays whether keys after the query have buckets of their own (half of all); otherwise they share the
     * bucket of distance 0
     */
    public BucketedPositionBias(int heads, int buckets, int farthest, boolean bothWays) {
        this.table = child("relative_attention_bias", new Embedding(buckets, heads));
        this.buckets = buckets;
        this.farthest = farthest;
        this.bothWays = bothWays;
    }

    /**
     * @param pass the run it belongs to
     * @param queries how many
     * @param keys how many, at positions 0, 1, ...
     * @param firstQuery the position of the first query; 0, or the number of cached keys
     * @return (1, head, queries, keys), for {@link AttentionMask#bias}
     */
    public NDArray between(Pass pass, long queries, long keys, long firstQuery) {
        return run(pass, new NDList(), () -> {
            long[] of = new long[Math.toIntExact(queries + keys - 1)];
            for (int i = 0; i < of.length; i++) {
                of[i] = bucket(i - (queries - 1) - firstQuery);
            }
            NDArray weight = learned().values().iterator().next().getArray();
            NDArray perDistance = table.apply(pass, weight.getManager().create(of)); // (distance, head)
            return new NDList(
                    Attentions.byDistance(perDistance.transpose(1, 0), keys).expandDims(0));
        }).get(0);
    }

    /** Inputs: queries and keys, of which the numbers of tokens count. */
    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        long keys = inputs.get(inputs.size() - 1).getShape().get(1);
        return new NDList(between(pass, inputs.get(0).getShape().get(1), keys, 0));
    }

    /** @param distance of the key after the query */
    private long bucket(long distance) {
        int available = bothWays ? buckets / 2 : buckets;
        long start = bothWays && distance > 0 ? available : 0;
        long away = bothWays ? Math.abs(distance) : Math.max(-distance, 0);
        int exact = available / 2;
        if (away < exact) {
            return start + away;
        }
        // PyTorch computes this in float32; so must we, where a distance falls on the edge of a bucket.
        float share = (float) Math.log((float) away / exact) / (float) Math.log((double) farthest / exact);
        long wide = exact + (long) (share * (available - exact));
        return start + Math.min(wide, available - 1);
    }
}
