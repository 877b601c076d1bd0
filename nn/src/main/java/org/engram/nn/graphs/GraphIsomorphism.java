package org.engram.nn.graphs;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.SimpleLayer;

/**
 * Graph isomorphism network (Xu et al. 2019): a network on (1 + eps) node + sum of its neighbours.
 *
 * <p>Child: {@code nn}; parameter if learnt: {@code eps} (1).
 *
 * <p>Inputs: nodes (node, input), edges (2, edge), and unless all are 1 factors of messages (edge). Result: as the
 * network gives it.
 */
public final class GraphIsomorphism extends GraphLayer {
    private final SimpleLayer network;
    private final Parameter epsilon;

    /** @param inputs features in @param network on each node @param learntEpsilon whether eps is learnt, or 0 */
    public GraphIsomorphism(long inputs, SimpleLayer network, boolean learntEpsilon) {
        super(inputs);
        epsilon = learntEpsilon ? parameter("eps", Initialization.ZEROS, 1) : null;
        this.network = child("nn", network);
    }

    @Override
    NDArray compute(Pass pass, NDArray nodes, Edges edges, NDArray ofEdges) {
        NDArray messages = edges.ofSources(nodes);
        messages = ofEdges == null ? messages : messages.mul(ofEdges.reshape(-1, 1));
        NDArray gathered = Aggregation.SUM.of(messages, edges.targets(), edges.nodes());
        NDArray own = epsilon == null ? nodes : nodes.mul(pass.value(epsilon).add(1));
        return network.apply(pass, own.add(gathered));
    }
}
