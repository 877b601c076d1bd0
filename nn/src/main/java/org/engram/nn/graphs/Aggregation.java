package org.engram.nn.graphs;

import ai.djl.ndarray.NDArray;
import org.engram.nn.operators.Segments;

/** How many become one: messages that reach a node, nodes of a graph. None give 0. */
public enum Aggregation {
    /** Their sum. */
    SUM {
        @Override
        public NDArray of(NDArray items, NDArray group, long groups) {
            return Segments.sum(items, group, groups);
        }
    },
    /** Their mean. */
    MEAN {
        @Override
        public NDArray of(NDArray items, NDArray group, long groups) {
            return Segments.mean(items, group, groups);
        }
    },
    /** The greatest of each feature. */
    MAXIMUM {
        @Override
        public NDArray of(NDArray items, NDArray group, long groups) {
            return Segments.maximum(items, group, groups);
        }
    };

    /**
     * @param items (item, ...)
     * @param group (item), int64: which group an item belongs to
     * @param groups how many there are
     * @return (group, ...)
     */
    public abstract NDArray of(NDArray items, NDArray group, long groups);
}
