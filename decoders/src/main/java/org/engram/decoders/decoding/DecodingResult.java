package org.engram.decoders.decoding;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.engram.compute.validation.AveragedWeights;
import org.engram.compute.validation.ChanceLevel;
import org.engram.compute.validation.ConfidenceInterval;
import org.engram.compute.validation.ConfusionMatrix;
import org.engram.compute.validation.CrossValidationResult;
import org.engram.compute.validation.FoldResult;
import org.engram.compute.validation.PermutationResult;
import org.engram.core.Notice;

/**
 * What a decoder found. Everything is computed on samples that were not trained on, except weights and patterns, which
 * are averages over the training sets.
 *
 * @param analysis classifier, scheme and selection in words
 * @param features number of features
 * @param crossValidation predictions and scores of every fold
 * @param chanceLevel accuracies that need no brain
 * @param interval confidence interval of the score; empty when there are too few folds for one
 * @param permutation the null distribution; empty when no permutations were asked for
 * @param notices what a person should know
 */
public record DecodingResult(String analysis, int features, CrossValidationResult crossValidation,
        ChanceLevel chanceLevel, Optional<ConfidenceInterval> interval,
        Optional<PermutationResult> permutation,
        List<Notice> notices) {
    /** Copies the notices. */
    public DecodingResult {
        notices = List.copyOf(notices);
    }

    /** @return the score over all folds, nested where a penalty was chosen */
    public double score() {
        return crossValidation.score();
    }

    /** @return what a decoder that knows nothing reaches in that score, from the class frequencies */
    public double chance() {
        return crossValidation.scoring().chance(crossValidation.truth());
    }

    /** @return the folds, in the order of the splitter */
    public List<FoldResult> folds() {
        return crossValidation.folds();
    }

    /** @return how often each class was taken for each other; recall, precision and F1 of each class */
    public ConfusionMatrix confusion() {
        return crossValidation.confusion();
    }

    /** @return the chance of such a score without any effect, by permutation; empty without permutations */
    public OptionalDouble pValue() {
        return permutation.isPresent()
                ? OptionalDouble.of(permutation.get().pValue())
                : OptionalDouble.empty();
    }

    /**
     * The score with penalties chosen on the test samples themselves, as some toolkits report it. Too good; for
     * comparison only.
     *
     * @return that score; empty when no penalty was chosen
     */
    public OptionalDouble selectionScore() {
        return crossValidation.selectionScore();
    }

    /** @return classes x features weights, intercepts and patterns, averaged over folds; empty if not linear */
    public Optional<AveragedWeights> weights() {
        return crossValidation.weights();
    }

    /**
     * @return the analysis and its result in sentences for a methods section: what was done, with which numbers, and
     *     how uncertain they are
     */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(Locale.ROOT, "%s; %d samples of %d classes, %d features, %d folds. ",
                        capital(analysis),
                        crossValidation.truth().size(), crossValidation.truth().classCount(), features,
                        folds().size()));
        text.append(String.format(Locale.ROOT, "%s %.1f %%", capital(crossValidation.scoring().words()),
                100 * score()));
        interval.ifPresent(i -> text
                .append(String.format(Locale.ROOT, " (%s %% confidence interval %.1f to %.1f %%, %s)",
                        percent(i.level()), 100 * i.lower(), 100 * i.upper(), i.method())));
        text.append(String.format(Locale.ROOT, "; chance %.1f %% by class frequencies. ", 100 * chance()));
        permutation.ifPresent(p -> text.append(String.format(Locale.ROOT,
                "With %s, the score had mean %.1f %% and 95th percentile %.1f %%; p = %.3g. ", p.describe(),
                100 * p.mean(), 100 * p.percentile(95), p.pValue())));
        selectionScore().ifPresent(s -> text.append(String.format(Locale.ROOT,
                "Penalties were chosen inside the training samples; chosen on the test samples they would score an"
                        + " optimistic %.1f %%. ",
                100 * s)));
        return text.toString().strip();
    }

    /** 95 for 0.95, 99.9 for 0.999. */
    private static String percent(double part) {
        return java.math.BigDecimal.valueOf(part).movePointRight(2).stripTrailingZeros().toPlainString();
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    @Override
    public String toString() {
        return describe();
    }
}
