package org.engram.nn.graphs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;

/** A layer on the nodes of a graph. */
public abstract class GraphLayer extends Layer {
    private final long inputs;

    GraphLayer(long inputs) {
        this.inputs = inputs;
    }

    /**
     * @param pass the run it belongs to
     * @param nodes (node, feature)
     * @param edges (2, edge), int64
     * @return (node, other feature)
     */
    public final NDArray of(Pass pass, NDArray nodes, NDArray edges) {
        return apply(pass, new NDList(nodes, edges)).get(0);
    }

    /**
     * @param pass the run it belongs to
     * @param nodes (node, feature)
     * @param edges (2, edge), int64
     * @param ofEdges what is known of each edge, as the class documents
     * @return (node, other feature)
     */
    public final NDArray of(Pass pass, NDArray nodes, NDArray edges, NDArray ofEdges) {
        return apply(pass, new NDList(nodes, edges, ofEdges)).get(0);
    }

    /** @param ofEdges null if not given */
    abstract NDArray compute(Pass pass, NDArray nodes, Edges edges, NDArray ofEdges);

    @Override
    protected final NDList compute(Pass pass, NDList given) {
        if (given.size() < 2 || given.size() > 3) {
            throw new ShapeException(where() + " takes nodes, edges and perhaps what is known of edges, not "
                    + given.size() + " arrays");
        }
        NDArray nodes = given.get(0);
        if (nodes.getShape().dimension() != 2 || nodes.getShape().get(1) != inputs) {
            throw new ShapeException(
                    where() + " wants nodes of shape (node, " + inputs + "), but they have shape "
                            + nodes.getShape());
        }
        NDArray ofEdges = given.size() == 3 ? given.get(2) : null;
        long count = given.get(1).getShape().dimension() == 2 ? given.get(1).getShape().get(1) : -1;
        if (ofEdges != null && ofEdges.getShape().get(0) != count) {
            throw new ShapeException(where() + " got " + count + " edges but something of shape "
                    + ofEdges.getShape() + " about them: give one row for each edge");
        }
        return new NDList(compute(pass, nodes, Edges.of(given.get(1), nodes, where()), ofEdges));
    }

    final String where() {
        return path().isEmpty() ? getClass().getSimpleName() : path();
    }
}
