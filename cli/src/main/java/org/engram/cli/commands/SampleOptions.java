package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.engram.cli.results.RunRecord;
import org.engram.decoders.supervised.SampleFiles;
import org.engram.decoders.supervised.SampleSet;
import org.engram.nn.engine.DeviceChoice;
import org.engram.nn.engine.Torch;
import picocli.CommandLine.Option;

/** Where samples come from and where networks run: the same for every command that uses networks. */
final class SampleOptions {
    @Option(names = "--about", paramLabel = "TABLE", description = "A .tsv or .csv with one row for each sample of DATA, in their order; its columns can be target and group.")
    Path about;

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "auto", description = "cpu, gpu, gpu:N or auto (default: ${DEFAULT-VALUE}).")
    String device;

    DeviceChoice device(EngramCommand command) {
        DeviceChoice choice = command.ofOptions(() -> DeviceChoice.of(device));
        Torch.threads(command.parallelism().threads());
        return choice;
    }

    SampleSet read(Path data, RunRecord record) throws IOException {
        SampleSet samples = SampleFiles.read(data, Optional.ofNullable(about));
        record.input(data);
        if (about != null) {
            record.input(about);
        }
        return samples;
    }
}
