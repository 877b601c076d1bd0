package org.engram.preprocessing.electrophysiology.covariance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.LedoitWolf;
import org.engram.core.EngramException;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.SensorCovariance;

/**
 * Estimates covariance in several ways and tells which predicts best: three-fold cross-validation of the Gaussian
 * log-likelihood of samples, in the subspace of full rank, channels scaled by type. Samples are taken about zero.
 *
 * <h2>References</h2> D. A. Engemann, A. Gramfort, NeuroImage 108, 2015.
 */
public final class CovarianceSelection {
    private static final int FOLDS = 3;
    private static final int SHRINKAGES = 30;
    private static final double FIXED = 0.1;

    private CovarianceSelection() {}

    /** How covariance is estimated. */
    public enum Method {
        /** As it is. */
        EMPIRICAL,
        /** Shrunk towards a multiple of the identity by the amount that predicts best. */
        SHRUNK,
        /** Shrunk by the formula of Ledoit and Wolf. */
        LEDOIT_WOLF,
        /** A tenth of the mean variance of each type added to the variances. */
        DIAGONAL_FIXED
    }

    /**
     * One way and how well it predicts.
     *
     * @param method the way
     * @param logLikelihood mean of a sample left out, natural logarithm, in units of the scaled subspace; larger is better
     * @param shrinkage how much was shrunk, 0 to 1; NaN where that has no meaning
     * @param covariance the estimate from all samples
     */
    public record Estimate(Method method, double logLikelihood, double shrinkage,
            SensorCovariance covariance) {}

    /**
     * All ways.
     *
     * @param estimates best first
     * @param rank dimensions of the subspace they were compared in
     */
    public record Result(List<Estimate> estimates, int rank) {
        /** Copies. */
        public Result {
            estimates = List.copyOf(estimates);
        }

        /** @return the one that predicts best */
        public Estimate best() {
            return estimates.get(0);
        }
    }

    /**
     * @param epochs such as trials with a baseline
     * @param startSeconds first time that is used, relative to the event
     * @param endSeconds last time that is used
     * @return all ways, compared
     * @throws IOException if samples cannot be read
     */
    public static Result compute(Epochs epochs, double startSeconds, double endSeconds) throws IOException {
        Matrix samples = EmpiricalCovariance.samples(epochs, startSeconds, endSeconds);
        int[] channels = EmpiricalCovariance.channels(epochs.channels());
        ChannelType[] types = IntStream.of(channels).mapToObj(i -> epochs.channels().get(i).type())
                .toArray(ChannelType[]::new);
        double[] scales = scales(samples, types);
        for (int i = 0; i < samples.data().length; i++) {
            samples.data()[i] /= scales[i % types.length];
        }
        Matrix basis = basis(samples);
        Matrix reduced = DenseAlgebra.multiply(samples, basis);
        if (reduced.rows() < 2 * FOLDS) {
            throw new EngramException(
                    reduced.rows() + " samples are too few to compare covariances: give at least "
                            + 2 * FOLDS);
        }
        List<Estimate> estimates = new ArrayList<>();
        for (Method method : Method.values()) {
            double shrinkage = method == Method.SHRUNK ? bestShrinkage(reduced) : Double.NaN;
            double score = crossValidated(reduced, method, shrinkage, basis, types);
            Matrix full = back(estimate(reduced, method, shrinkage, basis, types), basis, scales);
            double shown = method == Method.LEDOIT_WOLF
                    ? LedoitWolf.ofCentred(reduced).shrinkage()
                    : shrinkage;
            // Models are fitted with divisor n; what is given has n - 1, as the plain covariance.
            double divisor = (samples.rows() - 1.0) / samples.rows();
            estimates.add(new Estimate(method, score, shown, EmpiricalCovariance.covariance(epochs.channels(),
                    channels, full, divisor, samples.rows() - 1, epochs)));
        }
        estimates.sort(Comparator.comparingDouble(Estimate::logLikelihood).reversed());
        return new Result(estimates, basis.columns());
    }

    /** Root mean square of each type, so that volts and teslas can be compared. */
    private static double[] scales(Matrix samples, ChannelType[] types) {
        Map<ChannelType, double[]> sums = new EnumMap<>(ChannelType.class);
        int n = types.length;
        for (int c = 0; c < n; c++) {
            double[] sum = sums.computeIfAbsent(types[c], any -> new double[2]);
            sum[1]++;
            for (int row = 0; row < samples.rows(); row++) {
                sum[0] += samples.get(row, c) * samples.get(row, c) / samples.rows();
            }
        }
        double[] scales = new double[n];
        for (int c = 0; c < n; c++) {
            double[] sum = sums.get(types[c]);
            scales[c] = Math.sqrt(sum[0] / sum[1]);
            if (!(scales[c] > 0)) {
                throw new EngramException("all channels of type " + types[c] + " are zero: mark them as bad");
            }
        }
        return scales;
    }

