package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.generative.layers.Attention;

/**
 * What a U-Net is told about the image besides the noisy image and its time step. The arrays are not copied and
 * belong to the caller.
 */
public final class UNetConditions {
    private final NDArray context;
    private final Dual dual;
    private final NDArray vector;
    private final NDList skipResiduals;
    private final NDArray middleResidual;
    private final NDList adapterFeatures;
    private final ImagePrompt imagePrompt;
    private final int frames;

    /**
     * Two contexts for networks with {@link DualSpatialTransformer}s.
     *
     * @param text (batch, token, contextWidth)
     * @param image (batch, token, contextWidth)
     * @param textShare weight of the text, 0 to 1; the image has the rest
     */
    public record Dual(NDArray text, NDArray image, double textShare) {}

    private UNetConditions(Builder options) {
        context = options.context;
        dual = options.dual;
        vector = options.vector;
        skipResiduals = options.skipResiduals;
        middleResidual = options.middleResidual;
        adapterFeatures = options.adapterFeatures;
        imagePrompt = options.imagePrompt;
        frames = options.frames;
    }

    /** @return a builder with nothing set: no context, one frame */
    public static Builder builder() {
        return new Builder();
    }

    /** @param tokens (batch, token, contextWidth) @return the usual conditions: one context */
    public static UNetConditions of(NDArray tokens) {
        return builder().context(tokens).build();
    }

    /** @return a builder with everything set as here */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.context = context;
        builder.dual = dual;
        builder.vector = vector;
        builder.skipResiduals = skipResiduals;
        builder.middleResidual = middleResidual;
        builder.adapterFeatures = adapterFeatures;
        builder.imagePrompt = imagePrompt;
        builder.frames = frames;
        return builder;
    }

    UNetConditions withContext(NDArray other) {
        return toBuilder().context(other).build();
    }

    /** @param batch of the tokens that ask @return the context, repeated for every frame of a clip */
    NDArray context(long batch) {
        if (context == null) {
            throw new ShapeException(
                    "this U-Net attends to a context (batch, token, width), and none was given");
        }
        return perFrame("the context", context, batch);
    }

    /** @param ordinal of the attending block @return its second keys and values; null without an image prompt */
    Attention.SecondSource imagePrompt(int ordinal) {
        if (imagePrompt == null || ordinal < 0) {
            return null;
        }
        NDList arrays = imagePrompt.keysAndValues();
        if (arrays.size() <= 2 * ordinal + 1) {
            throw new ShapeException("the image prompt was made for a U-Net with " + arrays.size() / 2
                    + " attentions to a context, but this one has more");
        }
        return new Attention.SecondSource(arrays.get(2 * ordinal), arrays.get(2 * ordinal + 1),
                imagePrompt.scale());
    }

    private NDArray perFrame(String what, NDArray array, long batch) {
        long given = array.getShape().get(0);
        if (given == batch) {
            return array;
        }
        if (given * frames != batch) {
            throw new ShapeException(
                    what + " has shape " + array.getShape() + ", but the image has a batch of "
                            + batch + (frames == 1 ? "" : " in clips of " + frames + " frames"));
        }
        return array.repeat(0, frames);
    }

    Dual dual() {
        if (dual == null) {
            throw new ShapeException(
                    "this U-Net attends to a text and an image context: give both (dualContext)");
        }
        return dual;
    }

    NDArray vector() {
        return vector;
    }

    NDList skipResiduals() {
        return skipResiduals;
    }

    NDArray middleResidual() {
        return middleResidual;
    }

    NDList adapterFeatures() {
        return adapterFeatures;
    }

    int frames() {
        return frames;
    }

    /** Collects {@link UNetConditions}. */
    public static final class Builder {
        private NDArray context;
        private Dual dual;
        private NDArray vector;
        private NDList skipResiduals = new NDList();
        private NDArray middleResidual;
        private NDList adapterFeatures = new NDList();
        private ImagePrompt imagePrompt;
        private int frames = 1;

        private Builder() {}

        /** @param tokens (batch, token, contextWidth); for clips also one per clip */
        public Builder context(NDArray tokens) {
            context = tokens;
            return this;
        }

        /** @param text @param image @param textShare as in {@link Dual} */
        public Builder dualContext(NDArray text, NDArray image, double textShare) {
            dual = new Dual(text, image, textShare);
            return this;
        }

        /** @param added (batch, addedWidth), embedded and added to the time: see {@link AddedEmbedding} */
        public Builder vector(NDArray added) {
            vector = added;
            return this;
        }

        /** @param residuals of a {@link ControlNet}: one for each skip connection, then one for the middle */
        public Builder control(NDList residuals) {
            List<NDArray> skips = residuals.subList(0, residuals.size() - 1);
            skipResiduals = new NDList(skips);
            middleResidual = residuals.get(residuals.size() - 1);
            return this;
        }

        /** @param features of a {@link T2IAdapter}: one for each level, widest image first */
        public Builder adapter(NDList features) {
            adapterFeatures = features;
            return this;
        }

        /** @param prompt of an {@link ImagePromptAdapter} */
        public Builder imagePrompt(ImagePrompt prompt) {
            imagePrompt = prompt;
            return this;
        }

        /** @param count how many consecutive items of the batch are the frames of one clip */
        public Builder frames(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("a clip has " + count + " frames: at least 1 is needed");
            }
            frames = count;
            return this;
        }

        /** @return the conditions */
        public UNetConditions build() {
            return new UNetConditions(this);
        }
    }
}
