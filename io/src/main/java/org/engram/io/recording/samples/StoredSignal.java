package org.engram.io.recording.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where one signal lies within each record and how its stored numbers become samples.
 *
 * @param offset first byte of the signal within a record
 * @param samples how many samples of it a record holds, at least 1
 * @param type how a sample is stored
 * @param gain SI units per stored unit
 * @param shift what is added after the gain, SI units
 * @param mask bits of the stored whole number to keep, for trigger codes, which have neither gain nor shift; 0 for any
 *     other signal
 * @param missing the stored number that stands for a sample that was not measured and becomes NaN; NaN when there is none
 */
public record StoredSignal(long offset, int samples, NumberType type, double gain, double shift, int mask,
        double missing) {
    /** Checks the ranges. */
    public StoredSignal {
        Objects.requireNonNull(type, "type");
        if (offset < 0 || samples < 1) {
            throw new IllegalArgumentException(samples + " samples at byte " + offset + " of a record");
        }
    }

    /**
     * @param offset first byte of the signal within a record
     * @param samples how many samples of it a record holds
     * @param type how a sample is stored
     * @param gain SI units per stored unit
     * @param shift what is added after the gain
     * @return a signal that measures something at all times
     */
    public static StoredSignal scaled(long offset, int samples, NumberType type, double gain, double shift) {
        return new StoredSignal(offset, samples, type, gain, shift, 0, Double.NaN);
    }

    /**
     * Signals of which each fills its part of a record and the next one follows at once.
     *
     * @param samples how many samples of each a record holds
     * @param type how a sample is stored
     * @param gains SI units per stored unit, one for each signal
     * @return the signals in this order
     */
    static List<StoredSignal> oneAfterTheOther(int samples, NumberType type, double[] gains) {
        List<StoredSignal> signals = new ArrayList<>(gains.length);
        for (int i = 0; i < gains.length; i++) {
            signals.add(scaled((long) i * samples * type.bytes(), samples, type, gains[i], 0));
        }
        return signals;
    }

    /**
     * @param value what becomes NaN
     * @return this signal with missing samples stored so
     */
    public StoredSignal withMissing(double value) {
        return new StoredSignal(offset, samples, type, gain, shift, mask, value);
    }

    long bytes() {
        return (long) samples * type.bytes();
    }

    /** Turns stored numbers into samples, in place. */
    void scale(double[] values, int from, int count) {
        int end = from + count;
        if (mask != 0) {
            for (int i = from; i < end; i++) {
                values[i] = (long) values[i] & mask;
            }
        } else if (!Double.isNaN(missing)) {
            for (int i = from; i < end; i++) {
                values[i] = values[i] == missing ? Double.NaN : values[i] * gain + shift;
            }
        } else if (gain != 1 || shift != 0) {
            for (int i = from; i < end; i++) {
                values[i] = values[i] * gain + shift;
            }
        }
    }
}
