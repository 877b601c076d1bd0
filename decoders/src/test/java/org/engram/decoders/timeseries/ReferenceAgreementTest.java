package org.engram.decoders.timeseries;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.linalg.Matrix;
import org.engram.decoders.timeseries.evaluation.PipelineComparison;
import org.engram.decoders.timeseries.pipelines.ElasticNetLogistic;
import org.junit.jupiter.api.Test;

/** Elastic net against scikit-learn, statistics between pipelines against scipy. */
class ReferenceAgreementTest {
    private static Matrix features() {
        List<double[]> rows = new ArrayList<>();
        for (double[][] trial : Reference.trials()) {
            rows.add(Arrays.stream(Arrays.copyOf(trial[0], 30)).map(v -> 2 * v).toArray());
        }
        return Matrix.ofRows(rows.toArray(double[][]::new));
    }

    @Test
    void elasticNetAgreesWithScikitLearn() {
        LinearModel model = (LinearModel) new ElasticNetLogistic().fit(features(), Reference.labels(2));
        // Both stop near the optimum: saga at 1e-12, ours at steps of 1e-8 of the weights.
        assertArrayEquals(Reference.vector(Reference.node("elastic").get(0)), model.coefficients().row(1),
                1e-5);
        assertEquals(Reference.node("elastic").get(1).asDouble(), model.intercepts()[1], 1e-5);
        Matrix decisions = new ElasticNetLogistic().fit(features(), Reference.labels(3))
                .decisionValues(features());
        double[][] expected = Reference.matrix("elastic3");
        for (int i = 0; i < 3; i++) {
            for (int k = 1; k < 3; k++) { // the common part of the intercepts is free
                assertEquals(expected[i][k] - expected[i][0], decisions.get(i, k) - decisions.get(i, 0),
                        1e-4);
            }
        }
    }

    @Test
    void statisticsAgreeWithScipy() {
        double[] first = new double[25];
        double[] second = new double[25];
        for (int i = 0; i < 25; i++) {
            first[i] = Math.sin(i) * .1 + .7;
            second[i] = Math.cos(i * 1.7) * .1 + .68;
        }
        assertEquals(Reference.number("wilcoxon"), PipelineComparison.of(first, second, 0).pValue(), 1e-12);
        double exact = PipelineComparison.of(Arrays.copyOf(first, 8), Arrays.copyOf(second, 8), 0).pValue();
        assertEquals(Reference.number("flips"), exact, 1e-12);
        double drawn = PipelineComparison.of(Arrays.copyOf(first, 15), Arrays.copyOf(second, 15), 0).pValue();
        double other = PipelineComparison.of(Arrays.copyOf(first, 15), Arrays.copyOf(second, 15), 1).pValue();
        assertEquals(drawn, other, 0.03); // two samples of 10,000: six standard errors
        assertEquals(Reference.number("stouffer"), PipelineComparison.combined(List.of(
                new PipelineComparison(8, 0, 0, .03, ""), new PipelineComparison(20, 0, 0, .2, ""),
                new PipelineComparison(11, 0, 0, .6, ""))), 1e-12);
    }
}
