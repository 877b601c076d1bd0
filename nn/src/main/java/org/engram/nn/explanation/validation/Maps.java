package org.engram.nn.explanation.validation;

import java.util.Arrays;
import org.engram.compute.statistics.Correlation;
import org.engram.core.EngramException;
import org.engram.nn.explanation.Attribution;

/** Maps as numbers that can be compared between networks. */
final class Maps {
    private Maps() {}

    /** Magnitudes as shares of their sum: raw ones are never comparable between networks. */
    static double[] shares(Attribution map) {
        double[] magnitudes = map.magnitudes();
        double sum = Arrays.stream(magnitudes).sum();
        if (sum > 0) {
            for (int i = 0; i < magnitudes.length; i++) {
                magnitudes[i] /= sum;
            }
        }
        return magnitudes;
    }

    static boolean constant(double[] map) {
        return Arrays.stream(map).allMatch(value -> value == map[0]);
    }

    static void requireVaried(Attribution map) {
        if (constant(map.magnitudes())) {
            throw new EngramException("the map of " + map.method() + " is " + map.values()[0]
                    + " everywhere: there is nothing to compare; explain another sample, target or layer");
        }
    }

    /** Spearman's correlation; a map that is the same everywhere shares nothing with any other. */
    static double correlation(double[] a, double[] b) {
        return constant(a) || constant(b) ? 0 : Correlation.spearman(a, b);
    }
}
