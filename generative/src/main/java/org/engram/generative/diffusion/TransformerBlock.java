package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.engram.generative.layers.Attention;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.GatedFeedForward;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.LayerNormalization;

/**
 * Self-attention, attention to a context (or to itself again) and feed-forward, each on normalised tokens and added
 * to them; {@code BasicTransformerBlock} of diffusers. With {@link FrameMixing#sparseCausal} self-attention looks
 * at earlier frames, and every token attends to itself in all frames at the end, silently at first (its output
 * starts at zero).
 *
 * <p>Parameters: {@code norm1}, {@code attn1}, {@code norm2}, {@code attn2}, {@code norm3}, {@code ff}, and over
 * time {@code norm_temp}, {@code attn_temp}; buffer {@code pos_embed.pe} where frames have positions.
 */
final class TransformerBlock extends ConditionedLayer {
    private final LayerNormalization firstNormalization;
    private final Attention selfAttention;
    private final LayerNormalization secondNormalization;
    private final Attention secondAttention;
    private final LayerNormalization thirdNormalization;
    private final GatedFeedForward feedForward;
    private final LayerNormalization temporalNormalization;
    private final Attention temporalAttention;
    private final FramePositions positions;
    private final FrameMixing mixing;
    private final boolean crosses;
    private int ordinal = -1;

    /**
     * @param width of the tokens
     * @param heads how many
     * @param headWidth of each
     * @param contextWidth of the context; 0: the second attention is to the tokens themselves
     * @param mixing of the frames of a clip
     * @param mostFrames how many frames have a position added before each attention; 0 for no positions
     */
    TransformerBlock(int width, int heads, int headWidth, int contextWidth, FrameMixing mixing,
            int mostFrames) {
        super(1);
        this.mixing = mixing;
        crosses = contextWidth > 0;
        positions = mostFrames == 0 ? null : child("pos_embed", new FramePositions(mostFrames, width));
        firstNormalization = child("norm1", new LayerNormalization(width));
        selfAttention = child("attn1", new Attention(width, width, heads, headWidth));
        secondNormalization = child("norm2", new LayerNormalization(width));
        secondAttention = child("attn2",
                new Attention(width, crosses ? contextWidth : width, heads, headWidth));
        thirdNormalization = child("norm3", new LayerNormalization(width));
        feedForward = child("ff", GatedFeedForward.joint(width, 4L * width, Activation.GELU, 0));
        boolean overTime = mixing.sparseCausal();
        temporalAttention = !overTime
                ? null
                : child("attn_temp", new Attention(width, width, heads, headWidth, Initialization.ZEROS));
        temporalNormalization = !overTime ? null : child("norm_temp", new LayerNormalization(width));
    }

    /** @return whether it attends to a context */
    boolean crosses() {
        return crosses;
    }

    /** @return features of its tokens */
    int width() {
        return (int) firstNormalization.getDirectParameters().get(0).getValue().getShape().get(0);
    }

    /** @param number of this block among those of its network that attend to a context, in checkpoint order */
    void number(int number) {
        ordinal = number;
    }

    /** @param input tokens (batch, token, width) @return of the same shape */
    @Override
    NDList compute(Pass pass, NDList inputs, UNetConditions conditions) {
        NDArray input = inputs.get(0);
        NDArray normalized = placed(pass, firstNormalization.apply(pass, input));
        NDArray x = input.add(selfAttention.apply(pass, normalized, normalized,
                tokens -> mixing.sparseCausal() ? earlierFrames(tokens, conditions.frames()) : tokens, null));
        normalized.close();

        NDArray second = placed(pass, secondNormalization.apply(pass, x));
        NDArray context = crosses ? conditions.context(second.getShape().get(0)) : second;
        x = Intermediate.sum(x, secondAttention.apply(pass, second, context, tokens -> tokens,
                crosses ? conditions.imagePrompt(ordinal) : null));
        second.close();

        NDArray third = thirdNormalization.apply(pass, x);
        x = Intermediate.sum(x, feedForward.apply(pass, third));
        third.close();
        return new NDList(temporalAttention == null
                ? x
                : Intermediate.replace(x, x.add(overTime(pass, x, conditions.frames()))));
    }

    private NDArray placed(Pass pass, NDArray tokens) {
        return positions == null ? tokens : Intermediate.replace(tokens, positions.apply(pass, tokens));
    }

    /** (clip x frame, token, inner) to (clip x frame, 2 token, inner): the two frames each frame attends to. */
    private NDArray earlierFrames(NDArray tokens, int frames) {
        Shape shape = tokens.getShape();
        NDArray clips = tokens.reshape(-1, frames, shape.get(1), shape.get(2));
        NDList seen = new NDList();
        for (int frame = 0; frame < frames; frame++) {
            NDArray anchor = clips.get(new NDIndex(":, {}", mixing.anchor(frame)));
            NDArray previous = clips.get(new NDIndex(":, {}", Math.max(frame - 1, 0)));
            seen.add(anchor.concat(previous, 1));
        }
        return NDArrays.stack(seen, 1).reshape(shape.get(0), 2 * shape.get(1), shape.get(2));
    }

    private NDArray overTime(Pass pass, NDArray x, int frames) {
        Shape shape = x.getShape();
        NDArray normalized = temporalNormalization.apply(pass, x);
        NDArray pixels = normalized.reshape(-1, frames, shape.get(1), shape.get(2)).transpose(0, 2, 1, 3)
                .reshape(-1, frames, shape.get(2));
        return temporalAttention.apply(pass, pixels).reshape(-1, shape.get(1), frames, shape.get(2))
                .transpose(0, 2, 1, 3).reshape(shape);
    }
}
