package org.engram.nn.graphs;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Linear;

/**
 * A node beside what its neighbours send (Hamilton et al. 2017, GraphSAGE): lin_l(aggregate of neighbours) +
 * lin_r(node).
 *
 * <p>Children: {@code lin_l} with a bias, {@code lin_r} without.
 *
 * <p>Inputs: nodes (node, input), edges (2, edge), and unless all are 1 factors of messages (edge). Result: (node,
 * output).
 */
public final class NeighbourhoodConvolution extends GraphLayer {
    private final Linear ofNeighbours;
    private final Linear ofNode;
    private final Aggregation aggregation;

    /** @param inputs features in @param outputs features out @param aggregation of neighbours */
    public NeighbourhoodConvolution(long inputs, long outputs, Aggregation aggregation) {
        super(inputs);
        ofNeighbours = child("lin_l", new Linear(inputs, outputs));
        ofNode = child("lin_r", new Linear(inputs, outputs, false));
        this.aggregation = aggregation;
    }

    @Override
    NDArray compute(Pass pass, NDArray nodes, Edges edges, NDArray ofEdges) {
        NDArray messages = edges.ofSources(nodes);
        messages = ofEdges == null ? messages : messages.mul(ofEdges.reshape(-1, 1));
        NDArray gathered = aggregation.of(messages, edges.targets(), edges.nodes());
        return ofNeighbours.apply(pass, gathered).add(ofNode.apply(pass, nodes));
    }
}
