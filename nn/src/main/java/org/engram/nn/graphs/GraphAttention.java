package org.engram.nn.graphs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Linear;
import org.engram.nn.operators.Activations;
import org.engram.nn.operators.Segments;

/**
 * Attention of a node to its neighbours and itself, by several heads. Loops in the edge list are passed over; one is
 * added for each node, with the mean of what is known of the edges that reach it.
 *
 * <p>{@link #builder} is the first version (Velickovic et al. 2018), in which a score is a sum of a part of the
 * source and a part of the target: {@code att_src}, {@code att_dst} (1, head, feature), {@code bias}, {@code
 * lin.weight} (head * feature, input). With {@link Builder#dynamic} it is the second (Brody et al. 2022), in which
 * their sum passes the nonlinearity before it is scored: {@code att}, {@code bias}, {@code lin_l} (of sources) and
 * {@code lin_r} (of targets) with biases. With features of edges, {@code lin_edge.weight} (head * feature, edge
 * feature), and {@code att_edge} in the first version.
 *
 * <p>Inputs: nodes (node, input), edges (2, edge), and (edge, edge feature) if so built. Result: (node, head *
 * feature), or (node, feature) with averaged heads.
 */
public final class GraphAttention extends GraphLayer {
    private static final double SLOPE = 0.2;
    /** Gives a weight of 0 after a softmax, with no infinities on the way. */
    private static final float HIDDEN = -1e30f;

    private final long heads;
    private final long features;
    private final boolean averaged;
    private final Linear ofSources;
    private final Linear ofTargets;
    private final Linear ofEdges;
    private final Parameter sourceScore;
    private final Parameter targetScore;
    private final Parameter edgeScore;
    private final Parameter bias;
    private final Dropout dropout;

    private GraphAttention(Builder options) {
        super(options.inputs);
        heads = options.heads;
        features = options.features;
        averaged = options.averaged;
        dropout = new Dropout(options.dropout);
        long width = heads * features;
        Initialization score = Initialization.glorotUniform(features, heads);
        Initialization start = Initialization.glorotUniform(options.inputs, width);
        boolean withEdges = options.edgeFeatures > 0;
        if (options.dynamic) {
            sourceScore = parameter("att", score, 1, heads, features);
            targetScore = null;
            edgeScore = null;
            bias = parameter("bias", Initialization.ZEROS, averaged ? features : width);
            ofSources = child("lin_l", new Linear(options.inputs, width, true, start));
            ofTargets = child("lin_r", new Linear(options.inputs, width, true, start));
        } else {
            sourceScore = parameter("att_src", score, 1, heads, features);
            targetScore = parameter("att_dst", score, 1, heads, features);
            edgeScore = withEdges ? parameter("att_edge", score, 1, heads, features) : null;
            bias = parameter("bias", Initialization.ZEROS, averaged ? features : width);
            ofSources = child("lin", new Linear(options.inputs, width, false, start));
            ofTargets = null;
        }
        ofEdges = withEdges
                ? child("lin_edge", new Linear(options.edgeFeatures, width, false,
                        Initialization.glorotUniform(options.edgeFeatures, width)))
                : null;
    }

    /** @param inputs features in @param features of each head @param heads how many @return its options */
    public static Builder builder(long inputs, long features, int heads) {
        return new Builder(inputs, features, heads);
    }

    @Override
    NDArray compute(Pass pass, NDArray nodes, Edges edges, NDArray given) {
        if ((given == null) != (ofEdges == null)) {
            throw new ShapeException(where() + (given == null
                    ? " wants features of edges: give them third"
                    : " was built without features of edges, but they are given"));
        }
        Edges looped = edges.withLoops();
        NDArray sources = byHead(ofSources.apply(pass, nodes));
        NDArray known = given == null ? null : byHead(ofEdges.apply(pass, withMeans(given, edges)));
        NDArray scores = ofTargets == null
                ? additive(pass, sources, looped, known)
                : dynamic(pass, sources, byHead(ofTargets.apply(pass, nodes)), looped, known);
        NDArray old = edges.loops(DataType.FLOAT32)
                .concat(nodes.getManager().zeros(nodes.getShape().slice(0, 1), DataType.FLOAT32)).gt(0);
        NDArray hidden = old.reshape(-1, 1).broadcast(scores.getShape());
        NDArray weights = Segments.softmax(NDArrays.where(hidden, scores.onesLike().mul(HIDDEN), scores),
                looped.targets(), looped.nodes());
        NDArray messages = looped.ofSources(sources).mul(dropout.apply(pass, weights).expandDims(2));
        NDArray gathered = Segments.sum(messages, looped.targets(), looped.nodes()); // (node, head, feature)
        NDArray joined = averaged ? gathered.mean(new int[] {1}) : gathered.reshape(-1, heads * features);
        return joined.add(pass.value(bias));
    }

    /** (edge, head). */
    private NDArray additive(Pass pass, NDArray rows, Edges edges, NDArray known) {
        NDArray ofSource = edges.ofSources(scored(rows, pass.value(sourceScore)));
        NDArray ofTarget = edges.ofTargets(scored(rows, pass.value(targetScore)));
        NDArray sum = ofSource.add(ofTarget);
        return Activations.leakyRelu(
                known == null ? sum : sum.add(scored(known, pass.value(edgeScore))), SLOPE);
    }

    /** (edge, head). */
    private NDArray dynamic(Pass pass, NDArray sources, NDArray targets, Edges edges, NDArray known) {
        NDArray sum = edges.ofSources(sources).add(edges.ofTargets(targets));
        NDArray all = known == null ? sum : sum.add(known);
        return scored(Activations.leakyRelu(all, SLOPE), pass.value(sourceScore));
    }

    private static NDArray scored(NDArray rows, NDArray score) {
        return rows.mul(score).sum(new int[] {2});
    }

    private NDArray byHead(NDArray rows) {
        return rows.reshape(-1, heads, features);
    }

    /** What is known of edges, then for each node the mean of it over the edges that reach it from others. */
    private static NDArray withMeans(NDArray given, Edges edges) {
        NDArray others = edges.loops(given.getDataType()).neg().add(1).reshape(-1, 1);
        NDArray sums = Segments.sum(given.mul(others), edges.targets(), edges.nodes());
        NDArray counts = Segments.sum(others, edges.targets(), edges.nodes()).maximum(1);
        return given.concat(sums.div(counts));
    }

    /** Collects the options of a {@link GraphAttention}. Defaults: the first version, heads joined, no dropout. */
    public static final class Builder {
        private final long inputs;
        private final long features;
        private final long heads;
        private boolean dynamic;
        private boolean averaged;
        private long edgeFeatures;
        private double dropout;

        private Builder(long inputs, long features, int heads) {
            this.inputs = inputs;
            this.features = features;
            this.heads = heads;
        }

        /** Takes the second version. @return this */
        public Builder dynamic() {
            dynamic = true;
            return this;
        }

        /** Averages heads instead of joining them, as in a last layer. @return this */
        public Builder averaged() {
            averaged = true;
            return this;
        }

        /** @param count of features of each edge @return this */
        public Builder edgeFeatures(long count) {
            edgeFeatures = count;
            return this;
        }

        /** @param probability that a weight is dropped in training @return this */
        public Builder dropout(double probability) {
            dropout = probability;
            return this;
        }

        /** @return the layer */
        public GraphAttention build() {
            return new GraphAttention(this);
        }
    }
}
