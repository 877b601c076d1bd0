package org.engram.io.bids;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One EEG, MEG or iEEG recording of a dataset, with the entities of its name. The natural order is by subject, session,
 * task, run (numbers by their value), then path.
 *
 * @param file the data file, or folder where the format is one
 * @param relativePath its path in the dataset, with {@code /} between folders
 * @param datatype {@code eeg}, {@code meg} or {@code ieeg}
 * @param entities labels by key: {@code sub} always, {@code ses}, {@code task}, {@code run}, ... where the name has them
 */
public record RecordingRun(Path file, String relativePath, String datatype,
        Map<String, String> entities) implements Comparable<RecordingRun> {
    private static final Comparator<RecordingRun> ORDER = Comparator
            .comparing(RecordingRun::subject, BoldRun::compareLabels)
            .thenComparing(run -> run.session().orElse(""), BoldRun::compareLabels)
            .thenComparing(run -> run.task().orElse(""), BoldRun::compareLabels)
            .thenComparing(run -> run.run().orElse(""), BoldRun::compareLabels)
            .thenComparing(RecordingRun::relativePath);

    /** Copies the entities, keeping their order. */
    public RecordingRun {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(datatype, "datatype");
        entities = Collections.unmodifiableMap(new LinkedHashMap<>(entities));
        if (!entities.containsKey("sub")) {
            throw new IllegalArgumentException(
                    "a run needs the entity sub; " + relativePath + " has " + entities);
        }
    }

    /** @return the subject's label, without {@code sub-} */
    public String subject() {
        return entities.get("sub");
    }

    /** @return the session's label */
    public Optional<String> session() {
        return Optional.ofNullable(entities.get("ses"));
    }

    /** @return the task's label */
    public Optional<String> task() {
        return Optional.ofNullable(entities.get("task"));
    }

    /** @return the run's label, as written */
    public Optional<String> run() {
        return Optional.ofNullable(entities.get("run"));
    }

    /** @return what a person calls the run: {@code sub-01 ses-2 task-rest run-1} */
    public String label() {
        StringBuilder label = new StringBuilder();
        entities.forEach((key, value) -> label.append(label.length() == 0 ? "" : " ").append(key).append('-')
                .append(value));
        return label.toString();
    }

    @Override
    public int compareTo(RecordingRun other) {
        return ORDER.compare(this, other);
    }
}
