package org.engram.nn.explanation.relevance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.engram.nn.engine.Pass;
import org.engram.nn.explanation.Attribution;
import org.engram.nn.explanation.AttributionMethod;
import org.engram.nn.explanation.ExplainedNetwork;
import org.engram.nn.explanation.Sample;
import org.engram.nn.explanation.Target;

/**
 * Layer-wise relevance propagation (LRP): the score, divided among the outputs in proportion to their part in it, is
 * handed back layer by layer. Batch normalisations are folded into the layer before them, maxima hand everything to the
 * winner, averages and residual sums divide in proportion.
 *
 * <p>Relevance is kept except for what biases and stabilizers absorb; how much is missing on the input is reported as
 * the result's balance.
 *
 * <p><b>Documented failure</b>: on structural MRI with known sources LRP made widespread artefacts. See the package, and
 * validate before use.
 *
 * <h2>References</h2> S. Bach and others, PLoS ONE 10(7), 2015; G. Montavon and others, LNCS 11700, 2019.
 */
public final class LayerwiseRelevance implements AttributionMethod {
    /** Above this share of the score, the result carries a notice of its own. */
    private static final double TOLERATED_LOSS = 0.1;

    private final WeightRules weights;
    private final RelevanceRules rules;

    private LayerwiseRelevance(WeightRules weights, RelevanceRules rules) {
        this.weights = weights;
        this.rules = rules;
    }

    /** @return the epsilon rule (1e-6) everywhere: on rectifier networks, gradient times input but for the biases */
    public static LayerwiseRelevance epsilon() {
        return builder().dense(new WeightRule.Epsilon(1e-6)).convolution(new WeightRule.Epsilon(1e-6))
                .sameAtInput()
                .build();
    }

    /** @return epsilon (1e-6) in linear, alpha-beta (2, 1) in convolutional layers, z^B at the input */
    public static LayerwiseRelevance alphaBeta() {
        return builder().convolution(new WeightRule.AlphaBeta(2, 1)).build();
    }

    /** @return epsilon (1e-6) in linear, gamma (0.25) in convolutional layers, z^B at the input */
    public static LayerwiseRelevance composite() {
        return builder().build();
    }

    /** @return a builder that starts as {@link #composite()} with the standard rules */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return "layer-wise relevance propagation";
    }

    @Override
    public Attribution explain(ExplainedNetwork network, Sample sample, Target target) {
        try (Pass pass = network.open(); NDManager manager = network.newManager()) {
            RelevanceWalk walk = new RelevanceWalk(pass, rules, weights);
            NDArray batch = network.batch(manager, sample.values(), sample.shape());
            pass.observedBy(walk::note);
            NDArray outputs = pass.cut(network.layer().apply(pass, batch));
            pass.observedBy(null);
            NDArray scores = ExplainedNetwork.scored(target, outputs, batch);
            ExplainedNetwork.differentiate(pass, target, scores);
            NDArray start = outputs.stopGradient().mul(pass.gradient(outputs));
            NDArray relevance = walk.through(network.layer(), start);
            return report(sample, target, scores.toType(DataType.FLOAT64, false).toDoubleArray()[0],
                    relevance.toType(DataType.FLOAT32, false).toFloatArray());
        }
    }

    private Attribution report(Sample sample, Target target, double score, float[] relevance) {
        Attribution.Builder map = Attribution.builder(this, sample, target).values(relevance).score(score)
                .balance("conservation", score).parameter("linear", weights.dense())
                .parameter("convolution", weights.convolution())
                .parameter("first layer", weights.describeInput()).notice("relevance-artefacts",
                        "layer-wise relevance propagation made widespread artefacts on structural MRI with known "
                                + "sources: trust this map only after validation on this network");
        Attribution.Balance balance = map.build().balance().orElseThrow();
        if (balance.relativeError() > TOLERATED_LOSS) {
            map.notice("relevance-not-conserved",
                    "relevance adds up to " + balance.found() + " of a score of "
                            + balance.expected() + ": the rest fell to biases and stabilizers");
        }
        return map.build();
    }

    /** Collects the options of {@link LayerwiseRelevance}. */
    public static final class Builder {
        private WeightRule dense = new WeightRule.Epsilon(1e-6);
        private WeightRule convolution = new WeightRule.Gamma(0.25);
        private WeightRule input;
        private boolean bounded = true;
        private RelevanceRules rules = RelevanceRules.standard();

        private Builder() {}

        /** @param rule of linear layers; default epsilon, 1e-6 */
        public Builder dense(WeightRule rule) {
            dense = rule;
            return this;
        }

        /** @param rule of convolutional layers; default gamma, 0.25 */
        public Builder convolution(WeightRule rule) {
            convolution = rule;
            return this;
        }

        /** @param rule of the first layer; default z^B between the smallest and the largest of its inputs */
        public Builder input(WeightRule rule) {
            input = rule;
            return this;
        }

        /** The first layer follows the rule of its kind. */
        public Builder sameAtInput() {
            input = null;
            bounded = false;
            return this;
        }

        /** @param kinds of layers and how they hand relevance back */
        public Builder rules(RelevanceRules kinds) {
            rules = kinds;
            return this;
        }

        /** @return the method */
        public LayerwiseRelevance build() {
            return new LayerwiseRelevance(new WeightRules(dense, convolution, input, bounded), rules);
        }
    }
}
