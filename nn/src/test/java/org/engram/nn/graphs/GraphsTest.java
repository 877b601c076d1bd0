package org.engram.nn.graphs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphsTest {
    private static Parity fixture(String name) {
        return Parity.of(GraphsTest.class, name + ".npz");
    }

    @Test
    void convolutions() {
        fixture("gcn").check(new GraphConvolution(3, 4));
        fixture("gcn-weighted").check(new GraphConvolution(3, 4));
        fixture("sage-mean").check(new NeighbourhoodConvolution(3, 4, Aggregation.MEAN));
        fixture("sage-maximum").check(new NeighbourhoodConvolution(3, 4, Aggregation.MAXIMUM));
        fixture("gin").check(new GraphIsomorphism(3,
                new Sequence(new Linear(3, 5), Activation.RELU.layer(), new Linear(5, 4)), true));
    }

    @Test
    void attention() {
        fixture("attention").check(GraphAttention.builder(3, 4, 2).build());
        fixture("attention-edges").check(GraphAttention.builder(3, 4, 2).averaged().edgeFeatures(2).build());
        fixture("attention-dynamic").check(GraphAttention.builder(3, 4, 2).dynamic().averaged().build());
        fixture("attention-dynamic-edges")
                .check(GraphAttention.builder(3, 4, 2).dynamic().edgeFeatures(2).build());
    }

    static Stream<GraphLayer> layers() {
        return Stream.of(new GraphConvolution(3, 4), new NeighbourhoodConvolution(3, 4, Aggregation.MAXIMUM),
                new GraphIsomorphism(3, new Linear(3, 4), false), GraphAttention.builder(3, 2, 2).build(),
                GraphAttention.builder(3, 2, 2).dynamic().build());
    }

    /** Other numbers for the same nodes, and another order of edges, give the same results under the new numbers. */
    @ParameterizedTest
    @MethodSource("layers")
    void equivariantToNumbering(GraphLayer layer) {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            layer.initialize(manager, DataType.FLOAT32, 5);
            NDArray nodes = manager.randomNormal(new Shape(5, 3));
            NDArray edges = manager.create(new long[] {0, 1, 2, 3, 4, 4, 1, 2, 3, 4, 0, 2}, new Shape(2, 6));
            // Node i of the second graph is node order[i] of the first; place is the way back.
            NDArray order = manager.create(new long[] {3, 0, 4, 1, 2});
            long[] place = {1, 3, 4, 0, 2};
            long[] old = edges.toLongArray();
            int[] shuffled = {5, 2, 0, 3, 1, 4};
            long[] renumbered = new long[12];
            for (int k = 0; k < 6; k++) {
                renumbered[k] = place[(int) old[shuffled[k]]];
                renumbered[6 + k] = place[(int) old[6 + shuffled[k]]];
            }
            NDArray before = layer.of(pass, nodes, edges).get(order);
            NDArray after = layer.of(pass, nodes.get(order), manager.create(renumbered, new Shape(2, 6)));
            assertArrayEquals(before.toFloatArray(), after.toFloatArray(), 1e-5f);
        }
    }

    @Test
    void poolingKeepsGraphsApart() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            NDArray nodes = manager.create(new float[] {1, 2, 3, 4, 5, 7}, new Shape(3, 2));
            NDArray graph = manager.create(new long[] {1, 0, 1});
            assertArrayEquals(new float[] {3, 4, 6, 9}, pooled(pass, Aggregation.SUM, nodes, graph));
            assertArrayEquals(new float[] {3, 4, 3, 4.5f}, pooled(pass, Aggregation.MEAN, nodes, graph));
            assertArrayEquals(new float[] {3, 4, 5, 7}, pooled(pass, Aggregation.MAXIMUM, nodes, graph));
        }
    }

    @Test
    void graphWithoutEdges() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            NDArray none = manager.create(new long[0], new Shape(2, 0));
            layers().forEach(layer -> {
                layer.initialize(manager, DataType.FLOAT32, 5);
                assertEquals(new Shape(5, 4), layer.of(pass, manager.ones(new Shape(5, 3)), none).getShape());
            });
        }
    }

    @Test
    void wrongGraphsAreNamed() {
        GraphLayer layer = new GraphConvolution(3, 4);
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            layer.initialize(manager, DataType.FLOAT32, 5);
            NDArray nodes = manager.ones(new Shape(2, 3));
            assertEquals(
                    "GraphConvolution got edges between nodes 0 and 2, but there are 2 nodes, numbered from 0",
                    assertThrows(ShapeException.class,
                            () -> layer.of(pass, nodes, manager.create(new long[] {0, 2}, new Shape(2, 1))))
                            .getMessage());
            NDArray edge = manager.create(new long[] {0, 1}, new Shape(2, 1));
            assertThrows(ShapeException.class,
                    () -> layer.of(pass, nodes, edge.toType(DataType.INT32, true)));
            assertThrows(ShapeException.class, () -> layer.of(pass, nodes, edge, manager.ones(new Shape(2))));
            assertThrows(ShapeException.class, () -> layer.of(pass, manager.ones(new Shape(2, 4)), edge));
            GraphLayer attention = GraphAttention.builder(3, 4, 2).edgeFeatures(2).build();
            attention.initialize(manager, DataType.FLOAT32, 5);
            assertEquals("GraphAttention wants features of edges: give them third",
                    assertThrows(ShapeException.class, () -> attention.of(pass, nodes, edge)).getMessage());
        }
    }

    private static float[] pooled(Pass pass, Aggregation aggregation, NDArray nodes, NDArray graph) {
        return new GraphPooling(aggregation).apply(pass, new NDList(nodes, graph)).get(0).toFloatArray();
    }
}
