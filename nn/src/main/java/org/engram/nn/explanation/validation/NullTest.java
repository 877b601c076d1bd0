package org.engram.nn.explanation.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.statistics.Descriptive;
import org.engram.compute.validation.FamilyWiseResult;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.explanation.Attribution;

/**
 * A map (or one number) beside what the same analysis gives where there is nothing to find: the guard against brain
 * activity in dead salmon. Places are significant only against every registered null, with the family-wise error over
 * all places held by the largest statistic; without a null the word is refused.
 *
 * <p>p = (1 + k) / (1 + n), with k of n null outcomes at least as large. Immutable.
 *
 * <h2>References</h2> C. M. Bennett and others, J. Serendip. Unexp. Results 1, 2010; B. Phipson, G. K. Smyth, 2010 (p);
 * T. E. Nichols, A. P. Holmes, Hum. Brain Mapp. 15, 2002 (largest statistic).
 */
public final class NullTest {
    private final double[] observed;
    private final List<Outcome> outcomes;

    private NullTest(double[] observed, List<Outcome> outcomes) {
        this.observed = observed;
        this.outcomes = List.copyOf(outcomes);
    }

    /**
     * @param statistic larger is more, one per place; a single one for a score. Copied
     * @return a test without nulls yet
     */
    public static NullTest of(double... statistic) {
        if (statistic.length == 0 || Arrays.stream(statistic).anyMatch(Double::isNaN)) {
            throw new EngramException(
                    "the observed statistic is empty or not a number somewhere: give one number per place");
        }
        return new NullTest(statistic.clone(), List.of());
    }

    /**
     * @param map an explanation; its magnitudes are taken as shares of their sum, since raw ones are never comparable
     *     between networks
     * @return a test without nulls yet
     */
    public static NullTest ofMap(Attribution map) {
        return of(Maps.shares(map));
    }

    /**
     * Registers a null.
     *
     * @param model where there is nothing to find
     * @param draws how many outcomes of it, at least 1; p cannot be smaller than 1 / (1 + draws)
     * @param firstSeed of the outcomes; the others count up from it
     * @return this test with that null
     */
    public NullTest against(NullModel model, int draws, long firstSeed) {
        if (draws < 1) {
            throw new IllegalArgumentException("the number of draws is " + draws + ": give 1 or more");
        }
        int[] exceeded = new int[observed.length];
        double[] maxima = new double[draws];
        for (int n = 0; n < draws; n++) {
            double[] drawn = model.draw(firstSeed + n);
            if (drawn.length != observed.length) {
                throw new ShapeException("the null \"" + model.name() + "\" gives " + drawn.length
                        + " numbers, but " + observed.length + " were observed: repeat the same analysis");
            }
            maxima[n] = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < drawn.length; i++) {
                exceeded[i] += drawn[i] >= observed[i] - FamilyWiseResult.ROUNDING ? 1 : 0;
                maxima[n] = Math.max(maxima[n], drawn[i]);
            }
        }
        List<Outcome> more = new ArrayList<>(outcomes);
        more.add(new Outcome(model.name(), new FamilyWiseResult(observed, exceeded, maxima), draws,
                firstSeed));
        return new NullTest(observed, more);
    }

    /** @return one outcome per registered null, in order */
    public List<Outcome> outcomes() {
        return outcomes;
    }

    /**
     * @return the family-wise p of each place against the hardest of the registered nulls
     * @throws EngramException when no null is registered
     */
    public double[] pValues() {
        requireNull();
        double[] largest = new double[observed.length];
        for (Outcome outcome : outcomes) {
            double[] p = outcome.result().pValues();
            for (int i = 0; i < p.length; i++) {
                largest[i] = Math.max(largest[i], p[i]);
            }
        }
        return largest;
    }

    /**
     * @param alpha the family-wise error that is accepted, such as 0.05
     * @return which places are significant against every registered null
     * @throws EngramException when no null is registered, or one has too few draws to ever reach alpha
     */
    public boolean[] significant(double alpha) {
        requireNull();
        for (Outcome outcome : outcomes) {
            if (1.0 / (1 + outcome.draws()) > alpha) {
                throw new EngramException("the null \"" + outcome.name() + "\" has " + outcome.draws()
                        + " draws, with which p cannot fall to " + alpha + ": draw at least "
                        + (int) Math.ceil(1 / alpha - 1));
            }
        }
        double[] p = pValues();
        boolean[] significant = new boolean[p.length];
        for (int i = 0; i < p.length; i++) {
            significant[i] = p[i] <= alpha;
        }
        return significant;
    }

    private void requireNull() {
        if (outcomes.isEmpty()) {
            throw new EngramException(
                    "no null is registered, so nothing can be called significant: add at least "
                            + "networks with random weights, NullTest.against(NullModel.randomWeights(...), 20, 0)");
        }
    }

    /**
     * What came of one null.
     *
     * @param name of the null
     * @param result uncorrected and family-wise p of each place, and the largest statistic of each draw
     * @param draws how many
     * @param firstSeed of the draws; the others count up from it
     */
    public record Outcome(String name, FamilyWiseResult result, int draws, long firstSeed) {
        /** @return how many standard deviations of the null's largest statistic the observed largest lies above its mean */
        public double effect() {
            double[] maxima = result.maxima();
            double largest = Arrays.stream(result.observed()).max().orElseThrow();
            return (largest - Descriptive.mean(maxima)) / Math.sqrt(Descriptive.variance(maxima, 1));
        }
    }
}
