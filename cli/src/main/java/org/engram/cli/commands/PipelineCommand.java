package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.engram.cli.pipeline.DemoDataset;
import org.engram.cli.pipeline.PipelineResult;
import org.engram.cli.pipeline.PipelineRun;
import org.engram.cli.pipeline.PipelineSettings;
import org.engram.core.Parallelism;
import org.engram.io.table.JsonFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram pipeline}: from the recordings of a whole dataset to a decoding result. */
@Command(name = "pipeline", sortOptions = false, showDefaultValues = false, description = "Cleans, epochs and decodes all EEG, MEG and intracranial recordings of a BIDS dataset as a file says. Run again, it does only what is missing or has changed.", footerHeading = "%nExamples:%n", footer = {
        "  engram pipeline --demo demo                     simulate a dataset and run a pipeline on it",
        "  engram pipeline --print-defaults >run.yaml      every setting with its default",
        "  engram pipeline run.yaml --dry-run              what would be done",
        "  engram pipeline run.yaml --jobs 4",
        "  engram pipeline run.yaml --subjects 01,02"})
public final class PipelineCommand extends EngramCommand {
    private static final int FAILED = 1;
    private static final int DEMO_SUBJECTS = 4;
    private static final int DEMO_TRIALS = 24;

    @Parameters(arity = "0..1", paramLabel = "RUN.yaml", description = "What to do; see --print-defaults.")
    Path file;

    @Option(names = "--print-defaults", description = "Print a run file with every setting and its default.")
    boolean printDefaults;

    @Option(names = "--demo", paramLabel = "DIR", description = "Simulate a small dataset and a run file in this folder, and run it.")
    Path demo;

    @Option(names = "--dry-run", description = "Only list the steps of each recording, and which are done.")
    boolean dryRun;

    @Option(names = "--subjects", paramLabel = "LABEL,...", split = ",", description = "Work on these subjects only. Decoding waits until there are epochs of all.")
    List<String> subjects = List.of();

    @Option(names = "--jobs", paramLabel = "N", description = "Recordings to work on at once (default: as --threads).")
    Integer jobs;

    @Option(names = "--force", description = "Do every step again, also those that are up to date.")
    boolean force;

    @Override
    public Integer call() throws IOException {
        if (printDefaults) {
            out().println(PipelineSettings.defaults());
            return 0;
        }
        if ((file == null) == (demo == null)) {
            throw wrongUsage(file == null
                    ? "name a run file, or --demo DIR"
                    : "a run file and --demo exclude each other");
        }
        if (jobs != null && jobs < 1) {
            throw wrongUsage("--jobs is " + jobs + ": give 1 or more");
        }
        Parallelism parallelism = parallelismWithAlgebra();
        Path run = demo == null ? file : DemoDataset.write(demo, DEMO_SUBJECTS, DEMO_TRIALS);
        PipelineRun pipeline = PipelineRun.builder(PipelineSettings.read(run), version())
                .words(spec.root().commandLine().getParseResult().originalArgs()).subjects(subjects)
                .force(force)
                .jobs(jobs == null ? parallelism : Parallelism.of(jobs)).parallelism(parallelism)
                .progress(progress()).build();
        PipelineResult result = dryRun ? pipeline.plan() : pipeline.execute();
        report(result);
        result.failures().forEach(failure -> System.err.println("engram: " + failure));
        return result.failures().isEmpty() ? 0 : FAILED;
    }

    private void report(PipelineResult result) {
        if (json) {
            out().println(JsonFile.format(result.fields()));
            return;
        }
        if (dryRun) {
            result.lines().forEach(out()::println);
        }
        out().println(result.describe());
        result.headline().ifPresent(out()::println);
        if (!dryRun) {
            out().println("report: " + result.index());
        }
    }
}
