package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.cli.results.ImageFile;
import org.engram.cli.results.RunRecord;
import org.engram.core.Notice;
import org.engram.io.table.JsonFile;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.io.volume.VoxelType;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that makes one image of another. */
abstract class ImageCommand extends EngramCommand {
    @Parameters(index = "0", paramLabel = "IN", description = "An image.")
    Path in;

    @Parameters(index = "1", arity = "0..1", paramLabel = "OUT", description = "The new file; its ending says the format.")
    Path target;

    @Option(names = "--out", paramLabel = "FILE", description = "The same as OUT.")
    Path named;

    @Option(names = "--force", description = "Replace OUT if it exists.")
    boolean force;

    @Override
    public Integer call() throws IOException {
        requireTarget();
        if (Files.exists(target) && !force) {
            throw wrongUsage(target + " exists: give --force to replace it");
        }
        requireValid();
        RunRecord record = startRecord();
        record.input(in);
        for (Path further : furtherInputs()) {
            record.input(further);
        }
        List<Notice> notices = new ArrayList<>();
        try (Volume image = Volumes.read(in, notices::add)) {
            Volume made = make(image, notices::add);
            ImageFile.write(made, target, storedAs(), notices::add);
            record.finish(notices).writeBeside(target, sidecar());
            print(notices);
            report(made);
        }
        return 0;
    }

    /** OUT may stand behind IN or behind --out. */
    final void requireTarget() {
        if (named != null && target != null && !named.equals(target)) {
            throw wrongUsage("OUT is given twice: " + target + " and --out " + named);
        }
        target = named != null ? named : target;
        if (target == null) {
            throw wrongUsage("OUT is missing: give the new file");
        }
    }

    private void report(Volume made) {
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("out", target.toString());
            fields.putAll(summary());
            List<Long> shape = new ArrayList<>();
            for (long extent : made.shape()) {
                shape.add(extent);
            }
            fields.put("shape", shape);
            out().println(JsonFile.format(fields));
        } else {
            out().println(target + ": " + describe());
        }
    }

    /** Fails on values that are wrong whatever the image. */
    void requireValid() {}

    /** Other files that go into the image. */
    List<Path> furtherInputs() {
        return List.of();
    }

    /** How voxels are stored; empty: as they are. */
    Optional<VoxelType> storedAs() {
        return Optional.of(VoxelType.FLOAT32);
    }

    /** Fields of the sidecar that come before the provenance. */
    Map<String, Object> sidecar() {
        return Map.of("Description", describe());
    }

    /** What else the JSON output tells. */
    Map<String, Object> summary() {
        return Map.of();
    }

    abstract Volume make(Volume image, Consumer<Notice> notices) throws IOException;

    /** What was done, in words. */
    abstract String describe();
}
