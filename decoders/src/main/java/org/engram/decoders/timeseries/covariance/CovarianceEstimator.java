package org.engram.decoders.timeseries.covariance;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.LedoitWolf;
import org.engram.core.EngramException;

/**
 * How the covariance between channels is estimated from the T times of one trial. Each constant names its divisor and
 * whether the mean over time is removed, since that is where results of toolkits part.
 *
 * <h2>References</h2> Ledoit and Wolf 2004, J. Multivariate Analysis 88:365; Chen, Wiesel, Eldar and Hero 2010, IEEE
 * Trans. Signal Processing 58:5016 (OAS, as scikit-learn has it); Schaefer and Strimmer 2005, Stat. Appl. Genet. Mol.
 * Biol. 4:32.
 */
public enum CovarianceEstimator {
    /** Second moments: mean not removed, divisor T. */
    SCM("scm", "second moments, divisor T, mean not removed"),
    /** Sample covariance: mean removed, divisor T - 1. */
    COV("cov", "sample covariance, divisor T - 1"),
    /** Oracle approximating shrinkage of the covariance of divisor T towards a multiple of the identity. */
    OAS("oas", "oracle approximating shrinkage, divisor T"),
    /** Ledoit-Wolf shrinkage of the covariance of divisor T towards a multiple of the identity. */
    LEDOIT_WOLF("lwf", "Ledoit-Wolf shrinkage, divisor T"),
    /** Correlations shrunk towards zero, variances (divisor T - 1) kept. */
    SCHAEFER_STRIMMER("sch", "Schaefer-Strimmer shrinkage of correlations, divisor T - 1"),
    /** Correlations: no power of a channel is left. */
    CORRELATION("corr", "correlation"),
    /** 0.9 of the covariance of divisor T, and 0.1 of its mean variance on the diagonal. */
    SHRUNK("shrunk", "fixed shrinkage of 0.1, divisor T");

    private static final double FIXED = 0.1;

    private final String shortName;
    private final String words;

    CovarianceEstimator(String shortName, String words) {
        this.shortName = shortName;
        this.words = words;
    }

    /** @return the name in the literature's code: "oas" */
    public String shortName() {
        return shortName;
    }

    /** @return estimator and divisor in words */
    public String words() {
        return words;
    }

    /**
     * @param name a short name, in any case
     * @return that estimator; an unknown name fails with the list
     */
    public static CovarianceEstimator named(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        for (CovarianceEstimator estimator : values()) {
            if (estimator.shortName.equals(wanted)) {
                return estimator;
            }
        }
        throw new EngramException("there is no covariance estimator '" + name + "': choose one of "
                + Arrays.stream(values()).map(CovarianceEstimator::shortName)
                        .collect(Collectors.joining(", ")));
    }

    /**
     * @param trial channels x times, finite, at least 2 times; not changed
     * @return channels x channels, symmetric, in squared units of the trial
     */
    public Matrix of(Matrix trial) {
        if (trial.columns() < 2) {
            throw new EngramException("a covariance needs two times or more, not " + trial.columns());
        }
        requireFinite(trial);
        double times = trial.columns();
        return switch (this) {
            case SCM -> scaled(DenseAlgebra.gram(trial), 1 / times);
            case COV -> scaled(DenseAlgebra.gram(centred(trial)), 1 / (times - 1));
            case OAS -> {
                Matrix s = scaled(DenseAlgebra.gram(centred(trial)), 1 / times);
                yield shrink(s, oracleShrinkage(s, times));
            }
            case LEDOIT_WOLF -> {
                Matrix centred = centred(trial);
                yield shrink(scaled(DenseAlgebra.gram(centred), 1 / times),
                        LedoitWolf.ofCentred(centred.transpose()).shrinkage());
            }
            case SHRUNK -> shrink(scaled(DenseAlgebra.gram(centred(trial)), 1 / times), FIXED);
            case CORRELATION -> correlation(DenseAlgebra.gram(centred(trial)));
            case SCHAEFER_STRIMMER -> schaeferStrimmer(centred(trial));
        };
    }

