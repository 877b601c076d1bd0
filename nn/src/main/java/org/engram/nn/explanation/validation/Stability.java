package org.engram.nn.explanation.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.explanation.AttributionMethod;
import org.engram.nn.explanation.ExplainedNetwork;
import org.engram.nn.explanation.Sample;
import org.engram.nn.explanation.Target;
import org.engram.nn.layers.Layer;

/**
 * How alike maps are between refits, for instance on bootstrap samples of the training set: what changes from refit to
 * refit was not identified by the data.
 *
 * @param spearman the mean rank correlation over all pairs of maps
 * @param intraclass the intraclass correlation ICC(3,1) of single maps, places as subjects and refits as judges
 * @param dice the mean overlap of the largest magnitudes over all pairs of maps
 * @param topShare which share of the places the largest are
 * @param refits how many maps
 */
public record Stability(double spearman, double intraclass, double dice, double topShare, int refits) {
    /**
     * @param maps one per refit, equally long, at least two; larger is more
     * @param topShare the share of places whose overlap is taken, above 0 and up to 1; 0.05 is usual
     * @return how alike they are
     */
    public static Stability of(List<double[]> maps, double topShare) {
        if (maps.size() < 2) {
            throw new EngramException(
                    "stability needs at least two maps, but " + maps.size() + " were given");
        }
        if (!(topShare > 0 && topShare <= 1)) {
            throw new IllegalArgumentException(
                    "the top share is " + topShare + ": give more than 0, up to 1");
        }
        int places = maps.get(0).length;
        int k = Math.max(1, (int) Math.round(topShare * places));
        double correlations = 0;
        double overlaps = 0;
        for (int a = 0; a < maps.size(); a++) {
            if (maps.get(a).length != places) {
                throw new ShapeException(
                        "map " + a + " has " + maps.get(a).length + " places, the first " + places
                                + ": compare maps of one input");
            }
            for (int b = 0; b < a; b++) {
                correlations += Maps.correlation(maps.get(a), maps.get(b));
                overlaps += Localization.topShare(maps.get(a), top(maps.get(b), k), k);
            }
        }
        double pairs = maps.size() * (maps.size() - 1) / 2.0;
        return new Stability(correlations / pairs, intraclass(maps), overlaps / pairs, topShare, maps.size());
    }

    /**
     * @param refit trains a fresh network on the bootstrap sample of the given seed; it is closed here
     * @param refits how many, at least 2; seeds count from 0
     * @param method to examine
     * @param sample to explain
     * @param target to explain
     * @return how alike the maps of the refits are, by the largest twentieth of their places
     */
    public static Stability ofRefits(LongFunction<? extends Layer> refit, int refits,
            AttributionMethod method,
            Sample sample, Target target) {
        List<double[]> maps = new ArrayList<>();
        for (int seed = 0; seed < refits; seed++) {
            Layer network = refit.apply(seed);
            try {
                maps.add(Maps.shares(method.explain(ExplainedNetwork.of(network), sample, target)));
            } finally {
                network.clear();
            }
        }
        return of(maps, 0.05);
    }

    /** The k largest, the first among equals. */
    private static boolean[] top(double[] map, int k) {
        boolean[] top = new boolean[map.length];
        IntStream.range(0, map.length).boxed()
                .sorted((a, b) -> Double.compare(map[b], map[a])).limit(k).forEach(i -> top[i] = true);
        return top;
    }

    /** Two-way mixed, consistency, single judge: P. E. Shrout, J. L. Fleiss, Psychol. Bull. 86, 1979. */
    private static double intraclass(List<double[]> maps) {
        int judges = maps.size();
        int subjects = maps.get(0).length;
        double[] ofSubject = new double[subjects];
        double grand = 0;
        for (double[] map : maps) {
            for (int i = 0; i < subjects; i++) {
                ofSubject[i] += map[i] / judges;
                grand += map[i] / judges / subjects;
            }
        }
        double between = 0;
        for (double mean : ofSubject) {
            between += judges * (mean - grand) * (mean - grand) / (subjects - 1);
        }
        double residual = 0;
        for (double[] map : maps) {
            double ofJudge = Arrays.stream(map).average().orElseThrow();
            for (int i = 0; i < subjects; i++) {
                double rest = map[i] - ofSubject[i] - ofJudge + grand;
                residual += rest * rest / ((subjects - 1.0) * (judges - 1));
            }
        }
        return (between - residual) / (between + (judges - 1) * residual);
    }
}
