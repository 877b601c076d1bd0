package org.engram.decoders.classical;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.GramClassifier.DualModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/**
 * Fits in the span of the samples: inner products, a dual solution, and the weights as a combination of
 * samples. Used when there are fewer samples than features.
 */
final class SampleSpan {
    // A mean this many times (squared) larger than the spread costs the centred Gram half of its digits.
    private static final double LOST_TO_THE_MEAN = 1e-6;

    private SampleSpan() {}

    static boolean suits(Matrix x) {
        return x.rows() < x.columns();
    }

    /**
     * @param fit from the Gram matrix to one or more dual solutions
     * @param shiftInvariant whether adding a constant to a feature only moves the intercept
     */
    static List<ClassifierModel> fit(Matrix x, Labels y, boolean shiftInvariant,
            Function<Matrix, ? extends List<? extends DualModel>> fit) {
        Matrix gram = DenseAlgebra.gram(x);
        Matrix samples = x;
        double[] mean = null;
        if (shiftInvariant && centredTrace(gram) < LOST_TO_THE_MEAN * trace(gram)) {
            mean = ColumnMoments.means(x);
            samples = ColumnMoments.shifted(x, mean);
            gram = DenseAlgebra.gram(samples);
        }
        List<ClassifierModel> models = new ArrayList<>();
        for (DualModel dual : fit.apply(gram)) {
            Matrix weights = DenseAlgebra.transposedMultiply(dual.dualCoefficients(), samples);
            double[] intercepts = dual.intercepts();
            if (mean != null) {
                ColumnMoments.moveIntercepts(weights, mean, intercepts);
            }
            models.add(new LinearClassifierModel(y.names(), weights, intercepts, dual.notices()));
        }
        return models;
    }

    private static double trace(Matrix gram) {
        double trace = 0;
        for (int i = 0; i < gram.rows(); i++) {
            trace += gram.get(i, i);
        }
        return trace;
    }

    private static double centredTrace(Matrix gram) {
        double sum = 0;
        for (double value : gram.data()) {
            sum += value;
        }
        return trace(gram) - sum / gram.rows();
    }
}
