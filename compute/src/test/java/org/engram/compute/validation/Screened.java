package org.engram.compute.validation;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;

/** Keeps the features whose class means differ most in the training samples, then classifies. */
record Screened(Classifier classifier, int kept) implements Classifier {
    static int[] best(Matrix x, Labels y, int kept) {
        int[] counts = y.counts();
        double[] spread = new double[x.columns()];
        for (int v = 0; v < spread.length; v++) {
            double[] means = new double[counts.length];
            for (int i = 0; i < x.rows(); i++) {
                means[y.code(i)] += x.get(i, v) / counts[y.code(i)];
            }
            spread[v] = Math.abs(means[0] - means[1]);
        }
        return IntStream.range(0, spread.length).boxed()
                .sorted(Comparator.comparingDouble(v -> -spread[v])).limit(kept).mapToInt(v -> v).sorted()
                .toArray();
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        int[] chosen = best(x, y, kept);
        ClassifierModel inside = classifier.fit(x.selectColumns(chosen), y);
        return new ClassifierModel() {
            @Override
            public java.util.List<String> classNames() {
                return y.names();
            }

            @Override
            public Matrix decisionValues(Matrix data) {
                return inside.decisionValues(data.selectColumns(chosen));
            }
        };
    }

    @Override
    public String describe() {
        return kept + " features of largest difference, " + classifier.describe();
    }
}
