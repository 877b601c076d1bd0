package org.engram.io.bids;

import java.util.Map;
import java.util.Optional;

/** One run of a dataset, whatever was measured, with the entities of its name. */
public sealed interface BidsRun permits BoldRun, RecordingRun {
    /** @return labels by key: {@code sub} always, {@code ses}, {@code task}, {@code run}, ... where the name has them */
    Map<String, String> entities();

    /** @return its path in the dataset, with {@code /} between folders */
    String relativePath();

    /** @return the subject's label, without {@code sub-} */
    default String subject() {
        return entities().get("sub");
    }

    /** @return the session's label */
    default Optional<String> session() {
        return Optional.ofNullable(entities().get("ses"));
    }

    /** @return the task's label */
    default Optional<String> task() {
        return Optional.ofNullable(entities().get("task"));
    }

    /** @return the run's label, as written */
    default Optional<String> run() {
        return Optional.ofNullable(entities().get("run"));
    }
}
