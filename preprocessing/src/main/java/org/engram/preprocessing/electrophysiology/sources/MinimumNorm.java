package org.engram.preprocessing.electrophysiology.sources;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Position;
import org.engram.io.recording.SensorCovariance;
import org.engram.preprocessing.electrophysiology.covariance.Whitener;

/**
 * L2 minimum-norm estimates of sources, plain or in units of their noise, with depth weighting and free, loose or fixed
 * orientation. Immutable.
 *
 * <h2>References</h2> M. S. Hamalainen, R. J. Ilmoniemi, Medical and Biological Engineering and Computing 32, 1994; A. M.
 * Dale et al., Neuron 26, 2000; R. D. Pascual-Marqui, Methods and Findings 24D, 2002; F.-H. Lin et al., NeuroImage 31,
 * 2006.
 */
public final class MinimumNorm {
    private final List<String> channels;
    private final Matrix whitener;
    private final Matrix left; // channel x component
    private final double[] singular;
    private final Matrix right; // row x component, times the standard deviation of the prior
    private final int rowsPerSource;

    private MinimumNorm(List<String> channels, Matrix whitener, Matrix left, double[] singular, Matrix right,
            int rowsPerSource) {
        this.channels = channels;
        this.whitener = whitener;
        this.left = left;
        this.singular = singular;
        this.right = right;
        this.rowsPerSource = rowsPerSource;
    }

    /** What estimates are divided by. */
    public enum Normalization {
        /** Nothing: ampere metres. */
        NONE,
        /** The standard deviation of what noise alone gives. */
        DSPM,
        /** The standard deviation of what noise and signal together give. */
        SLORETA
    }

    /** @return depth 0.8, loose 1 (free orientation) */
    public static Builder builder() {
        return new Builder();
    }

    /** @return names of the channels it needs */
    public List<String> channels() {
        return channels;
    }

    /**
     * The operator from channels to rows of sources; 3 rows for each source unless its orientation is fixed.
     *
     * @param regularization lambda squared, 1 / 9 for averages with a signal-to-noise ratio of 3
     * @return row x channel, ampere metre per SI unit of the channel
     */
    public Matrix kernel(double regularization) {
        Matrix scaled = scaledRight(regularization, false);
        return DenseAlgebra.multiply(DenseAlgebra.multiplyTransposed(scaled, left), whitener);
    }

    /**
     * @param regularization lambda squared
     * @param normalization not {@link Normalization#NONE}
     * @param trialCount how many trials were averaged
     * @return for each source what its estimate is multiplied by
     */
    public double[] noiseFactors(double regularization, Normalization normalization, int trialCount) {
        if (normalization == Normalization.NONE) {
            double[] ones = new double[right.rows() / rowsPerSource];
            Arrays.fill(ones, 1);
            return ones;
        }
        Matrix scaled = scaledRight(regularization, normalization == Normalization.SLORETA);
        double[] factors = new double[right.rows() / rowsPerSource];
        for (int source = 0; source < factors.length; source++) {
            double sum = 0;
            int from = source * rowsPerSource * scaled.columns();
            for (int at = from; at < from + rowsPerSource * scaled.columns(); at++) {
                sum += scaled.data()[at] * scaled.data()[at];
            }
            factors[source] = Math.sqrt(trialCount / sum);
        }
        return factors;
    }

    /**
     * Strength of each source in an average with lambda squared 1 / 9.
     *
     * @param evoked with the channels
     * @param normalization what it is divided by
     * @return source x time: signed where the orientation is fixed, else the length of the vector
     */
    public Matrix apply(Evoked evoked, Normalization normalization) {
        return apply(evoked, normalization, 1.0 / 9);
    }

