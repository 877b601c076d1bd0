package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.attention.BucketedPositionBias;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Embedding;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * Predicts the CLIP tokens of an image from those decoded from a brain and noisy ones: the network of the diffusion
 * prior of MindEye.
 *
 * <p>Inputs: brain tokens (batch, token, width); noisy image tokens (batch, token, width); time steps (batch) from
 * 0 to timeSteps - 1 of type int64; then, if items are dropped for guidance, two boolean arrays (batch): whether
 * the brain and whether the image is kept. Result: image tokens without noise (batch, token, width).
 *
 * <p>Parameters, in the published files behind {@code net.} or {@code diffusion_prior.net.}: {@code learned_query},
 * {@code null_brain_embeds}, {@code null_image_embed}, {@code to_time_embeds.0},
 * {@code causal_transformer.{rel_pos_bias.relative_attention_bias,layers.k.0,layers.k.1,norm,project_out}}. The
 * files also hold {@code layers.k.0.rotary_emb.freqs}, which follow from the sizes.
 *
 * <h2>References</h2> A. Ramesh et al., "Hierarchical text-conditional image generation with CLIP latents", 2022;
 * P. S. Scotti et al., "Reconstructing the mind's eye", NeurIPS 2023; P. S. Scotti et al., "MindEye2", ICML 2024.
 */
public final class DiffusionPrior extends Layer {
    private static final int BUCKETS = 32;
    private static final int LONGEST_DISTANCE = 128;

    private final DiffusionPriorConfiguration configuration;
    private final Parameter learnedQuery;
    private final Parameter noBrain;
    private final Parameter noImage;
    private final Embedding time;
    private final BucketedPositionBias distances;
    private final List<PriorAttention> attentions = new ArrayList<>();
    private final List<FeedForward> feedForwards = new ArrayList<>();
    private final GainNormalization normalization;
    private final Linear exit;

    /** @param configuration its sizes */
    public DiffusionPrior(DiffusionPriorConfiguration configuration) {
        this.configuration = configuration;
        int width = configuration.width();
        int tokens = configuration.tokens();
        learnedQuery = parameter("learned_query", Initialization.normal(1 / Math.sqrt(width)), tokens, width);
        noBrain = parameter("null_brain_embeds", Initialization.normal(1), tokens, width);
        noImage = parameter("null_image_embed", Initialization.normal(1), tokens, width);
        time = child("to_time_embeds.0", new Embedding(configuration.timeSteps(), width));
        String transformer = "causal_transformer.";
        distances = child(transformer + "rel_pos_bias",
                new BucketedPositionBias(configuration.heads(), BUCKETS, LONGEST_DISTANCE, false));
        for (int k = 0; k < configuration.depth(); k++) {
            attentions.add(child(transformer + "layers." + k + ".0",
                    new PriorAttention(width, configuration.heads(), configuration.headWidth())));
            feedForwards.add(child(transformer + "layers." + k + ".1", new FeedForward(width)));
        }
        normalization = child(transformer + "norm", new GainNormalization(width, true));
        exit = child(transformer + "project_out", new Linear(width, width, false));
    }

    /** @return its sizes */
    public DiffusionPriorConfiguration configuration() {
        return configuration;
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        if (inputs.size() != 3 && inputs.size() != 5) {
            throw new ShapeException(
                    "the prior takes brain, image and time steps, or those and what is kept of brain "
                            + "and image, not " + inputs.size() + " arrays");
        }
        boolean drops = inputs.size() == 5;
        NDArray brain = kept("brain", inputs.get(0), pass.value(noBrain), drops ? inputs.get(3) : null);
        NDArray image = kept("image", inputs.get(1), pass.value(noImage), drops ? inputs.get(4) : null)
                .add(pass.value(learnedQuery));
        NDArray step = time.apply(pass, inputs.get(2)).expandDims(1);
        NDArray x = NDArrays.concat(new NDList(brain, step, image), 1);
        long tokens = x.getShape().get(1);
        NDArray bias = distances.between(pass, tokens, tokens + 1, 0);
        for (int k = 0; k < attentions.size(); k++) {
            x = x.add(attentions.get(k).apply(pass, new NDList(x, bias)).get(0));
            x = x.add(feedForwards.get(k).apply(pass, x));
        }
        NDArray out = exit.apply(pass, normalization.apply(pass, x));
        return new NDList(out.split(new long[] {configuration.tokens() + 1L}, 1).get(1));
    }

    private NDArray kept(String what, NDArray tokens, NDArray nothing, NDArray keep) {
        Shape wanted = new Shape(configuration.tokens(), configuration.width());
        if (!tokens.getShape().slice(1).equals(wanted)) {
            throw new ShapeException(
                    "the " + what + " tokens have shape " + tokens.getShape() + ": this prior takes (batch, "
                            + configuration.tokens() + ", " + configuration.width() + ")");
        }
        return keep == null
                ? tokens
                : NDArrays.where(
                        keep.toType(DataType.BOOLEAN, false).reshape(-1, 1, 1).broadcast(tokens.getShape()),
                        tokens, nothing.broadcast(tokens.getShape()));
    }

    /** Parameters: {@code 0.g}, {@code 1} (width to 8 width, value and gate), {@code 5} (4 width to width). */
    private static final class FeedForward extends SimpleLayer {
        private final GainNormalization normalization;
        private final Linear widen;
        private final Linear narrow;

        FeedForward(int width) {
            normalization = child("0", new GainNormalization(width, false));
            widen = child("1", new Linear(width, 8L * width, false));
            narrow = child("5", new Linear(4L * width, width, false));
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            NDList halves = widen.apply(pass, normalization.apply(pass, input)).split(2, 2);
            return narrow.apply(pass, halves.get(0).mul(Activation.SILU.of(halves.get(1))));
        }
    }
}
