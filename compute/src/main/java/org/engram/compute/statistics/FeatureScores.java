package org.engram.compute.statistics;

import java.util.Arrays;

/**
 * An F value per feature. The arrays are not copied.
 *
 * @param f one per feature; infinite where the classes (or the line) explain everything, NaN for a constant feature
 * @param numeratorDegrees degrees of freedom of the numerator
 * @param denominatorDegrees degrees of freedom of the denominator
 */
public record FeatureScores(double[] f, int numeratorDegrees, int denominatorDegrees) {
    /**
     * @param feature feature index
     * @return the natural logarithm of its p value; NaN for a constant feature
     */
    public double logP(int feature) {
        return Tails.logFisher(f[feature], numeratorDegrees, denominatorDegrees);
    }

    /**
     * @param feature feature index
     * @return its p value; NaN for a constant feature
     */
    public double p(int feature) {
        return Math.exp(logP(feature));
    }

    /**
     * @param count how many features to keep, 0 or more
     * @return the features of the largest F, ascending by index: infinity first, NaN never, of equal ones the lower
     *     index; fewer when fewer are not NaN
     */
    public int[] best(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot keep " + count + " features: give 0 or more");
        }
        double[] sorted = new double[f.length];
        int ranked = 0;
        for (double value : f) {
            if (!Double.isNaN(value)) {
                sorted[ranked++] = value;
            }
        }
        Arrays.sort(sorted, 0, ranked);
        int wanted = Math.min(count, ranked);
        if (wanted == 0) {
            return new int[0];
        }
        double threshold = sorted[ranked - wanted];
        int ties = wanted;
        for (double value : f) {
            ties -= value > threshold ? 1 : 0;
        }
        int[] chosen = new int[wanted];
        int at = 0;
        for (int j = 0; j < f.length; j++) {
            if (f[j] > threshold || f[j] == threshold && ties-- > 0) {
                chosen[at++] = j;
            }
        }
        return chosen;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureScores that && Arrays.equals(f, that.f)
                && numeratorDegrees == that.numeratorDegrees && denominatorDegrees == that.denominatorDegrees;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(f) * 31 + denominatorDegrees;
    }

    @Override
    public String toString() {
        return "FeatureScores[" + f.length + " features, F(" + numeratorDegrees + ", " + denominatorDegrees
                + ")]";
    }
}
