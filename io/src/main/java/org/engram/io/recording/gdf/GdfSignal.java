package org.engram.io.recording.gdf;

import org.engram.io.recording.Band;
import org.engram.io.recording.samples.NumberType;

/**
 * One channel as the header describes it.
 *
 * @param label its name
 * @param dimension unit of the physical range, in letters
 * @param physicalMin physical value of {@code digitalMin}
 * @param physicalMax physical value of {@code digitalMax}
 * @param digitalMin lowest number
 * @param digitalMax highest number
 * @param band filters of the amplifier
 * @param samples samples in a record
 * @param type how a sample is stored
 */
record GdfSignal(String label, String dimension, double physicalMin, double physicalMax, double digitalMin,
        double digitalMax, Band band, int samples, NumberType type) {
    boolean hasRange() {
        return digitalMin != digitalMax && physicalMin != physicalMax && Double.isFinite(gain())
                && Double.isFinite(shift());
    }

    double gain() {
        return (physicalMax - physicalMin) / (digitalMax - digitalMin);
    }

    double shift() {
        return physicalMin - digitalMin * gain();
    }

    /** The stored number of a sample that was not measured; NaN when there is none. */
    double missing() {
        return type.isSignedInteger() && digitalMin == type.lowest() ? digitalMin : Double.NaN;
    }
}
