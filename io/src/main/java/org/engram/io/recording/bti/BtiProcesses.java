package org.engram.io.recording.bti;

import java.io.IOException;
import org.engram.io.recording.Band;
import org.engram.io.recording.header.BinaryCursor;

/**
 * What was done to the samples.
 *
 * @param firstSeconds when it was first done, seconds since 1970
 * @param band what filters left
 */
record BtiProcesses(long firstSeconds, Band band) {
    private static final int STEP_BYTES = 28;
    private static final int PROCESS_BYTES = 356;

    static BtiProcesses read(BinaryCursor cursor, int count) throws IOException {
        long first = 0;
        Band band = Band.UNKNOWN;
        int processCount = cursor.count(count, PROCESS_BYTES, "processes");
        for (int i = 0; i < processCount; i++) {
            String type = cursor.skip(4).text(20);
            long seconds = cursor.skip(4 + 32).int32();
            first = i == 0 ? seconds : first;
            int steps = cursor.skip(256).int32();
            cursor.skip(32);
            align(cursor);
            int stepCount = cursor.count(steps, STEP_BYTES, "processing steps");
            for (int step = 0; step < stepCount; step++) {
                band = step(cursor, band, type.contains("filt"));
                align(cursor);
            }
        }
        return new BtiProcesses(first, band);
    }

    private static void align(BinaryCursor cursor) {
        if (cursor.position() + 7 < cursor.size()) {
            cursor.align(8);
        }
    }

    private static Band step(BinaryCursor cursor, Band band, boolean filter) throws IOException {
        String type = cursor.skip(4).text(20);
        cursor.skip(4);
        switch (type) {
            case "BTi_defaults" :
                cursor.skip(4 + 4 + 8 + 4 + 2 + 2 + 32);
                return band;
            case "b_filt_hp" :
            case "b_filt_lp" :
            case "b_filt_notch" :
                double frequency = cursor.float32();
                cursor.skip(32);
                return !filter || type.endsWith("notch")
                        ? band
                        : type.endsWith("hp")
                                ? new Band(frequency, band.lowPassHz())
                                : new Band(band.highPassHz(), frequency);
            case "b_filt_b_pass" :
            case "b_filt_b_reject" :
                double high = cursor.float32();
                double low = cursor.float32();
                return filter && type.endsWith("pass") ? new Band(high, low) : band;
            default :
                long size = cursor.int32();
                cursor.skip(32);
                cursor.skip(cursor.count(size, 1, "bytes of a processing step"));
                return band;
        }
    }
}
