package org.engram.preprocessing.electrophysiology.spectra;

import java.util.Arrays;
import org.engram.core.ShapeException;

/**
 * Power over time and frequency.
 *
 * @param frequenciesHz the frequencies
 * @param timesSeconds the times
 * @param power channel x frequency x time: mean over trials of the squared modulus, in the square of the channel's unit;
 *     not copied
 * @param phaseLocking channel x frequency x time, 0 to 1: modulus of the mean over trials of unit phases (inter-trial
 *     coherence); not copied
 */
public record TimeFrequency(double[] frequenciesHz, double[] timesSeconds, double[][][] power,
        double[][][] phaseLocking) {
    /** Checks the shape. */
    public TimeFrequency {
        for (double[][] channel : power) {
            if (channel.length != frequenciesHz.length || channel[0].length != timesSeconds.length) {
                throw new ShapeException("power of " + channel.length + " x " + channel[0].length + " for "
                        + frequenciesHz.length + " frequencies and " + timesSeconds.length + " times");
            }
        }
    }

    /**
     * Changes power to its change from a baseline, frequency by frequency.
     *
     * @param fromSeconds begin of the baseline
     * @param toSeconds its end, included
     * @return ten times the decimal logarithm of power over its mean in the baseline
     */
    public TimeFrequency decibels(double fromSeconds, double toSeconds) {
        double[][][] changed = new double[power.length][frequenciesHz.length][];
        for (int channel = 0; channel < power.length; channel++) {
            for (int f = 0; f < frequenciesHz.length; f++) {
                double[] row = power[channel][f];
                double sum = 0;
                int used = 0;
                for (int t = 0; t < row.length; t++) {
                    if (timesSeconds[t] >= fromSeconds - 1e-9 && timesSeconds[t] <= toSeconds + 1e-9) {
                        sum += row[t];
                        used++;
                    }
                }
                if (used == 0) {
                    throw new IllegalArgumentException(
                            "no time lies in the baseline from " + fromSeconds + " to "
                                    + toSeconds + " s: times run from " + timesSeconds[0] + " to "
                                    + timesSeconds[timesSeconds.length - 1] + " s");
                }
                double mean = sum / used;
                changed[channel][f] = Arrays.stream(row).map(p -> 10 * Math.log10(p / mean)).toArray();
            }
        }
        return new TimeFrequency(frequenciesHz, timesSeconds, changed, phaseLocking);
    }
}
