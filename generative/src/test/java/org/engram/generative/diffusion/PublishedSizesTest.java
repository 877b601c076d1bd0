package org.engram.generative.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.engram.nn.layers.Layer;
import org.junit.jupiter.api.Test;

/** Tensors and parameters of the published checkpoints, counted from declared shapes: nothing is allocated. */
class PublishedSizesTest {
    private static void assertCounts(int tensors, long parameters, Layer network) {
        assertEquals(tensors, network.learned().size());
        assertEquals(parameters, network.parameterCount());
    }

    @Test
    void unets() {
        assertCounts(686, 859_520_964, new UNet2DCondition(UNet2DConfiguration.stableDiffusion15()));
        assertCounts(686, 865_910_724, new UNet2DCondition(UNet2DConfiguration.stableDiffusion21()));
        assertCounts(1680, 2_567_463_684L, new UNet2DCondition(UNet2DConfiguration.stableDiffusionXl()));
    }

    @Test
    void versatileDiffusionHasTheTransformersOfBothFlows() {
        UNet2DCondition network = new UNet2DCondition(UNet2DConfiguration.versatileDiffusion());
        long text = network.learned().entrySet().stream()
                .filter(entry -> entry.getKey().contains(".transformers.1."))
                .mapToLong(entry -> entry.getValue().getShape().size()).sum();
        long normalizations = network.learned().entrySet().stream()
                .filter(entry -> entry.getKey().contains(".transformers.1.norm."))
                .mapToLong(entry -> entry.getValue().getShape().size()).sum();
        assertEquals(859_520_964, network.parameterCount() - text);
        // The published figure counts the transformers without the normalisation before each.
        assertEquals(267_214_400, text - normalizations);
        long time = network.layers().get("time_embedding").parameterCount();
        assertEquals(2_050_560, time);
    }

    @Test
    void whatSteers() {
        assertCounts(340, 361_279_120, new ControlNet(ControlNetConfiguration.stableDiffusion15()));
        assertCounts(38, 77_369_280, new T2IAdapter(T2IAdapterConfiguration.stableDiffusion15()));
    }
}
