package org.engram.nn.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.attention.AttentionContext;
import org.engram.nn.attention.TransformerEncoderLayer;
import org.engram.nn.attention.TransformerNames;
import org.engram.nn.attention.TransformerOptions;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * Vision transformer (Dosovitskiy et al. 2021) of signals, images or volumes, with the parameter names of timm:
 * {@code cls_token}, {@code pos_embed}, {@code patch_embed.proj}, {@code norm_pre}, {@code blocks.i}, {@code norm} or
 * {@code fc_norm}, {@code head}.
 *
 * <p>Takes inputs of other sizes than it was built for, as long as the patches divide them: positions are resampled.
 *
 * <p>Input: (batch, channel, axes...). Output: (batch, class), or (batch, feature) without classes.
 */
public final class VisionTransformer extends SimpleLayer {
    /** How tokens become one vector. */
    public enum Pooling {
        /** The class token, after the last normalization. */
        CLASS_TOKEN,
        /** The mean of the patches, then normalized ({@code fc_norm}). */
        MEAN
    }

    private final PatchEmbedding patches;
    private final Parameter classToken;
    private final Parameter positions;
    private final SimpleLayer entrance;
    private final List<TransformerEncoderLayer> blocks = new ArrayList<>();
    private final SimpleLayer normalization;
    private final SimpleLayer pooledNormalization;
    private final Linear head;
    private final Dropout dropout;
    private final long[] grid;
    private final boolean smoothed;

    private VisionTransformer(Builder given) {
        TransformerOptions options = given.options;
        long width = options.width();
        boolean mean = given.pooling == Pooling.MEAN;
        patches = new PatchEmbedding(given.channels, width, given.patchBias, given.patch);
        grid = patches.grid(given.image);
        int leading = given.classToken ? 1 : 0;
        classToken = given.classToken
                ? parameter("cls_token", Initialization.normal(1e-6), 1, 1, width)
                : null;
        positions = parameter("pos_embed", Initialization.truncatedNormal(0.02), 1,
                leading + Arrays.stream(grid).reduce(1, (a, b) -> a * b), width);
        child("patch_embed", patches);
        entrance = given.entranceNormalized ? child("norm_pre", options.normalization().apply(width)) : null;
        for (int i = 0; i < given.depth; i++) {
            blocks.add(child(options.names().stack() + "." + i,
                    new TransformerEncoderLayer(options.ofLayer(i, given.depth))));
        }
        normalization = mean
                ? null
                : child(options.names().finalNormalization(), options.normalization().apply(width));
        pooledNormalization = mean ? child("fc_norm", options.normalization().apply(width)) : null;
        head = given.classes == 0
                ? null
                : child("head", new Linear(width, given.classes, true, Initialization.truncatedNormal(0.02)));
        dropout = new Dropout(options.dropout());
        smoothed = given.smoothed;
    }

    /**
     * @param depth how many blocks
     * @param options of the blocks. Names become those of timm unless they are others than PyTorch's; weights start from
     * a truncated normal of 0.02 unless a start is given. (In timm epsilon is 1e-6.)
     */
    public static Builder builder(int depth, TransformerOptions options) {
        return new Builder(depth, options);
    }

    /**
     * @param pass the run it belongs to
     * @param input (batch, channel, axes...)
     * @param context observer of the attentions
     * @return (batch, token, feature), the class token first where there is one, normalized unless patches are averaged
     */
    public NDArray tokens(Pass pass, NDArray input, AttentionContext context) {
        return run(pass, new NDList(input), () -> new NDList(encode(pass, input, null, context))).get(0);
    }

    /**
     * Encodes the visible patches only, as masked autoencoders do.
     *
     * @param pass the run it belongs to
     * @param input (batch, channel, axes...)
     * @param mask of the patches
     * @return (batch, visible token, feature), the class token first where there is one
     */
    public NDArray visibleTokens(Pass pass, NDArray input, TokenMask mask) {
        return run(pass, new NDList(input),
                () -> new NDList(encode(pass, input, mask, AttentionContext.NONE)))
                .get(0);
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray tokens = encode(pass, input, null, AttentionContext.NONE);
        NDArray pooled;
        if (pooledNormalization == null) {
            pooled = tokens.get(new NDIndex(":, 0"));
        } else {
            int first = classToken == null ? 0 : 1;
            pooled = pooledNormalization.apply(pass,
                    tokens.get(new NDIndex(":, {}:", first)).mean(new int[] {1}));
        }
        return head == null ? pooled : head.apply(pass, pooled);
    }

