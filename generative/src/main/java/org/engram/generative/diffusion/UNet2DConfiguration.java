package org.engram.generative.diffusion;

import java.util.Collections;
import java.util.List;

/**
 * The sizes of a {@link UNet2DCondition}. Lists run over the levels, from the full size of the image to the smallest.
 *
 * @param inChannels of the noisy image, 4 for a latent
 * @param outChannels of the prediction
 * @param widths channels of each level
 * @param layersPerLevel residual blocks of each level on the way down; one more on the way up
 * @param transformerDepths transformer blocks after each residual block of a level; 0 for none
 * @param middleDepth transformer blocks in the middle
 * @param heads of attention at each level
 * @param contextWidth features of the tokens attended to
 * @param linearProjection whether transformers are entered and left by linear layers (Stable Diffusion 2 and XL)
 * @param dualTransformer whether there are two transformers, for two contexts, wherever there is one
 * @param groups of the normalisations
 * @param epsilon of the normalisations, but for those of transformers
 * @param addedEmbedding a further vector that is added to the time
 * @param addedWidth features of that vector; 0 without
 * @param frameMixing how the frames of a clip see each other
 * @param mostFrames how many frames have a position in motion modules
 */
public record UNet2DConfiguration(int inChannels, int outChannels, List<Integer> widths, int layersPerLevel,
        List<Integer> transformerDepths, int middleDepth, List<Integer> heads, int contextWidth,
        boolean linearProjection, boolean dualTransformer, int groups, double epsilon,
        AddedEmbedding addedEmbedding,
        int addedWidth, FrameMixing frameMixing, int mostFrames) {

    /** Checks that every list has one entry for each level, and sizes divide. */
    public UNet2DConfiguration {
        widths = List.copyOf(widths);
        transformerDepths = List.copyOf(transformerDepths);
        heads = List.copyOf(heads);
        if (widths.isEmpty() || transformerDepths.size() != widths.size() || heads.size() != widths.size()) {
            throw new IllegalArgumentException(
                    "a U-Net needs one width, one transformer depth and one number of heads"
                            + " for each level, not " + widths.size() + ", " + transformerDepths.size()
                            + " and "
                            + heads.size());
        }
        if (layersPerLevel < 1 || Collections.min(widths) < 1 || Collections.min(heads) < 1
                || Collections.min(transformerDepths) < 0 || middleDepth < 0 || groups < 1
                || contextWidth < 1) {
            throw new IllegalArgumentException(
                    "the sizes of a U-Net must be positive (depths may be 0): widths "
                            + widths + ", layers " + layersPerLevel + ", depths " + transformerDepths
                            + ", middle "
                            + middleDepth + ", heads " + heads + ", groups " + groups + ", context "
                            + contextWidth);
        }
        for (int level = 0; level < widths.size(); level++) {
            if (widths.get(level) % heads.get(level) != 0 || widths.get(level) % groups != 0) {
                throw new IllegalArgumentException("level " + level + " has " + widths.get(level)
                        + " channels, which " + heads.get(level) + " heads or " + groups
                        + " groups do not divide");
            }
        }
        if ((addedEmbedding == AddedEmbedding.NONE) != (addedWidth == 0)) {
            throw new IllegalArgumentException("addedWidth is " + addedWidth + " with added embedding "
                    + addedEmbedding + ": both or none");
        }
    }

    /** @return Stable Diffusion 1.4 and 1.5 (predicts noise) */
    public static UNet2DConfiguration stableDiffusion15() {
        return builder().build();
    }

    /** @return Stable Diffusion 2.0 and 2.1 (the 768-pixel networks predict v) */
    public static UNet2DConfiguration stableDiffusion21() {
        return builder().heads(5, 10, 20, 20).contextWidth(1024).linearProjection(true).build();
    }

    /** @return Stable Diffusion XL, base */
    public static UNet2DConfiguration stableDiffusionXl() {
        return builder().widths(320, 640, 1280).transformerDepths(0, 2, 10).middleDepth(10).heads(5, 10, 20)
                .contextWidth(2048).linearProjection(true).added(AddedEmbedding.TEXT_AND_SIZES, 2816).build();
    }

    /** @return the image flow of Versatile Diffusion with the transformers of its text flow beside its own */
    public static UNet2DConfiguration versatileDiffusion() {
        return builder().dualTransformer(true).build();
    }

    /** @return features of the embedded time step */
    public int timeWidth() {
        return 4 * widths.get(0);
    }

    /** @return how many levels */
    public int levels() {
        return widths.size();
    }

    TransformerSizes transformer(int level, int depth) {
        int channels = widths.get(level);
        return new TransformerSizes(channels, heads.get(level), channels / heads.get(level), depth,
                contextWidth,
                groups, linearProjection);
    }

    /** @return a builder with the sizes of Stable Diffusion 1.5 */
    public static Builder builder() {
        return new Builder();
    }

    /** @return a builder with these sizes */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.inChannels = inChannels;
        builder.outChannels = outChannels;
        builder.widths = widths;
        builder.layersPerLevel = layersPerLevel;
        builder.transformerDepths = transformerDepths;
        builder.middleDepth = middleDepth;
        builder.heads = heads;
        builder.contextWidth = contextWidth;
        builder.linearProjection = linearProjection;
        builder.dualTransformer = dualTransformer;
        builder.groups = groups;
        builder.epsilon = epsilon;
        builder.addedEmbedding = addedEmbedding;
        builder.addedWidth = addedWidth;
        builder.frameMixing = frameMixing;
        builder.mostFrames = mostFrames;
        return builder;
    }

    /** Collects a {@link UNet2DConfiguration}; the defaults are the sizes of Stable Diffusion 1.5. */
    public static final class Builder {
        private int inChannels = 4;
        private int outChannels = 4;
        private List<Integer> widths = List.of(320, 640, 1280, 1280);
        private int layersPerLevel = 2;
        private List<Integer> transformerDepths = List.of(1, 1, 1, 0);
        private int middleDepth = 1;
        private List<Integer> heads = List.of(8, 8, 8, 8);
        private int contextWidth = 768;
        private boolean linearProjection;
        private boolean dualTransformer;
        private int groups = 32;
        private double epsilon = 1e-5;
        private AddedEmbedding addedEmbedding = AddedEmbedding.NONE;
        private int addedWidth;
        private FrameMixing frameMixing = FrameMixing.NONE;
        private int mostFrames = 32;

        private Builder() {}

        /** @param in channels of the noisy image @param out channels of the prediction */
        public Builder channels(int in, int out) {
            inChannels = in;
            outChannels = out;
            return this;
        }

        /** @param channels of each level */
        public Builder widths(Integer... channels) {
            widths = List.of(channels);
            return this;
        }

        /** @param layers residual blocks of a level */
        public Builder layersPerLevel(int layers) {
            layersPerLevel = layers;
            return this;
        }

        /** @param depths transformer blocks of each level, 0 for none */
        public Builder transformerDepths(Integer... depths) {
            transformerDepths = List.of(depths);
            return this;
        }

        /** @param depth transformer blocks in the middle */
        public Builder middleDepth(int depth) {
            middleDepth = depth;
            return this;
        }

        /** @param counts heads of each level */
        public Builder heads(Integer... counts) {
            heads = List.of(counts);
            return this;
        }

        /** @param features of the tokens attended to */
        public Builder contextWidth(int features) {
            contextWidth = features;
            return this;
        }

        /** @param linear whether transformers are entered and left by linear layers */
        public Builder linearProjection(boolean linear) {
            linearProjection = linear;
            return this;
        }

        /** @param dual whether there are two transformers wherever there is one */
        public Builder dualTransformer(boolean dual) {
            dualTransformer = dual;
            return this;
        }

        /** @param count groups of the normalisations */
        public Builder groups(int count) {
            groups = count;
            return this;
        }

        /** @param added to the variance in normalisations */
        public Builder epsilon(double added) {
            epsilon = added;
            return this;
        }

        /** @param embedding of a further vector @param features of that vector */
        public Builder added(AddedEmbedding embedding, int features) {
            addedEmbedding = embedding;
            addedWidth = features;
            return this;
        }

        /** @param mixing how the frames of a clip see each other */
        public Builder frameMixing(FrameMixing mixing) {
            frameMixing = mixing;
            return this;
        }

        /** @param frames how many have a position in motion modules */
        public Builder mostFrames(int frames) {
            mostFrames = frames;
            return this;
        }

        /** @return the configuration */
        public UNet2DConfiguration build() {
            return new UNet2DConfiguration(inChannels, outChannels, widths, layersPerLevel, transformerDepths,
                    middleDepth, heads, contextWidth, linearProjection, dualTransformer, groups, epsilon,
                    addedEmbedding, addedWidth, frameMixing, mostFrames);
        }
    }
}
