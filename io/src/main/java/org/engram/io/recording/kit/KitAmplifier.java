package org.engram.io.recording.kit;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.recording.Band;
import org.engram.io.recording.header.BinaryCursor;

/**
 * The settings of the amplifiers, packed into the bits of one number in one of two ways.
 *
 * @param gain by how much sensor channels were amplified
 * @param band what they let through
 */
record KitAmplifier(double gain, Band band) {
    private static final double[] GAINS = {1, 2, 5, 10, 20, 50, 100, 200};
    private static final double NAN = Double.NaN;
    private static final double[][] HIGH_PASS = {
            {},
            {0, 1, 3, 3},
            {0, 0.03, 0.1, 0.3, 1, 3, 10, 30},
            {0, 0.03, 0.1, 0.3, 1, 3, 10, 30},
            {0, 1, 3, 10, 30, 100, 200, 500}};
    private static final double[][] LOW_PASS = {
            {},
            {10, 20, 50, 100, 200, 500, 1000, 2000},
            {10, 20, 50, 100, 200, 500, 1000, 2000},
            {10, 20, 50, 100, 200, 500, 1000, 10000},
            {10, 30, 100, 300, 1000, 2000, 5000, 10000}};
    /** Type of flux locked loop: which row of the tables above. */
    private static final TreeMap<Integer, int[]> FILTERS = new TreeMap<>(Map.of(0, new int[] {1, 1},
            10, new int[] {1, 1}, 20, new int[] {1, 1}, 50, new int[] {2, 1}, 60, new int[] {2, 1},
            100, new int[] {3, 3}, 101, new int[] {1, 3}, 120, new int[] {3, 3}, 200, new int[] {4, 4},
            300, new int[] {2, 2}));
    private static final int FIRST_KAPPER = 100;

    static KitAmplifier read(BinaryCursor cursor, int loopType, Consumer<Notice> notices)
            throws IOException {
        int bits = cursor.int32();
        int type = known(loopType, notices);
        int[] tables = FILTERS.get(type);
        if (type >= FIRST_KAPPER) {
            double gain = GAINS[bits >> 12 & 7] * GAINS[bits >> 28 & 7] * GAINS[bits >> 24 & 7];
            return new KitAmplifier(gain, band(tables, bits >> 8 & 7, bits >> 16 & 7));
        }
        // MNE-Python masks the output gain before it shifts to the high-pass bits and so always finds DC.
        return new KitAmplifier(GAINS[bits >> 11 & 3] * GAINS[bits & 7],
                band(tables, bits >> 4 & 7, bits >> 8 & 7));
    }

    private static int known(int loopType, Consumer<Notice> notices) {
        if (FILTERS.containsKey(loopType)) {
            return loopType;
        }
        Integer below = FILTERS.lowerKey(loopType);
        int assumed = below == null ? FILTERS.firstKey() : below;
        notices.accept(new Notice("kit-amplifier-unknown", "amplifier type " + loopType
                + " is not known; it is read like type " + assumed
                + ": check scale and filter edges against the instrument"));
        return assumed;
    }

    private static Band band(int[] tables, int high, int low) {
        double[] highs = HIGH_PASS[tables[0]];
        return new Band(high < highs.length ? highs[high] : NAN, LOW_PASS[tables[1]][low]);
    }
}
