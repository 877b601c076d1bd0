package org.engram.nn.explanation.validation;

import ai.djl.ndarray.NDManager;
import java.util.function.LongFunction;
import org.engram.nn.explanation.AttributionMethod;
import org.engram.nn.explanation.ExplainedNetwork;
import org.engram.nn.explanation.Sample;
import org.engram.nn.explanation.Target;
import org.engram.nn.layers.Layer;

/**
 * What an analysis gives where there is nothing to find. Networks with random weights and networks taught nonsense are
 * here; permuted labels within exchangeability blocks, shifted or phase-randomised stimuli, features of matched spectrum,
 * spatial nulls and empty scans come from the analysis itself through {@link #of}.
 */
public interface NullModel {
    /** @return what it is, for a report */
    String name();

    /**
     * @param seed one seed, one outcome
     * @return the statistic of each place (or one number) where there is nothing to find
     */
    double[] draw(long seed);

    /**
     * @param name for a report
     * @param draw repeats the whole analysis on meaningless data made with the given seed
     */
    static NullModel of(String name, LongFunction<double[]> draw) {
        return new NullModel() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double[] draw(long seed) {
                return draw.apply(seed);
            }
        };
    }

    /**
     * Maps of networks of the same architecture that have learnt nothing.
     *
     * @param network that was explained; not changed
     * @param method that made the map
     * @param sample that was explained
     * @param target that was explained
     * @return magnitudes as shares of their sum, as in {@link NullTest#ofMap}
     */
    static NullModel randomWeights(ExplainedNetwork network, AttributionMethod method, Sample sample,
            Target target) {
        return of("random weights", seed -> {
            try (NDManager manager = network.newManager()) {
                return Maps.shares(method.explain(network.randomized(manager, seed), sample, target));
            }
        });
    }

    /**
     * Maps of networks that were trained on shuffled labels.
     *
     * @param trained trains a fresh network on labels shuffled by the given seed; it is closed here
     * @param method that made the map
     * @param sample that was explained
     * @param target that was explained
     * @return magnitudes as shares of their sum, as in {@link NullTest#ofMap}
     */
    static NullModel shuffledLabels(LongFunction<? extends Layer> trained, AttributionMethod method,
            Sample sample,
            Target target) {
        return of("shuffled labels", seed -> {
            Layer misled = trained.apply(seed);
            try {
                return Maps.shares(method.explain(ExplainedNetwork.of(misled), sample, target));
            } finally {
                misled.clear();
            }
        });
    }
}