    /**
     * @param evoked with the channels
     * @param normalization what it is divided by
     * @param regularization lambda squared
     * @return source x time: signed where the orientation is fixed, else the length of the vector
     */
    public Matrix apply(Evoked evoked, Normalization normalization, double regularization) {
        List<String> names = evoked.channels().stream().map(Channel::name).toList();
        double[][] rows = new double[channels.size()][];
        for (int c = 0; c < rows.length; c++) {
            int at = names.indexOf(channels.get(c));
            if (at < 0) {
                throw new EngramException("the average lacks channel " + channels.get(c)
                        + " of the inverse: compute the inverse for its channels");
            }
            rows[c] = evoked.samples()[at];
        }
        Matrix estimates = DenseAlgebra.multiply(kernel(regularization), Matrix.ofRows(rows));
        double[] factors = noiseFactors(regularization, normalization, evoked.trialCount());
        Matrix strengths = Matrix.zeros(factors.length, estimates.columns());
        for (int source = 0; source < factors.length; source++) {
            for (int t = 0; t < estimates.columns(); t++) {
                double value = estimates.get(source * rowsPerSource, t);
                if (rowsPerSource == 3) {
                    double y = estimates.get(3 * source + 1, t);
                    double z = estimates.get(3 * source + 2, t);
                    value = Math.sqrt(value * value + y * y + z * z);
                }
                strengths.set(source, t, value * factors[source]);
            }
        }
        return strengths;
    }

    private Matrix scaledRight(double regularization, boolean withSignal) {
        if (!(regularization > 0)) {
            throw new IllegalArgumentException(
                    "regularization is " + regularization + ": give a positive number");
        }
        Matrix scaled = right.copy();
        int n = singular.length;
        double[] factors = new double[n];
        for (int k = 0; k < n; k++) {
            factors[k] = singular[k] / (singular[k] * singular[k] + regularization);
            if (withSignal) {
                factors[k] *= Math.sqrt(1 + singular[k] * singular[k] / regularization);
            }
        }
        for (int i = 0; i < scaled.data().length; i++) {
            scaled.data()[i] *= factors[i % n];
        }
        return scaled;
    }

    /** Collects options. */
    public static final class Builder {
        private double depth = 0.8;
        private double loose = 1;
        private boolean fixed;

        private Builder() {}

        /**
         * @param value exponent of the depth weighting, 0 for none; 0.8 by default
         * @return this
         */
        public Builder depth(double value) {
            depth = value;
            return this;
        }

        /**
         * @param value variance along the surface relative to that across it, above 0 to 1; 1 (default) for free
         *     orientation; below 1 needs normals
         * @return this
         */
        public Builder loose(double value) {
            loose = value;
            return this;
        }

        /**
         * @param value whether sources point along their normal
         * @return this
         */
        public Builder fixed(boolean value) {
            fixed = value;
            return this;
        }

        /**
         * @param forward leadfield of the sensors
         * @param noise covariance of noise; its channels are used, but those marked as bad
         * @param channels of the data, for their types
         * @return the inverse
         */
        public MinimumNorm build(ForwardModel forward, SensorCovariance noise, List<Channel> channels) {
            if (!(depth >= 0 && loose > 0 && loose <= 1)) {
                throw new IllegalArgumentException("depth " + depth + " and loose " + loose
                        + ": expected 0 or more, and above 0 to 1");
            }
            if ((fixed || loose < 1) && forward.normals().isEmpty()) {
                throw new EngramException(
                        "fixed and loose orientation need normals of the sources: give the forward"
                                + " model normals, or use free orientation");
            }
            Whitener whitener = Whitener.of(noise, channels);
            ForwardModel own = forward.select(noise.channels());
            int perSource = fixed ? 1 : 3;
            double[] variances = depthVariances(own, channels, perSource);
            Matrix gain = oriented(own, perSource);
            if (!fixed) {
                for (int i = 0; i < variances.length; i++) {
                    variances[i] *= i % 3 == 2 ? 1 : loose;
                }
            }
            Matrix weighted = whitener.apply(gain);
            double trace = 0;
            for (int i = 0; i < weighted.data().length; i++) {
                weighted.data()[i] *= Math.sqrt(variances[i % variances.length]);
                trace += weighted.data()[i] * weighted.data()[i];
            }
            double scale = Math.sqrt(whitener.rank() / trace);
            for (int i = 0; i < weighted.data().length; i++) {
                weighted.data()[i] *= scale;
            }
            DenseAlgebra.SingularValues svd = DenseAlgebra.singularValues(weighted);
            int rank = Math.min(whitener.rank(), svd.s().length);
            int[] kept = IntStream.range(0, rank).toArray();
            Matrix right = svd.vt().selectRows(kept).transpose();
            for (int row = 0; row < right.rows(); row++) {
                for (int k = 0; k < rank; k++) {
                    right.set(row, k, right.get(row, k) * scale * Math.sqrt(variances[row]));
                }
            }
            return new MinimumNorm(noise.channels(), whitener.matrix(), svd.u().selectColumns(kept),
                    Arrays.copyOf(svd.s(), rank), right, perSource);
        }

