package org.engram.nn.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.SimpleLayer;

/**
 * Swin transformer of volumes (Liu et al. 2021; Hatamizadeh et al. 2022), the encoder of Swin UNETR: attention within
 * windows that are shifted in every second block, and patches merged after each stage. Parameter names are those of
 * MONAI: {@code patch_embed.proj}, {@code layers1.0.blocks.0.{norm1, attn, norm2, mlp.linear1, mlp.linear2}},
 * {@code layers1.0.downsample.{norm, reduction}}.
 *
 * <p>Departs from MONAI where an axis is odd before merging: the pad goes to that axis, where MONAI swaps depth and
 * width. Tokens of different regions of a shifted window are hidden from each other entirely (MONAI: logits less 100).
 *
 * <p>Input: (batch, channel, depth, height, width). Outputs: the patches and the result of each stage, (batch, feature,
 * depth, height, width), each half as large and with twice the features of the one before.
 */
public final class SwinTransformer extends Layer {
    private final PatchEmbedding patches;
    private final LayerNormalization patchNormalization;
    private final List<List<SwinBlock>> stages = new ArrayList<>();
    private final List<PatchMerging> mergings = new ArrayList<>();
    private final Dropout dropout;
    private final boolean normalized;

    private SwinTransformer(Builder options) {
        patches = child("patch_embed",
                new PatchEmbedding(options.channels, options.width, true, options.patch));
        patchNormalization = options.patchNormalized
                ? child("patch_embed.norm", new LayerNormalization(options.width))
                : null;
        normalized = options.normalized;
        dropout = new Dropout(options.dropout);
        int total = Arrays.stream(options.depths).sum();
        int block = 0;
        for (int stage = 0; stage < options.depths.length; stage++) {
            long width = options.width << stage;
            String name = "layers" + (stage + 1) + ".0.";
            List<SwinBlock> blocks = new ArrayList<>();
            for (int i = 0; i < options.depths[stage]; i++, block++) {
                double path = total == 1 ? 0 : options.dropPath * block / (total - 1);
                blocks.add(child(name + "blocks." + i,
                        new SwinBlock(options, width, options.heads[stage], i % 2 == 1, path)));
            }
            stages.add(blocks);
            mergings.add(child(name + "downsample", new PatchMerging(width, options.neighbours)));
        }
    }

    /**
     * @param channels of the volume
     * @param width features of a patch; each stage doubles them
     */
    public static Builder builder(long channels, long width) {
        return new Builder(channels, width);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray input = inputs.get(0);
        long[] grid = patches.grid(input.getShape().slice(2).getShape());
        NDArray x = patches.apply(pass, input); // (batch, patch, feature)
        if (patchNormalization != null) {
            x = patchNormalization.apply(pass, x);
        }
        x = dropout.apply(pass,
                x.reshape(x.getShape().get(0), grid[0], grid[1], grid[2], x.getShape().get(2)));
        NDList results = new NDList(channelsFirst(pass, x));
        for (int stage = 0; stage < stages.size(); stage++) {
            for (SimpleLayer block : stages.get(stage)) {
                NDArray before = x;
                x = block.apply(pass, before);
                before.close();
            }
            x = mergings.get(stage).apply(pass, x);
            results.add(channelsFirst(pass, x));
        }
        return results;
    }

    /** Normalized without learnt factors where asked; (batch, feature, depth, height, width). */
    private NDArray channelsFirst(Pass pass, NDArray x) {
        NDArray features = x;
        if (normalized) {
            long width = x.getShape().get(4);
            NDArray one = constant("ones " + width, x, manager -> manager.ones(new Shape(width)));
            NDArray zero = constant("zeros " + width, x, manager -> manager.zeros(new Shape(width)));
            NDArray precise = x;
            features = precise.getNDArrayInternal().layerNorm(precise, new Shape(width), one, zero, 1e-5f)
                    .get(0);
        }
        return features.transpose(0, 4, 1, 2, 3);
    }

    /**
     * Collects the options of a {@link SwinTransformer}. Defaults: as Swin UNETR, patches of 2, windows of 7, four stages
     * of two blocks with 3, 6, 12 and 24 heads, hidden features 4 times the width, biases, results normalized.
     */
    public static final class Builder {
        final long channels;
        final long width;
        long[] patch = {2, 2, 2};
        long[] window = {7, 7, 7};
        int[] depths = {2, 2, 2, 2};
        int[] heads = {3, 6, 12, 24};
        double hiddenRatio = 4;
        boolean attentionBias = true;
        boolean patchNormalized;
        boolean normalized = true;
        double dropout;
        double attentionDropout;
        double dropPath;
        PatchMerging.Neighbours neighbours = PatchMerging.Neighbours.AS_FIRST_RELEASED;

        private Builder(long channels, long width) {
            this.channels = channels;
            this.width = width;
        }

        /** @param depth of a patch @param height of it @param across of it */
        public Builder patch(long depth, long height, long across) {
            patch = new long[] {depth, height, across};
            return this;
        }

        /** @param depth of a window in patches @param height of it @param across of it */
        public Builder window(long depth, long height, long across) {
            window = new long[] {depth, height, across};
            return this;
        }

        /** @param blocks of each stage */
        public Builder depths(int... blocks) {
            depths = blocks.clone();
            return this;
        }

        /** @param ofStages of the attentions of each stage */
        public Builder heads(int... ofStages) {
            heads = ofStages.clone();
            return this;
        }

        /** @param ratio of hidden features to the width */
        public Builder hiddenRatio(double ratio) {
            hiddenRatio = ratio;
            return this;
        }

        /** Leaves the biases of query, key and value out. */
        public Builder attentionUnbiased() {
            attentionBias = false;
            return this;
        }

        /** Normalizes the patches; parameters {@code patch_embed.norm}. */
        public Builder patchNormalized() {
            patchNormalized = true;
            return this;
        }

        /** Gives the results as they are. */
        public Builder unnormalized() {
            normalized = false;
            return this;
        }

        /** @param ofFeatures probability in training @param ofWeights likewise, of attention weights */
        public Builder dropout(double ofFeatures, double ofWeights) {
            dropout = ofFeatures;
            attentionDropout = ofWeights;
            return this;
        }

        /** @param probability that a part of the last block is left out for a sample, rising from 0 at the first */
        public Builder dropPath(double probability) {
            dropPath = probability;
            return this;
        }

        /** @param joined which neighbours are merged */
        public Builder neighbours(PatchMerging.Neighbours joined) {
            neighbours = joined;
            return this;
        }

        /** @return the network */
        public SwinTransformer build() {
            if (depths.length == 0 || depths.length != heads.length) {
                throw new ShapeException(depths.length + " stages of blocks and " + heads.length
                        + " numbers of heads were given: they must agree");
            }
            return new SwinTransformer(this);
        }
    }
}
