package org.engram.nn.checkpoints;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.engram.core.FormatException;
import org.engram.io.table.JsonFile;

/** One checkpoint in several files: an index that names the file of each tensor, and the files beside it. */
final class ShardedCheckpoint {
    private ShardedCheckpoint() {}

    static Checkpoint open(Path index, CheckpointOptions options) throws IOException {
        if (!(JsonFile.read(index).get("weight_map") instanceof Map<?, ?> map)) {
            throw new FormatException(index,
                    "is a JSON file without a \"weight_map\" of tensors to files; give the "
                            + "*.index.json of a sharded checkpoint, or a file of weights");
        }
        Map<String, Checkpoint> shards = new TreeMap<>();
        List<String> notices = new ArrayList<>();
        try {
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String name = (String) entry.getKey();
                Checkpoint shard = shard(index, entry.getValue(), shards, options);
                if (!shard.entries().containsKey(name)) {
                    throw new FormatException(index, "places \"" + name + "\" in " + entry.getValue()
                            + ", which does not hold it: index and files are not of one checkpoint");
                }
                tensors.put(name, shard.tensor(name));
            }
            shards.forEach((name, shard) -> {
                long strays = shard.entries().keySet().stream().filter(key -> !tensors.containsKey(key))
                        .count();
                if (strays > 0) {
                    notices.add(name + " holds " + strays
                            + " tensors that the index does not name; they are not read");
                }
            });
            Map<String, String> metadata = shards.isEmpty()
                    ? Map.of()
                    : shards.values().iterator().next().metadata();
            return new FileCheckpoint(index, () -> close(shards), tensors, metadata, notices, List.of());
        } catch (IOException | RuntimeException failure) {
            close(shards);
            throw failure;
        }
    }

    private static Checkpoint shard(Path index, Object fileName, Map<String, Checkpoint> shards,
            CheckpointOptions options) throws IOException {
        if (!(fileName instanceof String name) || name.isEmpty() || name.contains("/") || name.contains("\\")
                || name.equals("..") || name.equals(".") || name.indexOf('\0') >= 0) {
            throw new FormatException(index, "names the file \"" + fileName
                    + "\"; the files of a sharded checkpoint lie beside its index and are named without folders");
        }
        Checkpoint shard = shards.get(name);
        if (shard == null) {
            Path file = index.resolveSibling(name);
            if (!Files.isRegularFile(file)) {
                throw new FormatException(index, "names " + name
                        + ", which is not beside it: download all files of the checkpoint into one folder");
            }
            if (name.endsWith(".json")) {
                throw new FormatException(index,
                        "names " + name + " as a file of weights; an index cannot hold another");
            }
            shard = Checkpoints.openOne(file, options);
            shards.put(name, shard);
        }
        return shard;
    }

    private static void close(Map<String, Checkpoint> shards) {
        shards.values().forEach(Checkpoint::close);
    }
}
