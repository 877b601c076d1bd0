package org.engram.nn.explanation;

import org.engram.compute.random.RandomStream;
import org.engram.nn.explanation.ExplainedNetwork.Gradients;

/**
 * The gradient averaged over noisy copies of the input: the default method of Engram.
 *
 * <p>Copy k of sample s gets noise from stream k under the seed, element by element, so a map does not depend on how
 * many copies run at once (beyond the rounding of the engine). Memory is that of {@code batchSize} copies.
 *
 * <p>Defaults: 50 copies, noise of standard deviation 0.15 times the range of the sample, the magnitude of the mean
 * gradient, 8 copies at once, seed 0.
 *
 * <h2>References</h2> D. Smilkov and others, arXiv:1706.03825, 2017; S. Hooker and others, NeurIPS, 2019 (mean of
 * squares).
 */
public final class SmoothGrad implements AttributionMethod {
    private final Builder options;

    private SmoothGrad(Builder options) {
        this.options = options;
    }

    /** @return a builder with the defaults */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return "SmoothGrad";
    }

    @Override
    public Attribution explain(ExplainedNetwork network, Sample sample, Target target) {
        double deviation = options.noiseShare * sample.range();
        double[] sums = new double[sample.size()];
        for (int from = 0; from < options.copies; from += options.batchSize) {
            int count = Math.min(options.batchSize, options.copies - from);
            Gradients gradients = network.gradients(target, noisy(sample, deviation, from, count),
                    sample.shape());
            for (int i = 0; i < gradients.values().length; i++) {
                sums[i % sums.length] += options.reduction.term(gradients.values()[i]);
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = options.reduction.result(sums[i] / options.copies);
        }
        Attribution.Builder map = Attribution.builder(this, sample, target).values(sums)
                .score(network.scores(target, sample.values(), sample.shape())[0])
                .parameter("copies", options.copies).parameter("noiseShare", options.noiseShare)
                .parameter("noiseStandardDeviation", deviation).parameter("reduction", options.reduction)
                .parameter("seed", options.seed);
        if (deviation == 0) {
            map.notice("smoothgrad-no-noise",
                    "the sample is constant, so the noise is zero and the map is the plain gradient");
        }
        return map.build();
    }

    private float[] noisy(Sample sample, double deviation, int from, int count) {
        int size = sample.size();
        float[] copies = new float[Math.multiplyExact(count, size)];
        for (int copy = 0; copy < count; copy++) {
            RandomStream noise = RandomStream.of(options.seed, from + copy);
            for (int i = 0; i < size; i++) {
                copies[copy * size + i] = (float) (sample.values()[i] + deviation * noise.normal(i));
            }
        }
        return copies;
    }

    /** What is averaged over the noisy copies. */
    public enum Reduction {
        /** |mean of g|: gradients of either sign cancel where the network does not care. */
        MAGNITUDE_OF_MEAN,
        /** mean of |g|. */
        MEAN_MAGNITUDE,
        /** mean of g squared. */
        MEAN_SQUARE,
        /** mean of g, with its sign. */
        MEAN;

        private double term(double gradient) {
            return switch (this) {
                case MEAN_MAGNITUDE -> Math.abs(gradient);
                case MEAN_SQUARE -> gradient * gradient;
                default -> gradient;
            };
        }

        private double result(double mean) {
            return this == MAGNITUDE_OF_MEAN ? Math.abs(mean) : mean;
        }
    }

    /** Collects the options of {@link SmoothGrad}; its defaults are stated there. */
    public static final class Builder {
        private int copies = 50;
        private double noiseShare = 0.15;
        private Reduction reduction = Reduction.MAGNITUDE_OF_MEAN;
        private int batchSize = 8;
        private long seed;

        private Builder() {}

        /** @param count of noisy copies, at least 1 */
        public Builder copies(int count) {
            copies = Options.atLeastOne("the number of noisy copies", count);
            return this;
        }

        /** @param share the standard deviation of the noise over the range of the sample; 0.1 to 0.2 is usual */
        public Builder noiseShare(double share) {
            if (!(share >= 0 && share <= 10)) {
                throw new IllegalArgumentException("the noise share is " + share
                        + ": give the standard deviation over the range of the sample, usually 0.1 to 0.2");
            }
            noiseShare = share;
            return this;
        }

        /** @param over the noisy copies */
        public Builder reduction(Reduction over) {
            reduction = over;
            return this;
        }

        /** @param count of copies that run at once, at least 1: what memory depends on */
        public Builder batchSize(int count) {
            batchSize = Options.atLeastOne("the batch size", count);
            return this;
        }

        /** @param value one seed, one map */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** @return the method */
        public SmoothGrad build() {
            return new SmoothGrad(copy());
        }

        private Builder copy() {
            return new Builder().copies(copies).noiseShare(noiseShare).reduction(reduction)
                    .batchSize(batchSize)
                    .seed(seed);
        }
    }
}
