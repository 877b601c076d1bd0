package org.engram.nn.graphs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Linear;
import org.engram.nn.operators.Segments;

/**
 * Graph convolution (Kipf and Welling 2017): D^-1/2 (A + I) D^-1/2 X W + b, where A holds the weights of edges and D
 * their sums at each node, its own loop included. A loop that is in the edge list already takes the place of the one
 * added.
 *
 * <p>Parameters: {@code bias} (output), {@code lin.weight} (output, input).
 *
 * <p>Inputs: nodes (node, input), edges (2, edge), and unless all are 1 the weights of edges (edge), at least 0.
 * Result: (node, output).
 */
public final class GraphConvolution extends GraphLayer {
    private final Linear linear;
    private final Parameter bias;

    /** @param inputs features in @param outputs features out */
    public GraphConvolution(long inputs, long outputs) {
        super(inputs);
        bias = parameter("bias", Initialization.ZEROS, outputs);
        linear = child("lin",
                new Linear(inputs, outputs, false, Initialization.glorotUniform(inputs, outputs)));
    }

    @Override
    NDArray compute(Pass pass, NDArray nodes, Edges edges, NDArray ofEdges) {
        DataType type = nodes.getDataType();
        NDArray loops = edges.loops(type);
        NDArray weights = ofEdges == null ? loops.onesLike() : ofEdges;
        NDArray own = Segments.sum(weights.mul(loops), edges.targets(), edges.nodes());
        NDArray hasOwn = Segments.sum(loops, edges.targets(), edges.nodes()).gt(0);
        own = NDArrays.where(hasOwn, own, own.onesLike());
        NDArray all = weights.mul(loops.neg().add(1)).concat(own);
        Edges looped = edges.withLoops();
        NDArray degree = Segments.sum(all, looped.targets(), looped.nodes());
        // A node whose weights are all 0 keeps nothing.
        NDArray some = degree.gt(0);
        NDArray root = NDArrays.where(some, degree, degree.onesLike()).pow(-0.5)
                .mul(some.toType(type, false));
        NDArray scale = looped.ofSources(root).mul(all).mul(looped.ofTargets(root));
        NDArray raised = linear.apply(pass, nodes);
        NDArray messages = looped.ofSources(raised).mul(scale.expandDims(1));
        return Segments.sum(messages, looped.targets(), looped.nodes()).add(pass.value(bias));
    }
}
