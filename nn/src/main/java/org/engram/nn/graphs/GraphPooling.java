package org.engram.nn.graphs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;

/**
 * All nodes of a graph as one. No parameters.
 *
 * <p>Inputs: nodes (node, feature), and the graph of each node (node), int64 from 0. Result: (graph, feature).
 */
public final class GraphPooling extends Layer {
    private final Aggregation aggregation;

    /** @param aggregation of a graph's nodes */
    public GraphPooling(Aggregation aggregation) {
        this.aggregation = aggregation;
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray nodes = inputs.get(0);
        NDArray graph = inputs.get(1);
        if (graph.getShape().dimension() != 1 || graph.getShape().get(0) != nodes.getShape().get(0)
                || graph.getDataType() != DataType.INT64 || graph.isEmpty() || graph.min().getLong() < 0) {
            throw new ShapeException((path().isEmpty() ? "GraphPooling" : path())
                    + " wants one graph number from 0, of "
                    + "type int64, for each node of shape " + nodes.getShape() + ", but they have shape "
                    + graph.getShape() + " and type " + graph.getDataType());
        }
        return new NDList(aggregation.of(nodes, graph, graph.max().getLong() + 1));
    }
}
