package org.engram.nn.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizationTest {
    private static Parity fixture(String name) {
        return Parity.of(QuantizationTest.class, name + ".npz");
    }

    @Test
    void codebookByGradient() {
        fixture("gradient").check(VectorQuantizer.builder(6, 4).codebookWeight(0.7).commitment(0.3).build());
        fixture("gradient-cosine")
                .check(VectorQuantizer.builder(6, 4).cosine().codebookWeight(0.7).commitment(0.3).build());
    }

    @Test
    void codebookByMovingAverages() {
        fixture("moving").check(VectorQuantizer.builder(6, 4).movingAverage(0.9).build());
        fixture("moving-cosine").check(VectorQuantizer.builder(6, 4).cosine().movingAverage(0.9).build());
        fixture("moving-inference").inInference()
                .check(VectorQuantizer.builder(6, 4).cosine().movingAverage(0.9).build());
    }

    @Test
    void gumbelInInference() {
        fixture("gumbel").inInference().check(new GumbelQuantizer(4, 6, 3, true, 0.5));
    }

    /** After enough rounds each code is the mean of what it takes: the fixed point of k-means. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void clusteredStartIsAFixedPointOfClustering(boolean cosine) {
        var options = VectorQuantizer.builder(5, 3).movingAverage(0.99).clusteredStart(60);
        VectorQuantizer layer = (cosine ? options.cosine() : options).build();
        try (NDManager manager = Torch.newManager()) {
            layer.initialize(manager, DataType.FLOAT32, 1);
            NDArray x;
            try (Pass pass = Pass.training(3)) {
                x = pass.keep(manager.randomNormal(new Shape(200, 3)));
                layer.quantize(pass, x);
            }
            // A batch that is its own fixed point moves no code, however slowly averages follow.
            float[] before = layer.state().get("embedding.weight").getArray().toFloatArray();
            try (Pass pass = Pass.training(4)) {
                layer.quantize(pass, x);
            }
            float[] after = layer.state().get("embedding.weight").getArray().toFloatArray();
            assertArrayEquals(before, after, 1e-4f);
            assertEquals(1, layer.state().get("embedding.initted").getArray().getFloat());
            float[] sizes = layer.state().get("cluster_size").getArray().toFloatArray();
            double total = 0;
            for (float size : sizes) {
                total += size;
            }
            assertEquals(200, total, 1e-2);
        }
    }

    @Test
    void oneSeedOneCodebook() {
        try (NDManager manager = Torch.newManager()) {
            NDArray x = manager.create(new float[] {1, 2, 4, 8, 16, 32, 64, 128}, new Shape(8, 1));
            float[][] books = new float[3][];
            for (int i = 0; i < 3; i++) {
                VectorQuantizer layer = VectorQuantizer.builder(4, 1).movingAverage(0.9).clusteredStart(2)
                        .restartBelow(2).build();
                layer.initialize(manager, DataType.FLOAT32, 1);
                try (Pass pass = Pass.training(i == 2 ? 9 : 7)) {
                    layer.quantize(pass, x);
                }
                books[i] = layer.state().get("embedding.weight").getArray().toFloatArray();
            }
            assertArrayEquals(books[0], books[1]);
            assertTrue(!Arrays.equals(books[0], books[2]));
        }
    }

    @Test
    void deadCodesStartAgainAtAnInput() {
        // All codes but the first lie where no input ever is.
        VectorQuantizer layer = VectorQuantizer.builder(4, 2).movingAverage(0.5).restartBelow(0.3)
                .start((stream, index) -> index < 2 ? 0 : 100).build();
        try (NDManager manager = Torch.newManager()) {
            layer.initialize(manager, DataType.FLOAT32, 1);
            NDArray x;
            try (Pass pass = Pass.inference()) {
                x = pass.keep(manager.randomNormal(new Shape(16, 2)));
                assertEquals(1, layer.quantize(pass, x).perplexity().getFloat(), 1e-5);
            }
            for (int step = 0; step < 4; step++) {
                try (Pass pass = Pass.training(step)) {
                    layer.quantize(pass, x);
                }
            }
            try (Pass pass = Pass.inference()) {
                assertTrue(layer.quantize(pass, x).perplexity().getFloat() > 2);
            }
        }
    }

    @Test
    void gumbelInTrainingDrawsBySeedAndSharpensWithTemperature() {
        GumbelQuantizer layer = new GumbelQuantizer(4, 6, 3, false, 0);
        try (NDManager manager = Torch.newManager()) {
            layer.initialize(manager, DataType.FLOAT32, 1);
            NDArray x = manager.ones(new Shape(50, 4));
            float[] first = vectors(layer, x, 1);
            assertArrayEquals(first, vectors(layer, x, 1));
            assertTrue(!Arrays.equals(first, vectors(layer, x, 2)));
            layer.temperature(1e-3);
            NDArray table = layer.state().get("embed.weight").getArray();
            float[] sharp = vectors(layer, x, 1);
            int near = 0;
            for (int item = 0; item < 50; item++) {
                double least = Double.MAX_VALUE;
                for (int code = 0; code < 6; code++) {
                    double distance = 0;
                    for (int k = 0; k < 3; k++) {
                        distance = Math.max(distance,
                                Math.abs(sharp[3 * item + k] - table.getFloat(code, k)));
                    }
                    least = Math.min(least, distance);
                }
                near += least < 1e-3 ? 1 : 0;
            }
            assertTrue(near >= 48, near + " of 50 draws are one code");
        }
    }

    @Test
    void residualStagesComeNearer() {
        try (NDManager manager = Torch.newManager()) {
            NDArray x;
            double before = Double.MAX_VALUE;
            try (Pass pass = Pass.training(1)) {
                x = pass.keep(manager.randomNormal(new Shape(64, 3)));
            }
            for (int stages = 1; stages <= 3; stages++) {
                ResidualQuantizer layer = new ResidualQuantizer(stages,
                        () -> VectorQuantizer.builder(8, 3).movingAverage(0.9).clusteredStart(10).build());
                layer.initialize(manager, DataType.FLOAT32, 1);
                try (Pass pass = Pass.training(2)) {
                    Quantized result = layer.quantize(pass, x);
                    assertEquals(new Shape(64, stages), result.codes().getShape());
                    double error = x.sub(result.vectors()).square().mean().getFloat();
                    assertTrue(error < 0.7 * before, error + " after " + stages + ", " + before + " before");
                    before = error;
                }
            }
        }
    }

    @Test
    void codesGiveTheirVectors() {
        VectorQuantizer layer = VectorQuantizer.builder(4, 2).start(Initialization.normal(1)).build();
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            layer.initialize(manager, DataType.FLOAT32, 1);
            Quantized result = layer.quantize(pass, manager.randomNormal(new Shape(3, 5, 2)));
            assertArrayEquals(result.vectors().toFloatArray(),
                    layer.vectors(pass, result.codes()).toFloatArray(), 1e-6f);
        }
    }

    @Test
    void wrongUseIsNamed() {
        assertThrows(IllegalArgumentException.class,
                () -> VectorQuantizer.builder(4, 2).clusteredStart(3).build());
        Layer layer = VectorQuantizer.builder(4, 2).build();
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            layer.initialize(manager, DataType.FLOAT32, 1);
            assertThrows(ShapeException.class, () -> layer.apply(pass,
                    new NDList(manager.zeros(new Shape(3, 5)))));
        }
    }

    private static float[] vectors(GumbelQuantizer layer, NDArray x, long seed) {
        try (Pass pass = Pass.training(seed)) {
            return layer.quantize(pass, x).vectors().toFloatArray();
        }
    }
}
