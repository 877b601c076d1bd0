package org.engram.nn.explanation.relevance;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;

/**
 * How one kind of layer, with one array in and one out, hands relevance back.
 *
 * @param <L> the kind of layer
 */
@FunctionalInterface
public interface RelevanceRule<L extends Layer> {
    /**
     * @param layer whose turn it is
     * @param walk gives what went through the layer, and takes relevance through its parts
     * @param relevance of its result
     * @return the relevance of its input, of the input's shape
     */
    NDArray relevance(L layer, RelevanceWalk walk, NDArray relevance);

    /** @return for what works on each element by itself: the relevance stays where it is */
    static <L extends Layer> RelevanceRule<L> unchanged() {
        return (layer, walk, relevance) -> relevance;
    }

    /**
     * @return for what copies inputs to results (maximum pooling, flattening, permutation): relevance goes to the element
     *     that was copied, for maxima to the winner
     */
    static <L extends Layer> RelevanceRule<L> routed() {
        return (layer, walk, relevance) -> walk.back(layer, walk.input(layer), relevance);
    }

    /**
     * @return for what is linear in its input (average pooling, interpolation, a normalisation by stored statistics): each
     *     input gets its share in the result
     */
    static <L extends Layer> RelevanceRule<L> proportional() {
        return (layer, walk, relevance) -> {
            NDArray input = walk.input(layer);
            NDArray share = relevance
                    .div(AffineMap.stabilized(walk.output(layer), AffineMap.STABILIZER));
            return input.mul(walk.back(layer, input, share));
        };
    }

    /** @return for a linear or convolutional layer: the weight rule chosen for it */
    static <L extends SimpleLayer> RelevanceRule<L> weighted() {
        return (layer, walk, relevance) -> walk.weighted(layer, null, relevance);
    }

    /** @return for layers one after the other; a batch normalisation is folded into the layer before it */
    static RelevanceRule<Sequence> sequence() {
        return (sequence, walk, relevance) -> {
            List<Layer> parts = new ArrayList<>();
            sequence.getChildren().forEach(child -> parts.add((Layer) child.getValue()));
            NDArray rest = relevance;
            for (int i = parts.size() - 1; i >= 0; i--) {
                if (i > 0 && parts.get(i) instanceof BatchNormalization normalization
                        && AffineMap.fits(parts.get(i - 1))) {
                    i--;
                    rest = walk.weighted((SimpleLayer) parts.get(i), normalization, rest);
                } else {
                    rest = walk.through(parts.get(i), rest);
                }
            }
            return rest;
        };
    }

    /**
     * For a residual block: body(x) + shortcut(x), or body(x) + x, rectified or not. Each summand gets the share of its
     * magnitude.
     *
     * @param body gives the part that is added
     * @param shortcut gives the layer on the way past it, or null where the input itself is added
     * @return the rule
     */
    static <L extends Layer> RelevanceRule<L> sum(Function<L, Layer> body, Function<L, Layer> shortcut) {
        return (layer, walk, relevance) -> {
            Layer inner = body.apply(layer);
            Layer past = shortcut.apply(layer);
            NDArray added = walk.output(inner).abs();
            NDArray kept = (past == null ? walk.input(layer) : walk.output(past)).abs();
            NDArray share = added.add(AffineMap.STABILIZER / 2)
                    .div(added.add(kept).add(AffineMap.STABILIZER));
            NDArray toBody = relevance.mul(share);
            NDArray toShortcut = relevance.sub(toBody);
            // Backwards in the order in which blocks run them: the shortcut last, so it is walked first.
            NDArray fromShortcut = past == null ? toShortcut : walk.through(past, toShortcut);
            return walk.through(inner, toBody).add(fromShortcut);
        };
    }
}
