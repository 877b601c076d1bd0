package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.engram.generative.Golden;
import org.engram.generative.NetworkTest;
import org.engram.nn.attention.PerceiverResampler;
import org.engram.nn.attention.TransformerOptions;
import org.engram.nn.layers.Layer;
import org.engram.nn.parity.Parity;
import org.engram.nn.parity.ScaledSineWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import static org.engram.nn.parity.ScaledSineWeights.cosines;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Every network with formula weights against what the reference implementations gave. */
class GoldenForwardTest extends NetworkTest {
    static UNet2DConfiguration.Builder small() {
        return UNet2DConfiguration.builder().widths(32, 64).layersPerLevel(1).transformerDepths(1, 0)
                .heads(4, 4)
                .contextWidth(16).groups(8);
    }

    private <L extends Layer> L filled(L layer, DataType type) {
        ScaledSineWeights.fill(layer, manager, type);
        return layer;
    }

    private NDArray image(DataType type) {
        return cosines(manager, type, 0.11, 2, 4, 8, 8);
    }

    private UNetConditions context(DataType type) {
        return UNetConditions.of(cosines(manager, type, 0.07, 2, 5, 16));
    }

    private NDArray steps() {
        return manager.create(new long[] {10, 500});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void unetLikeStableDiffusion1(DataType type) {
        UNet2DCondition network = filled(new UNet2DCondition(small().build()), type);
        assertEquals(208, network.learned().size());
        assertEquals(787_844, network.parameterCount());
        new Golden(-0.480968, -1.243627, -1.964423, -2.140879, -0.156718, -0.136969, 0.768461)
                .check(network.apply(pass, image(type), steps(), context(type)));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void unetLikeStableDiffusion2(DataType type) {
        UNet2DCondition network = filled(
                new UNet2DCondition(small().heads(2, 4).linearProjection(true).build()),
                type);
        new Golden(-0.481330, -1.244236, -1.965057, -2.141215, -0.156671, -0.136959, 0.768377)
                .check(network.apply(pass, image(type), steps(), context(type)));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void controlNetAndWhatItSteers(DataType type) {
        ControlNet control = filled(new ControlNet(new ControlNetConfiguration(small().build(), 3,
                List.of(8, 8, 16, 16))), type);
        NDArray edges = cosines(manager, type, 0.013, 2, 3, 64, 64);
        NDList residuals = control.apply(pass, image(type), steps(), edges, context(type));
        assertEquals(5, residuals.size());
        new Golden(-0.059665, -0.155006, -0.232161, -0.295327, 0.034011, 0.000017, 0.462690)
                .check(residuals.get(0));
        new Golden(-0.190927, -0.344711, -0.403818, -0.449677, 0.124480, 0.003840, 0.797378)
                .check(residuals.get(1));
        new Golden(-1.937787, -1.945524, -1.755832, -1.238620, 0.026196, 0.004492, 1.922055)
                .check(residuals.get(2));
        new Golden(-0.000183, -0.042865, -0.019610, 0.128923, 0.281686, 0.012830, 0.359878)
                .check(residuals.get(3));
        new Golden(-1.155788, -1.052672, -0.922226, -0.782585, 0.117774, -0.001629, 0.710891)
                .check(residuals.get(4));
        UNet2DCondition network = filled(new UNet2DCondition(small().build()), type);
        new Golden(-0.428274, -1.106588, -1.724667, -1.916454, -0.344678, -0.118254, 0.814199)
                .check(network.apply(pass, image(type), steps(),
                        context(type).toBuilder().control(residuals).build()));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void fullAdapter(DataType type) {
        T2IAdapter adapter = filled(
                new T2IAdapter(new T2IAdapterConfiguration(3, List.of(16, 32, 64, 64), 2, 8)),
                type);
        NDList features = adapter.apply(pass, new NDList(cosines(manager, type, 0.013, 1, 3, 64, 64)));
        new Golden(-0.006040, -0.016456, -0.013552, -0.007788, 0.066791, 0.011513, 0.110780)
                .check(features.get(0));
        new Golden(0.081981, 0.081184, 0.082110, 0.077932, -0.132062, -0.006269, 0.121190)
                .check(features.get(1));
        new Golden(0.014068, 0.014001, 0.015731, 0.015542, 0.146422, 0.002052, 0.215162)
                .check(features.get(2));
        new Golden(0.123233, 0.153674, -0.550115, -0.189975, 0.011243, 0.001914, 0.321439)
                .check(features.get(3));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void dualTransformer(DataType type) {
        DualSpatialTransformer dual = filled(
                new DualSpatialTransformer(new TransformerSizes(32, 4, 8, 1, 16, 8, false)), type);
        NDArray tokens = cosines(manager, type, 0.07, 1, 8, 16);
        UNetConditions conditions = UNetConditions.builder().dualContext(tokens.get(new NDIndex(":, :3")),
                tokens.get(new NDIndex(":, 3:")), 0.4).build();
        new Golden(1.057704, 1.049031, 1.027964, 0.994700, 0.925952, -0.003913, 0.707558)
                .check(dual.apply(pass, cosines(manager, type, 0.11, 1, 32, 4, 4), conditions));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void temporalTransformer(DataType type) {
        TemporalTransformer temporal = filled(new TemporalTransformer(32, 4, 8, 8), type);
        new Golden(1.106882, 1.095811, 1.072457, 1.036957, 0.062721, -0.000526, 0.710248)
                .check(temporal.apply(pass, cosines(manager, type, 0.11, 6, 32, 4, 4),
                        UNetConditions.builder().frames(6).build()));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void imageProjection(DataType type) {
        ImageProjection projection = filled(new ImageProjection(24, 4, 16), type);
        new Golden(0.878187, -1.395756, 0.633945, 1.157541, 0.812200, 0.000502, 1.004139)
                .check(projection.apply(pass, cosines(manager, type, 0.11, 2, 24)));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void diffusionPrior(DataType type) {
        DiffusionPrior prior = filled(
                new DiffusionPrior(new DiffusionPriorConfiguration(3, 16, 2, 2, 8, 100)), type);
        assertEquals(25, prior.state().size());
        NDList inputs = new NDList(cosines(manager, type, 0.07, 2, 3, 16),
                cosines(manager, type, 0.11, 2, 3, 16),
                manager.create(new long[] {3, 77}));
        new Golden(-0.393190, -0.110271, 0.348419, 0.251732, 0.072687, -0.036122, 0.717041)
                .check(prior.apply(pass, inputs).get(0));
    }

    @Test
    void imageResampler() {
        Parity.of(GoldenForwardTest.class, "resampler.npz").inInference()
                .check(new PerceiverResampler(10, 5, 2, 7, TransformerOptions.builder(12, 3).build()));
    }
}
