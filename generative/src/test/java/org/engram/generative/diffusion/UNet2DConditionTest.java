package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.generative.NetworkTest;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;
import org.engram.nn.parity.Parity;
import org.engram.nn.parity.ScaledSineWeights;
import org.junit.jupiter.api.Test;
import static org.engram.nn.parity.ScaledSineWeights.cosines;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What must hold of a U-Net and of what steers it, whatever the weights. */
class UNet2DConditionTest extends NetworkTest {
    private static final DataType TYPE = DataType.FLOAT64;

    private static UNet2DConfiguration.Builder small() {
        return UNet2DConfiguration.builder().widths(16, 32).layersPerLevel(1).transformerDepths(1, 0)
                .heads(4, 4)
                .contextWidth(8).groups(8);
    }

    private <L extends Layer> L filled(L layer) {
        ScaledSineWeights.fill(layer, manager, TYPE);
        return layer;
    }

    private NDArray image() {
        return cosines(manager, TYPE, 0.11, 2, 4, 8, 8);
    }

    private NDArray tokens() {
        return cosines(manager, TYPE, 0.07, 2, 5, 8);
    }

    private NDArray steps() {
        return manager.create(new long[] {10, 500});
    }

    private double[] run(UNet2DCondition network, UNetConditions conditions) {
        return Parity.numbers(network.apply(pass, image(), steps(), conditions));
    }

    @Test
    void untrainedControlChangesNothing() {
        UNet2DCondition network = filled(new UNet2DCondition(small().build()));
        ControlNet control = new ControlNet(
                new ControlNetConfiguration(small().build(), 3, List.of(8, 8, 16, 16)));
        control.initialize(manager, TYPE, 3);
        UNetConditions plain = UNetConditions.of(tokens());
        NDList residuals = control.apply(pass, image(), steps(), cosines(manager, TYPE, 0.013, 2, 3, 64, 64),
                plain);
        assertArrayEquals(run(network, plain), run(network, plain.toBuilder().control(residuals).build()), 0);
    }

    @Test
    void guessingTrustsTheLastResidualsMost() {
        NDList ones = new NDList();
        for (int k = 0; k < 13; k++) {
            ones.add(manager.ones(new Shape(1), TYPE));
        }
        NDList scaled = ControlNet.scaled(ones, 2, true);
        assertEquals(0.2, scaled.get(0).toDoubleArray()[0], 1e-12);
        assertEquals(2 * Math.pow(10, -0.5), scaled.get(6).toDoubleArray()[0], 1e-12);
        assertEquals(2, scaled.get(12).toDoubleArray()[0], 1e-12);
        assertEquals(2, ControlNet.scaled(ones, 2, false).get(0).toDoubleArray()[0], 0);
    }

    @Test
    void anImagePromptEqualToTheTextDoublesItsValues() {
        UNet2DCondition network = filled(new UNet2DCondition(small().build()));
        assertEquals(List.of(16, 16, 16, 32), network.attentionWidths());
        UNetConditions plain = UNetConditions.of(tokens());
        // The adapter's keys and values are the U-Net's own, taken in the order of the checkpoint: down, up, middle.
        List<String> attentions = List.of("down_blocks.0.attentions.0", "up_blocks.1.attentions.0",
                "up_blocks.1.attentions.1", "mid_block.attentions.0");
        NDList keysAndValues = new NDList();
        for (String attention : attentions) {
            for (String name : List.of("to_k", "to_v")) {
                Layer layer = network.layers().get(attention + ".transformer_blocks.0.attn2." + name);
                keysAndValues.add(layer.apply(pass, new NDList(tokens())).get(0));
            }
        }
        double[] prompted = run(network,
                plain.toBuilder().imagePrompt(new ImagePrompt(keysAndValues, 1)).build());
        double[] silent = run(network,
                plain.toBuilder().imagePrompt(new ImagePrompt(keysAndValues, 0)).build());
        double[] alone = run(network, plain);
        assertArrayEquals(alone, silent, 1e-12);
        network.learned().forEach((name, parameter) -> {
            if (name.endsWith("attn2.to_v.weight")) {
                parameter.getArray().muli(2.0);
            }
        });
        assertArrayEquals(run(network, plain), prompted, 1e-12);
        assertTrue(Math.abs(prompted[0] - alone[0]) > 1e-4, "the prompt has an effect at all");
    }

