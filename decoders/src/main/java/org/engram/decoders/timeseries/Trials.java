package org.engram.decoders.timeseries;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.engram.compute.linalg.Matrix;
import org.engram.io.recording.Epochs;

/** Trials of one shape that are read one at a time, so that a whole experiment need not fit into memory. */
public interface Trials {
    /** @return channels and times of each */
    TrialShape shape();

    /** @return how many */
    int count();

    /**
     * @param index which, from 0; several threads may ask at once
     * @return that trial, channels x times, fresh
     */
    Matrix trial(int index);

    /**
     * @param rows trials x (channels x times); not copied
     * @param shape channels and times
     * @return those trials
     */
    static Trials of(Matrix rows, TrialShape shape) {
        shape.require(rows);
        return new Trials() {
            @Override
            public TrialShape shape() {
                return shape;
            }

            @Override
            public int count() {
                return rows.rows();
            }

            @Override
            public Matrix trial(int index) {
                return shape.trial(rows, index);
            }
        };
    }

    /**
     * @param epochs where to read from
     * @param which indices of trials, in the order to have
     * @param channels indices of channels, in the order to have
     * @return those trials; reading throws {@link UncheckedIOException} when the file cannot be read
     */
    static Trials of(Epochs epochs, int[] which, int[] channels) {
        TrialShape shape = new TrialShape(channels.length, epochs.timeCount());
        return new Trials() {
            @Override
            public TrialShape shape() {
                return shape;
            }

            @Override
            public int count() {
                return which.length;
            }

            @Override
            public Matrix trial(int index) {
                try {
                    return Matrix.ofRows(epochs.read(which[index], channels));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /**
     * @param second more trials of the same shape
     * @return these trials followed by those
     */
    default Trials followedBy(Trials second) {
        if (!shape().equals(second.shape())) {
            throw new org.engram.core.ShapeException(
                    "trials of " + shape() + " cannot be followed by trials of "
                            + second.shape() + ": use the same channels and window");
        }
        Trials first = this;
        return new Trials() {
            @Override
            public TrialShape shape() {
                return first.shape();
            }

            @Override
            public int count() {
                return first.count() + second.count();
            }

            @Override
            public Matrix trial(int index) {
                return index < first.count() ? first.trial(index) : second.trial(index - first.count());
            }
        };
    }
}
