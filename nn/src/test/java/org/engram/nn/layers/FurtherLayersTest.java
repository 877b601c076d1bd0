package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Sinusoids.Order;
import org.engram.nn.operators.Interpolation;
import org.engram.nn.operators.PaddingMode;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FurtherLayersTest {
    private static Parity fixture(String name) {
        return Parity.of(FurtherLayersTest.class, name + ".npz");
    }

    @Test
    void transposedConvolution() {
        fixture("transposed1d").check(TransposedConvolution.builder(1, 4, 6).kernel(5).stride(3).padding(2)
                .outputPadding(1).groups(2).dilation(2).build());
        fixture("transposed2d")
                .check(TransposedConvolution.builder(2, 3, 4).kernel(3, 2).stride(1, 2).unbiased().build());
        fixture("transposed3d").check(TransposedConvolution.builder(3, 3, 2).kernel(2).stride(2).build());
        assertThrows(ShapeException.class,
                () -> TransposedConvolution.builder(1, 2, 2).stride(2).outputPadding(2).build());
    }

    @Test
    void formsOfWeights() {
        fixture("weight-normalized").check(
                Convolution.builder(1, 4, 6).kernel(5).padding(2).groups(2).weightNormalized(2).build());
        fixture("weight-normalized-linear").check(Linear.weightNormalized(4, 3));
        fixture("maximum-norm").check(Convolution.builder(2, 1, 4).kernel(3, 1).maximumNorm(0.5).build());
        fixture("maximum-norm-linear").check(Linear.ofMaximumNorm(5, 3, 0.7));
    }

    @Test
    void magnitudesStartAsTheNormOfWhatIsDrawn() {
        try (NDManager manager = Torch.newManager()) {
            Linear layer = Linear.weightNormalized(4000, 3);
            layer.initialize(manager, DataType.FLOAT32, 2);
            // 4000 weights, uniform within 1 / sqrt(4000): the norm is sqrt(1/3), give or take a hundredth.
            for (float magnitude : layer.state().get("weight_g").getArray().toFloatArray()) {
                assertEquals(Math.sqrt(1.0 / 3), magnitude, 0.03);
            }
        }
    }

    @Test
    void normalizations() {
        fixture("instancenorm").check(new InstanceNormalization(3));
        fixture("instancenorm-affine").check(new InstanceNormalization(3, true, 1e-3));
        fixture("rmsnorm").check(new RmsNormalization(6, 1e-6));
        fixture("prelu").check(new ParametricRelu(1));
        fixture("layerscale").check(new LayerScale(5, 0.1));
    }

    @Test
    void resampling() {
        fixture("upsample-nearest").check(Upsampling.by(Interpolation.NEAREST, 2, 2));
        fixture("upsample-trilinear").check(Upsampling.to(Interpolation.LINEAR, 4, 5, 6).cornersAligned());
        fixture("pad-reflection").check(new Padding(PaddingMode.REFLECT, 1, 2, 0, 1));
    }

    @Test
    void fixedInterpolationByTransposedConvolution() {
        TransposedInterpolation layer = new TransposedInterpolation(2, 1, 2, 3);
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            layer.initialize(manager, DataType.FLOAT32, 1);
            fixture("transposed-interpolation").compare(layer.apply(pass,
                    fixture("transposed-interpolation").inputs(manager)));
            assertTrue(layer.learned().isEmpty());
        }
    }

    @Test
    void pooling() {
        fixture("pool-maximum").check(Pooling.maximumBuilder(2, 3).stride(2).padding(1).roundedUp().build());
        fixture("pool-maximum-1d").check(Pooling.maximum(3));
        fixture("pool-average")
                .check(Pooling.averageBuilder(2, 2, 2).stride(1).padding(1).withoutPaddingInMeans().build());
        fixture("pool-average-1d").check(Pooling.averageBuilder(4).stride(2).padding(2).build());
        fixture("pool-adaptive-maximum").check(Pooling.adaptiveMaximum(2, 3, 1));
        fixture("pool-adaptive-average").check(Pooling.adaptiveAverage(3, 2));
        fixture("pool-global-average").check(Pooling.globalAverage(2));
        fixture("pool-global-maximum").check(Pooling.globalMaximum(2));
        assertThrows(ShapeException.class, () -> Pooling.maximumBuilder(2).padding(2).build());
    }

    @Test
    void feedForward() {
        fixture("swiglu").check(GatedFeedForward.separate(4, 6, Activation.SILU, false, 0));
        fixture("geglu").check(GatedFeedForward.joint(4, 6, Activation.GELU, 0));
        fixture("feedforward").check(new FeedForward(4, 7, Activation.GELU));
        fixture("residual").check(
                new Residual("conv", Convolution.builder(1, 2, 4).kernel(3).stride(2).padding(1).build(),
                        "downsample", Convolution.builder(1, 2, 4).stride(2).build()));
    }

    @Test
    void embeddings() {
        fixture("positions").check(new LearnedPositions(9, 4));
        fixture("fourier").check(new GaussianFourierEmbedding(8, 16, false));
        fixture("sinusoids-positions").check(new SinusoidalPositions(Sinusoids.of(6, Order.INTERLEAVED)));
        fixture("sinusoids-sines")
                .check(new SinusoidalEmbedding(Sinusoids.of(8, Order.SINES_FIRST).withShift(1)));
        fixture("sinusoids-cosines")
                .check(new SinusoidalEmbedding(Sinusoids.of(7, Order.COSINES_FIRST).withScale(0.5)));
    }

    @Test
    void sinusoidsOfATableAreThoseOfItsRows() {
        try (NDManager manager = Torch.newManager()) {
            for (Order order : Order.values()) {
                int features = order == Order.INTERLEAVED ? 6 : 7;
                Sinusoids sinusoids = Sinusoids.of(features, order).withShift(1).withScale(0.5);
                double[] rows = sinusoids.of(manager.arange(0, 5, 1, DataType.INT64), DataType.FLOAT64)
                        .toDoubleArray();
                Initialization table = sinusoids.table();
                for (int i = 0; i < rows.length; i++) {
                    assertEquals(rows[i], table.at(null, i), 1e-12, order + " " + i);
                }
            }
        }
    }

    /** Values known for Stable Diffusion's time embedding at t = 500. */
    @Test
    void timeEmbeddingOfStableDiffusion() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            NDArray embedded = new SinusoidalEmbedding(Sinusoids.of(320, Order.COSINES_FIRST)).apply(pass,
                    manager.create(new long[] {500}));
            int[] entries = {0, 1, 2, 159, 160, 161, 319};
            double[] wanted = {-.883849, .702759, .886686, .998598, -.467772, .711428, .052938};
            for (int i = 0; i < entries.length; i++) {
                // The known values were computed with phases of up to 500 rounded to float32, 3e-5 apart.
                assertEquals(wanted[i], embedded.getFloat(0, entries[i]), 1e-5);
            }
        }
    }

    @Test
    void droppedPathsAreWholeSamples() {
        DropPath layer = new DropPath(0.25);
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.training(3)) {
            float[] kept = layer.apply(pass, manager.ones(new Shape(4000, 2, 1))).toFloatArray();
            int dropped = 0;
            for (int sample = 0; sample < 4000; sample++) {
                assertEquals(kept[2 * sample], kept[2 * sample + 1]);
                assertTrue(kept[2 * sample] == 0 || Math.abs(kept[2 * sample] - 1 / 0.75) < 1e-6);
                dropped += kept[2 * sample] == 0 ? 1 : 0;
            }
            // Four standard deviations of a count of 4000 with chance 1/4.
            assertEquals(1000, dropped, 110);
        }
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            NDArray x = manager.ones(new Shape(4, 2));
            assertSame(x, layer.apply(pass, x));
        }
    }

    @Test
    void flattening() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            NDArray x = manager.arange(24f).reshape(2, 3, 4);
            assertEquals(new Shape(2, 12), new Flattening().apply(pass, x).getShape());
            assertEquals(new Shape(2, 3, 4), new Flattening(2).apply(pass, x).getShape());
            assertArrayEquals(x.toFloatArray(), new Flattening().apply(pass, x).toFloatArray());
        }
    }

    @Test
    void wrongShapesAreNamed() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            SimpleLayer positions = new Sequence(new LearnedPositions(3, 4));
            positions.initialize(manager, DataType.FLOAT32, 1);
            assertEquals(
                    "0.weight has 3 positions, but the input of shape (1, 5, 4) has 5: shorten the sequence "
                            + "or make the layer with more positions",
                    assertThrows(ShapeException.class,
                            () -> positions.apply(pass, manager.zeros(new Shape(1, 5, 4)))).getMessage());
            assertThrows(ShapeException.class,
                    () -> Pooling.maximum(2).apply(pass, manager.zeros(new Shape(1, 1, 4, 4))));
            SimpleLayer residual = new Residual("fn", Pooling.maximum(2));
            assertThrows(ShapeException.class, () -> residual.apply(pass, manager.zeros(new Shape(1, 1, 4))));
        }
    }
}
