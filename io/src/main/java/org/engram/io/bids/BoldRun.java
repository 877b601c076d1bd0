package org.engram.io.bids;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
        Map<String, String> entities) implements Comparable<BoldRun> {
    private static final Comparator<BoldRun> ORDER = Comparator
            .comparing((BoldRun run) -> run.session().orElse(""), BoldRun::compareLabels)
            .thenComparing(run -> run.task().orElse(""), BoldRun::compareLabels)
            .thenComparing(run -> run.run().orElse(""), BoldRun::compareLabels)
            .thenComparing(BoldRun::relativePath);

    /** Copies the entities, keeping their order. */
    public BoldRun {
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

    /** Labels of digits alone by their value, all others by their characters. */
    static int compareLabels(String a, String b) {
        boolean numbers = isNumber(a) && isNumber(b);
        int byValue = numbers ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : 0;
        return byValue != 0 ? byValue : a.compareTo(b);
    }

    private static boolean isNumber(String label) {
        boolean digits = !label.isEmpty() && label.length() <= 18;
        for (int i = 0; digits && i < label.length(); i++) {
            digits = label.charAt(i) >= '0' && label.charAt(i) <= '9';
        }
        return digits;
    }
}
