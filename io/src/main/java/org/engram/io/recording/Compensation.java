package org.engram.io.recording;

import java.util.List;

/**
 * How much of each reference sensor is subtracted from each MEG sensor (CTF software gradiometers).
 *
 * @param grade grade of compensation: 1, 2 or 3
 * @param calibrated whether the coefficients have been scaled by the calibration of the channels
 * @param sensors names of compensated sensors, one per row
 * @param references names of reference sensors, one per column
 * @param coefficients sensor x reference; not copied
 */
public record Compensation(int grade, boolean calibrated, List<String> sensors, List<String> references,
        double[][] coefficients) {
    /** Copies the names. */
    public Compensation {
        sensors = List.copyOf(sensors);
        references = List.copyOf(references);
    }
}
