package org.engram.decoders.timeseries.pipelines;

import java.util.List;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;

/**
 * A classifier behind a map that is learned from the training samples and their labels.
 *
 * @param words the map in words
 * @param learning learns the map
 * @param inner learns from mapped samples
 */
record MappedClassifier(String words, Learning learning, Classifier inner) implements Classifier {
    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        SampleMap map = learning.from(x, y);
        return new Model(map, inner.fit(map.of(x), y));
    }

    @Override
    public String describe() {
        return words + ", " + inner.describe();
    }

    /** Learns a map. */
    @FunctionalInterface
    interface Learning {
        SampleMap from(Matrix x, Labels y);
    }

    /** Maps samples to features. */
    @FunctionalInterface
    interface SampleMap {
        Matrix of(Matrix x);
    }

    private record Model(SampleMap map, ClassifierModel fitted) implements ClassifierModel {
        @Override
        public List<String> classNames() {
            return fitted.classNames();
        }

        @Override
        public Matrix decisionValues(Matrix x) {
            return fitted.decisionValues(map.of(x));
        }

        @Override
        public List<Notice> notices() {
            return fitted.notices();
        }
    }
}
