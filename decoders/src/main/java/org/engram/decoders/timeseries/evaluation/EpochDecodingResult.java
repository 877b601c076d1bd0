package org.engram.decoders.timeseries.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.engram.compute.validation.ChanceLevel;
import org.engram.compute.validation.ConfidenceInterval;
import org.engram.compute.validation.CrossValidationResult;
import org.engram.compute.validation.PermutationResult;
import org.engram.core.Notice;

/**
 * What a pipeline reached under a protocol. All scores are of trials that were not trained on.
 *
 * @param pipeline its name
 * @param method what the pipeline does, in words
 * @param scheme how trials were divided, in words
 * @param tuning how a penalty was chosen, in words; empty when none was
 * @param protocol what was new in the test
 * @param crossValidation predictions of every fold; {@code score()} is the headline
 * @param scores over all folds
 * @param foldScores of each fold, in order
 * @param foldGroups the subjects tested in each fold
 * @param groupScores of each tested subject, or subject and session where sessions are known
 * @param chanceLevel accuracies that need no brain
 * @param interval confidence interval of the headline, subjects drawn anew where there are enough; empty when there are
 *     too few folds
 * @param permutation null distribution of the headline, when asked for
 * @param features numbers per trial
 * @param classNames class names by code
 * @param trials indices, into the table given, of the trials used, in the order of samples
 * @param notices what a person should know
 */
public record EpochDecodingResult(String pipeline, String method, String scheme, String tuning,
        EpochProtocol protocol,
        CrossValidationResult crossValidation, TrialScores scores, List<TrialScores> foldScores,
        List<List<String>> foldGroups, Map<String, TrialScores> groupScores, ChanceLevel chanceLevel,
        Optional<ConfidenceInterval> interval, Optional<PermutationResult> permutation, int features,
        List<String> classNames, List<Integer> trials, List<Notice> notices) {
    /** Copies the collections. */
    public EpochDecodingResult {
        foldScores = List.copyOf(foldScores);
        foldGroups = List.copyOf(foldGroups);
        groupScores = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(groupScores));
        classNames = List.copyOf(classNames);
        trials = List.copyOf(trials);
        notices = List.copyOf(notices);
    }

    /** @return method, scheme and tuning in one line */
    public String analysis() {
        return method + "; " + scheme + (tuning.isEmpty() ? "" : "; penalty " + tuning);
    }

    /** @return the headline score over all folds */
    public double score() {
        return crossValidation.score();
    }

    /** @return analysis and result in sentences for a methods section */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%s (%s): %d trials of %d classes, %d folds. ", analysis(),
                protocol.shortName(), crossValidation.truth().size(), classNames.size(), foldScores.size()));
        text.append(
                String.format(Locale.ROOT, "Headline %s of trials %.3f", crossValidation.scoring().words(),
                        score()));
        interval.ifPresent(
                i -> text.append(String.format(Locale.ROOT, " (%.0f %% confidence interval %.3f to %.3f, %s)",
                        100 * i.level(), i.lower(), i.upper(), i.method())));
        text.append(String.format(Locale.ROOT, "; accuracy %.3f, balanced accuracy %.3f", scores.accuracy(),
                scores.balancedAccuracy()));
        scores.rocArea().ifPresent(area -> text.append(String.format(Locale.ROOT, ", ROC AUC %.3f", area)));
        text.append(String.format(Locale.ROOT, "; chance accuracy %.3f.", chanceLevel.majority()));
        permutation.ifPresent(p -> text.append(String.format(Locale.ROOT, " With %s: p = %.3g.", p.describe(),
                p.pValue())));
        return text.toString();
    }

    @Override
    public String toString() {
        return describe();
    }
}
