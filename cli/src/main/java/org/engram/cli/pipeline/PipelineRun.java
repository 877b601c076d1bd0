package org.engram.cli.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.engram.cli.pipeline.RecordingOutcome.State;
import org.engram.cli.results.EpochDecodingFiles;
import org.engram.cli.results.RunRecord;
import org.engram.cli.terminal.FailureSentence;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.AtomicFile;
import org.engram.io.bids.BidsDataset;
import org.engram.io.bids.BidsRecordings;
import org.engram.io.bids.DatasetDescription;
import org.engram.io.provenance.Provenance;
import org.engram.io.provenance.ProvenanceRecorder;
import org.engram.io.table.Column;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/**
 * Does what a run file says: every recording by itself, several at once, then decoding over all. Steps that were done from
 * the same files and settings are kept. A recording that fails is told, the others go on.
 */
public final class PipelineRun {
    private static final String DECODING = "decoding";
    private static final String GROUP = "group";

    private final Builder run;

    private PipelineRun(Builder run) {
        this.run = run;
    }

    /**
     * @param settings what to do
     * @param version of Engram, for provenance
     * @return options with their defaults
     */
    public static Builder builder(PipelineSettings settings, String version) {
        return new Builder(settings, version);
    }

    /**
     * @return what is done and what would have to be done; nothing is made
     * @throws IOException if the dataset cannot be read
     */
    public PipelineResult plan() throws IOException {
        BidsDataset dataset = BidsDataset.open(run.settings.dataset());
        List<RecordingJob> jobs = new JobSelection(run.settings).jobs(dataset.recordings());
        JobSelection.of(jobs, run.subjects);
        try (StepStore store = StepStore.look(run.settings.derivatives())) {
            List<RecordingOutcome> outcomes = new ArrayList<>();
            for (RecordingJob job : jobs) {
                outcomes.add(new RecordingWork(run, job, dataset.recordings(), store).look());
            }
            Optional<StepRecord> decoded = Optional.empty();
            Optional<State> decoding = Optional.empty();
            if (run.settings.has(Section.DECODE)) {
                decoded = run.force
                        ? Optional.empty()
                        : store.done(GROUP, Step.DECODE, fingerprints().decode(jobs));
                decoding = Optional.of(decoded.isPresent() ? State.KEPT : State.DUE);
            }
            return new PipelineResult(run.settings, RecordingWork.steps(run.settings), outcomes, decoding,
                    decoded,
                    Optional.empty());
        }
    }

    private Fingerprints fingerprints() {
        return new Fingerprints(run.settings, run.version);
    }

    /**
     * @return how it ended; failures of single recordings are in it
     * @throws IOException if the dataset cannot be read or nothing can be written
     */
    public PipelineResult execute() throws IOException {
        run.settings.requireWritable();
        BidsDataset dataset = BidsDataset.open(run.settings.dataset());
        BidsRecordings recordings = dataset.recordings();
        List<RecordingJob> jobs = new JobSelection(run.settings).jobs(recordings);
        List<RecordingJob> chosen = JobSelection.of(jobs, run.subjects);
        ProvenanceRecorder recorder = ProvenanceRecorder.start("Engram", run.version, run.words)
                .seed(run.settings.seed()).input(run.settings.file());
        run.settings.fields().forEach((name, value) -> recorder.parameter(name, value.toString()));
        try (StepStore store = StepStore.open(run.settings.derivatives())) {
            Leftovers.remove(run.settings.derivatives());
            prepare(jobs);
            RecordingOutcome[] outcomes = new RecordingOutcome[jobs.size()];
            for (int i = 0; i < outcomes.length; i++) {
                outcomes[i] = new RecordingWork(run, jobs.get(i), recordings, store).look();
            }
            try (Progress.Task task = run.progress.begin("recordings", chosen.size())) {
                run.jobs.forEach(chosen.size(), i -> {
                    RecordingJob job = chosen.get(i);
                    task.note(job.id());
                    outcomes[jobs.indexOf(job)] = new RecordingWork(run, job, recordings, store).execute();
                    task.advance(1);
                });
            }
            PipelineResult result = decoded(List.of(outcomes), store);
            Provenance provenance = recorder.finish();
            JsonFile.write(run.settings.derivatives().resolve("results.json"), result.fields());
            new IndexPage(result, title()).write(provenance);
            return result;
        }
    }

    /** What the dataset calls itself. */
    private String title() throws IOException {
        Path dataset = run.settings.dataset();
        String name = Files.isRegularFile(dataset.resolve(DatasetDescription.FILE_NAME))
                ? DatasetDescription.read(dataset).name()
                : "";
        return name.isBlank() ? dataset.getFileName().toString() : name;
    }

    /** What all recordings share is written first, so that several of them do not write it at once. */
    private void prepare(List<RecordingJob> jobs) throws IOException {
        Path root = run.settings.derivatives();
        DatasetDescription.derivative("Engram pipeline",
                new DatasetDescription.Generator("Engram", run.version, Optional.empty()),
                List.of(run.settings.dataset().toUri().toString())).write(root);
        String ignored = "index.html\nresults.json\ndecoding/\n*_report.html\n*_signals.html\n*_epo.*\n*_trials.tsv\n";
        AtomicFile.write(root.resolve(".bidsignore"),
                partial -> Files.writeString(partial, ignored, StandardCharsets.UTF_8));
        Path participants = root.resolve("participants.tsv");
        List<String> known = new ArrayList<>();
        if (Files.isRegularFile(participants)) {
            known.addAll(TableFile.read(participants).text("participant_id"));
        }
        jobs.stream().map(job -> "sub-" + job.run().subject()).filter(id -> !known.contains(id)).distinct()
                .forEach(known::add);
        TableFile.write(participants, Table.of(Column.ofText("participant_id", known)));
    }

