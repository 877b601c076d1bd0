package org.engram.io.recording.kit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.engram.io.recording.header.BinaryCursor;

/** The table of contents at the start of a file: where the block of each kind lies. */
record KitDirectory(List<Entry> entries) {
    static final int SYSTEM = 1;
    static final int CHANNELS = 4;
    static final int CALIBRATION = 5;
    static final int AMPLIFIER = 7;
    static final int ACQUISITION = 8;
    static final int RAW_DATA = 9;
    static final int COREGISTRATION = 12;
    static final int DIGITIZED_POINTS = 26;
    private static final int ENTRY_BYTES = 16;

    /** One block: {@code count} items of {@code size} bytes from byte {@code offset} on. */
    record Entry(long offset, int size, int maximum, int count) {
        static final Entry MISSING = new Entry(0, 0, 0, 0);
    }

    static KitDirectory read(BinaryCursor cursor) throws IOException {
        Entry own = entry(cursor.seek(0));
        int count = cursor.count(own.count() - 1L, ENTRY_BYTES, "further entries in its directory") + 1;
        if (count <= RAW_DATA) {
            throw cursor.error("has a directory of " + own.count() + " entries, expected more than "
                    + RAW_DATA + ": it is no KIT file, or a damaged one");
        }
        List<Entry> entries = new ArrayList<>(List.of(own));
        while (entries.size() < count) {
            entries.add(entry(cursor));
        }
        return new KitDirectory(entries);
    }

    private static Entry entry(BinaryCursor cursor) throws IOException {
        return new Entry(cursor.uint32(), cursor.int32(), cursor.int32(), cursor.int32());
    }

    Entry of(int kind) {
        return kind < entries.size() ? entries.get(kind) : Entry.MISSING;
    }
}
