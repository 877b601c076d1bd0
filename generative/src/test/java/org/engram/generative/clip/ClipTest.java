package org.engram.generative.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.generative.Golden;
import org.engram.generative.NetworkTest;
import org.engram.nn.attention.TransformerEncoderLayer;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Layer;
import org.engram.nn.parity.Parity;
import org.engram.nn.parity.ScaledSineWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import static org.engram.nn.parity.ScaledSineWeights.cosines;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ClipTest extends NetworkTest {
    private static final Golden IMAGE = new Golden(0.556412, -1.977075, 3.071830, -3.660212, 0.002635,
            -0.030599,
            2.584980);
    private static final Golden POOLED_TEXT = new Golden(0.703528, 0.650700, -0.335501, -0.026915, 1.433824,
            0.024306,
            1.012827);

    private ClipVision vision(DataType type) {
        ClipVision vision = new ClipVision(
                new ClipVisionConfiguration(32, 64, 2, 4, 16, 4, 16, Activation.QUICK_GELU, 1e-5));
        ScaledSineWeights.fill(vision, manager, type);
        return vision;
    }

    private ClipText text(DataType type, int projection) {
        ClipText text = new ClipText(
                new ClipTextConfiguration(64, 12, 32, 64, 2, 4, projection, Activation.QUICK_GELU, 63, 1e-5));
        ScaledSineWeights.fill(text, manager, type);
        return text;
    }

    private NDArray ids() {
        return manager.create(new long[][] {{62, 5, 9, 33, 7, 63, 63, 63, 63, 63, 63, 63}});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void visionAsInTransformers(DataType type) {
        ClipVision vision = vision(type);
        NDArray images = cosines(manager, type, 0.013, 1, 3, 16, 16);
        NDList results = vision.apply(pass, new NDList(images));
        new Golden(0.146758, 1.276364, 1.138185, 1.073178, -0.383837, -0.002584, 1.156213)
                .check(results.get(0));
        IMAGE.check(results.get(2));
        IMAGE.check(vision.embed(pass, images));
        new Golden(0.556412, -1.977075, 3.071830, -3.660212, 1.558585, 0.003364, 1.810284)
                .check(vision.projectedTokens(pass, images));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void textAsInTransformers(DataType type) {
        NDList results = text(type, 0).apply(pass, new NDList(ids()));
        assertEquals(2, results.size());
        new Golden(-0.751402, 0.028037, 0.651901, 0.094640, -0.698455, 0.001926, 0.998419)
                .check(results.get(0));
        POOLED_TEXT.check(results.get(1));
    }

    @Test
    void countsOfThePublishedEncoders() {
        assertCounts(196, 123_060_480, new ClipText(ClipTextConfiguration.stableDiffusion15()));
        assertCounts(372, 340_387_840, new ClipText(ClipTextConfiguration.stableDiffusion21()));
        assertCounts(392, 303_966_208, new ClipVision(ClipVisionConfiguration.vitLarge14()));
        assertCounts(520, 632_076_800, new ClipVision(ClipVisionConfiguration.openHuge14()));
        assertCounts(776, 1_844_907_264, new ClipVision(ClipVisionConfiguration.openBigG14()));
    }

    private static void assertCounts(int tensors, long parameters, Layer network) {
        assertEquals(tensors, network.state().size());
        assertEquals(parameters, network.parameterCount());
    }

    @Test
    void contextsOfVersatileDiffusionAreMeasuredByTheirEmbedding() {
        ClipVision vision = vision(DataType.FLOAT64);
        NDArray images = cosines(manager, DataType.FLOAT64, 0.013, 2, 3, 16, 16);
        NDArray context = vision.context(pass, images);
        assertEquals(new Shape(2, 17, 16), context.getShape());
        assertArrayEquals(new double[] {1, 1},
                Parity.numbers(context.get(new NDIndex(":, 0")).norm(2, new int[] {1},
                        false)),
                1e-12);

        ClipText text = text(DataType.FLOAT64, 16);
        NDArray words = text.context(pass, ids());
        NDArray embedded = text.apply(pass, new NDList(ids())).get(2);
        // The token at the end of the text is the embedding itself.
        assertArrayEquals(Parity.numbers(embedded.div(embedded.norm(2, new int[] {1}, true))),
                Parity.numbers(words.get(new NDIndex(":, 5"))), 1e-12);
    }

    @Test
    void laterWordsChangeNothingBefore() {
        ClipText text = text(DataType.FLOAT64, 0);
        NDArray other = manager.create(new long[][] {{62, 5, 9, 33, 63, 1, 2, 3, 4, 5, 6, 7}});
        NDArray first = text.apply(pass, new NDList(ids())).get(0);
        NDArray second = text.apply(pass, new NDList(other)).get(0);
        assertArrayEquals(Parity.numbers(first.get(new NDIndex(":, :4"))),
                Parity.numbers(second.get(new NDIndex(":, :4"))), 1e-12);
    }

    @Test
    void layersLeftOutAreTheLastOnes() {
        ClipVision vision = vision(DataType.FLOAT64);
        NDArray images = cosines(manager, DataType.FLOAT64, 0.013, 1, 3, 16, 16);
        NDArray before = vision.tokens(pass, images, 1);
        NDArray after = ((TransformerEncoderLayer) vision.layers().get("vision_model.encoder.layers.1"))
                .apply(pass,
                        before);
        assertArrayEquals(Parity.numbers(vision.tokens(pass, images, 0)), Parity.numbers(after), 0);
    }

    @Test
    void badInputIsNamed() {
        ClipVision vision = vision(DataType.FLOAT32);
        assertEquals(
                "images have shape (1, 3, 8, 8): this CLIP takes (batch, 3, 16, 16); resize and crop them first",
                assertThrows(ShapeException.class,
                        () -> vision.embed(pass, manager.zeros(new Shape(1, 3, 8, 8)))).getMessage());
        ClipText text = text(DataType.FLOAT32, 0);
        assertEquals("text 0 has no end-of-text token (63), at which it would be summarised",
                assertThrows(ShapeException.class,
                        () -> text.apply(pass, new NDList(manager.create(new long[][] {{62, 5}}))))
                        .getMessage());
        assertEquals(
                "token ids have shape (1, 13) and type int64: this text encoder takes (batch, at most 12) of type "
                        + "int64",
                assertThrows(ShapeException.class,
                        () -> text.apply(pass, new NDList(manager.zeros(new Shape(1, 13), DataType.INT64))))
                        .getMessage());
    }
}