    /** Channel x dimension, orthonormal columns that span what the samples span. */
    private static Matrix basis(Matrix samples) {
        DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(DenseAlgebra.transposedGram(samples));
        return eigen.vectors().selectColumns(CovarianceRank.kept(eigen.values()));
    }

    private static double bestShrinkage(Matrix samples) {
        double best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        Matrix[][] folds = folds(samples);
        for (int k = 0; k < SHRINKAGES; k++) {
            double shrinkage = Math.pow(10, -4 + 4.0 * k / (SHRINKAGES - 1));
            double score = 0;
            for (Matrix[] fold : folds) {
                score += logLikelihood(shrunk(covariance(fold[0]), shrinkage), covariance(fold[1])) / FOLDS;
            }
            if (score > highest) {
                highest = score;
                best = shrinkage;
            }
        }
        return best;
    }

    private static double crossValidated(Matrix samples, Method method, double shrinkage, Matrix basis,
            ChannelType[] types) {
        double score = 0;
        for (Matrix[] fold : folds(samples)) {
            score += logLikelihood(estimate(fold[0], method, shrinkage, basis, types), covariance(fold[1]))
                    / FOLDS;
        }
        return score;
    }

    /** For each fold the samples to learn from and those left out; folds are consecutive, the first ones longer. */
    private static Matrix[][] folds(Matrix samples) {
        Matrix[][] folds = new Matrix[FOLDS][];
        int rows = samples.rows();
        int start = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            int length = rows / FOLDS + (fold < rows % FOLDS ? 1 : 0);
            int from = start;
            int[] out = IntStream.range(from, from + length).toArray();
            int[] in = IntStream.range(0, rows).filter(row -> row < from || row >= from + length).toArray();
            folds[fold] = new Matrix[] {samples.selectRows(in), samples.selectRows(out)};
            start += length;
        }
        return folds;
    }

    private static Matrix covariance(Matrix samples) {
        Matrix covariance = DenseAlgebra.transposedGram(samples);
        for (int i = 0; i < covariance.data().length; i++) {
            covariance.data()[i] /= samples.rows();
        }
        return covariance;
    }

    private static Matrix estimate(Matrix samples, Method method, double shrinkage, Matrix basis,
            ChannelType[] types) {
        Matrix covariance = covariance(samples);
        return switch (method) {
            case EMPIRICAL -> covariance;
            case SHRUNK -> shrunk(covariance, shrinkage);
            case LEDOIT_WOLF -> shrunk(covariance, LedoitWolf.ofCentred(samples).shrinkage());
            case DIAGONAL_FIXED -> fixed(covariance, basis, types);
        };
    }

    private static Matrix shrunk(Matrix covariance, double shrinkage) {
        int n = covariance.rows();
        double mean = IntStream.range(0, n).mapToDouble(i -> covariance.get(i, i)).sum() / n;
        Matrix shrunk = covariance.copy();
        for (int i = 0; i < shrunk.data().length; i++) {
            shrunk.data()[i] *= 1 - shrinkage;
        }
        for (int i = 0; i < n; i++) {
            shrunk.set(i, i, shrunk.get(i, i) + shrinkage * mean);
        }
        return shrunk;
    }

    /** Adds to the variances of channels, then goes back to the subspace. */
    private static Matrix fixed(Matrix covariance, Matrix basis, ChannelType[] types) {
        Matrix full = DenseAlgebra.multiplyTransposed(DenseAlgebra.multiply(basis, covariance), basis);
        for (ChannelType type : ChannelType.values()) {
            int[] own = IntStream.range(0, types.length).filter(c -> types[c] == type).toArray();
            double mean = Arrays.stream(own).mapToDouble(c -> full.get(c, c)).average().orElse(0);
            for (int c : own) {
                full.set(c, c, full.get(c, c) + FIXED * mean);
            }
        }
        return DenseAlgebra.multiply(DenseAlgebra.transposedMultiply(basis, full), basis);
    }

    /** Mean of samples with a covariance under a normal distribution with another. */
    private static double logLikelihood(Matrix model, Matrix observed) {
        DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(model);
        Matrix rotated = DenseAlgebra.multiply(
                DenseAlgebra.transposedMultiply(eigen.vectors(), observed), eigen.vectors());
        int n = model.rows();
        double least = eigen.values()[n - 1] * 1e-14; // a fold may span less than all samples do
        double sum = n * Math.log(2 * Math.PI);
        for (int k = 0; k < n; k++) {
            double value = Math.max(least, eigen.values()[k]);
            sum += rotated.get(k, k) / value + Math.log(value);
        }
        return -sum / 2;
    }

    private static Matrix back(Matrix reduced, Matrix basis, double[] scales) {
        Matrix full = DenseAlgebra.multiplyTransposed(DenseAlgebra.multiply(basis, reduced), basis);
        for (int i = 0; i < scales.length; i++) {
            for (int j = 0; j <= i; j++) {
                double value = (full.get(i, j) + full.get(j, i)) / 2 * scales[i] * scales[j];
                full.set(i, j, value);
                full.set(j, i, value);
            }
        }
        return full;
    }
}
