package org.engram.preprocessing.electrophysiology.sleep;

/**
 * A sleep spindle.
 *
 * @param startSeconds begin, after the first sample
 * @param peakSeconds its most prominent peak
 * @param endSeconds end
 * @param amplitude peak to peak of the detrended 1-30 Hz signal, in the signal's unit
 * @param rms root mean square of the detrended 1-30 Hz signal
 * @param relativePower mean share of power in the spindle band, 0 to 1
 * @param frequencyHz mean instantaneous frequency
 * @param oscillations number of peaks
 * @param symmetry where the peak lies between begin and end, 0 to 1
 */
public record Spindle(double startSeconds, double peakSeconds, double endSeconds, double amplitude,
        double rms,
        double relativePower, double frequencyHz, int oscillations, double symmetry) {
    /** @return how long it lasts, in seconds */
    public double durationSeconds() {
        return endSeconds - startSeconds;
    }
}
