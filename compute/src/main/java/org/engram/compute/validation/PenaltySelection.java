package org.engram.compute.validation;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.Labels;

/**
 * How a penalty is chosen inside each training set: an inner cross-validation over the training samples alone, so that
 * the samples a score is reported on had no say. Of penalties that score alike, the one that makes the simpler model is
 * taken.
 *
 * <p>The inner splits, unless set with {@link #within}: leave one group out for 2 to 10 training groups, five folds of
 * whole groups for more, stratified folds (5, or as many as the rarest class has samples) for one group or none.
 */
public final class PenaltySelection {
    private static final int MOST_GROUPS_LEFT_OUT_SINGLY = 10;
    private static final int FOLDS = 5;

    private final double[] penalties;
    private final Splitter inner;

    private PenaltySelection(double[] penalties, Splitter inner) {
        this.penalties = penalties;
        this.inner = inner;
    }

    /** @return selection from the classifier's own grid */
    public static PenaltySelection overDefaults() {
        return new PenaltySelection(new double[0], null);
    }

    /**
     * @param penalties the values to try, at least one; copied
     * @return selection from them
     */
    public static PenaltySelection over(double... penalties) {
        if (penalties.length == 0) {
            throw new IllegalArgumentException("there is no penalty to choose from: give at least one");
        }
        return new PenaltySelection(penalties.clone(), null);
    }

    /**
     * @param splitter divides the training samples
     * @return the same with that inner cross-validation
     */
    public PenaltySelection within(Splitter splitter) {
        return new PenaltySelection(penalties, splitter);
    }

    /** @return the values to try, a copy; empty when the classifier's own are taken */
    public double[] penalties() {
        return penalties.clone();
    }

    /** The inner splitter for these training samples. */
    Splitter splitter(Labels y, List<String> groups) {
        if (inner != null) {
            return inner;
        }
        int found = Groups.of(groups).count();
        if (found >= 2) {
            return found <= MOST_GROUPS_LEFT_OUT_SINGLY
                    ? new LeaveOneGroupOut("group")
                    : new GroupKFold(FOLDS, "group");
        }
        int rarest = Arrays.stream(y.counts()).filter(count -> count > 0).min().orElse(0);
        return rarest >= 2
                ? new StratifiedKFold(Math.min(FOLDS, rarest))
                : new KFold(Math.min(FOLDS, y.size()));
    }

    /** @return in words, for a methods section */
    public String describe() {
        return "chosen from " + (penalties.length == 0 ? "the default grid" : Arrays.toString(penalties))
                + " by inner cross-validation (" + (inner == null ? "leaving groups out" : inner.describe())
                + ") within each training set";
    }

    /** The place of the best score, the simpler penalty among equals; -1 when all are NaN. */
    static int best(double[] scores, double[] penalties, boolean largerIsSimpler) {
        int best = -1;
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                continue;
            }
            boolean simpler = best >= 0
                    && (largerIsSimpler ? penalties[i] > penalties[best] : penalties[i] < penalties[best]);
            if (best < 0 || scores[i] > scores[best] || scores[i] == scores[best] && simpler) {
                best = i;
            }
        }
        return best;
    }
}
