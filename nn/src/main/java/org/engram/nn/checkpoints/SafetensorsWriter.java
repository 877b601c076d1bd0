package org.engram.nn.checkpoints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.engram.io.AtomicFile;
import org.engram.io.table.JsonFile;

/**
 * Writes safetensors files as the reference implementation does: tensors in order of element size (largest first), then
 * name; the header padded with spaces to a multiple of 8 bytes. Elements go from their source to the file in blocks, and
 * the file appears whole or not at all.
 */
public final class SafetensorsWriter {
    private static final int BLOCK = 1 << 20;

    private SafetensorsWriter() {}

    /**
     * @param file to write
     * @param tensors by name
     * @param metadata what the file says about itself; may be empty
     * @throws IOException if writing fails
     */
    public static void write(Path file, Map<String, StoredTensor> tensors, Map<String, String> metadata)
            throws IOException {
        List<String> order = order(tensors);
        byte[] header = header(order, tensors, metadata);
        AtomicFile.write(file, partial -> {
            try (FileChannel out = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                ByteBuffer start = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
                write(out, start.putLong(header.length).put(header).flip());
                for (String name : order) {
                    write(out, tensors.get(name));
                }
            }
        });
    }

    /**
     * Writes files of limited size and an index that says which tensor lies where. With the index
     * {@code model.safetensors.index.json} the files are {@code model-00001-of-00003.safetensors} and so on. The index
     * comes last.
     *
     * @param index its name ends in {@code .safetensors.index.json}
     * @param tensors by name
     * @param metadata what each file says about itself; may be empty
     * @param mostBytes of elements in one file; a single larger tensor has a file of its own
     * @throws IOException if writing fails
     */
    public static void writeSharded(Path index, Map<String, StoredTensor> tensors,
            Map<String, String> metadata,
            long mostBytes) throws IOException {
        String suffix = ".safetensors.index.json";
        String name = index.getFileName().toString();
        if (!name.endsWith(suffix) || mostBytes < 1) {
            throw new IllegalArgumentException(
                    "the index of a sharded checkpoint ends in " + suffix + ", not " + name
                            + ", and its files hold at least 1 byte, not " + mostBytes);
        }
        List<Map<String, StoredTensor>> shards = shards(tensors, mostBytes);
        Map<String, String> weightMap = new TreeMap<>();
        long total = 0;
        for (int i = 0; i < shards.size(); i++) {
            String shard = String.format("%s-%05d-of-%05d.safetensors",
                    name.substring(0, name.length() - suffix.length()), i + 1, shards.size());
            write(index.resolveSibling(shard), shards.get(i), metadata);
            for (Map.Entry<String, StoredTensor> entry : shards.get(i).entrySet()) {
                weightMap.put(entry.getKey(), shard);
                total += entry.getValue().byteCount();
            }
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("metadata", Map.of("total_size", total));
        fields.put("weight_map", weightMap);
        JsonFile.write(index, fields);
    }

    private static List<Map<String, StoredTensor>> shards(Map<String, StoredTensor> tensors, long mostBytes) {
        List<Map<String, StoredTensor>> shards = new ArrayList<>();
        shards.add(new LinkedHashMap<>());
        long bytes = 0;
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
            long more = entry.getValue().byteCount();
            if (bytes > 0 && bytes + more > mostBytes) {
                shards.add(new LinkedHashMap<>());
                bytes = 0;
            }
            shards.get(shards.size() - 1).put(entry.getKey(), entry.getValue());
            bytes += more;
        }
        return shards;
    }

    private static List<String> order(Map<String, StoredTensor> tensors) {
        List<String> names = new ArrayList<>(tensors.keySet());
        names.sort(Comparator.comparingInt((String name) -> -tensors.get(name).type().bytes())
                .thenComparing(Comparator.naturalOrder()));
        return names;
    }

    private static byte[] header(List<String> order, Map<String, StoredTensor> tensors,
            Map<String, String> metadata) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            fields.put("__metadata__", new TreeMap<>(metadata));
        }
        long begin = 0;
        for (String name : order) {
            if (name.equals("__metadata__")) {
                throw new IllegalArgumentException(
                        "a tensor in a safetensors file cannot be named __metadata__");
            }
            StoredTensor tensor = tensors.get(name);
            long end = begin + tensor.byteCount();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", tensor.type().name());
            entry.put("shape", tensor.shape().getShape());
            entry.put("data_offsets", new long[] {begin, end});
            fields.put(name, entry);
            begin = end;
        }
        String json = JsonFile.formatCompact(fields);
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat((8 - length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    }

    private static void write(FileChannel out, StoredTensor tensor) throws IOException {
        int block = BLOCK / tensor.type().bytes();
        long count = tensor.count();
        try {
            for (long from = 0; from < count; from += block) {
                write(out, tensor.elements(from, (int) Math.min(block, count - from)));
            }
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            out.write(rest);
        }
    }
}
