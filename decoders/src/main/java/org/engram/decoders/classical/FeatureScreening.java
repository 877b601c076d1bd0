package org.engram.decoders.classical;

import java.util.Arrays;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.FeatureTests;
import org.engram.core.EngramException;

/**
 * Which features to keep by their univariate F test between classes. Immutable; make one with the factory
 * methods.
 */
public final class FeatureScreening {
    /** Volume of a standard brain, which 100 % of it refers to, in cubic millimetres. */
    public static final double STANDARD_BRAIN_CUBIC_MILLIMETRES = 1882989;

    private static final int FEWEST_SCREENED_BY_VOLUME = 100;

    private final double percentile;
    private final int count;
    private final int fewestScreened;

    private FeatureScreening(double percentile, int count, int fewestScreened) {
        this.percentile = percentile;
        this.count = count;
        this.fewestScreened = fewestScreened;
    }

    /**
     * @param percentile share of features to keep in per cent, above 0 and at most 100
     * @return the features whose F is at or above that percentile, as scikit-learn's {@code SelectPercentile}
     *     counts
     */
    public static FeatureScreening percentile(double percentile) {
        if (!(percentile > 0 && percentile <= 100)) {
            throw new IllegalArgumentException(
                    "percentile is " + percentile + ": give more than 0 and at most 100");
        }
        return new FeatureScreening(percentile, 0, 0);
    }

    /**
     * @param count how many features to keep, 1 or more; all when there are no more
     * @return the features of largest F
     */
    public static FeatureScreening best(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("cannot keep " + count + " features: give 1 or more");
        }
        return new FeatureScreening(0, count, 0);
    }

    /**
     * A percentile of a standard brain: of a small mask a larger share is kept, and below 100 features all
     * are.
     *
     * @param percentile share of the voxels of a standard brain to keep, in per cent; 20 is usual
     * @param maskCubicMillimetres volume of the mask the features come from
     * @return screening at min(100, percentile x 1882989 / volume) per cent
     */
    public static FeatureScreening percentileOfStandardBrain(double percentile, double maskCubicMillimetres) {
        if (!(maskCubicMillimetres > 0)) {
            throw new IllegalArgumentException(
                    "mask volume is " + maskCubicMillimetres + " cubic millimetres: give a positive volume");
        }
        FeatureScreening plain = percentile(percentile);
        double corrected = plain.percentile * STANDARD_BRAIN_CUBIC_MILLIMETRES / maskCubicMillimetres;
        return new FeatureScreening(Math.min(100, corrected), 0, FEWEST_SCREENED_BY_VOLUME);
    }

    /** @return the share kept in per cent; 0 when a number is given instead */
    public double percentile() {
        return percentile;
    }

    /**
     * @param features how many there are
     * @return how many are kept
     */
    public int keptOf(int features) {
        if (features < fewestScreened) {
            return features;
        }
        if (count > 0) {
            return Math.min(count, features);
        }
        // Features above the percentile interpolated between order statistics, and those on it up to the
        // share.
        double position = (features - 1) * (1 - percentile / 100);
        int above = features - 1 - (int) Math.floor(position + 1e-9);
        return Math.min(features, Math.max(above, (int) (features * percentile / 100 + 1e-9)));
    }

    /**
     * @param x samples x features of the training set
     * @param y the class of each row
     * @return the features kept, ascending; fails when none is
     */
    public int[] select(Matrix x, Labels y) {
        int kept = keptOf(x.columns());
        if (kept == x.columns()) {
            int[] all = new int[kept];
            Arrays.setAll(all, j -> j);
            return all;
        }
        int[] chosen = FeatureTests.classes(x, y.codes(), y.classCount()).best(kept);
        if (chosen.length == 0) {
            throw new EngramException("screening left none of " + x.columns() + " features ("
                    + describe()
                    + "): features are constant, or the share is too small; raise it or check the mask");
        }
        return chosen;
    }

    /** @return in words: "the 20 % of features with the largest F" */
    public String describe() {
        return count > 0
                ? "the " + count + " features with the largest F"
                : "the " + Penalties.text(percentile) + " % of features with the largest F";
    }
}