    /**
     * The weight that oracle approximating shrinkage gives to the multiple of the identity.
     *
     * @param covariance channels x channels, divisor T
     * @param times T
     * @return from 0 to 1
     */
    public static double oracleShrinkage(Matrix covariance, double times) {
        int p = covariance.rows();
        double squares = 0;
        for (double value : covariance.data()) {
            squares += value * value;
        }
        double alpha = squares / ((double) p * p);
        double mu = meanVariance(covariance);
        double numerator = alpha + mu * mu;
        double denominator = (times + 1) * (alpha - mu * mu / p);
        return denominator == 0 ? 1 : Math.min(1, numerator / denominator);
    }

    /**
     * @param covariance channels x channels; not changed
     * @param amount weight of the mean variance on the diagonal, from 0 to 1
     * @return the shrunk covariance
     */
    public static Matrix shrink(Matrix covariance, double amount) {
        double mu = meanVariance(covariance);
        Matrix shrunk = scaled(covariance.copy(), 1 - amount);
        for (int i = 0; i < shrunk.rows(); i++) {
            shrunk.data()[i * shrunk.columns() + i] += amount * mu;
        }
        return shrunk;
    }

    private static double meanVariance(Matrix covariance) {
        double trace = 0;
        for (int i = 0; i < covariance.rows(); i++) {
            trace += covariance.get(i, i);
        }
        return trace / covariance.rows();
    }

    private static Matrix correlation(Matrix scatter) {
        int p = scatter.rows();
        double[] scales = new double[p];
        for (int i = 0; i < p; i++) {
            scales[i] = Math.sqrt(scatter.get(i, i));
            if (!(scales[i] > 0)) {
                throw new EngramException(
                        "channel " + i + " (counted from 0) is constant in a trial, so it has"
                                + " no correlation: drop the channel or mark it as bad");
            }
        }
        Matrix r = Matrix.zeros(p, p);
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                r.set(i, j, i == j ? 1 : scatter.get(i, j) / (scales[i] * scales[j]));
            }
        }
        return r;
    }

    /** Off-diagonal elements times 1 - lambda, with lambda the variance of correlations over their square. */
    private static Matrix schaeferStrimmer(Matrix centred) {
        double n = centred.columns();
        Matrix squared = centred.copy();
        for (int i = 0; i < squared.data().length; i++) {
            squared.data()[i] *= squared.data()[i];
        }
        Matrix fourth = DenseAlgebra.gram(squared);
        Matrix scatter = DenseAlgebra.gram(centred);
        int p = scatter.rows();
        double variance = 0;
        double squares = 0;
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < i; j++) {
                double power = scatter.get(i, i) * scatter.get(j, j);
                double product = scatter.get(i, j);
                if (power > 0) {
                    // Of standardised channels (divisor n - 1): var(r) = n / (n-1)^3 sum_t (w_t - mean w)^2.
                    double spread = (fourth.get(i, j) - product * product / n) * (n - 1) * (n - 1) / power;
                    variance += n / Math.pow(n - 1, 3) * spread;
                    squares += product * product / power;
                }
            }
        }
        double keep = 1 - (squares > 0 ? Math.max(0, Math.min(1, variance / squares)) : 1);
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                scatter.set(i, j, scatter.get(i, j) * (i == j ? 1 : keep) / (n - 1));
            }
        }
        return scatter;
    }

    private static Matrix centred(Matrix trial) {
        Matrix centred = trial.copy();
        double[] data = centred.data();
        int times = trial.columns();
        for (int at = 0; at < data.length; at += times) {
            double sum = 0;
            for (int t = at; t < at + times; t++) {
                sum += data[t];
            }
            double mean = sum / times;
            for (int t = at; t < at + times; t++) {
                data[t] -= mean;
            }
        }
        return centred;
    }

    private static Matrix scaled(Matrix matrix, double factor) {
        double[] data = matrix.data();
        for (int i = 0; i < data.length; i++) {
            data[i] *= factor;
        }
        return matrix;
    }

    private static void requireFinite(Matrix trial) {
        if (!trial.isFinite()) {
            int first = trial.firstNotFinite();
            throw new EngramException("channel " + first / trial.columns() + " is " + trial.data()[first]
                    + " at sample " + first % trial.columns()
                    + " of a trial (both counted from 0): reject such trials or repair them first");
        }
    }
}
