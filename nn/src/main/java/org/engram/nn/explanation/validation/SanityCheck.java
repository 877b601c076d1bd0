package org.engram.nn.explanation.validation;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.engram.compute.statistics.Descriptive;
import org.engram.core.ShapeException;
import org.engram.nn.explanation.Attribution;
import org.engram.nn.explanation.AttributionMethod;
import org.engram.nn.explanation.ExplainedNetwork;
import org.engram.nn.explanation.Sample;
import org.engram.nn.explanation.Target;
import org.engram.nn.layers.Layer;

/**
 * The two randomisation checks: a map that hardly changes when the network forgets what it learnt, or was trained on
 * shuffled labels, shows the input and not the network.
 *
 * <p>Maps are compared by Spearman's correlation of their magnitudes. Defaults: 20 networks (seeds 0 to 19), of which 3
 * are also randomised layer by layer from the output down; a mean correlation above 0.3 is a failure.
 *
 * <h2>References</h2> J. Adebayo and others, "Sanity checks for saliency maps", NeurIPS, 2018.
 */
public final class SanityCheck {
    private final int seeds;
    private final int cascades;
    private final long firstSeed;
    private final double limit;

    private SanityCheck(Builder options) {
        seeds = options.seeds;
        cascades = options.cascades;
        firstSeed = options.firstSeed;
        limit = options.limit;
    }

    /** @return a builder with the defaults */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Compares the map with those of networks of the same architecture with random parameters.
     *
     * @param network that was explained; not changed
     * @param method to check
     * @param sample that was explained
     * @param target that was explained
     * @return the correlations, also with only the last layer randomised, the last two, and so on
     */
    public SanityResult weights(ExplainedNetwork network, AttributionMethod method, Sample sample,
            Target target) {
        double[] map = trueMap(network, method, sample, target);
        List<String> order = network.layersInOrder(sample);
        double[] correlations = new double[seeds];
        double[] steps = new double[order.size()];
        for (int n = 0; n < seeds; n++) {
            try (NDManager manager = network.newManager()) {
                correlations[n] = Maps.correlation(map, Maps
                        .shares(method.explain(network.randomized(manager, firstSeed + n), sample, target)));
                for (int step = 0; n < cascades && step < steps.length; step++) {
                    List<String> forgotten = order.subList(order.size() - 1 - step, order.size());
                    ExplainedNetwork partly = network.randomized(manager, firstSeed + n, forgotten);
                    steps[step] += Maps.correlation(map, Maps.shares(method.explain(partly, sample, target)))
                            / cascades;
                }
            }
        }
        List<SanityResult.CascadeStep> cascade = new ArrayList<>();
        for (int step = 0; cascades > 0 && step < steps.length; step++) {
            cascade.add(new SanityResult.CascadeStep(order.get(order.size() - 1 - step), steps[step]));
        }
        return result(method, "random weights", correlations, cascade);
    }

    /**
     * Compares the map with those of networks trained on shuffled labels.
     *
     * @param network that was explained
     * @param trainedOnShuffledLabels trains a fresh network of the same kind on labels shuffled by the given seed; it is
     *     closed here
     * @param method to check
     * @param sample that was explained
     * @param target that was explained
     * @return the correlations
     */
    public SanityResult labels(ExplainedNetwork network,
            LongFunction<? extends Layer> trainedOnShuffledLabels,
            AttributionMethod method, Sample sample, Target target) {
        double[] map = trueMap(network, method, sample, target);
        double[] correlations = new double[seeds];
        for (int n = 0; n < seeds; n++) {
            Layer misled = trainedOnShuffledLabels.apply(firstSeed + n);
            try {
                double[] other = Maps.shares(method.explain(ExplainedNetwork.of(misled), sample, target));
                if (other.length != map.length) {
                    throw new ShapeException(
                            "a network trained on shuffled labels gives a map of " + other.length
                                    + " values, not " + map.length + ": train the same architecture");
                }
                correlations[n] = Maps.correlation(map, other);
            } finally {
                misled.clear();
            }
        }
        return result(method, "shuffled labels", correlations, List.of());
    }

    private static double[] trueMap(ExplainedNetwork network, AttributionMethod method, Sample sample,
            Target target) {
        Attribution map = method.explain(network, sample, target);
        Maps.requireVaried(map);
        return Maps.shares(map);
    }

    private SanityResult result(AttributionMethod method, String kind, double[] correlations,
            List<SanityResult.CascadeStep> cascade) {
        return new SanityResult(method.name(), kind, Descriptive.mean(correlations), correlations, firstSeed,
                cascade, limit);
    }

    /** Collects the options of {@link SanityCheck}; its defaults are stated there. */
    public static final class Builder {
        private int seeds = 20;
        private int cascades = 3;
        private long firstSeed;
        private double limit = 0.3;

        private Builder() {}

        /** @param count of networks without knowledge, at least 1; a report should rest on 20 or more */
        public Builder seeds(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("the number of seeds is " + count + ": give 1 or more");
            }
            seeds = count;
            return this;
        }

        /** @param count of networks that are also randomised layer by layer, 0 or more */
        public Builder cascades(int count) {
            if (count < 0) {
                throw new IllegalArgumentException("the number of cascades is " + count + ": give 0 or more");
            }
            cascades = count;
            return this;
        }

        /** @param seed of the first network; the others count up from it */
        public Builder firstSeed(long seed) {
            firstSeed = seed;
            return this;
        }

        /** @param correlation above which the check is failed, 0 to 1 */
        public Builder limit(double correlation) {
            if (!(correlation >= 0 && correlation <= 1)) {
                throw new IllegalArgumentException(
                        "the limit is " + correlation + ": give a correlation, 0 to 1");
            }
            limit = correlation;
            return this;
        }

        /** @return the check */
        public SanityCheck build() {
            cascades = Math.min(cascades, seeds);
            return new SanityCheck(this);
        }
    }
}
