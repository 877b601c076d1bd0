package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.cli.results.ComponentLabels;
import org.engram.cli.results.IcaFiles;
import org.engram.cli.results.RunRecord;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Recording;
import org.engram.io.table.JsonFile;
import org.engram.preprocessing.electrophysiology.cleaning.RecordingCleaner;
import org.engram.preprocessing.electrophysiology.ica.IcaAlgorithm;
import org.engram.preprocessing.electrophysiology.ica.IcaSolution;
import org.engram.preprocessing.electrophysiology.ica.IndependentComponents;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram ica fit}: components of a recording. */
@Command(name = "fit", sortOptions = false, description = {
        "Finds independent components of the good brain channels of a recording, after a high-pass on a copy.",
        "Writes the components, a report of their topographies, spectra and labels, and a page to scroll through them."}, footerHeading = "%nExamples:%n", footer = {
                "  engram ica fit task_raw.fif --out task-ica.json",
                "  engram ica fit night.edf --out night-ica.json --method picard --components 15 --eog Fp1,Fp2 --decimate 4"})
public final class IcaFitCommand extends EngramCommand {
    @Parameters(paramLabel = "RECORDING", description = "A continuous recording.")
    Path in;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The components: a name that ends in .json; the numbers go into an .npz beside it.")
    Path target;

    @Option(names = "--method", paramLabel = "NAME", defaultValue = "fast-ica", description = "fast-ica, picard, picard-orthogonal or infomax (default: ${DEFAULT-VALUE}).")
    String method;

    @Option(names = "--components", paramLabel = "N|SHARE", defaultValue = "0.999999", description = "How many, or how much of the variance they explain (default: ${DEFAULT-VALUE}).")
    double components;

    @Option(names = "--high-pass", paramLabel = "HZ", defaultValue = "1", description = "High-pass of the copy that is fitted; 0 for none (default: ${DEFAULT-VALUE}).")
    double highPassHz;

    @Option(names = "--decimate", paramLabel = "N", defaultValue = "1", description = "Fit every Nth sample (default: ${DEFAULT-VALUE}).")
    int decimation;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "0", description = "Most passes over the data; 0 for the default of the method.")
    int iterations;

    @Mixin
    ArtifactOptions artifacts = new ArtifactOptions();

    @Mixin
    RecordingOptions recordings = new RecordingOptions();

    @Option(names = "--no-report", description = "Write no report and no page to scroll through the components.")
    boolean withoutReport;

    @Option(names = "--force", description = "Replace FILE if it exists.")
    boolean force;

    @Override
    public Integer call() throws IOException {
        recordings.requireValid(this);
        if (!target.getFileName().toString().endsWith(".json")) {
            throw wrongUsage(target + " does not end in .json, which is how components are written");
        }
        if (!(highPassHz >= 0)) {
            throw wrongUsage("--high-pass is " + highPassHz + ": give a positive frequency, or 0 for none");
        }
        IndependentComponents method = ofOptions(this::method);
        InputKind.requireRecording(in, "engram ica");
        OutputFile.require(this, in, target, force);
        RunRecord record = startRecord();
        record.input(in);
        for (Path further : recordings.furtherInputs()) {
            record.input(further);
        }
        List<Notice> notices = new ArrayList<>();
        try {
            Recording recording = recordings.readAll(in, notices::add);
            ComponentLabels.Channels seen = artifacts.channels(recording, in);
            Recording filtered = highPassHz > 0
                    ? RecordingCleaner.builder().highPassHz(highPassHz).build().clean(recording, notices::add)
                            .recording()
                    : recording;
            IcaSolution solution = fit(method, filtered, recordings.chosen(recording, in), notices);
            ComponentLabels labels = ComponentLabels.of(solution, filtered, seen, notices::add);
            IcaFiles files = new IcaFiles(in, target, progress());
            Map<String, Object> result = files.write(solution, filtered, labels, method.options(),
                    !withoutReport, record, notices);
            print(notices);
            if (json) {
                out().println(JsonFile.format(result));
            } else {
                files.describe().forEach(out()::println);
            }
        } catch (IllegalArgumentException e) {
            // How many components there can be depends on the channels, which only the file tells.
            throw wrongUsage(e.getMessage());
        }
        return 0;
    }

    private IndependentComponents method() {
        IndependentComponents.Builder builder = IndependentComponents.builder()
                .algorithm(RecordingCleaningOptions.choice(IcaAlgorithm.class, method, "--method"))
                .decimation(decimation).maxIterations(iterations).seed(seed)
                .parallelism(parallelismWithAlgebra());
        if (components >= 2 && components == Math.rint(components)) {
            builder.componentCount((int) components);
        } else if (components > 0 && components < 1) {
            builder.varianceKept(components);
        } else {
            throw new IllegalArgumentException(
                    "--components is " + components + ": give a whole number from 2 on, or a share below 1");
        }
        return builder.build();
    }

    private IcaSolution fit(IndependentComponents method, Recording filtered, Recording chosen,
            List<Notice> notices) throws IOException {
        int[] which = IntStream.of(chosen.goodBrainChannels()).mapToObj(chosen.channels()::get)
                .map(Channel::name).mapToInt(filtered::channel).toArray();
        if (components > which.length) {
            throw new IllegalArgumentException("--components is " + (int) components + ", but there are "
                    + which.length + " good brain channels: give that many at most");
        }
        Progress.Task task = progress().begin("independent components", 0);
        try {
            return method.fit(filtered, which, notices::add);
        } finally {
            task.close();
        }
    }
}
