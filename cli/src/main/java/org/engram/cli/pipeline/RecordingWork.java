package org.engram.cli.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.cli.pipeline.RecordingOutcome.State;
import org.engram.cli.results.RecordingPage;
import org.engram.cli.signals.SignalBrowser;
import org.engram.cli.terminal.FailureSentence;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.bids.BidsRecordingWriter;
import org.engram.io.bids.BidsRecordings;
import org.engram.io.bids.DatasetDescription;
import org.engram.io.provenance.Provenance;
import org.engram.io.provenance.ProvenanceRecorder;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.fif.FifEpochs;
import org.engram.io.recording.fif.FifWriteOptions;
import org.engram.io.table.TableFile;

/** Takes one recording through its steps, as far as it comes. */
final class RecordingWork {
    /** What FIFF does not keep stands in the BIDS sidecars. */
    private static final String IN_SIDECARS = "fif-not-kept";

    private final PipelineRun.Builder run;
    private final RecordingJob job;
    private final BidsRecordings dataset;
    private final StepStore store;
    private final Fingerprints fingerprints;
    private final Map<Step, State> states = new EnumMap<>(Step.class);
    private final Map<Step, StepRecord> records = new EnumMap<>(Step.class);
    private Step current;

    RecordingWork(PipelineRun.Builder run, RecordingJob job, BidsRecordings dataset, StepStore store) {
        this.run = run;
        this.job = job;
        this.dataset = dataset;
        this.store = store;
        this.fingerprints = new Fingerprints(run.settings, run.version);
        this.current = steps(run.settings).get(0);
    }

    /** The steps a recording goes through. */
    static List<Step> steps(PipelineSettings settings) {
        List<Step> steps = new ArrayList<>();
        if (settings.has(Section.CLEAN)) {
            steps.add(Step.CLEAN);
        }
        if (settings.has(Section.EPOCHS)) {
            steps.add(Step.EPOCHS);
        }
        if (settings.of(Section.REPORT).flag("recordings") || settings.of(Section.REPORT).flag("signals")) {
            steps.add(Step.REPORT);
        }
        return steps;
    }

    /** Files and facts a step made. */
    private record Made(List<Path> outputs, Map<String, Object> summary) {}

    /** What a step does. */
    @FunctionalInterface
    private interface Body {
        Made make(Consumer<Notice> notices) throws IOException;
    }

    /** Does what is missing or has changed. A failure ends this recording's way, not the run. */
    RecordingOutcome execute() {
        Optional<String> failure = Optional.empty();
        try {
            for (Step step : steps(run.settings)) {
                current = step;
                records.put(step, step(step));
            }
        } catch (IOException | RuntimeException e) {
            states.put(current, State.FAILED);
            failure = Optional.of(FailureSentence.of(e));
        }
        steps(run.settings).forEach(step -> states.putIfAbsent(step, State.MISSED));
        return new RecordingOutcome(job, states, records, failure);
    }

    /** Looks what would be done. */
    RecordingOutcome look() throws IOException {
        for (Step step : steps(run.settings)) {
            Optional<StepRecord> done = done(step);
            states.put(step, done.isPresent() ? State.KEPT : State.DUE);
            done.ifPresent(record -> records.put(step, record));
        }
        return new RecordingOutcome(job, states, records, Optional.empty());
    }

    private Optional<StepRecord> done(Step step) throws IOException {
        return run.force ? Optional.empty() : store.done(job.id(), step, fingerprint(step));
    }

    private String fingerprint(Step step) throws IOException {
        return switch (step) {
            case CLEAN -> fingerprints.clean(job);
            case EPOCHS -> fingerprints.epochs(job);
            default -> fingerprints.report(job);
        };
    }

    private StepRecord step(Step step) throws IOException {
        Optional<StepRecord> done = done(step);
        if (done.isPresent()) {
            states.put(step, State.KEPT);
            return done.get();
        }
        run.listener.accept(job.id(), step);
        store.begin(job.id(), step);
        List<Notice> notices = new ArrayList<>();
        Body body = switch (step) {
            case CLEAN -> this::clean;
            case EPOCHS -> this::epochs;
            default -> this::report;
        };
        // Taken before the work: a file that changes meanwhile makes the step due again.
        String fingerprint = fingerprint(step);
        Made made = body.make(notices::add);
        StepRecord record = store.finish(job.id(), step, fingerprint, made.outputs(), made.summary(),
                notices);
        states.put(step, State.DONE);
        return record;
    }

    private Recording raw(Consumer<Notice> notices) throws IOException {
        return run.settings.reading().read(dataset, job.run(), notices);
    }