        /** Sources that sensors see weakly get more variance, up to a limit of 10 in standard deviation. */
        private double[] depthVariances(ForwardModel forward, List<Channel> channels, int perSource) {
            int[] sensors = depthSensors(forward, channels);
            Matrix gain = forward.leadfield().selectRows(sensors);
            int n = forward.sourceCount();
            double[] weakness = new double[n];
            for (int k = 0; k < n; k++) {
                Matrix columns = gain.selectColumns(3 * k, 3 * k + 1, 3 * k + 2);
                if (fixed) {
                    columns = DenseAlgebra.multiply(columns, column(forward.normals().get(k)));
                }
                double largest = DenseAlgebra.singularValues(columns).s()[0];
                weakness[k] = 1 / (largest * largest);
            }
            double[] sorted = weakness.clone();
            Arrays.sort(sorted);
            double limit = sorted[n - 1];
            if (limit > 100 * sorted[0]) {
                limit = Arrays.stream(sorted).filter(value -> value > 100 * sorted[0]).findFirst()
                        .orElse(limit);
            }
            double[] variances = new double[perSource * n];
            for (int i = 0; i < variances.length; i++) {
                variances[i] = depth == 0 ? 1 : Math.pow(Math.min(weakness[i / perSource] / limit, 1), depth);
            }
            return variances;
        }

        /** Gradiometers if there are any, else magnetometers, else all: units must not be mixed. */
        private static int[] depthSensors(ForwardModel forward, List<Channel> channels) {
            for (ChannelType type : List.of(ChannelType.PLANAR_GRADIOMETER, ChannelType.MAGNETOMETER,
                    ChannelType.AXIAL_GRADIOMETER)) {
                int[] found = IntStream.range(0, forward.channels().size()).filter(row -> {
                    Optional<Channel> channel = channels.stream()
                            .filter(c -> c.name().equals(forward.channels().get(row))).findFirst();
                    return channel.isPresent() && channel.get().type() == type;
                }).toArray();
                if (found.length > 0) {
                    return found;
                }
            }
            return IntStream.range(0, forward.channels().size()).toArray();
        }

        private Matrix oriented(ForwardModel forward, int perSource) {
            if (perSource == 3 && loose == 1) {
                return forward.leadfield();
            }
            int n = forward.sourceCount();
            Matrix gain = Matrix.zeros(forward.channels().size(), perSource * n);
            for (int k = 0; k < n; k++) {
                Matrix columns = forward.leadfield().selectColumns(3 * k, 3 * k + 1, 3 * k + 2);
                Position normal = forward.normals().get(k);
                Matrix turned = DenseAlgebra.multiply(columns,
                        fixed ? column(normal) : SurfaceFrame.of(normal));
                for (int row = 0; row < gain.rows(); row++) {
                    for (int axis = 0; axis < perSource; axis++) {
                        gain.set(row, perSource * k + axis, turned.get(row, axis));
                    }
                }
            }
            return gain;
        }

        private static Matrix column(Position p) {
            return Matrix.of(3, 1, new double[] {p.x(), p.y(), p.z()});
        }
    }
}
