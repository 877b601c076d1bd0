package org.engram.cli.pipeline;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a recording came.
 *
 * @param job the recording
 * @param states of the steps that were asked for; none for those behind a failure
 * @param records of the steps that are done
 * @param failure what went wrong, in a sentence
 */
record RecordingOutcome(RecordingJob job, Map<Step, State> states, Map<Step, StepRecord> records,
        Optional<String> failure) {
    /** How a step ended. */
    enum State {
        /** Done in this run. */
        DONE("done"),
        /** Done before, and nothing has changed since. */
        KEPT("up to date"),
        /** Has to be done; this run only looks. */
        DUE("to do"),
        /** Failed. */
        FAILED("failed"),
        /** Not reached, because a step before it failed. */
        MISSED("not reached");

        private final String words;

        State(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    RecordingOutcome {
        states = Collections.unmodifiableMap(new EnumMap<>(states));
        records = Collections.unmodifiableMap(new EnumMap<>(records));
    }

    Optional<StepRecord> record(Step step) {
        return Optional.ofNullable(records.get(step));
    }
}