    private ProvenanceRecorder recorder(Section... sections) throws IOException {
        ProvenanceRecorder recorder = ProvenanceRecorder.start("Engram", run.version, run.words)
                .seed(run.settings.seed());
        for (Section section : sections) {
            run.settings.of(section).all().forEach((name, value) -> {
                if (value != null) {
                    recorder.parameter(section.key() + "." + name,
                            value instanceof List<?> ? value.toString() : value);
                }
            });
        }
        recorder.input(run.settings.file());
        return recorder;
    }

    private Made clean(Consumer<Notice> notices) throws IOException {
        ProvenanceRecorder recorder = recorder(Section.READ, Section.CLEAN);
        if (Files.isRegularFile(job.run().file())) {
            recorder.input(job.run().file());
        }
        List<Notice> found = new ArrayList<>();
        CleaningStep.Result result = new CleaningStep(run.settings.of(Section.CLEAN), run.settings.seed())
                .clean(raw(found::add), found::add);
        found.forEach(notices);
        Map<String, Object> sidecar = new LinkedHashMap<>();
        sidecar.put("Description", String.join("; ", texts(result.summary().get("steps"))));
        sidecar.put("DetectedBadChannels", result.summary().get("detected_bad_channels"));
        sidecar.put("InterpolatedChannels", result.summary().get("interpolated_channels"));
        sidecar.putAll(recorder.notices(found).finish().toFields());
        Path file = new BidsRecordingWriter(run.settings.derivatives(), BidsRecordingWriter.Options
                .derivative(new DatasetDescription.Generator("Engram", run.version, Optional.empty()))
                .withOverwrite(true).withSidecar(sidecar))
                .write(result.recording(), job.cleaned(), notice -> {
                    if (!notice.code().equals(IN_SIDECARS)) {
                        notices.accept(notice);
                    }
                }, Progress.NONE);
        return new Made(List.of(file, Provenance.sidecarOf(file)), result.summary());
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    /** The cleaned recording, or the raw one when nothing cleans. */
    private Recording cleaned(Consumer<Notice> notices) throws IOException {
        return run.settings.has(Section.CLEAN) ? Recordings.read(job.cleanedFile()) : raw(notices);
    }

    private Made epochs(Consumer<Notice> notices) throws IOException {
        ProvenanceRecorder recorder = recorder(Section.EPOCHS);
        Path source = run.settings.has(Section.CLEAN) ? job.cleanedFile() : job.run().file();
        if (Files.isRegularFile(source)) {
            recorder.input(source);
        }
        List<Notice> found = new ArrayList<>();
        EpochStep.Result result = new EpochStep(run.settings.of(Section.EPOCHS), run.settings.seed())
                .cut(cleaned(found::add), job.run(), dataset.events(job.run()), found::add);
        found.forEach(notices);
        Files.createDirectories(job.epochsFile().getParent());
        FifEpochs.write(result.epochs(), job.epochsFile(), FifWriteOptions.DEFAULT, Progress.NONE);
        TableFile.write(job.trialsFile(), result.epochs().table().orElseThrow());
        Path sidecar = recorder.notices(found).finish().writeBeside(job.epochsFile(), result.summary());
        return new Made(List.of(job.epochsFile(), job.trialsFile(), sidecar), result.summary());
    }

    private Made report(Consumer<Notice> notices) throws IOException {
        Values wanted = run.settings.of(Section.REPORT);
        List<Path> pages = new ArrayList<>();
        Recording cleaned = cleaned(notices);
        if (wanted.flag("signals")) {
            new SignalBrowser(cleaned, job.id()).write(job.signalsPage(), Progress.NONE);
            pages.add(job.signalsPage());
        }
        if (wanted.flag("recordings")) {
            Optional<Epochs> epochs = run.settings.has(Section.EPOCHS)
                    ? Optional.of(Recordings.readEpochs(job.epochsFile(), notice -> {}))
                    : Optional.empty();
            List<Notice> told = new ArrayList<>();
            records.values()
                    .forEach(record -> record.notices().stream().filter(notice -> !told.contains(notice))
                            .forEach(told::add));
            RecordingPage page = new RecordingPage(job.id(), cleaned, told);
            if (wanted.flag("signals")) {
                page.signals(job.signalsPage().getFileName().toString());
            }
            if (run.settings.has(Section.CLEAN)) {
                page.cleaned(raw(notice -> {}), records.get(Step.CLEAN).summary());
            }
            if (epochs.isPresent()) {
                page.epochs(epochs.get(), records.get(Step.EPOCHS).summary());
            }
            page.write(job.page(), recorder(Section.CLEAN, Section.EPOCHS).finish());
            pages.add(job.page());
        }
        return new Made(pages, Map.of());
    }
}
