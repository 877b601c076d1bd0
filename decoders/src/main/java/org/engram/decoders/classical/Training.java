package org.engram.decoders.classical;

import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/** What every estimator asks of its data. */
final class Training {
    private Training() {}

    /** Samples and labels fit together, are finite, and hold two classes or more, each with a sample. */
    static void require(Matrix x, Labels y) {
        if (x.columns() == 0) {
            throw new EngramException(
                    "there is no feature left to learn from: check the mask and the screening");
        }
        if (x.rows() != y.size()) {
            throw new ShapeException(x.rows() + " training samples but " + y.size()
                    + " labels: give one label per row of the sample matrix");
        }
        requireClasses(y);
        requireFinite(x, "feature");
    }

    /** A square, finite Gram matrix with its labels. */
    static void requireGram(Matrix gram, Labels y) {
        if (gram.rows() != gram.columns()) {
            throw new ShapeException("a Gram matrix is square (samples x samples), not " + gram);
        }
        if (gram.rows() != y.size()) {
            throw new ShapeException(
                    "the Gram matrix is of " + gram.rows() + " training samples but there are "
                            + y.size() + " labels: select the same samples from both");
        }
        requireClasses(y);
        requireFinite(gram, "sample");
    }

    /** Every named class has a sample, and there are two or more. */
    static void requireClasses(Labels y) {
        if (y.size() == 0) {
            throw new EngramException("there is no training sample: check the split and the labels");
        }
        if (y.classCount() < 2) {
            throw new EngramException(
                    "all " + y.size() + " training samples are of class '" + y.names().get(0)
                            + "': a classifier needs two classes or more");
        }
        int[] counts = y.counts();
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0) {
                throw new EngramException("class '" + y.names().get(c) + "' has no sample among the "
                        + y.size()
                        + " training samples: drop the class, or split so that every training set keeps it");
            }
        }
    }

    /** Samples to predict have as many features as the model was fitted with, and are finite. */
    static void requireFeatures(Matrix x, int expected) {
        if (x.columns() != expected) {
            throw new ShapeException(
                    "samples have " + x.columns() + " features but the model was fitted with "
                            + expected + ": use the same mask for both");
        }
        requireFinite(x, "feature");
    }

    /** Refuses NaN and infinities, with their number and the first place. */
    static void requireFinite(Matrix x, String column) {
        if (x.isFinite()) {
            return;
        }
        int first = x.firstNotFinite();
        throw new EngramException(x.countNotFinite() + " of " + x.data().length
                + " values are not finite, the first (" + x.data()[first] + ") at sample "
                + first / x.columns() + ", " + column + " "
                + first % x.columns()
                + " (from 0): mask such voxels out or repair them before decoding");
    }

    /**
     * Plus one for samples of the class, minus one for the others; one column for two classes, else one per
     * class.
     */
    static Matrix signedTargets(Labels y) {
        int columns = marginCount(y);
        Matrix targets = Matrix.zeros(y.size(), columns);
        for (int i = 0; i < y.size(); i++) {
            for (int c = 0; c < columns; c++) {
                targets.set(i, c, y.code(i) == positiveClass(c, columns) ? 1 : -1);
            }
        }
        return targets;
    }

    /** One margin tells two classes apart; more classes take one each. */
    static int marginCount(Labels y) {
        return y.classCount() == 2 ? 1 : y.classCount();
    }

    /** The class on the positive side of a margin. */
    static int positiveClass(int margin, int margins) {
        return margins == 1 ? 1 : margin;
    }
}
