package org.engram.benchmarks.recordings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.Matrix;
import org.engram.decoders.classical.LogisticRegression;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.covariance.SymmetricRows;
import org.engram.decoders.timeseries.riemann.Metric;
import org.engram.decoders.timeseries.riemann.TangentSpace;

/** OAS covariances, the tangent space at their Riemannian mean and logistic regression, in five folds. */
final class TangentTask implements RecordingTask {
    private static final int FOLDS = 5;

    private final RecordingInputs inputs;
    private final double[][][] trials;
    private final List<String> labels = new ArrayList<>();

    /** The mean of the last fold's training covariances, and the share of trials that were told right. */
    private record Result(Matrix mean, double accuracy) {}

    TangentTask(RecordingInputs inputs) {
        this.inputs = inputs;
        trials = inputs.trials();
        for (double label : inputs.rows("labels", 1, trials.length)[0]) {
            labels.add(label > 0 ? "1" : "0");
        }
    }

    @Override
    public Object run() {
        Matrix covariances = Matrix.zeros(trials.length, SymmetricRows.columns(trials[0].length));
        BlasThreads.forEach(inputs.parallelism(), trials.length, i -> SymmetricRows
                .put(CovarianceEstimator.OAS.of(Matrix.ofRows(trials[i])), covariances, i));
        int correct = 0;
        Matrix mean = null;
        for (int fold = 0; fold < FOLDS; fold++) {
            int k = fold;
            int[] train = IntStream.range(0, trials.length).filter(i -> i % FOLDS != k).toArray();
            int[] test = IntStream.range(0, trials.length).filter(i -> i % FOLDS == k).toArray();
            Matrix trained = rows(covariances, train);
            mean = Metric.RIEMANN.mean(SymmetricRows.matrices(trained), inputs.parallelism());
            TangentSpace space = new TangentSpace(mean);
            ClassifierModel model = new LogisticRegression().fit(space.vectors(trained, inputs.parallelism()),
                    Labels.of(Arrays.stream(train).mapToObj(labels::get).toList()));
            int[] predicted = model
                    .predict(space.vectors(rows(covariances, test), inputs.parallelism()));
            for (int i = 0; i < test.length; i++) {
                correct += model.classNames().get(predicted[i]).equals(labels.get(test[i])) ? 1 : 0;
            }
        }
        return new Result(mean, correct / (double) trials.length);
    }

    private static Matrix rows(Matrix all, int[] which) {
        Matrix some = Matrix.zeros(which.length, all.columns());
        for (int i = 0; i < which.length; i++) {
            System.arraycopy(all.data(), which[i] * all.columns(), some.data(), i * all.columns(),
                    all.columns());
        }
        return some;
    }

    @Override
    public double[] check(Object result) {
        Result both = (Result) result;
        double[][] mean = new double[both.mean().rows()][];
        Arrays.setAll(mean, both.mean()::row);
        double[] numbers = ResultNumbers.of(mean);
        double[] all = Arrays.copyOf(numbers, numbers.length + 1);
        all[numbers.length] = both.accuracy();
        return all;
    }

    @Override
    public long movedBytes() {
        return 0;
    }

    @Override
    public long heldBytes() {
        return (long) Double.BYTES * trials.length * trials[0].length * trials[0][0].length;
    }
}
