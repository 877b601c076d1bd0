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
     * @param count how many features to keep; more than there are keeps all
     * @return the features of the largest F, ascending by index. Infinity ranks first, NaN last, and of equal values
     *     the lower index wins
     */
    public int[] best(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot keep " + count + " features: give 0 or more");
        }
        double[] negative = new double[f.length];
        for (int i = 0; i < f.length; i++) {
            // F is never negative, so 1 stands behind every number and ahead of none.
            negative[i] = Double.isNaN(f[i]) ? 1 : -f[i];
        }
        int[] kept = Arrays.copyOf(Ranks.order(negative), Math.min(count, f.length));
        Arrays.sort(kept);
        return kept;
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
