package org.engram.cli.commands;

import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.Tunable;
import org.engram.core.EngramException;
import org.engram.decoders.classical.ClassWeights;
import org.engram.decoders.classical.ClassWeighted;
import org.engram.decoders.classical.Classifiers;
import org.engram.decoders.classical.FeatureScreening;
import org.engram.decoders.classical.ScreenedClassifier;
import org.engram.decoders.classical.StandardizedClassifier;
import picocli.CommandLine.Option;

/** How classes are told apart. */
final class ClassifierOptions {
    @Option(names = "--estimator", paramLabel = "NAME", defaultValue = "ridge", description = "ridge, logistic, logistic-l1, svm, svm-l1, lda, pca-lda, gnb, knn, nearest-centroid,"
            + " correlation or dummy (default: ${DEFAULT-VALUE}).")
    String estimator;

    @Option(names = "--penalty", paramLabel = "VALUE|nested", description = "Alpha of ridge, C of svm and logistic, neighbours of knn, ...; 'nested' chooses it by"
            + " cross-validation within the training samples. Default: that of the estimator.")
    String penalty;

    @Option(names = "--class-weight", paramLabel = "HOW", defaultValue = "none", description = "none or balanced: rare classes count as much as frequent ones (default: ${DEFAULT-VALUE}).")
    String classWeight;

    @Option(names = "--screening", paramLabel = "PERCENT", description = "Keep the best features of each training set by an F test, in per cent.")
    Double screeningPercent;

    @Option(names = "--standardize-features", description = "Centre and scale each feature with the mean and deviation of the training samples.")
    boolean standardizeFeatures;

    boolean isNested() { return "nested".equals(penalty); }

    Classifier classifier() {
        Classifier classifier = Classifiers.named(estimator);
        if (classWeight.equals("balanced")) {
            if (!(classifier instanceof ClassWeighted weighted)) {
                throw new EngramException(
                        "the estimator '" + estimator + "' has no class weights: choose ridge,"
                                + " logistic or svm, or leave --class-weight out");
            }
            classifier = weighted.withClassWeights(ClassWeights.balanced());
        } else if (!classWeight.equals("none")) {
            throw new EngramException("--class-weight is '" + classWeight + "': give none or balanced");
        }
        if (penalty != null) {
            classifier = penalised(classifier);
        }
        if (standardizeFeatures) {
            classifier = StandardizedClassifier.of(classifier);
        }
        return screeningPercent == null
                ? classifier
                : ScreenedClassifier.of(classifier, FeatureScreening.percentile(screeningPercent));
    }

    private Classifier penalised(Classifier classifier) {
        if (!(classifier instanceof Tunable tunable)) {
            throw new EngramException(
                    "the estimator '" + estimator + "' has no penalty: leave --penalty out");
        }
        if (isNested()) {
            return classifier;
        }
        try {
            return tunable.withPenalty(Double.parseDouble(penalty));
        } catch (NumberFormatException e) {
            throw new EngramException("--penalty is '" + penalty + "': give a number, or 'nested'", e);
        }
    }
}
