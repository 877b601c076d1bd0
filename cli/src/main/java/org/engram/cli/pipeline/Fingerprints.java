package org.engram.cli.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each step depends on: the version, files by size and time of change, the settings of its part, and the step before
 * it. A change of a setting changes this and what follows, nothing before.
 *
 * @param settings of the run
 * @param version of Engram
 */
record Fingerprints(PipelineSettings settings, String version) {
    String clean(RecordingJob job) throws IOException {
        Values clean = settings.of(Section.CLEAN);
        Map<String, Object> basis = read(job);
        basis.put("clean", clean.all());
        if (clean.text("ica").isPresent()) {
            basis.put("seed", settings.seed());
        }
        return StepStore.fingerprint(basis);
    }

    private Map<String, Object> read(RecordingJob job) throws IOException {
        Map<String, Object> basis = new LinkedHashMap<>();
        basis.put("version", version);
        basis.put("recording", job.run().relativePath());
        basis.put("inputs", job.inputs());
        basis.put("read", settings.of(Section.READ).all());
        Optional<Path> montage = settings.reading().montageFile();
        if (montage.isPresent()) {
            basis.put("montage", state(montage.get()));
        }
        return basis;
    }

    String epochs(RecordingJob job) throws IOException {
        Values epochs = settings.of(Section.EPOCHS);
        Map<String, Object> basis = new LinkedHashMap<>();
        basis.put("before", settings.has(Section.CLEAN) ? clean(job) : StepStore.fingerprint(read(job)));
        basis.put("epochs", epochs.all());
        if (epochs.text("autoreject").isPresent()) {
            basis.put("seed", settings.seed());
        }
        return StepStore.fingerprint(basis);
    }

    String report(RecordingJob job) throws IOException {
        Map<String, Object> basis = new LinkedHashMap<>();
        basis.put("before", settings.has(Section.EPOCHS) ? epochs(job) : clean(job));
        Map<String, Object> report = new LinkedHashMap<>(settings.of(Section.REPORT).all());
        report.remove("title");
        basis.put("report", report);
        return StepStore.fingerprint(basis);
    }

    String decode(List<RecordingJob> jobs) throws IOException {
        Map<String, Object> basis = new LinkedHashMap<>();
        Map<String, Object> epochs = new LinkedHashMap<>();
        for (RecordingJob job : jobs) {
            epochs.put(job.id(), epochs(job));
        }
        basis.put("epochs", epochs);
        basis.put("decode", settings.of(Section.DECODE).all());
        Path participants = settings.dataset().resolve("participants.tsv");
        if (Files.isRegularFile(participants)) {
            basis.put("participants", state(participants));
        }
        return StepStore.fingerprint(basis);
    }

    private static List<Long> state(Path file) throws IOException {
        return List.of(Files.size(file), Files.getLastModifiedTime(file).toMillis());
    }
}
