package org.engram.nn.graphs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;

/**
 * The edges of a graph.
 *
 * @param sources (edge), int64
 * @param targets (edge), int64
 * @param nodes how many nodes there are
 */
record Edges(NDArray sources, NDArray targets, long nodes) {
    /** Checks an edge list (2, edge) against the nodes (node, feature) it joins. */
    static Edges of(NDArray list, NDArray nodes, String where) {
        Shape shape = list.getShape();
        if (shape.dimension() != 2 || shape.get(0) != 2 || list.getDataType() != DataType.INT64) {
            throw new ShapeException(
                    where + " wants edges of shape (2, edge) and type int64, but they have shape "
                            + shape + " and type " + list.getDataType());
        }
        long count = nodes.getShape().get(0);
        if (shape.get(1) > 0) {
            long lowest = list.min().getLong();
            long highest = list.max().getLong();
            if (lowest < 0 || highest >= count) {
                throw new ShapeException(where + " got edges between nodes " + lowest + " and " + highest
                        + ", but there are " + count + " nodes, numbered from 0");
            }
        }
        return new Edges(list.get(0), list.get(1), count);
    }

    /** (edge, ...): for each edge the row of the node it comes from. */
    NDArray ofSources(NDArray rows) {
        return rows.get(sources);
    }

    /** (edge, ...): for each edge the row of the node it goes to. */
    NDArray ofTargets(NDArray rows) {
        return rows.get(targets);
    }

    /** (edge), of the given type: 1 where an edge leads from a node to itself, else 0. */
    NDArray loops(DataType type) {
        return sources.eq(targets).toType(type, false);
    }

    /** These edges, then one from each node to itself. */
    Edges withLoops() {
        NDArray each = sources.getManager().arange(0, (int) nodes, 1, DataType.INT64, sources.getDevice());
        return new Edges(sources.concat(each), targets.concat(each), nodes);
    }
}
