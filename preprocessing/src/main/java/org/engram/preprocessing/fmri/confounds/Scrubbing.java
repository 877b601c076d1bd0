package org.engram.preprocessing.fmri.confounds;

import java.util.Arrays;

/** Finds the volumes to leave out. */
final class Scrubbing {
    private Scrubbing() {}

    /** Marks volumes above a threshold; {@code NaN} (the first volume) is not above any. */
    static void markAbove(double[] values, double threshold, boolean[] outlier) {
        for (int volume = 0; volume < values.length; volume++) {
            outlier[volume] |= values[volume] > threshold;
        }
    }

    /** Marks runs of unmarked volumes shorter than {@code shortest}, at the ends too; nothing when none is marked. */
    static void markShortRuns(boolean[] outlier, int shortest) {
        boolean any = false;
        for (boolean marked : outlier) {
            any |= marked;
        }
        int start = 0;
        for (int volume = 0; any && volume <= outlier.length; volume++) {
            if (volume == outlier.length || outlier[volume]) {
                if (volume - start < shortest) {
                    Arrays.fill(outlier, start, volume, true);
                }
                start = volume + 1;
            }
        }
    }

    static int[] unmarked(boolean[] outlier) {
        int count = 0;
        int[] kept = new int[outlier.length];
        for (int volume = 0; volume < outlier.length; volume++) {
            if (!outlier[volume]) {
                kept[count++] = volume;
            }
        }
        return Arrays.copyOf(kept, count);
    }
}