    private NDArray encode(Pass pass, NDArray input, TokenMask mask, AttentionContext context) {
        int leading = classToken == null ? 0 : 1;
        long[] given = patches.grid(input.getShape().slice(2).getShape());
        NDArray places = PositionTable.resampled(pass.value(positions), leading, grid, given, smoothed);
        NDArray x = patches.apply(pass, input).add(places.get(new NDIndex(":, {}:", leading)));
        if (mask != null) {
            x = mask.visible(x);
        }
        if (classToken != null) {
            NDArray first = pass.value(classToken).add(places.get(new NDIndex(":, :1")));
            x = first.repeat(0, input.getShape().get(0)).concat(x, 1);
        }
        x = dropout.apply(pass, x);
        x = entrance == null ? x : entrance.apply(pass, x);
        for (TransformerEncoderLayer block : blocks) {
            NDArray before = x;
            x = block.apply(pass, before, context);
            before.close();
        }
        return normalization == null ? x : normalization.apply(pass, x);
    }

    /**
     * Collects the options of a {@link VisionTransformer}. Defaults: images of 224 x 224 with 3 channels, patches of 16 x
     * 16, a class token, from which the result comes, and no classes.
     */
    public static final class Builder {
        private final int depth;
        private final TransformerOptions options;
        private long[] image = {224, 224};
        private long[] patch = {16, 16};
        private long channels = 3;
        private long classes;
        private boolean classToken = true;
        private boolean patchBias = true;
        private boolean entranceNormalized;
        private boolean smoothed = true;
        private Pooling pooling = Pooling.CLASS_TOKEN;

        private Builder(int depth, TransformerOptions options) {
            this.depth = depth;
            TransformerOptions.Builder adapted = options.toBuilder();
            if (options.names() == TransformerNames.TORCH) {
                adapted.names(TransformerNames.TIMM);
            }
            if (options.start() == null) {
                adapted.start(Initialization.truncatedNormal(0.02));
            }
            this.options = adapted.build();
        }

        /** @param sizes of the input along one to three axes, for which positions are learnt */
        public Builder image(long... sizes) {
            image = sizes.clone();
            return this;
        }

        /** @param sizes of a patch along the same axes */
        public Builder patch(long... sizes) {
            patch = sizes.clone();
            return this;
        }

        /** @param count of the input */
        public Builder channels(long count) {
            channels = count;
            return this;
        }

        /** @param count of the result, or 0 for features */
        public Builder classes(long count) {
            classes = count;
            return this;
        }

        /** @param how tokens become one vector */
        public Builder pooling(Pooling how) {
            pooling = how;
            return this;
        }

        /** Leaves the class token out; the mean of the patches is the result. */
        public Builder withoutClassToken() {
            classToken = false;
            pooling = Pooling.MEAN;
            return this;
        }

        /** Leaves the bias of the patch embedding out, as CLIP does. */
        public Builder patchUnbiased() {
            patchBias = false;
            return this;
        }

        /** Normalizes tokens before the first block, as CLIP does. */
        public Builder entranceNormalized() {
            entranceNormalized = true;
            return this;
        }

        /** Resamples positions without smoothing when a plane shrinks, as Hugging Face does. */
        public Builder positionsUnsmoothed() {
            smoothed = false;
            return this;
        }

        /** @return the network */
        public VisionTransformer build() {
            if (image.length != patch.length) {
                throw new ShapeException("an image of " + Arrays.toString(image) + " and patches of "
                        + Arrays.toString(patch) + " have different numbers of axes");
            }
            if (!classToken && pooling == Pooling.CLASS_TOKEN) {
                throw new IllegalArgumentException(
                        "there is no class token to take the result from: pool by the mean");
            }
            return new VisionTransformer(this);
        }
    }
}
