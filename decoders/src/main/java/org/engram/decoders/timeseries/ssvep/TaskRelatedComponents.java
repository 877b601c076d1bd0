package org.engram.decoders.timeseries.ssvep;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Cholesky;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.signal.Butterworth;
import org.engram.compute.signal.ZeroPhaseFilter;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;

/**
 * Task-related component analysis with a filter bank: for each class and band the mixture of channels that repeats best
 * from trial to trial; a trial gets the class whose mean trial it resembles most after it. The mean over time of each
 * channel is removed (the reference code removes the mean over channels).
 *
 * <h2>References</h2> Nakanishi et al. 2018, IEEE Trans. Biomed. Eng. 65:104.
 *
 * @param trials shape, rate and frequencies
 * @param bands how many bands, at least 1; band k begins near k times the lowest frequency. Published 5
 * @param ensemble whether the mixtures of all classes are used together
 */
public record TaskRelatedComponents(SteadyState trials, int bands, boolean ensemble) implements Classifier {
    private static final double HIGHEST_HZ = 90;
    private static final double MARGIN_HZ = 2;
    private static final int ORDER = 4;

    /** Checks the options. */
    public TaskRelatedComponents {
        Objects.requireNonNull(trials, "trials");
        if (bands < 1) {
            throw new IllegalArgumentException("number of bands is " + bands + ": give 1 or more");
        }
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        List<ZeroPhaseFilter> bank = bank(y.names());
        List<List<Template>> templates = new ArrayList<>();
        for (ZeroPhaseFilter filter : bank) {
            List<Template> ofBand = new ArrayList<>();
            for (int c = 0; c < y.classCount(); c++) {
                int code = c;
                List<Matrix> members = IntStream.range(0, y.size()).filter(i -> y.code(i) == code)
                        .mapToObj(i -> filtered(trials.shape().trial(x, i), filter)).toList();
                ofBand.add(template(members, y.names().get(c)));
            }
            templates.add(ofBand);
        }
        return new Model(y.names(), this, bank, templates);
    }

    /** One band is the trial as it is; several begin at multiples of the lowest frequency, as published. */
    private List<ZeroPhaseFilter> bank(List<String> names) {
        List<ZeroPhaseFilter> bank = new ArrayList<>();
        if (bands == 1) {
            bank.add(null);
            return bank;
        }
        double lowest = names.stream().mapToDouble(trials::frequency).min().orElseThrow();
        double high = Math.min(HIGHEST_HZ, 0.45 * trials.samplingRateHz());
        for (int k = 1; k <= bands; k++) {
            double low = k * Math.max(lowest / 2, lowest - MARGIN_HZ);
            if (low < 0.9 * high) {
                ZeroPhaseFilter filter = new ZeroPhaseFilter(
                        Butterworth.order(ORDER).bandPass(low, high, trials.samplingRateHz()));
                if (trials.shape().times() < filter.minimumSamples()) {
                    throw new EngramException("trials of " + trials.shape().times()
                            + " samples are too short for the filter bank: give " + filter.minimumSamples()
                            + " or more, or one band");
                }
                bank.add(filter);
            }
        }
        return bank;
    }

    private static Matrix filtered(Matrix trial, ZeroPhaseFilter filter) {
        Matrix kept = filter == null
                ? trial
                : filter.apply(trial.transpose(), Parallelism.single()).transpose();
        return SteadyState.centred(kept);
    }

    private static Template template(List<Matrix> members, String name) {
        if (members.size() < 2) {
            throw new EngramException("class '" + name + "' has " + members.size()
                    + " training trials: what repeats needs two or more");
        }
        int p = members.get(0).rows();
        Matrix mean = Matrix.zeros(p, members.get(0).columns());
        Matrix within = Matrix.zeros(p, p);
        for (Matrix trial : members) {
            add(trial, 1.0 / members.size(), mean);
            add(DenseAlgebra.gram(trial), 1, within);
        }
        // Sum over pairs of trials: n^2 M M' less the trials with themselves, which moves eigenvalues but no vector.
        Matrix between = DenseAlgebra.gram(mean);
        Cholesky cholesky = Cholesky.of(within);
        Matrix half = cholesky.whiten(between);
        Matrix whitened = cholesky.whiten(half.transpose());
        var eigen = DenseAlgebra.symmetricEigen(whitened);
        Matrix leading = Matrix.of(p, 1, eigen.vectors().column(p - 1));
        Matrix filter = DenseAlgebra.solveTriangular(cholesky.upper(), true, false, leading);
        return new Template(mean, filter.data());
    }

    private static void add(Matrix m, double weight, Matrix sum) {
        for (int i = 0; i < sum.data().length; i++) {
            sum.data()[i] += weight * m.data()[i];
        }
    }

    @Override
    public String describe() {
        return "task-related component analysis (" + bands + " bands" + (ensemble ? ", ensemble" : "") + ")";
    }

    private record Template(Matrix mean, double[] filter) {}

    private record Model(List<String> classNames, TaskRelatedComponents options, List<ZeroPhaseFilter> bank,
            List<List<Template>> templates) implements ClassifierModel {
        @Override
        public Matrix decisionValues(Matrix x) {
            Matrix decisions = Matrix.zeros(x.rows(), classNames.size());
            for (int i = 0; i < x.rows(); i++) {
                Matrix trial = options.trials.shape().trial(x, i);
                for (int b = 0; b < bank.size(); b++) {
                    double weight = Math.pow(b + 1, -1.25) + 0.25;
                    Matrix band = filtered(trial, bank.get(b));
                    for (int c = 0; c < classNames.size(); c++) {
                        decisions.data()[i * classNames.size() + c] += weight * similarity(band, b, c);
                    }
                }
            }
            return decisions;
        }

        private double similarity(Matrix trial, int band, int code) {
            List<Template> all = templates.get(band);
            Matrix filters = Matrix.ofRows((options.ensemble ? all : List.of(all.get(code))).stream()
                    .map(Template::filter).toArray(double[][]::new));
            return org.engram.compute.statistics.Correlation.pearson(
                    DenseAlgebra.multiply(filters, trial).data(),
                    DenseAlgebra.multiply(filters, all.get(code).mean()).data());
        }
    }
}
