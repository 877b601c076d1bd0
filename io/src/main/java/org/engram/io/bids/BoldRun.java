package org.engram.io.bids;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * One BOLD image of one run, with the entities of its name. The natural order is by session, task, run (numbers by their
 * value), then path.
 *
 * @param image the image file
 * @param relativePath its path in the dataset, with {@code /} between folders
 * @param entities labels by key: {@code sub} always, {@code ses}, {@code task}, {@code run}, {@code space}, ... where
 *     the name has them; for the OpenfMRI folder {@code task001_run002} they are {@code task=001}, {@code run=002}
 */
public record BoldRun(Path image, String relativePath,
        Map<String, String> entities) implements BidsRun, Comparable<BoldRun> {
    private static final Comparator<BidsRun> ORDER = BidsName.runOrder();

    /** Copies the entities, keeping their order. */
    public BoldRun {
        entities = BidsName.ofRun(entities, relativePath);
    }

    /** @return the space of a derivative, such as {@code MNI152NLin2009cAsym} */
    public Optional<String> space() {
        return Optional.ofNullable(entities.get("space"));
    }

    /** @return what a person calls the run: {@code sub-01 ses-2 task-objects run-1} */
    public String label() {
        StringBuilder label = new StringBuilder();
        for (String key : new String[] {"sub", "ses", "task", "acq", "dir", "run"}) {
            if (entities.containsKey(key)) {
                label.append(label.length() == 0 ? "" : " ").append(key).append('-')
                        .append(entities.get(key));
            }
        }
        return label.toString();
    }

    @Override
    public int compareTo(BoldRun other) {
        return ORDER.compare(this, other);
    }
}
