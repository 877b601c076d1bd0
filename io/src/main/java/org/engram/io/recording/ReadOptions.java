package org.engram.io.recording;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How to read a recording where its file leaves room. {@link #DEFAULT} trusts the file and refuses what is unsafe.
 *
 * @param assumedVoltsPerUnit volts per unit of the file for channels whose file is known to lie about its unit, by
 *     channel name; {@code "*"} for every voltage channel
 * @param samplingRateHz which sampling rate to read, in files whose channels have several; empty for the rate of the
 *     most brain channels
 * @param lenient whether overlapping records and missing parts of a split file are a notice rather than an error
 * @param activeShielding whether data recorded with internal active shielding (not to be analysed before Maxwell
 *     filtering) may be read
 */
public record ReadOptions(Map<String, Double> assumedVoltsPerUnit, OptionalDouble samplingRateHz,
        boolean lenient,
        boolean activeShielding) {
    /** Trusts the file and refuses what is unsafe. */
    public static final ReadOptions DEFAULT = new ReadOptions(Map.of(), OptionalDouble.empty(), false, false);

    /** Copies. */
    public ReadOptions {
        assumedVoltsPerUnit = Map.copyOf(assumedVoltsPerUnit);
    }

    /**
     * @param channel a channel name, or {@code "*"}
     * @param voltsPerUnit volts per unit of the file
     * @return these options with that assumption
     */
    public ReadOptions withAssumedUnit(String channel, double voltsPerUnit) {
        Map<String, Double> changed = new LinkedHashMap<>(assumedVoltsPerUnit);
        changed.put(channel, voltsPerUnit);
        return new ReadOptions(changed, samplingRateHz, lenient, activeShielding);
    }

    /**
     * @param value which sampling rate to read
     * @return these options with that choice
     */
    public ReadOptions withSamplingRate(double value) {
        return new ReadOptions(assumedVoltsPerUnit, OptionalDouble.of(value), lenient, activeShielding);
    }

    /**
     * @param value whether to be lenient
     * @return these options, so
     */
    public ReadOptions withLenient(boolean value) {
        return new ReadOptions(assumedVoltsPerUnit, samplingRateHz, value, activeShielding);
    }

    /**
     * @param value whether data recorded with internal active shielding may be read
     * @return these options, so
     */
    public ReadOptions withActiveShielding(boolean value) {
        return new ReadOptions(assumedVoltsPerUnit, samplingRateHz, lenient, value);
    }

    /**
     * @param channel a channel name
     * @return volts per unit of the file to assume for it; empty to believe the file
     */
    public OptionalDouble assumedUnit(String channel) {
        Double value = assumedVoltsPerUnit.getOrDefault(channel, assumedVoltsPerUnit.get("*"));
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
