package org.engram.io.recording.neuroscan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;

/** The event table of types 1 to 3: the place of each event is a byte of the file, in type 3 a sample. */
final class CntEvents {
    private static final int TABLE_HEADER = 9;

    private CntEvents() {}

    static List<Annotation> read(Path file, CntHeader header, Consumer<Notice> notices) throws IOException {
        if (header.eventTable() < 0) {
            return List.of();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long rest = channel.size() - header.eventTable() - TABLE_HEADER;
            if (rest < 0) {
                return List.of();
            }
            ByteBuffer start = read(channel, header.eventTable(), TABLE_HEADER);
            int type = start.get(0);
            long length = Integer.toUnsignedLong(start.getInt(1));
            int size = type == 1 ? 8 : 19;
            if (type < 1 || type > 3 || length > rest) {
                notices.accept(new Notice("cnt-events-damaged", file + " (byte " + header.eventTable()
                        + "): an event table of type " + type + " with " + length + " bytes does not fit the "
                        + rest + " bytes left; it is not read"));
                return List.of();
            }
            ByteBuffer table = read(channel, header.eventTable() + TABLE_HEADER, Math.toIntExact(length));
            List<Annotation> events = new ArrayList<>();
            for (int at = 0; at + size <= length; at += size) {
                String code = Integer.toString(Short.toUnsignedInt(table.getShort(at)));
                long sample = sample(header, type, Integer.toUnsignedLong(table.getInt(at + 4)));
                events.add(Annotation.of(sample / (double) header.rateHz(), 0, code));
            }
            return events;
        }
    }

    /** The place is just after the sample at which the event happened. */
    private static long sample(CntHeader header, int type, long place) {
        long frame = (long) header.electrodes().size() * header.type().bytes();
        long data = CntHeader.FIXED + (long) CntHeader.ELECTRODE * header.electrodes().size();
        long offset = type == 3 ? place * frame : place;
        return Math.floorDiv(offset - data, frame) - 1;
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            continue;
        }
        return buffer;
    }
}
