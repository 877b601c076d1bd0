package org.engram.decoders.timeseries.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.decoders.timeseries.TrialShape;
import org.engram.decoders.timeseries.Trials;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.covariance.SignalSubspace;
import org.engram.decoders.timeseries.pipelines.PipelineOptions;
import org.engram.decoders.timeseries.spatialfilters.CommonSpatialPatterns;
import org.engram.decoders.timeseries.spatialfilters.SpatialFilters;
import org.engram.decoders.timeseries.spatialfilters.Xdawn;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;

/**
 * How the components of a pipeline show at the channels. They are fitted to all trials together, to be looked at; scores
 * come from filters that were fitted in training sets.
 *
 * @param names what each component is
 * @param channels names of the channels
 * @param patterns component x channel, the largest absolute value of each 1; not copied
 * @param words what they are, for a methods section
 */
public record SpatialPatterns(List<String> names, List<String> channels, double[][] patterns, String words) {
    private static final int LARGEST = 1 << 28;
    private static final int OF_EACH_CLASS = 2;

    /** Copies the names. */
    public SpatialPatterns {
        names = List.copyOf(names);
        channels = List.copyOf(channels);
    }

    /**
     * @param pipeline name of a pipeline
     * @param options its options
     * @param epochs the trials, with the channels that are decoded
     * @param rows which trials
     * @param y the class of each of these
     * @return the patterns; empty for pipelines that learn no spatial filters, or after an alignment of subjects, when
     *     there are no common channels to show them at
     * @throws IOException if the epochs cannot be read
     */
    public static Optional<SpatialPatterns> of(String pipeline, PipelineOptions options, Epochs epochs,
            int[] rows, Labels y) throws IOException {
        String name = pipeline.strip().toLowerCase(Locale.ROOT);
        int[] channels = epochs.channelsThat(channel -> true);
        Trials trials = Trials.of(epochs, rows, channels);
        List<String> names = epochs.channels().stream().map(Channel::name).toList();
        if (name.equals("csp+lda")) {
            return Optional.of(csp(options, trials, y, names));
        }
        boolean fits = (long) rows.length * channels.length * epochs.timeCount() < LARGEST;
        return name.startsWith("xdawn") && fits
                ? Optional.of(xdawn(options, trials, y, names))
                : Optional.empty();
    }

    private static SpatialPatterns csp(PipelineOptions options, Trials trials, Labels y,
            List<String> channels) {
        List<Matrix> moments = new ArrayList<>();
        Matrix sum = Matrix.zeros(channels.size(), channels.size());
        for (int i = 0; i < trials.count(); i++) {
            Matrix one = CovarianceEstimator.SCM.of(trials.trial(i));
            moments.add(one);
            for (int k = 0; k < one.data().length; k++) {
                sum.data()[k] += one.data()[k] / trials.count();
            }
        }
        SignalSubspace subspace = SignalSubspace.of(sum);
        List<Matrix> reduced = moments.stream().map(subspace::projectCovariance).toList();
        SpatialFilters filters = CommonSpatialPatterns.builder().components(options.cspComponents()).build()
                .fitMoments(reduced, trials.shape().times(), y);
        List<String> names = new ArrayList<>();
        double[][] logPower = new double[y.classCount()][filters.count()];
        int[] counts = y.counts();
        for (int i = 0; i < y.size(); i++) {
            double[] power = filters.power(reduced.get(i));
            for (int k = 0; k < power.length; k++) {
                logPower[y.code(i)][k] += Math.log(power[k]) / counts[y.code(i)];
            }
        }
        for (int k = 0; k < filters.count(); k++) {
            int most = 0;
            for (int c = 1; c < logPower.length; c++) {
                most = logPower[c][k] > logPower[most][k] ? c : most;
            }
            names.add((k + 1) + ": more in " + y.names().get(most));
        }
        return new SpatialPatterns(names, channels, scaled(atChannels(filters.patterns(), subspace), null),
                "the patterns of common spatial patterns fitted to all trials");
    }

    /** Components x channels, from the mixtures that filters were learned on. */
    private static Matrix atChannels(Matrix patterns, SignalSubspace subspace) {
        return DenseAlgebra.multiplyTransposed(patterns, subspace.basis());
    }

    private static SpatialPatterns xdawn(PipelineOptions options, Trials trials, Labels y,
            List<String> channels) {
        Matrix sum = Matrix.zeros(channels.size(), channels.size());
        for (int i = 0; i < trials.count(); i++) {
            Matrix one = CovarianceEstimator.SCM.of(trials.trial(i));
            for (int k = 0; k < one.data().length; k++) {
                sum.data()[k] += one.data()[k];
            }
        }
        SignalSubspace subspace = SignalSubspace.of(sum);
        TrialShape shape = new TrialShape(subspace.rank(), trials.shape().times());
        Matrix rows = Matrix.zeros(trials.count(), shape.size());
        for (int i = 0; i < trials.count(); i++) {
            System.arraycopy(subspace.project(trials.trial(i)).data(), 0, rows.data(), i * shape.size(),
                    shape.size());
        }
        Xdawn.Model model = new Xdawn(Math.min(OF_EACH_CLASS, options.xdawnFilters()),
                CovarianceEstimator.SCM)
                .fit(rows, shape, y);
        List<String> names = new ArrayList<>();
        List<double[]> patterns = new ArrayList<>();
        for (int c = 0; c < y.classCount(); c++) {
            SpatialFilters filters = model.filters().get(c);
            Matrix sources = filters.sources(model.evoked().get(c));
            for (double[] pattern : scaled(atChannels(filters.patterns(), subspace), sources)) {
                names.add(y.names().get(c) + " " + (names.size() % filters.count() + 1));
                patterns.add(pattern);
            }
        }
        return new SpatialPatterns(names, channels, patterns.toArray(double[][]::new),
                "the patterns of xDAWN components fitted to all trials, signed as their response at its peak");
    }

    /** The sign of a component is arbitrary: that of its response at the peak, else that of its largest value, is up. */
    private static double[][] scaled(Matrix patterns, Matrix sources) {
        double[][] scaled = new double[patterns.rows()][];
        for (int k = 0; k < scaled.length; k++) {
            double[] pattern = patterns.row(k).clone();
            double largest = extreme(pattern);
            double sign = Math.signum(sources == null ? largest : extreme(sources.row(k)));
            for (int i = 0; i < pattern.length && largest != 0; i++) {
                pattern[i] *= (sign == 0 ? 1 : sign) / Math.abs(largest);
            }
            scaled[k] = pattern;
        }
        return scaled;
    }

    private static double extreme(double[] values) {
        double extreme = 0;
        for (double value : values) {
            extreme = Math.abs(value) > Math.abs(extreme) ? value : extreme;
        }
        return extreme;
    }
}
