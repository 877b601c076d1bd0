package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.io.table.JsonFile;
import org.engram.nn.checkpoints.Checkpoint;
import org.engram.nn.checkpoints.Checkpoints;
import org.engram.nn.checkpoints.TensorEntry;
import org.engram.nn.models.ByteSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram checkpoint show}: what tensors a file holds. */
@Command(name = "show", description = "Lists the tensors of a checkpoint: names, shapes, types and sizes.", footerHeading = "%nExamples:%n", footer = {
        "  engram checkpoint show OUT/model/model.safetensors",
        "  engram checkpoint show model.pth --name encoder.layers.0",
        "  engram checkpoint show model.ckpt --json"})
public final class CheckpointShowCommand extends EngramCommand {
    @Parameters(paramLabel = "FILE", description = "A checkpoint of any kind, or the index of a sharded one.")
    Path file;

    @Option(names = "--name", paramLabel = "TEXT", defaultValue = "", description = "Only tensors whose name contains this.")
    String wanted;

    @Override
    public Integer call() throws IOException {
        try (Checkpoint checkpoint = Checkpoints.open(file)) {
            List<TensorEntry> entries = checkpoint.entries().values().stream()
                    .filter(entry -> entry.name().contains(wanted)).toList();
            if (json) {
                out().println(JsonFile.format(fields(checkpoint, entries)));
                return 0;
            }
            int width = entries.stream().mapToInt(entry -> entry.name().length()).max().orElse(4);
            int shape = entries.stream().mapToInt(entry -> entry.sizes().toString().length()).max().orElse(5);
            for (TensorEntry entry : entries) {
                out().printf("%-" + width + "s  %-" + shape + "s  %-5s %s%n", entry.name(), entry.sizes(),
                        entry.type(),
                        ByteSize.describe(entry.byteCount()));
            }
            out().printf(Locale.ROOT, "%d tensors, %,d numbers, %s (%s)%n", entries.size(),
                    entries.stream().mapToLong(TensorEntry::count).sum(),
                    ByteSize.describe(entries.stream().mapToLong(TensorEntry::byteCount).sum()),
                    checkpoint.source());
            if (!quiet) {
                checkpoint.notices().forEach(notice -> System.err.println("note: " + notice));
                checkpoint.refused().forEach(refused -> System.err.println("note: left out: " + refused));
            }
        }
        return 0;
    }

    private static Map<String, Object> fields(Checkpoint checkpoint, List<TensorEntry> entries) {
        List<Object> tensors = new ArrayList<>();
        for (TensorEntry entry : entries) {
            Map<String, Object> tensor = new LinkedHashMap<>();
            tensor.put("name", entry.name());
            tensor.put("shape", entry.sizes());
            tensor.put("type", entry.type().toString());
            tensor.put("bytes", entry.byteCount());
            tensors.add(tensor);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("source", checkpoint.source());
        fields.put("metadata", checkpoint.metadata());
        fields.put("count", entries.stream().mapToLong(TensorEntry::count).sum());
        fields.put("bytes", entries.stream().mapToLong(TensorEntry::byteCount).sum());
        fields.put("notices", checkpoint.notices());
        fields.put("refused", checkpoint.refused());
        fields.put("tensors", tensors);
        return fields;
    }
}
