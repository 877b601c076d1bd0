package org.engram.nn.explanation;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.explanation.Networks.Flat;
import org.engram.nn.explanation.Networks.SpatialMean;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AttributionMethodsTest {
    private static final float[] WEIGHTS = {0.5f, -2, 0, 1.5f, -0.25f, 3};

    private final NDManager manager = Torch.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** f(x) = w x + 0.7, and a second output of -f(x). */
    private ExplainedNetwork linear() {
        Sequence network = Networks.filled(new Sequence(new Flat(), new Dropout(0.5), new Linear(6, 2)),
                manager,
                1);
        float[] both = new float[12];
        for (int i = 0; i < 6; i++) {
            both[i] = WEIGHTS[i];
            both[6 + i] = -WEIGHTS[i];
        }
        Networks.set(network, "2.weight", both);
        Networks.set(network, "2.bias", 0.7f, -0.7f);
        return ExplainedNetwork.of(network);
    }

    private ExplainedNetwork convolutional(Activation activation) {
        Sequence network = new Sequence(Convolution.builder(2, 1, 4).kernel(3).padding(1).build(),
                new BatchNormalization(4), activation.layer(),
                Convolution.builder(2, 4, 3).kernel(3).stride(2).build(), activation.layer(),
                new Dropout(0.5),
                new SpatialMean(), new Linear(3, 3));
        return ExplainedNetwork.of(Networks.filled(network, manager, 5));
    }

    private static double[] products(Sample sample, float[] baseline) {
        double[] products = new double[6];
        for (int i = 0; i < 6; i++) {
            products[i] = (double) WEIGHTS[i] * (sample.values()[i] - baseline[i]);
        }
        return products;
    }

    private static void close(double[] expected, Attribution found, double tolerance) {
        double[] values = new double[found.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = found.values()[i];
        }
        assertArrayEquals(expected, values, tolerance);
    }

    @Test
    void aLinearNetworkIsExplainedByItsWeights() {
        Sample sample = Networks.noise(3, 2, 3);
        float[] zeros = new float[6];
        // float32 rounding of sums of six terms of size 1
        assertArrayEquals(WEIGHTS, Gradient.plain().explain(linear(), sample, Target.output(0)).values(), 0);
        close(products(sample, zeros), Gradient.timesInput().explain(linear(), sample, Target.output(0)),
                1e-6);
        assertArrayEquals(new float[] {1, -4, 0, 3, -0.5f, 6},
                Gradient.plain().explain(linear(), sample, Target.contrast(0)).values(), 1e-6f);
        for (SmoothGrad.Reduction reduction : SmoothGrad.Reduction.values()) {
            Attribution map = SmoothGrad.builder().copies(20).reduction(reduction).build().explain(linear(),
                    sample,
                    Target.output(0));
            for (int i = 0; i < 6; i++) {
                double wanted = switch (reduction) {
                    case MEAN -> WEIGHTS[i];
                    case MEAN_SQUARE -> WEIGHTS[i] * WEIGHTS[i];
                    default -> Math.abs(WEIGHTS[i]);
                };
                // The bound of the specification is 2 / sqrt(n); the gradient of a linear network is free of noise.
                assertEquals(wanted, map.values()[i], 1e-6);
            }
        }
    }

    @Test
    void integratedGradientsOfALinearNetworkAreWeightTimesDifference() {
        Sample sample = Networks.noise(3, 2, 3);
        float[] start = Networks.noise(4, 2, 3).values();
        for (var builder : List.of(IntegratedGradients.builder(),
                IntegratedGradients.builder().midpoints().points(7))) {
            Attribution map = builder.baseline(Baseline.of("noise", start)).build().explain(linear(), sample,
                    Target.output(0));
            close(products(sample, start), map, 1e-6);
            assertEquals(0, map.balance().orElseThrow().error(), 1e-5);
            assertEquals(List.of(), map.notices());
        }
    }

    @Test
    void integratedGradientsOfASquareAreExactAndAnEarlyStopIsReported() {
        Sequence network = Networks.filled(new Sequence(new Linear(2, 1), Activation.SQUARE.layer()), manager,
                1);
        Networks.set(network, "0.weight", 1, 2);
        Networks.set(network, "0.bias", 0);
        ExplainedNetwork explained = ExplainedNetwork.of(network);
        Sample sample = new Sample(new float[] {3, 1}, 2);
        // f = (x + 2 y)^2 from 0: x_i * integral of 2 t s w_i dt = x_i w_i s with s = 5
        Attribution map = IntegratedGradients.builder().points(1).build().explain(explained, sample,
                Target.output(0));
        close(new double[] {15, 10}, map, 1e-5);
        Sequence cubic = Networks.filled(new Sequence(new Linear(1, 1), Activation.MISH.layer(),
                Activation.SQUARE.layer(), Activation.SQUARE.layer()), manager, 1);
        Networks.set(cubic, "0.weight", 5);
        Attribution coarse = IntegratedGradients.builder().points(1).midpoints().build()
                .explain(ExplainedNetwork.of(cubic), new Sample(new float[] {2}, 1), Target.output(0));
        assertTrue(coarse.balance().orElseThrow().relativeError() > 0.01);
        assertEquals("integrated-gradients-incomplete", coarse.notices().get(0).code());
        Attribution fine = IntegratedGradients.builder().build().explain(ExplainedNetwork.of(cubic),
                new Sample(new float[] {2}, 1), Target.output(0));
        assertTrue(fine.balance().orElseThrow().relativeError() < 1e-4);
    }

    @Test
    void occlusionOfALinearNetworkIsExact() {
        Sample sample = Networks.noise(3, 2, 3);
        double mean = 0;
        for (float value : sample.values()) {
            mean += value / 6;
        }
        float[] baseline = new float[6];
        java.util.Arrays.fill(baseline, (float) mean);
        double[] each = products(sample, baseline);
        close(each, Occlusion.builder(1, 1).batchSize(4).build().explain(linear(), sample, Target.output(0)),
                1e-5);
        // Both channels of a column are masked together.
        Attribution columns = Occlusion.builder(1).build().explain(linear(), sample, Target.output(0));
        close(new double[] {each[0] + each[3], each[1] + each[4], each[2] + each[5], each[0] + each[3],
                each[1] + each[4], each[2] + each[5]}, columns, 1e-5);
        // Patches of two columns at 0 and 1: the middle column is covered by both.
        Attribution wide = Occlusion.builder(2).stride(2).build().explain(linear(), sample, Target.output(0));
        double first = each[0] + each[3] + each[1] + each[4];
        double second = each[1] + each[4] + each[2] + each[5];
        close(new double[] {first, (first + second) / 2, second, first, (first + second) / 2, second}, wide,
                1e-5);
        assertEquals("2", wide.parameters().get("patches"));
        assertThrows(IllegalArgumentException.class,
                () -> Occlusion.builder(1).stride(2).build().explain(linear(), sample, Target.output(0)));
        assertThrows(ShapeException.class,
                () -> Occlusion.builder(1, 1, 1).build().explain(linear(), sample, Target.output(0)));
    }

    @Test
    void shapleyValuesOfRegionsAreExactForALinearNetworkAndFairForAProduct() {
        Sample sample = Networks.noise(3, 2, 3);
        double[] each = products(sample, new float[6]);
        RegionShapley method = RegionShapley.builder(4, 9, 0).orders(3).baseline(Baseline.zeros()).build();
        var found = method.contributions(linear(), sample, Target.output(0));
        assertArrayEquals(new int[] {4, 9}, found.labels());
        assertArrayEquals(new double[] {each[0] + each[3], each[1] + each[4]}, found.values(), 1e-5);
        assertArrayEquals(new double[] {0, 0}, found.standardErrors(), 1e-5);
        Attribution map = method.explain(linear(), sample, Target.output(0));
        assertEquals(0, map.balance().orElseThrow().error(), 1e-5);
        assertEquals(0, map.values()[2]);
        assertEquals(found.values()[0] / 2, map.values()[0], 1e-6);
        // (x + y)^2 - from zero - splits its cross term 2 x y evenly: x^2 + x y and y^2 + x y.
        Sequence square = Networks.filled(new Sequence(new Linear(2, 1), Activation.SQUARE.layer()), manager,
                1);
        Networks.set(square, "0.weight", 1, 1);
        Networks.set(square, "0.bias", 0);
        var fair = RegionShapley.builder(1, 2).baseline(Baseline.zeros()).build()
                .contributions(ExplainedNetwork.of(square), new Sample(new float[] {3, 2}, 2),
                        Target.output(0));
        assertArrayEquals(new double[] {15, 10}, fair.values(), 1e-5);
    }

    @Test
    void gradientsAgreeWithDifferences() {
        ExplainedNetwork network = convolutional(Activation.TANH);
        Sample sample = Networks.noise(8, 1, 7, 6);
        Target target = Target.contrast(1);
        float[] gradient = Gradient.plain().explain(network, sample, target).values();
        for (int i = 0; i < gradient.length; i += 5) {
            float[] pair = java.util.Arrays.copyOf(sample.values(), 2 * sample.size());
            System.arraycopy(sample.values(), 0, pair, sample.size(), sample.size());
            pair[i] += 0.01f;
            pair[sample.size() + i] -= 0.01f;
            double[] scores = network.scores(target, pair, sample.shape());
            // Scores of size 1 in float32 over a step of 0.02, and the third derivative times 1e-4.
            assertEquals((scores[0] - scores[1]) / 0.02, gradient[i], 5e-4);
        }
    }

    @Test
    void smoothGradDoesNotDependOnTheBatchAndFollowsTheSeed() {
        ExplainedNetwork network = convolutional(Activation.RELU);
        Sample sample = Networks.noise(8, 1, 7, 6);
        SmoothGrad.Builder method = SmoothGrad.builder().copies(11).seed(4);
        float[] all = method.batchSize(11).build().explain(network, sample, Target.output(0)).values();
        float[] few = method.batchSize(3).build().explain(network, sample, Target.output(0)).values();
        float[] again = method.build().explain(network, sample, Target.output(0)).values();
        float[] other = method.seed(5).build().explain(network, sample, Target.output(0)).values();
        assertArrayEquals(few, again);
        // The same noise; only the order of float32 sums inside the engine differs.
        assertArrayEquals(all, few, 1e-6f);
        double differs = 0;
        for (int i = 0; i < all.length; i++) {
            differs = Math.max(differs, Math.abs(all[i] - other[i]));
        }
        assertTrue(differs > 1e-3, "another seed gives other noise");
    }

    @Test
    void explanationsLeaveNothingBehind() {
        ExplainedNetwork network = convolutional(Activation.RELU);
        Sample sample = Networks.noise(8, 1, 7, 6);
        Layer layer = network.layer();
        float[] weights = layer.state().get("0.weight").getArray().toFloatArray();
        float[] running = layer.state().get("1.running_mean").getArray().toFloatArray();
        List<AttributionMethod> methods = List.of(Gradient.plain(), SmoothGrad.builder().copies(4).build(),
                IntegratedGradients.builder().points(4).build(), new GradCam("2"),
                new GuidedBackpropagation(),
                Occlusion.builder(3).build());
        int before = manager.getManagedArrays().size();
        for (AttributionMethod method : methods) {
            Attribution map = method.explain(network, sample, Target.output(1));
            assertEquals(network.outputs(sample)[1], map.score(), 1e-6, method.name());
            layer.learned()
                    .forEach((path, parameter) -> assertNull(Pass.gradientOf(parameter.getArray()), path));
            assertEquals(before, manager.getManagedArrays().size(), method.name());
        }
        assertArrayEquals(weights, layer.state().get("0.weight").getArray().toFloatArray());
        assertArrayEquals(running, layer.state().get("1.running_mean").getArray().toFloatArray());
    }

    @Test
    void gradCamOfANetworkDoneByHand() {
        // Channels x and -2 x of a 2 x 2 image; the score is 3 mean(x) - 1 mean(-2 x). Gradients are 3/4 and -1/4.
        Sequence network = Networks.filled(new Sequence(Convolution.builder(2, 1, 2).unbiased().build(),
                new SpatialMean(), new Linear(2, 1)), manager, 1);
        Networks.set(network, "0.weight", 1, -2);
        Networks.set(network, "2.weight", 3, -1);
        Sample sample = new Sample(new float[] {1, -1, 2, 0.5f}, 1, 2, 2);
        Attribution map = new GradCam("0").explain(ExplainedNetwork.of(network), sample, Target.output(0));
        // 0.75 x + 0.25 * 2 x = 1.25 x, rectified
        close(new double[] {1.25, 0, 2.5, 0.625}, map, 1e-6);
        assertEquals("grad-cam-coarse", map.notices().get(0).code());
        EngramException unknown = assertThrows(EngramException.class,
                () -> new GradCam("conv").explain(ExplainedNetwork.of(network), sample, Target.output(0)));
        assertTrue(unknown.getMessage().contains("no layer \"conv\""), unknown.getMessage());
        assertThrows(ShapeException.class,
                () -> new GradCam("1").explain(ExplainedNetwork.of(network), sample, Target.output(0)));
    }

    @Test
    void gradCamTakesTheSizeOfTheInputInOneToThreeDimensions() {
        for (int axes = 1; axes <= 3; axes++) {
            Sequence network = new Sequence(Convolution.builder(axes, 2, 3).kernel(3).stride(2).build(),
                    Activation.RELU.layer(), new SpatialMean(), new Linear(3, 2));
            Networks.filled(network, manager, 4);
            long[] shape = new long[axes + 1];
            java.util.Arrays.fill(shape, 7);
            shape[0] = 2;
            Attribution map = new GradCam("1").explain(ExplainedNetwork.of(network), Networks.noise(1, shape),
                    Target.output(1));
            assertArrayEquals(shape, map.shape());
            int half = map.values().length / 2;
            assertArrayEquals(java.util.Arrays.copyOf(map.values(), half),
                    java.util.Arrays.copyOfRange(map.values(), half, 2 * half));
        }
    }

    @Test
    void guidedBackpropagationDropsWhatIsNegativeOnTheWay() {
        // Hidden h = relu(x + y), k = relu(x - y); score = 2 h - 3 k. Going back, -3 is dropped at k.
        Sequence network = Networks.filled(
                new Sequence(new Linear(2, 2), Activation.RELU.layer(), new Linear(2, 1)),
                manager, 1);
        Networks.set(network, "0.weight", 1, 1, 1, -1);
        Networks.set(network, "0.bias", 0, 0);
        Networks.set(network, "2.weight", 2, -3);
        Sample sample = new Sample(new float[] {3, 1}, 2);
        assertArrayEquals(new float[] {-1, 5},
                Gradient.plain().explain(ExplainedNetwork.of(network), sample, Target.output(0)).values(),
                1e-6f);
        Attribution guided = new GuidedBackpropagation().explain(ExplainedNetwork.of(network), sample,
                Target.output(0));
        close(new double[] {2, 2}, guided, 1e-6);
        assertEquals("guided-backpropagation-insensitive", guided.notices().get(0).code());
        assertThrows(EngramException.class,
                () -> new GuidedBackpropagation().explain(linear(), Networks.noise(1, 2, 3),
                        Target.output(0)));
    }

    @Test
    void badRequestsAreRefusedInOneSentence() {
        Sample sample = Networks.noise(3, 2, 3);
        assertTrue(assertThrows(ShapeException.class,
                () -> Gradient.plain().explain(linear(), sample, Target.output(2))).getMessage()
                .contains("(1, 2), which has no output 2"));
        assertTrue(assertThrows(EngramException.class,
                () -> new Sample(new float[] {1, Float.NaN}, 2)).getMessage()
                .contains("value 1 of the sample is NaN"));
        assertThrows(ShapeException.class, () -> new Sample(new float[3], 2, 2));
        assertTrue(assertThrows(EngramException.class, () -> Gradient.plain().explain(linear(), sample,
                Target.of("constant", outputs -> outputs.stopGradient().sum(new int[] {1})))).getMessage()
                .contains("\"constant\" cannot be differentiated"));
        assertTrue(assertThrows(ShapeException.class, () -> Gradient.plain().explain(linear(), sample,
                Target.of("all", outputs -> outputs))).getMessage()
                .contains("one number per sample is needed"));
        assertThrows(EngramException.class, () -> ExplainedNetwork.of(new Linear(2, 2)));
        assertEquals("output 1", Target.predicted(linear(), new Sample(new float[] {0, 1, 0, 0, 0, 0}, 2, 3))
                .description());
    }

    @Test
    void regionsAreRankedByTheirShareOfMagnitude() {
        Sample sample = new Sample(new float[] {1, 1, 1, 1}, 4);
        Attribution map = Attribution.builder(Gradient.plain(), sample, Target.output(0))
                .values(new float[] {1, -3, 2, 5}).build();
        List<RegionSummary> rows = RegionSummary.of(map, 7, 7, 2, 0);
        assertEquals(
                List.of(new RegionSummary(7, 2, -1, -2, 4 / 6.0, 1),
                        new RegionSummary(2, 1, 2, 2, 2 / 6.0, 2)),
                rows);
    }
}
