package org.engram.decoders.classical;

import java.util.List;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.GramClassifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;

/**
 * The class whose mean is nearest in Euclidean distance. The decision of class k is half the squared distance
 * to the grand mean less half that to the class mean, which is linear in the features; for two classes the
 * difference of the two, with both signs.
 */
public record NearestCentroid() implements GramClassifier {
    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        Training.require(x, y);
        if (SampleSpan.suits(x)) {
            return SampleSpan.fit(x, y, true, gram -> List.of(fitGram(gram, y))).get(0);
        }
        WithinClass within = WithinClass.of(x, y);
        Matrix weights = within.centredMeans();
        double[] intercepts = new double[weights.rows()];
        for (int c = 0; c < intercepts.length; c++) {
            for (int j = 0; j < weights.columns(); j++) {
                intercepts[c] -= weights.get(c, j) * weights.get(c, j) / 2;
            }
        }
        ColumnMoments.moveIntercepts(weights, within.grandMean(), intercepts);
        Matrix margins = asMargins(weights.transpose(), intercepts).transpose();
        return LinearClassifierModel.ofMargins(y.names(), margins, intercepts, List.of());
    }

    @Override
    public DualModel fitGram(Matrix gram, Labels y) {
        Training.requireGram(gram, y);
        int n = y.size();
        int[] counts = y.counts();
        Matrix dual = Matrix.zeros(n, counts.length);
        double[] intercepts = new double[counts.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int code = y.code(i);
                double half = gram.get(i, j) / 2;
                if (y.code(j) == code) {
                    intercepts[code] -= half / ((double) counts[code] * counts[code]);
                }
                for (int c = 0; c < counts.length; c++) {
                    intercepts[c] += half / ((double) n * n);
                }
            }
            for (int c = 0; c < counts.length; c++) {
                dual.set(i, c, (y.code(i) == c ? 1.0 / counts[c] : 0) - 1.0 / n);
            }
        }
        return DualLinearModel.ofMargins(asMargins(dual, intercepts), intercepts, List.of());
    }

    /**
     * Of two columns their difference, one column, the intercept moved to the first place; more stay as they
     * are.
     */
    private static Matrix asMargins(Matrix columns, double[] intercepts) {
        if (columns.columns() > 2) {
            return columns;
        }
        Matrix difference = Matrix.zeros(columns.rows(), 1);
        for (int i = 0; i < columns.rows(); i++) {
            difference.set(i, 0, columns.get(i, 1) - columns.get(i, 0));
        }
        intercepts[0] = intercepts[1] - intercepts[0];
        return difference;
    }

    @Override
    public String describe() {
        return "nearest class mean, Euclidean distance";
    }
}
