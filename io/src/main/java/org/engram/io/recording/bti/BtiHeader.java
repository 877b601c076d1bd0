package org.engram.io.recording.bti;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.io.recording.Band;
import org.engram.io.recording.header.BinaryCursor;
import org.engram.io.recording.samples.NumberType;

/** What stands behind the samples in their file. */
record BtiHeader(NumberType encoding, double samplingRateHz, long sampleCount, int epochs,
        long startSeconds, Band band, List<Stored> channels) {
    private static final NumberType[] FORMATS = {NumberType.INT16, NumberType.INT32,
            NumberType.FLOAT32, NumberType.FLOAT64};
    private static final long MASK = 0x7fffffffL;
    private static final int EPOCH_BYTES = 56;
    private static final int CHANNEL_BYTES = 104;
    private static final int EVENT_BYTES = 72;

    /** One channel of the samples: number in the configuration, place in a frame. */
    record Stored(String label, int number, double scale, int index) {}

    static BtiHeader read(Path file) throws IOException {
        try (BinaryCursor cursor = BinaryCursor.open(file, ByteOrder.BIG_ENDIAN)) {
            if (cursor.size() < 8) {
                throw cursor.error("has " + cursor.size() + " bytes, too few for a 4D file");
            }
            long end = cursor.size() - 8;
            long start = cursor.seek(end).int64();
            long masked = start & MASK;
            if (end + 8 - masked <= MASK) {
                start = masked;
            }
            if (start < 0 || start > end) {
                throw cursor.error(
                        "says that its header is at byte " + start + ", behind its end: it was cut, or is"
                                + " no 4D file");
            }
            return read(cursor.seek(start).align(8));
        }
    }

    private static BtiHeader read(BinaryCursor cursor) throws IOException {
        long start = cursor.position();
        int format = cursor.skip(2 + 5 + 1).int16();
        int epochs = cursor.skip(2).int32();
        int events = cursor.skip(4).int32();
        double period = cursor.skip(4).float32();
        int processes = cursor.skip(16).int32();
        int channels = cursor.int16();
        cursor.skip(2 + 4 + 4 + 2 + 2 + 4 + 20).align(8);
        if (format < 1 || format > FORMATS.length || !(period > 0) || channels < 1) {
            throw cursor.error("has " + channels + " channels in data format " + format + ", one sample each "
                    + period + " s; expected formats 1 to 4 and positive numbers");
        }
        long samples = 0;
        int epochCount = cursor.count(epochs, EPOCH_BYTES, "epochs");
        for (int i = 0; i < epochCount; i++) {
            int points = cursor.int32();
            cursor.skip(EPOCH_BYTES - 4);
            if (points < 0) {
                throw cursor.error("has an epoch of " + points + " samples");
            }
            samples += points;
        }
        List<Stored> stored = stored(cursor, channels);
        NumberType encoding = FORMATS[format - 1];
        if (samples * channels * encoding.bytes() > start) {
            throw cursor
                    .error("announces " + samples + " samples of " + channels + " channels, but only " + start
                            + " bytes stand before its header: it is damaged");
        }
        cursor.skip((long) EVENT_BYTES * cursor.count(events, EVENT_BYTES, "events"));
        BtiProcesses history = BtiProcesses.read(cursor, processes);
        return new BtiHeader(encoding, 1 / period, samples, epochs, history.firstSeconds(), history.band(),
                stored);
    }

    private static List<Stored> stored(BinaryCursor cursor, int channels) throws IOException {
        cursor.count(channels, CHANNEL_BYTES, "channels");
        List<Stored> stored = new ArrayList<>();
        boolean[] taken = new boolean[channels];
        for (int i = 0; i < channels; i++) {
            String label = cursor.text(16);
            int number = cursor.int16();
            double scale = cursor.skip(2).float32();
            int index = cursor.skip(16 + 2 + 6 + 8 + 8).int32();
            cursor.skip(4 + 4 + 4 + 24);
            if (index < 0 || index >= channels || taken[index]) {
                throw cursor.error("channel \"" + label + "\" has place " + index + " among " + channels
                        + " channels, twice or outside: it is damaged");
            }
            taken[index] = true;
            stored.add(new Stored(label, number, scale, index));
        }
        return stored;
    }
}
