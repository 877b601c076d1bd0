package org.engram.decoders.timeseries.pipelines;

import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.decoders.timeseries.TrialShape;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.covariance.SymmetricRows;

/** What is computed from each trial by itself, before anything is learned. */
public sealed interface TrialFeatures {
    /**
     * @param shape channels and times of trials
     * @return numbers per trial
     */
    int columns(TrialShape shape);

    /**
     * @param trial channels x times
     * @param into receives the features
     * @param row where
     */
    void put(Matrix trial, Matrix into, int row);

    /** @return the step in words */
    String describe();

    /**
     * The covariance between channels, as {@link SymmetricRows}.
     *
     * @param estimator how it is estimated
     */
    record Covariance(CovarianceEstimator estimator) implements TrialFeatures {
        @Override
        public int columns(TrialShape shape) {
            return SymmetricRows.columns(shape.channels());
        }

        @Override
        public void put(Matrix trial, Matrix into, int row) {
            SymmetricRows.put(estimator.of(trial), into, row);
        }

        @Override
        public String describe() {
            return "covariance of each trial (" + estimator.words() + ")";
        }
    }

    /** The logarithm of the variance of each channel. */
    record LogVariance() implements TrialFeatures {
        @Override
        public int columns(TrialShape shape) {
            return shape.channels();
        }

        @Override
        public void put(Matrix trial, Matrix into, int row) {
            int times = trial.columns();
            for (int c = 0; c < trial.rows(); c++) {
                double sum = 0;
                for (int t = 0; t < times; t++) {
                    sum += trial.get(c, t);
                }
                double mean = sum / times;
                double squares = 0;
                for (int t = 0; t < times; t++) {
                    squares += (trial.get(c, t) - mean) * (trial.get(c, t) - mean);
                }
                if (!(squares > 0)) {
                    throw new EngramException(
                            "channel " + c + " (counted from 0) is flat, so its variance has no"
                                    + " logarithm: leave the channel or the trial out");
                }
                into.set(row, c, Math.log(squares / times));
            }
        }

        @Override
        public String describe() {
            return "logarithm of the variance of each channel";
        }
    }

    /**
     * The samples themselves, channel by channel; of several neighbours the mean.
     *
     * @param factor how many neighbouring samples become one, at least 1; an incomplete last block is left out
     */
    record Samples(int factor) implements TrialFeatures {
        /** Checks the factor. */
        public Samples {
            if (factor < 1) {
                throw new IllegalArgumentException("decimation is " + factor + ": give 1 or more");
            }
        }

        @Override
        public int columns(TrialShape shape) {
            return shape.channels() * times(shape.times());
        }

        private int times(int times) {
            return Math.max(1, times / factor);
        }

        @Override
        public void put(Matrix trial, Matrix into, int row) {
            averaged(trial, into.data(), row * into.columns());
        }

        /** Writes the block means of each row. */
        void averaged(Matrix trial, double[] to, int offset) {
            int blocks = times(trial.columns());
            int width = Math.min(factor, trial.columns());
            int at = offset;
            for (int c = 0; c < trial.rows(); c++) {
                for (int b = 0; b < blocks; b++) {
                    double sum = 0;
                    int start = c * trial.columns() + b * width;
                    for (int t = start; t < start + width; t++) {
                        sum += trial.data()[t];
                    }
                    to[at++] = sum / width;
                }
            }
        }

        @Override
        public String describe() {
            return factor == 1 ? "samples of each trial" : "samples of each trial, means of " + factor;
        }
    }
}
