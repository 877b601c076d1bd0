package org.engram.nn.explanation.relevance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.SimpleLayer;

/** One way back through a network that has run: what went through each layer, and how relevance leaves it again. */
public final class RelevanceWalk {
    private final Pass pass;
    private final RelevanceRules rules;
    private final WeightRules weightRules;
    private final Map<Layer, Deque<Run>> runs = new IdentityHashMap<>();
    private Layer first;

    /** What went into a layer and came out, once. */
    private record Run(NDArray input, NDArray output) {}

    RelevanceWalk(Pass pass, RelevanceRules rules, WeightRules weightRules) {
        this.pass = pass;
        this.rules = rules;
        this.weightRules = weightRules;
    }

    /** Notes what every layer takes and gives; an observer of the pass in which the network runs. */
    NDList note(Block block, NDList inputs, NDList outputs) {
        Layer layer = (Layer) block;
        if (first == null && AffineMap.fits(layer)) {
            first = layer;
        }
        runs.computeIfAbsent(layer, key -> new ArrayDeque<>())
                .addLast(new Run(pass.share(inputs.get(0)), pass.share(outputs.get(0))));
        return outputs;
    }

    /** @param layer that ran and is not walked through yet @return what went into it, the last time it ran */
    public NDArray input(Layer layer) {
        return run(layer).input;
    }

    /** @param layer that ran and is not walked through yet @return what came out of it, the last time it ran */
    public NDArray output(Layer layer) {
        return run(layer).output;
    }

    /**
     * Takes relevance back through a layer by the rule of its kind. Layers are walked in the reverse of the order in which
     * they ran; a layer that ran twice is walked twice.
     *
     * @param layer a part of the network, or the whole
     * @param relevance of its result
     * @return the relevance of its input
     */
    public NDArray through(Layer layer, NDArray relevance) {
        requireShape(layer, "result", output(layer), relevance);
        RelevanceRule<Layer> rule = rules.of(layer);
        NDArray result = Scope.returning(() -> rule.relevance(layer, this, relevance), relevance);
        requireShape(layer, "input", input(layer), result);
        runs.get(layer).removeLast();
        return result;
    }

    /**
     * Takes relevance back through a linear or convolutional layer by the weight rule chosen for it.
     *
     * @param layer linear or convolutional
     * @param following a batch normalisation of its results that is folded into it, or null
     * @param relevance of the result of both
     * @return the relevance of the layer's input
     */
    NDArray weighted(SimpleLayer layer, BatchNormalization following, NDArray relevance) {
        NDArray input = input(layer);
        WeightRule rule = weightRules.of(layer, layer == first, input);
        NDArray output = output(following == null ? layer : following);
        NDArray result = Scope.returning(() -> {
            AffineMap map = AffineMap.of(pass, layer, following);
            map.requireGives(input, output);
            return rule.relevance(map, input, relevance);
        });
        if (following != null) {
            // On its own, through() closes the run; folded, both layers are walked here.
            runs.get(following).removeLast();
            runs.get(layer).removeLast();
        }
        return result;
    }

    /**
     * @param layer to differentiate
     * @param input of it
     * @param outer of the shape of its result
     * @return the product of {@code outer} and the layer's derivative at {@code input}
     */
    public NDArray back(Layer layer, NDArray input, NDArray outer) {
        NDArray leaf = pass.cut(input);
        pass.backward(layer.apply(pass, leaf), outer);
        return pass.gradient(leaf);
    }

    private Run run(Layer layer) {
        Deque<Run> all = runs.get(layer);
        if (all == null || all.isEmpty()) {
            throw new EngramException(RelevanceRules.place(layer)
                    + " did not run, or was walked through already: a relevance "
                    + "rule takes each part once for each time it ran, in reverse order");
        }
        return all.getLast();
    }

    private static void requireShape(Layer layer, String what, NDArray values, NDArray relevance) {
        if (!values.getShape().equals(relevance.getShape())) {
            throw new ShapeException("the relevance of the " + what + " of " + RelevanceRules.place(layer)
                    + " has shape " + relevance.getShape() + ", but the " + what + " has " + values.getShape()
                    + ": correct the relevance rule");
        }
    }
}
