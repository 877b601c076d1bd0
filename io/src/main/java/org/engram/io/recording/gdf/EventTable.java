package org.engram.io.recording.gdf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.samples.RecordLayout;

/** The events after the last record: sample and code, in mode 3 also channel and duration. */
final class EventTable {
    /** Since this version the number of events comes before the sampling rate. */
    private static final double COUNT_FIRST = 1.94;
    private static final int WITH_DURATIONS = 2;

    private EventTable() {}

    /**
     * @param rateHz samples per second that positions count, unless the table has its own
     * @param channelName name of the channel with a number from 1 on; empty when it is not read
     */
    static List<Annotation> read(GdfHeader header, double rateHz, IntFunction<String> channelName,
            Consumer<Notice> notices) throws IOException {
        RecordLayout layout = header.layout();
        long at = layout.dataOffset() + layout.recordBytes() * layout.recordCount();
        try (FileChannel channel = FileChannel.open(layout.file(), StandardOpenOption.READ)) {
            long rest = channel.size() - at;
            if (!header.complete() || rest < 8) {
                return List.of();
            }
            ByteBuffer start = read(channel, at, 8);
            int mode = start.get(0);
            boolean countFirst = header.version() >= COUNT_FIRST;
            long count = countFirst ? threeBytes(start) : Integer.toUnsignedLong(start.getInt(4));
            double rate = countFirst ? start.getFloat(4) : threeBytes(start);
            int size = (mode & WITH_DURATIONS) != 0 ? 12 : 6;
            if (mode != 1 && mode != 3 || count * size > rest - 8) {
                notices.accept(new Notice("gdf-events-damaged", layout.file() + " (byte " + at
                        + "): an event table of mode " + mode + " with " + count + " events does not fit the "
                        + rest + " bytes left; it is not read"));
                return List.of();
            }
            ByteBuffer table = read(channel, at + 8, Math.toIntExact(count * size));
            return events(table, (int) count, size == 12, rate > 0 && rate < 1e9 ? rate : rateHz,
                    channelName);
        }
    }

    private static List<Annotation> events(ByteBuffer table, int count, boolean durations, double rateHz,
            IntFunction<String> channelName) {
        List<Annotation> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long position = Integer.toUnsignedLong(table.getInt(4 * i)) - 1;
            String code = Integer.toString(Short.toUnsignedInt(table.getShort(4 * count + 2 * i)));
            int number = durations ? Short.toUnsignedInt(table.getShort(6 * count + 2 * i)) : 0;
            long duration = durations ? Integer.toUnsignedLong(table.getInt(8 * count + 4 * i)) : 0;
            String channel = number == 0 ? "" : channelName.apply(number);
            events.add(new Annotation(position / rateHz, duration / rateHz, code,
                    channel.isEmpty() ? List.of() : List.of(channel)));
        }
        return events;
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            continue;
        }
        return buffer;
    }

    private static int threeBytes(ByteBuffer start) {
        return start.getInt(0) >>> 8;
    }
}
