package org.engram.nn.checkpoints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.io.table.ClosestName;

/** Tensors over one open file. */
final class FileCheckpoint implements Checkpoint {
    private final Path file;
    private final AutoCloseable open;
    private final Map<String, StoredTensor> tensors;
    private final Map<String, TensorEntry> entries;
    private final Map<String, String> metadata;
    private final List<String> notices;
    private final List<String> refused;

    /**
     * @param file for messages
     * @param open what is closed with this
     * @param tensors by name
     * @param metadata what the file says about itself
     * @param notices what was decided
     * @param refused Python names that mean nothing here
     */
    FileCheckpoint(Path file, AutoCloseable open, Map<String, StoredTensor> tensors,
            Map<String, String> metadata,
            List<String> notices, List<String> refused) {
        this.file = file;
        this.open = open;
        this.tensors = tensors;
        this.entries = entries(tensors);
        this.metadata = Map.copyOf(metadata);
        this.notices = List.copyOf(notices);
        this.refused = List.copyOf(refused);
    }

    static FileCheckpoint of(Path file, FileChannel channel, Map<String, StoredTensor> tensors,
            Map<String, String> metadata) {
        return new FileCheckpoint(file, channel, tensors, metadata, List.of(), List.of());
    }

    static Map<String, TensorEntry> entries(Map<String, StoredTensor> tensors) {
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        tensors.forEach(
                (name, tensor) -> entries.put(name, new TensorEntry(name, tensor.type(), tensor.shape())));
        return Collections.unmodifiableMap(entries);
    }

    static StoredTensor find(Map<String, StoredTensor> tensors, String name, String source) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(source + " has no tensor \"" + name + "\": "
                    + ClosestName.hint(name, tensors.keySet()));
        }
        return tensor;
    }

    @Override
    public String source() {
        return file.toString();
    }

    @Override
    public Map<String, TensorEntry> entries() {
        return entries;
    }

    @Override
    public StoredTensor tensor(String name) {
        return find(tensors, name, source());
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public List<String> notices() {
        return notices;
    }

    @Override
    public List<String> refused() {
        return refused;
    }

    @Override
    public void close() {
        try {
            open.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
