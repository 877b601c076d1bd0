package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Reductions over labelled items: edges by the node they reach, nodes by the graph they belong to. Items are the
 * first axis and need no order; labels are int64 from 0 to below the number of segments.
 */
public final class Segments {
    private Segments() {}

    /**
     * @param x (item, ...)
     * @param segment (item)
     * @param segments how many there are
     * @return (segment, ...): the sum of each, 0 for an empty one
     */
    public static NDArray sum(NDArray x, NDArray segment, long segments) {
        return TorchScript.callForOne("segment_sum", List.of(x, segment), segments);
    }

    /**
     * @param x (item, ...), for its type and number of axes
     * @param segment (item)
     * @param segments how many there are
     * @return (segment, 1, ...): how many items each has, as numbers of the type of {@code x}
     */
    public static NDArray count(NDArray x, NDArray segment, long segments) {
        return TorchScript.callForOne("segment_count", List.of(x, segment), segments);
    }

    /**
     * @param x (item, ...)
     * @param segment (item)
     * @param segments how many there are
     * @return (segment, ...): the mean of each, 0 for an empty one
     */
    public static NDArray mean(NDArray x, NDArray segment, long segments) {
        return TorchScript.callForOne("segment_mean", List.of(x, segment), segments);
    }

    /**
     * @param x (item, ...)
     * @param segment (item)
     * @param segments how many there are
     * @return (segment, ...): the greatest of each, 0 for an empty one; a tie shares the gradient
     */
    public static NDArray maximum(NDArray x, NDArray segment, long segments) {
        return TorchScript.callForOne("segment_max", List.of(x, segment), segments);
    }

    /**
     * @param x (item, ...)
     * @param segment (item)
     * @param segments how many there are
     * @return (item, ...): exp(x) divided by its sum over the item's segment
     */
    public static NDArray softmax(NDArray x, NDArray segment, long segments) {
        return TorchScript.callForOne("segment_softmax", List.of(x, segment), segments);
    }
}
