package org.engram.decoders.timeseries.ssvep;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.decoders.timeseries.TrialShape;

/**
 * Trials of a steady-state experiment.
 *
 * @param shape channels and times of a trial
 * @param samplingRateHz samples per second
 * @param frequencies flicker frequency in Hz by class name; empty to take class names as frequencies ("12", "12.5 Hz")
 */
public record SteadyState(TrialShape shape, double samplingRateHz, Map<String, Double> frequencies) {
    private static final double DEPENDENT = 1e-10;

    /** Copies and checks. */
    public SteadyState {
        frequencies = java.util.Collections.unmodifiableMap(new TreeMap<>(frequencies));
        if (!(samplingRateHz > 0)) {
            throw new IllegalArgumentException(
                    "sampling rate is " + samplingRateHz + " Hz: give one above 0");
        }
        frequencies.forEach((name, frequency) -> requireFrequency(name, frequency, samplingRateHz));
    }

    private static void requireFrequency(String name, double frequency, double samplingRateHz) {
        if (!(frequency > 0 && frequency < samplingRateHz / 2)) {
            throw new EngramException("stimulus frequency of class '" + name + "' is " + frequency
                    + " Hz: give one between 0 and half the sampling rate (" + samplingRateHz / 2 + " Hz)");
        }
    }

    /** The frequency of a class, given or read from its name. */
    double frequency(String name) {
        Double given = frequencies.get(name);
        if (given != null) {
            return given;
        }
        try {
            double read = Double.parseDouble(name.strip().replaceFirst("(?i)\\s*hz$", ""));
            requireFrequency(name, read, samplingRateHz);
            return read;
        } catch (NumberFormatException e) {
            throw new EngramException("the stimulus frequency of class '" + name
                    + "' is not known: give the frequency in Hz of every class", e);
        }
    }

    /** Sines and cosines of the first harmonics below half the sampling rate, rows x times, at times k / rate. */
    Matrix references(String name, int harmonics) {
        double frequency = frequency(name);
        int usable = (int) Math.min(harmonics, Math.ceil(samplingRateHz / 2 / frequency) - 1);
        Matrix waves = Matrix.zeros(2 * usable, shape.times());
        for (int h = 0; h < usable; h++) {
            for (int t = 0; t < shape.times(); t++) {
                double phase = 2 * Math.PI * frequency * (h + 1) * t / samplingRateHz;
                waves.set(2 * h, t, Math.sin(phase));
                waves.set(2 * h + 1, t, Math.cos(phase));
            }
        }
        return waves;
    }

    /** A copy with the mean of each row taken off. */
    static Matrix centred(Matrix trial) {
        Matrix centred = trial.copy();
        int times = trial.columns();
        for (int r = 0; r < trial.rows(); r++) {
            double sum = 0;
            for (int t = 0; t < times; t++) {
                sum += trial.get(r, t);
            }
            for (int t = 0; t < times; t++) {
                centred.data()[r * times + t] -= sum / times;
            }
        }
        return centred;
    }

    /** An orthonormal basis (times x rank) of what the rows can make over time, mean removed. */
    static Matrix span(Matrix rows) {
        if (rows.rows() > rows.columns()) {
            throw new EngramException("trials have " + rows.rows() + " channels but only " + rows.columns()
                    + " times: use longer trials or fewer channels");
        }
        var qr = DenseAlgebra.pivotedQr(centred(rows).transpose());
        int rank = 0;
        while (rank < qr.diagonal().length && qr.diagonal()[rank] > DEPENDENT * qr.diagonal()[0]) {
            rank++;
        }
        int[] kept = java.util.stream.IntStream.range(0, rank).toArray();
        return qr.q().selectColumns(kept);
    }

    /** The largest canonical correlation of two spans; 0 when one is empty. */
    static double correlation(Matrix a, Matrix b) {
        if (a.columns() == 0 || b.columns() == 0) {
            return 0;
        }
        return Math.min(1, DenseAlgebra.singularValues(DenseAlgebra.transposedMultiply(a, b)).s()[0]);
    }

    /** The class names in words. */
    String describe(List<String> names) {
        return names.stream().map(name -> name + " at " + frequency(name) + " Hz").toList().toString();
    }
}
