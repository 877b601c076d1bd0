package org.engram.io.bids;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

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
        Map<String, String> entities) implements BidsRun, Comparable<RecordingRun> {
    private static final Comparator<BidsRun> ORDER = Comparator
            .comparing(BidsRun::subject, BidsName::compareLabels).thenComparing(BidsName.runOrder());

    /** Copies the entities, keeping their order. */
    public RecordingRun {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(datatype, "datatype");
        entities = BidsName.ofRun(entities, relativePath);
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
