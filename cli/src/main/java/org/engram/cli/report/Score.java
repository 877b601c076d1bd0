package org.engram.cli.report;

import java.util.Locale;
import java.util.Objects;

/**
 * A measure of how well a decoder does, and how people write it.
 *
 * @param name as in running text, in lower case unless a proper name: "accuracy", "ROC AUC"
 * @param percent whether it is written in percent
 */
public record Score(String name, boolean percent) {
    /** Correct predictions over all predictions. */
    public static final Score ACCURACY = new Score("accuracy", true);
    /** The mean over classes of the fraction of each class that is recognised. */
    public static final Score BALANCED_ACCURACY = new Score("balanced accuracy", true);
    /** The area under the receiver operating characteristic. */
    public static final Score ROC_AUC = new Score("ROC AUC", false);
    /** Explained variance. */
    public static final Score R2 = new Score("R\u00b2", false);

    /** Checks the name. */
    public Score {
        Objects.requireNonNull(name, "name");
    }

    /**
     * @param value a score, such as 0.831
     * @return "83.1%" or "0.831", with a true minus sign; "not available" for NaN
     */
    public String format(double value) {
        if (Double.isNaN(value)) {
            return "not available";
        }
        String text = percent
                ? String.format(Locale.ROOT, "%.1f%%", 100 * value)
                : String.format(Locale.ROOT, "%.3f", value);
        return text.replace('-', '\u2212');
    }

    /** The name with a capital letter, for headings. */
    String heading() {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** @return whether values lie between 0 and 1 by definition */
    boolean isBounded() { return !equals(R2); }
}
