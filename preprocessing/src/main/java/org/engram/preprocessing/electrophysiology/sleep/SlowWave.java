package org.engram.preprocessing.electrophysiology.sleep;

/**
 * A slow wave: a negative half wave followed by a positive one.
 *
 * @param startSeconds descending zero crossing, after the first sample
 * @param negativePeakSeconds its trough
 * @param midCrossingSeconds ascending zero crossing
 * @param positivePeakSeconds its crest
 * @param endSeconds descending zero crossing
 * @param negativeAmplitude at the trough, in volts, below 0
 * @param positiveAmplitude at the crest, in volts
 * @param slope from the trough to the crossing, in volts per second
 */
public record SlowWave(double startSeconds, double negativePeakSeconds, double midCrossingSeconds,
        double positivePeakSeconds, double endSeconds, double negativeAmplitude, double positiveAmplitude,
        double slope) {
    /** @return peak to peak, in volts */
    public double peakToPeak() {
        return positiveAmplitude - negativeAmplitude;
    }

    /** @return how long it lasts, in seconds */
    public double durationSeconds() {
        return endSeconds - startSeconds;
    }

    /** @return one over the duration, in Hz */
    public double frequencyHz() {
        return 1 / durationSeconds();
    }
}
