package org.engram.nn.checkpoints;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tensors that belong to someone else, under a name for messages. */
final class MemoryCheckpoint implements Checkpoint {
    private final String source;
    private final Map<String, StoredTensor> tensors;
    private final Map<String, TensorEntry> entries;
    private final Map<String, String> metadata;
    private final List<String> notices;

    MemoryCheckpoint(String source, Map<String, StoredTensor> tensors, Map<String, String> metadata,
            List<String> notices) {
        this.source = source;
        this.tensors = new LinkedHashMap<>(tensors);
        this.entries = FileCheckpoint.entries(tensors);
        this.metadata = Map.copyOf(metadata);
        this.notices = List.copyOf(notices);
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public Map<String, TensorEntry> entries() {
        return entries;
    }

    @Override
    public StoredTensor tensor(String name) {
        return FileCheckpoint.find(tensors, name, source);
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
    public void close() {}
}
