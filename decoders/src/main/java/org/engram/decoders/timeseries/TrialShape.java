package org.engram.decoders.timeseries;

import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;

/**
 * Channels and times of a trial that stands as one row of a sample matrix, channel by channel.
 *
 * @param channels number of channels, at least 1
 * @param times number of times, at least 1
 */
public record TrialShape(int channels, int times) {
    /** Checks the numbers. */
    public TrialShape {
        if (channels < 1 || times < 1 || (long) channels * times > Integer.MAX_VALUE - 8) {
            throw new ShapeException("trials of " + channels + " channels x " + times
                    + " times are impossible: give at least one of each, 2^31 values at most");
        }
    }

    /** @return values of a trial */
    public int size() {
        return channels * times;
    }

    /**
     * @param rows trials x (channels x times)
     * @param trial index of a row
     * @return that trial, channels x times, a copy
     */
    public Matrix trial(Matrix rows, int trial) {
        require(rows);
        return Matrix.of(channels, times, rows.row(trial));
    }

    /**
     * @param trials trial x channel x time, all of one shape
     * @return one row each
     */
    public static Matrix rows(double[][][] trials) {
        TrialShape shape = of(trials);
        Matrix rows = Matrix.zeros(trials.length, shape.size());
        for (int i = 0; i < trials.length; i++) {
            if (trials[i].length != shape.channels) {
                throw new ShapeException("trial " + i + " has " + trials[i].length + " channels, trial 0 has "
                        + shape.channels);
            }
            for (int c = 0; c < shape.channels; c++) {
                if (trials[i][c].length != shape.times) {
                    throw new ShapeException("trial " + i + " has " + trials[i][c].length
                            + " times in channel " + c + ", trial 0 has " + shape.times);
                }
                System.arraycopy(trials[i][c], 0, rows.data(), i * shape.size() + c * shape.times,
                        shape.times);
            }
        }
        return rows;
    }

    /**
     * @param trials trial x channel x time
     * @return the shape of the first
     */
    public static TrialShape of(double[][][] trials) {
        if (trials.length == 0 || trials[0].length == 0) {
            throw new ShapeException("there are no trials, or they have no channel: give at least one");
        }
        return new TrialShape(trials[0].length, trials[0][0].length);
    }

    /**
     * Refuses rows that are no such trials.
     *
     * @param rows trials x (channels x times)
     */
    public void require(Matrix rows) {
        if (rows.columns() != size()) {
            throw new ShapeException("rows of " + rows.columns() + " values are no trials of " + channels
                    + " channels x " + times + " times");
        }
    }
}
