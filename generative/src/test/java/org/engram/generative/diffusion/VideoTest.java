package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.generative.NetworkTest;
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
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A U-Net for images inflated to clips. */
class VideoTest extends NetworkTest {
    private static final DataType TYPE = DataType.FLOAT64;
    private static final int FRAMES = 3;

    private static UNet2DConfiguration small(FrameMixing mixing) {
        return UNet2DConfiguration.builder().widths(16, 32).layersPerLevel(1).transformerDepths(1, 0)
                .heads(4, 4)
                .contextWidth(8).groups(8).frameMixing(mixing).mostFrames(8).build();
    }

    /** A network for clips as training begins: the image network's weights, and the new layers' own start. */
    private UNet2DCondition inflated(UNet2DCondition images, FrameMixing mixing) {
        UNet2DCondition clips = new UNet2DCondition(small(mixing));
        clips.initialize(manager, TYPE, 5);
        images.learned().forEach((name, parameter) -> parameter.getArray()
                .copyTo(clips.learned().get(name).getArray()));
        return clips;
    }

    private UNet2DCondition images() {
        UNet2DCondition images = new UNet2DCondition(small(FrameMixing.NONE));
        ScaledSineWeights.fill(images, manager, TYPE);
        return images;
    }

    private UNetConditions clip() {
        return UNetConditions.of(cosines(manager, TYPE, 0.07, 2, 5, 8)).toBuilder().frames(FRAMES).build();
    }

    private UNetConditions eachFrame() {
        return UNetConditions.of(cosines(manager, TYPE, 0.07, 2, 5, 8).repeat(0, FRAMES));
    }

    @Test
    void newMotionModulesChangeNoFrame() {
        UNet2DCondition images = images();
        UNet2DCondition clips = inflated(images, FrameMixing.MOTION_MODULES);
        assertEquals(new Shape(1, 8, 16),
                clips.state().get("down_blocks.0.motion_modules.0.transformer_blocks.0.pos_embed.pe")
                        .getShape());
        NDArray x = cosines(manager, TYPE, 0.11, 2 * FRAMES, 4, 8, 8);
        NDArray t = manager.create(new long[] {10, 500});
        assertArrayEquals(Parity.numbers(images.apply(pass, x, t.repeat(0, FRAMES), eachFrame())),
                Parity.numbers(clips.apply(pass, x, t, clip())), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(names = {"FIRST_AND_PREVIOUS", "PREVIOUS_TWO"})
    void newTemporalLayersChangeNoStillClip(FrameMixing mixing) {
        UNet2DCondition images = images();
        UNet2DCondition clips = inflated(images, mixing);
        NDArray still = cosines(manager, TYPE, 0.11, 2, 4, 8, 8).repeat(0, FRAMES);
        NDArray t = manager.create(new long[] {10, 500});
        assertArrayEquals(Parity.numbers(images.apply(pass, still, t.repeat(0, FRAMES), eachFrame())),
                Parity.numbers(clips.apply(pass, still, t, clip())), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(names = {"FIRST_AND_PREVIOUS", "PREVIOUS_TWO"})
    void framesAttendToEarlierOnes(FrameMixing mixing) {
        int frames = 4;
        TransformerBlock block = new TransformerBlock(16, 4, 4, 8, mixing, 0);
        ScaledSineWeights.fill(block, manager, TYPE);
        NDArray tokens = cosines(manager, TYPE, 0.23, frames, 6, 16);
        NDArray context = cosines(manager, TYPE, 0.07, 1, 5, 8);
        UNetConditions conditions = UNetConditions.of(context).toBuilder().frames(frames).build();
        NDArray found = block.apply(pass, tokens, conditions);

        // The same frame by frame, with the two frames it sees as the context of plain attention.
        int[][] seen = mixing == FrameMixing.FIRST_AND_PREVIOUS
                ? new int[][] {{0, 0}, {0, 0}, {0, 1}, {0, 2}}
                : new int[][] {{0, 0}, {0, 0}, {0, 1}, {1, 2}};
        NDArray normalized = part(block, "norm1", tokens);
        NDList each = new NDList();
        for (int frame = 0; frame < frames; frame++) {
            NDArray both = normalized.get(seen[frame][0] + ":" + (seen[frame][0] + 1))
                    .concat(normalized.get(seen[frame][1] + ":" + (seen[frame][1] + 1)), 1);
            NDArray own = normalized.get(frame + ":" + (frame + 1));
            NDArray x = tokens.get(frame + ":" + (frame + 1)).add(part(block, "attn1", own, both));
            x = x.add(part(block, "attn2", part(block, "norm2", x), context));
            each.add(x.add(part(block, "ff", part(block, "norm3", x))));
        }
        NDArray spatial = NDArrays.concat(each, 0);
        NDArray overTime = part(block, "attn_temp", part(block, "norm_temp", spatial).transpose(1, 0, 2))
                .transpose(1, 0, 2);
        assertArrayEquals(Parity.numbers(spatial.add(overTime)), Parity.numbers(found), 1e-12);
    }

    private NDArray part(Layer block, String name, NDArray... inputs) {
        return block.layers().get(name).apply(pass, new NDList(inputs)).get(0);
    }

    @Test
    void positionsTellFramesApart() {
        TemporalTransformer blind = new TemporalTransformer(16, 8, 2, 8);
        TemporalTransformer sighted = TemporalTransformer.motionModule(16, 8, 8, 8);
        NDArray clip = cosines(manager, TYPE, 0.23, FRAMES, 16, 2, 2);
        UNetConditions conditions = UNetConditions.builder().frames(FRAMES).build();
        for (TemporalTransformer layer : new TemporalTransformer[] {blind, sighted}) {
            layer.initialize(manager, TYPE, 2);
            layer.learned().get("proj_out.weight").getArray().addi(0.3);
            NDArray backwards = layer.apply(pass, clip.flip(0), conditions).flip(0);
            double difference = Parity
                    .numbers(layer.apply(pass, clip, conditions).sub(backwards).abs().max())[0];
            assertEquals(layer == sighted, difference > 1e-6);
        }
        double[] table = Parity.numbers(sighted.state().get("transformer_blocks.0.pos_embed.pe").getArray());
        // Frame 2: sine and cosine of 2, then of 2 / 10000^(2/16).
        assertEquals(Math.sin(2), table[32], 1e-12);
        assertEquals(Math.cos(2), table[33], 1e-12);
        assertEquals(Math.sin(2 / Math.pow(10000, 2 / 16.0)), table[34], 1e-12);
    }

    @Test
    void badClipsAreNamed() {
        TemporalTransformer layer = TemporalTransformer.motionModule(16, 8, 8, 2);
        layer.initialize(manager, TYPE, 2);
        NDArray clip = cosines(manager, TYPE, 0.23, 3, 16, 2, 2);
        String tooLong = assertThrows(ShapeException.class,
                () -> layer.apply(pass, clip, UNetConditions.builder().frames(3).build())).getMessage();
        assertEquals("the motion modules know 2 frames, but the clip has 3: cut it into overlapping windows",
                tooLong);
        assertTrue(assertThrows(ShapeException.class,
                () -> layer.apply(pass, clip, UNetConditions.builder().frames(2).build())).getMessage()
                .contains("a batch of 3 does not divide into clips of 2 frames"));
    }
}
