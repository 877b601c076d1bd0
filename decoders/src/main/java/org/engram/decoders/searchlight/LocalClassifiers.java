package org.engram.decoders.searchlight;

import java.util.List;
import java.util.OptionalDouble;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.Tunable;
import org.engram.core.EngramException;
import org.engram.decoders.classical.Classifiers;

/**
 * What can tell classes apart in a sphere, by the names of {@link Classifiers}. Ridge, lda, nearest-centroid and
 * correlation are the closed forms of {@link LocalClassifier}; the others are fitted anew in each sphere, which takes
 * far longer.
 */
public final class LocalClassifiers {
    private LocalClassifiers() {}

    /** @return the names there are, sorted */
    public static List<String> names() {
        return Classifiers.names();
    }

    /**
     * @param name one of {@link #names()}
     * @param penalty alpha of ridge, shrinkage of lda (0 to 1), C of svm and logistic, ...; empty: 1 for ridge, the
     *     Ledoit-Wolf amount for lda, the default of the others
     * @return that classifier; an unknown name, and a penalty for one that has none, fail
     */
    public static LocalClassifier named(String name, OptionalDouble penalty) {
        switch (name) {
            case "ridge" :
                return LocalClassifier.ridge(penalty.orElse(1));
            case "lda" :
                return penalty.isPresent()
                        ? LocalClassifier.linearDiscriminant(penalty.getAsDouble())
                        : LocalClassifier.linearDiscriminant();
            case "nearest-centroid" :
                requireNone(name, penalty);
                return LocalClassifier.nearestCentroid();
            case "correlation" :
                requireNone(name, penalty);
                return LocalClassifier.correlation();
            default :
                return LocalClassifier.of(general(name, penalty));
        }
    }

    private static Classifier general(String name, OptionalDouble penalty) {
        Classifier classifier = Classifiers.named(name);
        if (penalty.isEmpty()) {
            return classifier;
        }
        if (classifier instanceof Tunable tunable) {
            return tunable.withPenalty(penalty.getAsDouble());
        }
        requireNone(name, penalty);
        return classifier;
    }

    private static void requireNone(String name, OptionalDouble penalty) {
        if (penalty.isPresent()) {
            throw new EngramException("the estimator '" + name + "' has no penalty: leave it out");
        }
    }
}
