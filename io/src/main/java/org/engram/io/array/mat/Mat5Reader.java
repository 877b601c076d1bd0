package org.engram.io.array.mat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.engram.core.FormatException;

/** Reads version 5 to 7. */
final class Mat5Reader {
    private static final int HEADER_BYTES = 128;
    private static final long ALWAYS_EXPANDED = 48L << 20;
    private static final long LARGEST_EXPANSION = 200;

    private final Path file;
    private final FileChannel channel;
    private final Predicate<String> wanted;
    private ByteOrder order;

    Mat5Reader(Path file, FileChannel channel, Predicate<String> wanted) {
        this.file = file;
        this.channel = channel;
        this.wanted = wanted;
    }

    Map<String, MatValue> read() throws IOException {
        ByteBuffer header = at(0, HEADER_BYTES);
        order = header.get(126) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        long subsystem = header.order(order).getLong(116);
        Map<String, MatValue> variables = new LinkedHashMap<>();
        long position = HEADER_BYTES;
        while (position + 8 <= channel.size()) {
            ByteBuffer tag = at(position, 8).order(order);
            int type = tag.getInt(0);
            long bytes = tag.getInt(4) & 0xffffffffL;
            if (bytes > channel.size() - position - 8) {
                throw new FormatException(file, position, "a variable claims " + bytes + " bytes where "
                        + (channel.size() - position - 8) + " are left: the file is cut off or damaged");
            }
            if (position != subsystem) {
                variable(type, position, bytes, variables);
            }
            position += 8 + (type == Mat5Type.COMPRESSED ? bytes : bytes + 7 & ~7L);
        }
        return variables;
    }

    private void variable(int type, long position, long bytes, Map<String, MatValue> variables)
            throws IOException {
        if (type == Mat5Type.MATRIX) {
            Mat5Input input = new Mat5Input(file, stream(position + 8, bytes), order, false);
            variable(input, bytes, variables);
        } else if (type == Mat5Type.COMPRESSED) {
            Inflater inflater = new Inflater();
            try (InflaterInputStream inflated = new InflaterInputStream(stream(position + 8, bytes), inflater,
                    1 << 16)) {
                Mat5Input input = new Mat5Input(file, inflated, order, true);
                long most = Math.max(ALWAYS_EXPANDED, LARGEST_EXPANSION * bytes);
                int inner = input.readInt();
                long expanded = input.readInt() & 0xffffffffL;
                if (inner == Mat5Type.MATRIX) {
                    if (expanded > most) {
                        throw new FormatException(file, position, "a variable of " + bytes
                                + " bytes claims to expand to " + expanded + ", more than "
                                + LARGEST_EXPANSION + " times as many: the file is damaged");
                    }
                    variable(input, input.position() + expanded, variables);
                }
            } finally {
                inflater.end();
            }
        } else if (type < 1 || type > Mat5Type.UTF32) {
            throw new FormatException(file, position,
                    "an element is of type " + type + ", which does not exist: the file is damaged");
        }
    }

    private void variable(Mat5Input input, long end, Map<String, MatValue> variables) throws IOException {
        if (end == input.position()) {
            return;
        }
        Mat5Values values = new Mat5Values(file, input, wanted);
        Mat5Values.Head head = values.head(end);
        if (!head.name().isEmpty() && wanted.test(head.name())) {
            variables.put(head.name(), values.content(head, end, head.name(), 0));
        }
    }

    private ByteBuffer at(long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
            continue;
        }
        return buffer;
    }

    private InputStream stream(long position, long bytes) throws IOException {
        channel.position(position);
        return new BufferedInputStream(new BoundedInput(Channels.newInputStream(channel), bytes), 1 << 16);
    }
}
