package org.engram.nn.explanation;

import java.util.Arrays;
import org.engram.nn.explanation.ExplainedNetwork.Gradients;

/**
 * The gradient integrated along the straight line from a baseline to the input, times their difference. The values add
 * up to the score less the score of the baseline ("completeness"); by how much they do not, because the integral is
 * taken at finitely many points, is reported.
 *
 * <p>Defaults: 64 points of the Gauss-Legendre rule, a baseline of zeros, 8 points at once. For brains the mean image of
 * the training set is a better baseline than zeros.
 *
 * <h2>References</h2> M. Sundararajan, A. Taly, Q. Yan, ICML, 2017.
 */
public final class IntegratedGradients implements AttributionMethod {
    /** Above this share of the expected sum, the result carries a notice. */
    private static final double TOLERATED = 0.01;

    private final Builder options;

    private IntegratedGradients(Builder options) {
        this.options = options;
    }

    /** @return a builder with the defaults */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return "integrated gradients";
    }

    @Override
    public Attribution explain(ExplainedNetwork network, Sample sample, Target target) {
        float[] start = options.baseline.of(sample);
        Quadrature rule = options.midpoints
                ? Quadrature.midpoints(options.points)
                : Quadrature.gaussLegendre(options.points);
        double[] integral = integrate(network, sample, start, rule, target);
        for (int i = 0; i < integral.length; i++) {
            integral[i] *= (double) sample.values()[i] - start[i];
        }
        float[] ends = Arrays.copyOf(sample.values(), 2 * sample.size());
        System.arraycopy(start, 0, ends, sample.size(), sample.size());
        double[] scores = network.scores(target, ends, sample.shape());
        Attribution.Builder map = Attribution.builder(this, sample, target).values(integral).score(scores[0])
                .balance("completeness", scores[0] - scores[1]).parameter("points", options.points)
                .parameter("rule", options.midpoints ? "midpoint" : "Gauss-Legendre")
                .parameter("baseline", options.baseline.description());
        Attribution.Balance balance = map.build().balance().orElseThrow();
        if (balance.relativeError() > TOLERATED) {
            map.notice("integrated-gradients-incomplete", "the values add up to " + balance.found()
                    + " where " + balance.expected() + " was expected: use more than " + options.points
                    + " points");
        }
        return map.build();
    }

    private double[] integrate(ExplainedNetwork network, Sample sample, float[] start, Quadrature rule,
            Target target) {
        int size = sample.size();
        double[] integral = new double[size];
        for (int from = 0; from < options.points; from += options.batchSize) {
            int count = Math.min(options.batchSize, options.points - from);
            float[] line = new float[Math.multiplyExact(count, size)];
            for (int i = 0; i < line.length; i++) {
                double along = rule.nodes()[from + i / size];
                float zero = start[i % size];
                line[i] = (float) (zero + along * ((double) sample.values()[i % size] - zero));
            }
            Gradients gradients = network.gradients(target, line, sample.shape());
            for (int i = 0; i < line.length; i++) {
                integral[i % size] += rule.weights()[from + i / size] * gradients.values()[i];
            }
        }
        return integral;
    }

    /** Collects the options of {@link IntegratedGradients}; its defaults are stated there. */
    public static final class Builder {
        private int points = 64;
        private boolean midpoints;
        private Baseline baseline = Baseline.zeros();
        private int batchSize = 8;

        private Builder() {}

        /** @param count of points on the line, 1 to 10,000 */
        public Builder points(int count) {
            if (count > 10_000) {
                throw new IllegalArgumentException(count + " points on the line: give at most 10,000");
            }
            points = Options.atLeastOne("the number of points", count);
            return this;
        }

        /** Takes the middles of equal parts in place of Gauss-Legendre points. */
        public Builder midpoints() {
            midpoints = true;
            return this;
        }

        /** @param start of the line */
        public Builder baseline(Baseline start) {
            baseline = start;
            return this;
        }

        /** @param count of points that run at once, at least 1: what memory depends on */
        public Builder batchSize(int count) {
            batchSize = Options.atLeastOne("the batch size", count);
            return this;
        }

        /** @return the method */
        public IntegratedGradients build() {
            Builder copy = new Builder().points(points).baseline(baseline).batchSize(batchSize);
            copy.midpoints = midpoints;
            return new IntegratedGradients(copy);
        }
    }
}
