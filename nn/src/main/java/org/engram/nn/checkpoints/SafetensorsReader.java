package org.engram.nn.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.FormatException;
import org.engram.io.table.ClosestName;
import org.engram.io.table.JsonFile;

/**
 * Reads a safetensors file: the length of the header (8 bytes, little-endian), the header (a JSON object), the elements.
 * The whole table of contents is checked before any of it is believed: every type, shape, size and place, no tensor over
 * another, none beyond the end, no byte that belongs to none.
 */
final class SafetensorsReader {
    static final long LONGEST_HEADER = 100_000_000;
    private static final String METADATA = "__metadata__";
    private static final int MOST_AXES = 32;

    private final Path file;
    private final FileChannel channel;
    private long dataStart;
    private long dataBytes;

    SafetensorsReader(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** A tensor's place in the data, from its first byte to behind its last. */
    private record Place(String name, TensorType type, long[] shape, long begin, long end) {}

    Checkpoint read() throws IOException {
        Map<String, Object> header = header();
        Map<String, String> metadata = metadata(header.remove(METADATA));
        List<Place> places = new ArrayList<>(header.size());
        for (Map.Entry<String, Object> entry : header.entrySet()) {
            places.add(place(entry.getKey(), entry.getValue()));
        }
        requireWhole(places);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Place place : places) {
            tensors.put(place.name(), StoredTensor.of(
                    new MappedStorage(file, channel, dataStart + place.begin(), place.end() - place.begin()),
                    place.type(), place.shape()));
        }
        return FileCheckpoint.of(file, channel, tensors, metadata);
    }

    private Map<String, Object> header() throws IOException {
        long size = channel.size();
        ByteBuffer start = read(0, 8);
        long length = start.getLong(0);
        if (length < 2 || length > LONGEST_HEADER || length > size - 8) {
            throw new FormatException(file, 0,
                    "the safetensors header would have " + Long.toUnsignedString(length)
                            + " bytes; expected 2 to " + LONGEST_HEADER + " and no more than the "
                            + (size - 8)
                            + " bytes that follow: the file is truncated or damaged; download it again");
        }
        ByteBuffer json = read(8, (int) length);
        if (json.get(0) != '{') {
            throw new FormatException(file, 8, "a safetensors header starts with {");
        }
        dataStart = 8 + length;
        dataBytes = size - dataStart;
        return JsonFile.parse(file, json.array());
    }

    private ByteBuffer read(long offset, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new FormatException(file, offset, "the file ends after " + channel.size()
                        + " bytes, inside its header");
            }
        }
        return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    private Map<String, String> metadata(Object value) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (value == null) {
            return metadata;
        }
        if (!(value instanceof Map<?, ?> fields)) {
            throw broken(METADATA, "is not a JSON object");
        }
        fields.forEach((key, text) -> {
            if (!(text instanceof String)) {
                throw broken(METADATA, "holds \"" + key + "\", which is not text");
            }
            metadata.put((String) key, (String) text);
        });
        return metadata;
    }

    private Place place(String name, Object value) {
        if (!(value instanceof Map<?, ?> fields) || !(fields.get("dtype") instanceof String typeName)
                || !(fields.get("shape") instanceof List<?> shape)
                || !(fields.get("data_offsets") instanceof List<?> offsets) || offsets.size() != 2) {
            throw broken(name, "is not described by dtype, shape and two data_offsets");
        }
        TensorType type = TensorType.named(typeName).orElseThrow(() -> broken(name, "has the unknown dtype "
                + typeName + "; "
                + ClosestName.list(List.of(TensorType.values()).stream().map(Enum::name).toList())
                + " are known"));
        if (shape.size() > MOST_AXES) {
            throw broken(name, "has " + shape.size() + " axes; at most " + MOST_AXES + " are read");
        }
        long[] sizes = new long[shape.size()];
        long bytes = type.bytes();
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = number(name, shape.get(axis));
            try {
                bytes = Math.multiplyExact(bytes, sizes[axis]);
            } catch (ArithmeticException overflow) {
                throw broken(name, "has the impossible shape " + shape);
            }
        }
        long begin = number(name, offsets.get(0));
        long end = number(name, offsets.get(1));
        if (begin > end || end > dataBytes) {
            throw broken(name,
                    "lies at bytes " + begin + " to " + end + " of the data, which has " + dataBytes
                            + " bytes: the file is truncated or damaged; download it again");
        }
        if (end - begin != bytes) {
            throw broken(name, "has shape " + shape + " and type " + type + ", which takes " + bytes
                    + " bytes, but " + (end - begin) + " are given to it");
        }
        return new Place(name, type, sizes, begin, end);
    }

    private void requireWhole(List<Place> places) {
        List<Place> inOrder = new ArrayList<>(places);
        inOrder.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
        long end = 0;
        for (Place place : inOrder) {
            if (place.begin() < end) {
                throw broken(place.name(),
                        "begins at byte " + place.begin() + " of the data, inside another tensor");
            }
            if (place.begin() > end) {
                throw broken(place.name(),
                        "begins at byte " + place.begin() + " of the data, but bytes " + end
                                + " and on belong to no tensor");
            }
            end = place.end();
        }
        if (end != dataBytes) {
            throw new FormatException(file, dataStart + end, (dataBytes - end)
                    + " bytes after the last tensor belong to none: the file is damaged or is no safetensors file");
        }
    }

    private long number(String name, Object value) {
        long number = value instanceof Integer i ? i : value instanceof Long l ? l : -1;
        if (number < 0) {
            throw broken(name, "has " + value + " where a whole number from 0 to 2^63 - 1 is expected");
        }
        return number;
    }

    private FormatException broken(String name, String what) {
        String shown = name.length() > 200 ? name.substring(0, 200) + "..." : name;
        return new FormatException(file, 8, "safetensors header: \"" + shown + "\" " + what);
    }
}
