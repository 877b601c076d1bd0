package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.engram.cli.results.CleaningFiles;
import org.engram.cli.results.ComponentLabels;
import org.engram.cli.results.RunRecord;
import org.engram.core.Notice;
import org.engram.io.format.Formats;
import org.engram.io.recording.Recording;
import org.engram.io.recording.WritableRecordingFormat;
import org.engram.io.table.JsonFile;
import org.engram.preprocessing.electrophysiology.cleaning.RecordingCleaner;
import org.engram.preprocessing.electrophysiology.ica.IcaSolution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram ica apply}: a recording without some components. */
@Command(name = "apply", sortOptions = false, description = "Takes components out of a recording, block by block.", footerHeading = "%nExamples:%n", footer = {
        "  engram ica apply task_raw.fif --ica task-ica.json --exclude 0,3 --out clean_raw.fif",
        "  engram ica apply task.vhdr --ica task-ica.json --auto --eog Fp1,Fp2 --out clean.vhdr"})
public final class IcaApplyCommand extends EngramCommand {
    @Parameters(paramLabel = "RECORDING", description = "The recording they were fitted to, or another with the same channels.")
    Path in;

    @Option(names = "--ica", paramLabel = "FILE", required = true, description = "Components as engram ica fit writes them.")
    Path components;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The new recording; its ending says the format.")
    Path target;

    @Option(names = "--exclude", paramLabel = "N,...", split = ",", description = "Components to take out, counted from 0.")
    List<Integer> excluded = List.of();

    @Option(names = "--auto", description = "Take out those that look like eyes or heart.")
    boolean auto;

    @Mixin
    ArtifactOptions artifacts = new ArtifactOptions();

    @Mixin
    RecordingOptions recordings = new RecordingOptions();

    @Option(names = "--no-report", description = "Write no report page.")
    boolean withoutReport;

    @Option(names = "--no-browser", description = "Write no page to scroll through the cleaned signals.")
    boolean withoutBrowser;

    @Option(names = "--force", description = "Replace the new file if it exists.")
    boolean force;

    @Override
    public Integer call() throws IOException {
        recordings.requireValid(this);
        if (excluded.isEmpty() && !auto) {
            throw wrongUsage("no component is to be taken out: give --exclude or --auto");
        }
        InputKind.requireRecording(in, "engram ica");
        OutputFile.require(this, in, target, force);
        Formats.forName(WritableRecordingFormat.class, target);
        RunRecord record = startRecord();
        record.input(in);
        record.input(components);
        for (Path further : recordings.furtherInputs()) {
            record.input(further);
        }
        parallelismWithAlgebra();
        List<Notice> notices = new ArrayList<>();
        IcaSolution solution = IcaSolution.read(components);
        for (int component : excluded) {
            if (component < 0 || component >= solution.componentCount()) {
                throw wrongUsage("--exclude names component " + component + ", but " + components + " has "
                        + solution.componentCount() + ", counted from 0");
            }
        }
        Recording all = recordings.readAll(in, notices::add);
        List<String> steps = new ArrayList<>();
        int[] out = excluded(solution, all, steps, notices);
        Recording chosen = recordings.chosen(all, in);
        CleaningFiles files = new CleaningFiles(in, target,
                new CleaningFiles.Pages(!withoutReport, !withoutBrowser), progress());
        Map<String, Object> result = files.write(chosen, (recording, told) -> new RecordingCleaner.Cleaned(
                out.length == 0 ? recording : solution.apply(recording, out), steps, List.of(), List.of(),
                List.of()), record, notices);
        print(notices);
        if (json) {
            out().println(JsonFile.format(result));
        } else {
            out().println(target + ": " + files.describe());
            steps.forEach(step -> out().println("done: " + step));
            files.written().forEach((what, file) -> out().println(what + ": " + file));
        }
        return 0;
    }

    private int[] excluded(IcaSolution solution, Recording recording, List<String> steps,
            List<Notice> notices) throws IOException {
        Set<Integer> out = new LinkedHashSet<>(excluded);
        if (auto) {
            out.addAll(
                    ComponentLabels.of(solution, recording, artifacts.channels(recording, in), notices::add)
                            .excluded());
        }
        if (out.isEmpty()) {
            notices.add(new Notice("ica-nothing-excluded",
                    "no component looks like eyes or heart: the recording stays as it is"));
        }
        steps.add(out.size() + " of " + solution.componentCount() + " independent components taken out"
                + (out.isEmpty()
                        ? ""
                        : ": " + out.stream().sorted().map(String::valueOf)
                                .collect(Collectors.joining(", "))));
        return out.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
