package org.engram.io.bids;

import java.util.Objects;
import java.util.Optional;

/**
 * How events are read.
 *
 * @param trialTypeColumn the column of a TSV that names the condition; default {@code trial_type}
 * @param similarLabels what to do about conditions whose names differ only in letter case or spaces; default
 *     {@link SimilarLabels#REJECT}
 * @param openfmriModel which model folder of an OpenfMRI dataset holds the onsets ({@code model001}); default empty,
 *     which means the only one there is
 */
public record EventOptions(String trialTypeColumn, SimilarLabels similarLabels,
        Optional<String> openfmriModel) {

    /** Conditions whose names differ only in letter case or spaces are spelling mistakes as a rule. */
    public enum SimilarLabels {
        /** An error that names both spellings. */
        REJECT,
        /** They are different conditions. */
        KEEP_APART,
        /** They are one condition, spelled as its first event; with a notice. */
        UNITE
    }

    /** Checks that nothing is null. */
    public EventOptions {
        Objects.requireNonNull(trialTypeColumn, "trialTypeColumn");
        Objects.requireNonNull(similarLabels, "similarLabels");
        Objects.requireNonNull(openfmriModel, "openfmriModel");
    }

    /** @return column {@code trial_type}, similar labels rejected, the only OpenfMRI model */
    public static EventOptions defaults() {
        return new EventOptions("trial_type", SimilarLabels.REJECT, Optional.empty());
    }

    /**
     * @param column the column that names the condition; one named here must be there
     * @return the same with that column
     */
    public EventOptions withTrialTypeColumn(String column) {
        return new EventOptions(column, similarLabels, openfmriModel);
    }

    /**
     * @param policy what to do about names that differ only in letter case or spaces
     * @return the same with that policy
     */
    public EventOptions withSimilarLabels(SimilarLabels policy) {
        return new EventOptions(trialTypeColumn, policy, openfmriModel);
    }

    /**
     * @param model the model folder, such as {@code model001}
     * @return the same with that model
     */
    public EventOptions withOpenfmriModel(String model) {
        return new EventOptions(trialTypeColumn, similarLabels, Optional.of(model));
    }
}