    private PipelineResult decoded(List<RecordingOutcome> outcomes, StepStore store) throws IOException {
        Optional<State> state = Optional.empty();
        Optional<StepRecord> record = Optional.empty();
        Optional<String> failure = Optional.empty();
        if (run.settings.has(Section.DECODE)) {
            List<RecordingJob> jobs = outcomes.stream()
                    .filter(outcome -> outcome.record(Step.EPOCHS).isPresent()).map(RecordingOutcome::job)
                    .toList();
            boolean due = outcomes.stream()
                    .anyMatch(outcome -> outcome.states().get(Step.EPOCHS) == State.DUE);
            if (due || jobs.isEmpty()) {
                // Of some subjects only a part of the answer would come out.
                state = Optional.of(due ? State.DUE : State.MISSED);
            } else {
                try {
                    String fingerprint = fingerprints().decode(jobs);
                    record = run.force ? Optional.empty() : store.done(GROUP, Step.DECODE, fingerprint);
                    state = Optional.of(record.isPresent() ? State.KEPT : State.DONE);
                    if (record.isEmpty()) {
                        record = Optional.of(decode(jobs, outcomes.size() - jobs.size(), store, fingerprint));
                    }
                } catch (IOException | RuntimeException e) {
                    state = Optional.of(State.FAILED);
                    failure = Optional.of(FailureSentence.of(e));
                }
            }
        }
        return new PipelineResult(run.settings, RecordingWork.steps(run.settings), outcomes, state, record,
                failure);
    }

    private StepRecord decode(List<RecordingJob> jobs, int missing, StepStore store, String fingerprint)
            throws IOException {
        run.listener.accept(GROUP, Step.DECODE);
        store.begin(GROUP, Step.DECODE);
        Map<String, Object> parameters = new LinkedHashMap<>();
        run.settings.of(Section.DECODE).all().forEach((name, value) -> {
            if (value != null) {
                parameters.put("decode." + name, value.toString());
            }
        });
        RunRecord record = RunRecord.start(run.version, run.words, parameters, run.settings.seed());
        List<Path> files = jobs.stream().map(RecordingJob::epochsFile).toList();
        for (Path file : files) {
            record.input(file);
        }
        List<Notice> known = missing == 0
                ? List.of()
                : List.of(new Notice("recordings-missing",
                        missing + (missing == 1 ? " recording" : " recordings")
                                + " failed before there were epochs, and took no part in decoding"));
        EpochDecodingFiles decoded = new DecodingStep(run.settings.of(Section.DECODE)).decode(files,
                run.settings.dataset(), run.parallelism, run.progress, record, known);
        Path folder = run.settings.derivatives().resolve(DECODING);
        decoded.write(folder);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("headline", decoded.headline());
        summary.put("result", decoded.fields());
        List<Path> outputs = List.of(folder.resolve("results.json"), folder.resolve("predictions.csv"),
                folder.resolve("report.html"));
        return store.finish(GROUP, Step.DECODE, fingerprint, outputs, summary, decoded.notices());
    }

    /** Collects the options. */
    public static final class Builder {
        final PipelineSettings settings;
        final String version;
        List<String> words = List.of();
        List<String> subjects = List.of();
        boolean force;
        Parallelism jobs = Parallelism.single();
        Parallelism parallelism = Parallelism.single();
        Progress progress = Progress.NONE;
        BiConsumer<String, Step> listener = (unit, step) -> {};

        private Builder(PipelineSettings settings, String version) {
            this.settings = Objects.requireNonNull(settings, "settings");
            this.version = Objects.requireNonNull(version, "version");
        }

        /** @param value the command line, for provenance @return this */
        public Builder words(List<String> value) {
            words = List.copyOf(value);
            return this;
        }

        /**
         * @param value labels of the subjects to work on now; all when empty, which is the default. Decoding waits until
         *     there are epochs of all
         * @return this
         */
        public Builder subjects(List<String> value) {
            subjects = value.stream().map(label -> label.replaceFirst("^sub-", "")).toList();
            return this;
        }

        /** @param value whether steps that are done are done again. Default false @return this */
        public Builder force(boolean value) {
            force = value;
            return this;
        }

        /** @param value how many recordings are worked on at once. Default one @return this */
        public Builder jobs(Parallelism value) {
            jobs = Objects.requireNonNull(value, "jobs");
            return this;
        }

        /** @param value threads of decoding. Default one @return this */
        public Builder parallelism(Parallelism value) {
            parallelism = Objects.requireNonNull(value, "parallelism");
            return this;
        }

        /** @param value where to report. Default nowhere @return this */
        public Builder progress(Progress value) {
            progress = Objects.requireNonNull(value, "progress");
            return this;
        }

        /** Told before a step is done: what throws there stops the step as a failure of its own would. */
        Builder listener(BiConsumer<String, Step> value) {
            listener = value;
            return this;
        }

        /** @return the run */
        public PipelineRun build() {
            return new PipelineRun(this);
        }
    }
}
