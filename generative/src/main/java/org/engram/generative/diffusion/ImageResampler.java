package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.engram.generative.layers.Attention;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;

/**
 * A fixed number of learned tokens that attend to the tokens of an image and to each other (Perceiver), as in the
 * "plus" IP-Adapters.
 *
 * <p>Parameters: {@code latents} (1, query, width), {@code proj_in},
 * {@code layers.k.0.{norm1,norm2,to_q,to_kv,to_out}}, {@code layers.k.1.{0,1,3}}, {@code proj_out},
 * {@code norm_out}.
 *
 * <h2>References</h2> J.-B. Alayrac et al., "Flamingo", NeurIPS 2022.
 */
public final class ImageResampler extends SimpleLayer {
    private final Parameter latents;
    private final Linear entry;
    private final List<PerceiverAttention> attentions = new ArrayList<>();
    private final List<Sequence> feedForwards = new ArrayList<>();
    private final Linear exit;
    private final LayerNormalization exitNormalization;

    /**
     * @param imageWidth features of the image's tokens
     * @param width of the learned tokens
     * @param depth how many layers
     * @param heads of attention
     * @param headWidth features of each head
     * @param queries how many learned tokens
     * @param tokenWidth features of the results
     */
    public ImageResampler(int imageWidth, int width, int depth, int heads, int headWidth, int queries,
            int tokenWidth) {
        latents = parameter("latents", Initialization.normal(1 / Math.sqrt(width)), 1, queries, width);
        entry = child("proj_in", new Linear(imageWidth, width));
        exit = child("proj_out", new Linear(width, tokenWidth));
        exitNormalization = child("norm_out", new LayerNormalization(tokenWidth));
        for (int k = 0; k < depth; k++) {
            attentions.add(child("layers." + k + ".0", new PerceiverAttention(width, heads, headWidth)));
            feedForwards.add(child("layers." + k + ".1", new Sequence()
                    .then("0", new LayerNormalization(width))
                    .then("1", new Linear(width, 4L * width, false))
                    .then("2", Activation.GELU.layer())
                    .then("3", new Linear(4L * width, width, false))));
        }
    }

    /** @param input (batch, token, imageWidth) @return (batch, query, tokenWidth) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray image = entry.apply(pass, input);
        NDArray x = pass.value(latents).repeat(0, input.getShape().get(0));
        for (int k = 0; k < attentions.size(); k++) {
            x = x.add(attentions.get(k).apply(pass, new NDList(image, x)).get(0));
            x = x.add(feedForwards.get(k).apply(pass, x));
        }
        return exitNormalization.apply(pass, exit.apply(pass, x));
    }

    private static final class PerceiverAttention extends Layer {
        private final LayerNormalization imageNormalization;
        private final LayerNormalization normalization;
        private final Linear query;
        private final Linear keysAndValues;
        private final Linear output;
        private final int heads;

        PerceiverAttention(int width, int heads, int headWidth) {
            long inner = (long) heads * headWidth;
            imageNormalization = child("norm1", new LayerNormalization(width));
            normalization = child("norm2", new LayerNormalization(width));
            query = child("to_q", new Linear(width, inner, false));
            keysAndValues = child("to_kv", new Linear(width, 2 * inner, false));
            output = child("to_out", new Linear(inner, width, false));
            this.heads = heads;
        }

        /** @param inputs image (batch, token, width), latents (batch, query, width) @return like the latents */
        @Override
        protected NDList compute(Pass pass, NDList inputs) {
            NDArray x = normalization.apply(pass, inputs.get(1));
            NDArray seen = imageNormalization.apply(pass, inputs.get(0)).concat(x, 1);
            NDList both = keysAndValues.apply(pass, seen).split(2, 2);
            NDArray attended = Attention.attend(pass, query.apply(pass, x), both.get(0), both.get(1), heads);
            return new NDList(output.apply(pass, attended));
        }
    }
}
