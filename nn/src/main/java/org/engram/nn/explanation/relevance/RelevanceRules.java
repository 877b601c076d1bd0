package org.engram.nn.explanation.relevance;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.engram.core.UnsupportedFeatureException;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.ActivationLayer;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.DropPath;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Flattening;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerScale;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Padding;
import org.engram.nn.layers.Pooling;
import org.engram.nn.layers.Residual;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.Upsampling;

/** Which rule each kind of layer follows. Open: a rule is added by a line, for a class and what extends it. Immutable. */
public final class RelevanceRules {
    /** Not zero at zero, so what comes out is not made of what went in. */
    private static final Set<Activation> WITH_OFFSET = Set.of(Activation.SIGMOID, Activation.SOFTPLUS);

    private final Map<Class<?>, RelevanceRule<?>> rules;

    private RelevanceRules(Map<Class<?>, RelevanceRule<?>> rules) {
        this.rules = Map.copyOf(rules);
    }

    /** @return rules for the layers of {@code nn.layers} that have one */
    public static RelevanceRules standard() {
        return new RelevanceRules(Map.of()).with(Sequence.class, RelevanceRule.sequence())
                .with(Linear.class, RelevanceRule.weighted())
                .with(Convolution.class, RelevanceRule.weighted())
                .with(BatchNormalization.class, RelevanceRule.proportional())
                .with(Dropout.class, RelevanceRule.unchanged())
                .with(DropPath.class, RelevanceRule.unchanged())
                .with(LayerScale.class, RelevanceRule.unchanged())
                .with(Flattening.class, RelevanceRule.routed()).with(Padding.class, RelevanceRule.routed())
                .with(Upsampling.class, RelevanceRule.proportional())
                .with(Residual.class, RelevanceRule.sum(Residual::branch, Residual::shortcut))
                .with(Pooling.class, (layer, walk, relevance) -> {
                    RelevanceRule<Pooling> rule = layer.isMaximum()
                            ? RelevanceRule.routed()
                            : RelevanceRule.proportional();
                    return rule.relevance(layer, walk, relevance);
                })
                .with(ActivationLayer.class, (layer, walk, relevance) -> {
                    if (WITH_OFFSET.contains(layer.activation())) {
                        throw new UnsupportedFeatureException(place(layer) + " is " + layer.activation()
                                + ", which is not 0 at 0, so relevance cannot pass through it: explain the network "
                                + "before it, or use SmoothGrad");
                    }
                    return relevance;
                });
    }

    /**
     * @param kind of layer
     * @param rule it follows
     * @return these rules and that one
     */
    public <L extends Layer> RelevanceRules with(Class<L> kind, RelevanceRule<? super L> rule) {
        Map<Class<?>, RelevanceRule<?>> more = new HashMap<>(rules);
        more.put(kind, rule);
        return new RelevanceRules(more);
    }

    @SuppressWarnings("unchecked")
    <L extends Layer> RelevanceRule<L> of(L layer) {
        for (Class<?> kind = layer.getClass(); kind != null; kind = kind.getSuperclass()) {
            RelevanceRule<?> rule = rules.get(kind);
            if (rule != null) {
                // with() admits only rules that take this kind of layer.
                return (RelevanceRule<L>) rule;
            }
        }
        throw new UnsupportedFeatureException("no relevance rule for " + place(layer)
                + ": add one for its class with RelevanceRules.standard().with(...), or use SmoothGrad, which "
                + "needs none");
    }

    static String place(Layer layer) {
        String path = layer.path();
        return (path.isEmpty() ? "the network" : "\"" + path + "\"") + " (" + layer.getClass().getSimpleName()
                + ")";
    }
}
