package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.engram.io.table.JsonFile;
import org.engram.nn.checkpoints.Checkpoint;
import org.engram.nn.checkpoints.Checkpoints;
import org.engram.nn.checkpoints.TensorType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram checkpoint convert}: the same tensors as safetensors. */
@Command(name = "convert", description = "Writes the tensors of a checkpoint, under their names, as safetensors.", footerHeading = "%nExamples:%n", footer = {
        "  engram checkpoint convert model.pth model.safetensors",
        "  engram checkpoint convert model.ckpt half.safetensors --type F16"})
public final class CheckpointConvertCommand extends EngramCommand {
    @Parameters(index = "0", paramLabel = "IN", description = "A checkpoint of any kind.")
    Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The new file; its name ends in .safetensors.")
    Path target;

    @Option(names = "--type", paramLabel = "TYPE", description = "How fractions are stored: F16, BF16, F32 or F64 (default: as they are).")
    TensorType type;

    @Option(names = "--force", description = "Replace OUT if it exists.")
    boolean force;

    @Override
    public Integer call() throws IOException {
        if (!target.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")) {
            throw wrongUsage(target + " does not end in .safetensors, which is what is written");
        }
        if (Files.exists(target) && !force) {
            throw wrongUsage(target + " exists: give --force to replace it");
        }
        int tensors;
        try (Checkpoint checkpoint = Checkpoints.open(in)) {
            if (type == null) {
                Checkpoints.save(checkpoint, target);
            } else {
                Checkpoints.convert(checkpoint, target, type);
            }
            tensors = checkpoint.entries().size();
            if (!quiet) {
                checkpoint.notices().forEach(notice -> System.err.println("note: " + notice));
            }
        }
        if (json) {
            out().println(JsonFile
                    .format(Map.of("in", in.toString(), "out", target.toString(), "tensors", tensors)));
        } else {
            out().println(tensors + " tensors written to " + target);
        }
        return 0;
    }
}
