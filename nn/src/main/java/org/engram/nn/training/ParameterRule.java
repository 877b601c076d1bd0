package org.engram.nn.training;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.engram.nn.layers.Embedding;
import org.engram.nn.layers.Layer;

/**
 * Treats some parameters differently from the others. Rules are applied one after the other, and their factors multiply,
 * so that a layer-wise rate and a list of parameters without decay go together.
 */
@FunctionalInterface
public interface ParameterRule {
    /**
     * @param parameter a learnt parameter of the network
     * @param before what the rules before this one say
     * @return what holds for the parameter; {@code before} itself where this rule has nothing to say
     */
    Setting apply(Subject parameter, Setting before);

    /**
     * What a rule decides on.
     *
     * @param path names joined by dots, as in the checkpoint
     * @param shape of the parameter
     * @param owner the layer whose own parameter it is
     */
    record Subject(String path, Shape shape, Layer owner) {}

    /**
     * How a parameter is treated.
     *
     * @param rateFactor times the learning rate
     * @param decayFactor times the weight decay
     * @param frozen whether it does not change at all
     */
    record Setting(double rateFactor, double decayFactor, boolean frozen) {
        /** As the optimizer says. */
        public static final Setting USUAL = new Setting(1, 1, false);
    }

    /** @return no weight decay on biases and scales (parameters with one axis at most) and on embeddings */
    static ParameterRule withoutDecay() {
        return (parameter,
                before) -> parameter.shape().dimension() <= 1 || parameter.owner() instanceof Embedding
                        ? new Setting(before.rateFactor(), 0, before.frozen())
                        : before;
    }

    /** @param paths of parameters without weight decay (positions, class tokens) @return that rule */
    static ParameterRule withoutDecay(Predicate<String> paths) {
        return (parameter, before) -> paths.test(parameter.path())
                ? new Setting(before.rateFactor(), 0, before.frozen())
                : before;
    }

    /** @param paths of parameters @param factor times their learning rate @return that rule */
    static ParameterRule rate(Predicate<String> paths, double factor) {
        Ranges.notNegative("the rate factor", factor);
        return (parameter, before) -> paths.test(parameter.path())
                ? new Setting(before.rateFactor() * factor, before.decayFactor(), before.frozen())
                : before;
    }

    /** @param paths of parameters that do not change @return that rule */
    static ParameterRule frozen(Predicate<String> paths) {
        return (parameter, before) -> paths.test(parameter.path())
                ? new Setting(before.rateFactor(), before.decayFactor(), true)
                : before;
    }

    /**
     * Layer-wise learning rates (Clark et al., ELECTRA, 2020; as fine-tuned vision transformers and LaBraM use them): the
     * last layer has the full rate, each layer before it {@code factor} times that of the next.
     *
     * @param factor 0 to 1; 0.65 in LaBraM
     * @param last the number of the last layer
     * @param layerOf the number of the layer a path belongs to, from 0; see {@link #transformerLayer}
     * @return that rule
     */
    static ParameterRule layerDecay(double factor, int last, ToIntFunction<String> layerOf) {
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException(
                    "the layer factor is " + factor + ": it is above 0 and at most 1");
        }
        return (parameter, before) -> new Setting(
                before.rateFactor() * Math.pow(factor, last - layerOf.applyAsInt(parameter.path())),
                before.decayFactor(), before.frozen());
    }

    /**
     * Numbers the layers of a transformer: 0 what stands before the blocks, 1 to {@code blocks} the blocks, {@code blocks
     * + 1} the rest (final norm, head). The last number, for {@link #layerDecay}, is {@code blocks + 1}.
     *
     * @param prefix of the blocks: "blocks" for "blocks.0.attn..."
     * @param blocks how many there are
     * @param before first parts of the paths of embeddings, positions and tokens
     * @return the number of a path
     */
    static ToIntFunction<String> transformerLayer(String prefix, int blocks, String... before) {
        return path -> {
            if (path.startsWith(prefix + ".")) {
                String rest = path.substring(prefix.length() + 1);
                int dot = rest.indexOf('.');
                return Integer.parseInt(dot < 0 ? rest : rest.substring(0, dot)) + 1;
            }
            boolean first = Arrays.stream(before)
                    .anyMatch(start -> path.equals(start) || path.startsWith(start + "."));
            return first ? 0 : blocks + 1;
        };
    }
}