    @Test
    void promptsOfStableDiffusionHaveThePublishedNames() {
        var names = ImagePromptAdapter.stableDiffusion15().learned();
        // 16 attentions to the context, numbered 1, 3, ..., 31; the middle comes last.
        assertEquals(4 + 2 * 16, names.size());
        assertEquals(new Shape(3072, 1024), names.get("image_proj.proj.weight").getShape());
        assertEquals(new Shape(320, 768), names.get("ip_adapter.1.to_k_ip.weight").getShape());
        assertEquals(new Shape(320, 768), names.get("ip_adapter.29.to_v_ip.weight").getShape());
        assertEquals(new Shape(1280, 768), names.get("ip_adapter.31.to_k_ip.weight").getShape());
    }

    @Test
    void adapterFeaturesAreAddedBeforeHalving() {
        UNet2DCondition network = filled(new UNet2DCondition(small().build()));
        UNetConditions plain = UNetConditions.of(tokens());
        NDList zeros = new NDList(manager.zeros(new Shape(2, 16, 8, 8), TYPE),
                manager.zeros(new Shape(2, 32, 4, 4), TYPE));
        assertArrayEquals(run(network, plain), run(network, plain.toBuilder().adapter(zeros).build()), 0);

        NDArray time = manager.zeros(new Shape(2, 64), TYPE);
        NDArray x = cosines(manager, TYPE, 0.11, 2, 16, 8, 8);
        NDArray feature = cosines(manager, TYPE, 0.3, 2, 16, 8, 8);
        UNetDownLevel level = (UNetDownLevel) network.layers().get("down_blocks.0");
        NDList without = level.apply(pass, new NDList(x, time), plain);
        NDList with = level.apply(pass, new NDList(x, time),
                plain.toBuilder().adapter(new NDList(feature)).build());
        NDArray expected = without.get(0).add(feature);
        assertArrayEquals(Parity.numbers(expected), Parity.numbers(with.get(0)), 0);
        Layer halving = network.layers().get("down_blocks.0.downsamplers.0");
        assertArrayEquals(Parity.numbers(halving.apply(pass, new NDList(expected)).get(0)),
                Parity.numbers(with.get(1)), 0);
    }

    @Test
    void twoContextsMixedAllOneWayAreOneContext() {
        UNet2DCondition dual = filled(new UNet2DCondition(small().dualTransformer(true).build()));
        NDArray other = cosines(manager, TYPE, 0.19, 2, 3, 8);
        UNet2DCondition single = new UNet2DCondition(small().build());
        for (int text = 0; text <= 1; text++) {
            int transformer = text;
            single.initialize(manager, TYPE, 1);
            single.learned().forEach((name, parameter) -> {
                String there = name.replaceFirst("(attentions\\.\\d+)\\.",
                        "$1.transformers." + transformer + ".");
                dual.learned().get(there).getArray().copyTo(parameter.getArray());
            });
            double[] mixed = run(dual, UNetConditions.builder().dualContext(tokens(), other, text).build());
            assertArrayEquals(run(single, UNetConditions.of(text == 1 ? tokens() : other)), mixed, 0);
        }
    }

    @Test
    void anySizeOfImage() {
        UNet2DCondition network = filled(new UNet2DCondition(
                small().widths(16, 32, 32).transformerDepths(0, 1, 0).heads(4, 4, 4).build()));
        NDArray odd = cosines(manager, TYPE, 0.11, 1, 4, 9, 7);
        NDArray out = network.apply(pass, odd, manager.create(3L), UNetConditions.of(tokens().get("0:1")));
        assertEquals(odd.getShape(), out.getShape());
    }

