package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.cli.results.ComponentLabels;
import org.engram.cli.results.IcaFiles;
import org.engram.core.Notice;
import org.engram.io.recording.Recording;
import org.engram.io.table.JsonFile;
import org.engram.preprocessing.electrophysiology.ica.IcaSolution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram ica label}: which components are eyes and heart? */
@Command(name = "label", sortOptions = false, description = "Says how much each component looks like eyes or heart.", footerHeading = "%nExamples:%n", footer = {
        "  engram ica label task_raw.fif --ica task-ica.json",
        "  engram ica label task.vhdr --ica task-ica.json --eog Fp1,Fp2 --json"})
public final class IcaLabelCommand extends EngramCommand {
    @Parameters(paramLabel = "RECORDING", description = "The recording they were fitted to, or another with the same channels.")
    Path in;

    @Option(names = "--ica", paramLabel = "FILE", required = true, description = "Components as engram ica fit writes them.")
    Path components;

    @Mixin
    ArtifactOptions artifacts = new ArtifactOptions();

    @Mixin
    RecordingOptions recordings = new RecordingOptions();

    @Override
    public Integer call() throws IOException {
        recordings.requireValid(this);
        InputKind.requireRecording(in, "engram ica");
        parallelismWithAlgebra();
        List<Notice> notices = new ArrayList<>();
        IcaSolution solution = IcaSolution.read(components);
        Recording recording = recordings.readAll(in, notices::add);
        ComponentLabels labels = ComponentLabels.of(solution, recording, artifacts.channels(recording, in),
                notices::add);
        print(notices);
        if (json) {
            out().println(JsonFile.format(labels.fields(solution)));
        } else {
            IcaFiles.lines(solution, labels).forEach(out()::println);
        }
        return 0;
    }
}
