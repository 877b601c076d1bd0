package org.engram.decoders.classical;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.engram.compute.estimation.Classifier;
import org.engram.core.EngramException;

/** Classifiers by the names a command line or a pipeline file uses, each with its defaults. */
public final class Classifiers {
    private static final Map<String, Supplier<Classifier>> BY_NAME = new TreeMap<>(Map.ofEntries(
            Map.entry("ridge", RidgeClassifier::new), Map.entry("logistic", LogisticRegression::new),
            Map.entry("logistic-l1", SparseLinearClassifier::logistic), Map.entry("svm", LinearSvm::new),
            Map.entry("svm-l1", SparseLinearClassifier::svm), Map.entry("lda", LinearDiscriminant::new),
            Map.entry("gnb", GaussianNaiveBayes::new), Map.entry("knn", NearestNeighbours::new),
            Map.entry("nearest-centroid", NearestCentroid::new),
            Map.entry("correlation", CorrelationClassifier::new), Map.entry("pca-lda", PcaDiscriminant::new),
            Map.entry("dummy", DummyClassifier::new)));

    private Classifiers() {}

    /** @return the names there are, sorted */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * @param name one of {@link #names()}
     * @return that classifier with its defaults; an unknown name fails with the list of those there are
     */
    public static Classifier named(String name) {
        Supplier<Classifier> found = BY_NAME.get(name);
        if (found == null) {
            throw new EngramException("there is no classifier '" + name + "': choose one of "
                    + String.join(", ", names()));
        }
        return found.get();
    }
}