    @Test
    void addedVectorsOfXl() {
        UNet2DCondition network = filled(new UNet2DCondition(
                small().added(AddedEmbedding.TEXT_AND_SIZES, 8 + 6 * 256).build()));
        assertTrue(network.learned().containsKey("add_embedding.linear_2.bias"));
        NDArray sizes = manager.create(new double[][] {{64, 64, 0, 0, 64, 64}, {32, 64, 1, 2, 64, 64}});
        NDArray vector = TimeEmbedding.textAndSizes(cosines(manager, TYPE, 0.2, 2, 8), sizes);
        assertEquals(new Shape(2, 8 + 6 * 256), vector.getShape());
        // The second size of the first item: cosines of 64 first.
        assertEquals(Math.cos(64), vector.get(0, 8 + 256).toDoubleArray()[0], 1e-12);
        double[] with = run(network, UNetConditions.of(tokens()).toBuilder().vector(vector).build());
        double[] without = run(network,
                UNetConditions.of(tokens()).toBuilder().vector(vector.mul(0.0)).build());
        assertTrue(Math.abs(with[0] - without[0]) > 1e-6);
    }

    @Test
    void gradients() {
        UNet2DCondition network = filled(new UNet2DCondition(small().linearProjection(true).build()));
        NDArray weight = network.learned()
                .get("mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight")
                .getArray();
        NDArray x = image();
        x.setRequiresGradient(true);
        double byWeight;
        double byImage;
        try (Pass training = Pass.training(1)) {
            training.backward(
                    network.apply(training, x, steps(), UNetConditions.of(tokens())).square().mean());
            byWeight = Pass.gradientOf(weight).toDoubleArray()[7];
            byImage = Pass.gradientOf(x).toDoubleArray()[100];
        }
        assertEquals(difference(network, weight, 7), byWeight, 1e-6 * Math.abs(byWeight) + 1e-11);
        NDArray plain = image();
        assertEquals(difference(network, plain, 100, plain), byImage, 1e-6 * Math.abs(byImage) + 1e-11);
    }

    private double difference(UNet2DCondition network, NDArray array, int element) {
        return difference(network, array, element, image());
    }

    private double difference(UNet2DCondition network, NDArray array, int element, NDArray x) {
        double step = 1e-4;
        double[] values = array.toDoubleArray();
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
            double[] changed = values.clone();
            changed[element] += side == 0 ? -step : step;
            array.set(changed);
            losses[side] = Parity
                    .numbers(network.apply(pass, x, steps(), UNetConditions.of(tokens())).square()
                            .mean())[0];
        }
        array.set(values);
        return (losses[1] - losses[0]) / (2 * step);
    }

    @Test
    void nothingStaysBehind() {
        UNet2DCondition network = filled(new UNet2DCondition(small().build()));
        NDArray x = image();
        NDArray t = steps();
        NDArray c = tokens();
        int before = manager.getManagedArrays().size();
        for (int k = 0; k < 3; k++) {
            try (Pass training = Pass.training(k)) {
                training.backward(network.apply(training, x, t, UNetConditions.of(c)).sum());
            }
            try (Pass inference = Pass.inference()) {
                network.apply(inference, x, t, UNetConditions.of(c));
            }
        }
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void badInputIsNamed() {
        UNet2DCondition network = filled(new UNet2DCondition(small().build()));
        assertEquals("this U-Net attends to a context (batch, token, width), and none was given",
                assertThrows(ShapeException.class, () -> run(network, UNetConditions.builder().build()))
                        .getMessage());
        String width = assertThrows(ShapeException.class,
                () -> run(network, UNetConditions.of(cosines(manager, TYPE, 1, 2, 5, 9)))).getMessage();
        assertEquals(
                "down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight has shape (16, 8) and wants 8 "
                        + "features on the last axis, but the input has shape (2, 5, 9)",
                width);
        NDList few = new NDList(image(), image());
        assertEquals(
                "this U-Net has 4 skip connections, but the ControlNet gives 1 residuals: they belong to networks of "
                        + "different sizes",
                assertThrows(ShapeException.class,
                        () -> run(network, UNetConditions.of(tokens()).toBuilder().control(few).build()))
                        .getMessage());
        assertEquals("level 1 has 30 channels, which 4 heads or 8 groups do not divide",
                assertThrows(IllegalArgumentException.class, () -> small().widths(16, 30).build())
                        .getMessage());
        assertEquals(UNet2DConfiguration.stableDiffusionXl(),
                UNet2DConfiguration.stableDiffusionXl().toBuilder().build());
    }
}
