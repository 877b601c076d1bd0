package org.engram.nn.explanation;

import java.util.Arrays;
import org.engram.compute.random.RandomStream;
import org.engram.core.ShapeException;

/**
 * The Shapley value of each region of an atlas: its mean contribution to the score when regions are put back, in random
 * order, into a baseline from which all of them are missing. Orders are drawn in pairs, each with its reverse, which
 * lowers the variance.
 *
 * <p>Values of the regions add up to the score less that of the baseline, for every order and so for any number of them.
 * In the map each value of a region carries an equal part of the region's. What the atlas leaves unlabelled (0) is never
 * taken away and gets 0.
 *
 * <p>Costs (regions + 1) runs per order. Defaults: 32 orders (16 pairs), the mean of the sample as baseline, 8 copies at
 * once, seed 0.
 *
 * <h2>References</h2> L. S. Shapley, 1953; J. Castro, D. Gomez, J. Tejada, Comput. Oper. Res. 36, 2009 (sampling).
 */
public final class RegionShapley implements AttributionMethod {
    private final Builder options;

    private RegionShapley(Builder options) {
        this.options = options;
    }

    /**
     * @param atlas the region of each value, 0 for none: one number for each value of the sample, or one for each place,
     *     which then holds for all channels
     * @return a builder with the defaults
     */
    public static Builder builder(int... atlas) {
        return new Builder(atlas);
    }

    @Override
    public String name() {
        return "regional Shapley";
    }

    @Override
    public Attribution explain(ExplainedNetwork network, Sample sample, Target target) {
        Contributions found = contributions(network, sample, target);
        int[] region = region(sample);
        int[] sizes = new int[found.labels().length];
        for (int r : region) {
            if (r >= 0) {
                sizes[r]++;
            }
        }
        double[] map = new double[sample.size()];
        for (int i = 0; i < map.length; i++) {
            map[i] = region[i] < 0 ? 0 : found.values()[region[i]] / sizes[region[i]];
        }
        return Attribution.builder(this, sample, target).values(map).score(found.whole())
                .balance("completeness", found.whole() - found.empty()).parameter("orders", 2 * options.pairs)
                .parameter("regions", sizes.length).parameter("baseline", options.baseline.description())
                .parameter("seed", options.seed).build();
    }

    /**
     * The values by region, with their standard errors.
     *
     * @param network whose answer is explained
     * @param sample the input it answered on
     * @param target which of its answers
     * @return the contributions in ascending order of labels
     */
    public Contributions contributions(ExplainedNetwork network, Sample sample, Target target) {
        int[] region = region(sample);
        int[] labels = labels();
        float[] baseline = options.baseline.of(sample);
        double[] sums = new double[labels.length];
        double[] squares = new double[labels.length];
        double whole = 0;
        double empty = 0;
        for (int pair = 0; pair < options.pairs; pair++) {
            int[] order = RandomStream.of(options.seed, pair).permutation(labels.length);
            double[] forth = put(network, sample, target, baseline, region, order);
            double[] back = put(network, sample, target, baseline, region, reversed(order));
            empty = forth[0];
            whole = forth[labels.length];
            for (int place = 0; place < labels.length; place++) {
                int r = order[place];
                int mirrored = labels.length - 1 - place;
                double value = (forth[place + 1] - forth[place] + back[mirrored + 1] - back[mirrored]) / 2;
                sums[r] += value;
                squares[r] += value * value;
            }
        }
        double[] errors = new double[labels.length];
        for (int r = 0; r < labels.length; r++) {
            sums[r] /= options.pairs;
            double variance = Math.max(0, squares[r] / options.pairs - sums[r] * sums[r]);
            errors[r] = options.pairs < 2 ? Double.NaN : Math.sqrt(variance / (options.pairs - 1));
        }
        return new Contributions(labels, sums, errors, whole, empty);
    }

    /** Scores while regions are put back one after the other; the first is without any. */
    private double[] put(ExplainedNetwork network, Sample sample, Target target, float[] baseline,
            int[] region,
            int[] order) {
        int size = sample.size();
        int[] turn = new int[order.length];
        for (int place = 0; place < order.length; place++) {
            turn[order[place]] = place;
        }
        double[] scores = new double[order.length + 1];
        for (int from = 0; from < scores.length; from += options.batchSize) {
            int count = Math.min(options.batchSize, scores.length - from);
            float[] copies = new float[Math.multiplyExact(count, size)];
            for (int i = 0; i < copies.length; i++) {
                int place = i % size;
                boolean there = region[place] < 0 || turn[region[place]] < from + i / size;
                copies[i] = there ? sample.values()[place] : baseline[place];
            }
            System.arraycopy(network.scores(target, copies, sample.shape()), 0, scores, from, count);
        }
        return scores;
    }

    /** The number of each value's region among the sorted labels, -1 for none. */
    private int[] region(Sample sample) {
        int[] atlas = options.atlas;
        long[] shape = sample.shape();
        if (atlas.length != sample.size() && (shape.length < 2 || atlas.length * shape[0] != sample.size())) {
            throw new ShapeException("the atlas has " + atlas.length + " labels, but the sample has shape "
                    + Arrays.toString(shape) + ": resample the atlas to the sample");
        }
        int[] labels = labels();
        int[] region = new int[sample.size()];
        for (int i = 0; i < region.length; i++) {
            int label = atlas[i % atlas.length];
            region[i] = label == 0 ? -1 : Arrays.binarySearch(labels, label);
        }
        return region;
    }

    private int[] labels() {
        int[] labels = Arrays.stream(options.atlas).filter(label -> label != 0).distinct().sorted().toArray();
        if (labels.length == 0) {
            throw new IllegalArgumentException("the atlas has no region: every label is 0");
        }
        return labels;
    }

    private static int[] reversed(int[] order) {
        int[] reversed = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            reversed[i] = order[order.length - 1 - i];
        }
        return reversed;
    }

    /**
     * Shapley values of regions.
     *
     * @param labels of the regions, ascending
     * @param values the contribution of each, in units of the score
     * @param standardErrors of the values, from sampling orders; NaN with one pair of orders
     * @param whole the score of the sample
     * @param empty the score without any region
     */
    public record Contributions(int[] labels, double[] values, double[] standardErrors, double whole,
            double empty) {}

    /** Collects the options of {@link RegionShapley}; its defaults are stated there. */
    public static final class Builder {
        private final int[] atlas;
        private int pairs = 16;
        private Baseline baseline = Baseline.mean();
        private int batchSize = 8;
        private long seed;

        private Builder(int... atlas) {
            this.atlas = atlas.clone();
        }

        /** @param count of orders in which regions are put back; made even by rounding up */
        public Builder orders(int count) {
            pairs = (Options.atLeastOne("the number of orders", count) + 1) / 2;
            return this;
        }

        /** @param in place of what is missing */
        public Builder baseline(Baseline in) {
            baseline = in;
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
        public RegionShapley build() {
            return new RegionShapley(
                    new Builder(atlas).orders(2 * pairs).baseline(baseline).batchSize(batchSize).seed(seed));
        }
    }
}
