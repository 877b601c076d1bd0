package org.engram.nn.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.Function;
import java.util.stream.Stream;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.graphs.GraphAttention;
import org.engram.nn.graphs.GraphConvolution;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.GatedFeedForward;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.SinusoidalPositions;
import org.engram.nn.layers.Sinusoids;
import org.engram.nn.layers.TransposedConvolution;
import org.engram.nn.quantization.GumbelQuantizer;
import org.engram.nn.quantization.VectorQuantizer;
import org.engram.nn.recurrent.Gru;
import org.engram.nn.recurrent.Lstm;
import org.engram.nn.recurrent.RecurrentOptions;
import org.engram.nn.spiking.LeakyIntegrateAndFire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that a layer makes on the way outlives the pass, neither in training nor in inference. */
class IntermediateArraysTest {
    static Stream<Arguments> layers() {
        Function<NDManager, NDList> sequence = manager -> new NDList(
                manager.randomNormal(new Shape(2, 6, 4)));
        Function<NDManager, NDList> uneven = manager -> new NDList(manager.randomNormal(new Shape(2, 6, 4)),
                manager.create(new long[] {3, 6}));
        Function<NDManager, NDList> graph = manager -> new NDList(manager.randomNormal(new Shape(3, 4)),
                manager.create(new long[] {0, 1, 2, 0}, new Shape(2, 2)));
        return Stream.of(Arguments.of(new Gru(RecurrentOptions.of(4, 3)), sequence),
                Arguments.of(new Lstm(RecurrentOptions.of(4, 3).inBothDirections()), uneven),
                Arguments.of(
                        VectorQuantizer.builder(5, 4).movingAverage(0.9).clusteredStart(3).restartBelow(0.5)
                                .build(),
                        sequence),
                Arguments.of(VectorQuantizer.builder(5, 4).cosine().build(), sequence),
                Arguments.of(new GumbelQuantizer(4, 5, 3, true, 1), sequence),
                Arguments.of(LeakyIntegrateAndFire.builder().learntLeak(4).refractory(1).build(), sequence),
                Arguments.of(new GraphConvolution(4, 3), graph),
                Arguments.of(GraphAttention.builder(4, 3, 2).build(), graph),
                Arguments.of(Convolution.builder(1, 6, 2).kernel(3).weightNormalized(2).build(), sequence),
                Arguments.of(TransposedConvolution.builder(1, 6, 2).kernel(2).stride(2).build(), sequence),
                Arguments.of(GatedFeedForward.joint(4, 3, Activation.GELU, 0.1), sequence),
                Arguments.of(new SinusoidalPositions(Sinusoids.of(4, Sinusoids.Order.INTERLEAVED)),
                        sequence));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void closedWithThePass(Layer layer, Function<NDManager, NDList> made) {
        try (NDManager manager = Torch.newManager()) {
            layer.initialize(manager, DataType.FLOAT32, 1);
            NDList inputs = made.apply(manager);
            NDArray x = inputs.get(0);
            x.setRequiresGradient(true);
            int before = manager.getManagedArrays().size();
            for (int step = 0; step < 5; step++) {
                try (Pass pass = Pass.training(step)) {
                    pass.backward(layer.apply(pass, inputs).get(0).sum());
                }
                try (Pass pass = Pass.inference()) {
                    layer.apply(pass, inputs);
                }
            }
            assertEquals(before, manager.getManagedArrays().size());
        } finally {
            layer.clear();
        }
    }
}
