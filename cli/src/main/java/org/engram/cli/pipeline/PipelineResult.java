package org.engram.cli.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.core.Notice;
import org.engram.io.table.ClosestName;

/**
 * How a run of a pipeline ended.
 *
 * @param settings what was asked for
 * @param steps of each recording, in order
 * @param outcomes how far each recording came
 * @param decoding the state of decoding; empty when it was not asked for
 * @param decoded what decoding left
 * @param decodingFailure why decoding failed, in a sentence
 */
public record PipelineResult(PipelineSettings settings, List<Step> steps, List<RecordingOutcome> outcomes,
        Optional<RecordingOutcome.State> decoding, Optional<StepRecord> decoded,
        Optional<String> decodingFailure) {
    /** Copies the lists. */
    public PipelineResult {
        steps = List.copyOf(steps);
        outcomes = List.copyOf(outcomes);
    }

    /** @return one sentence for everything that failed */
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (RecordingOutcome outcome : outcomes) {
            outcome.failure()
                    .ifPresent(words -> failures.add(outcome.job().id() + ", " + failed(outcome) + ": "
                            + words));
        }
        decodingFailure.ifPresent(words -> failures.add("decode: " + words));
        return failures;
    }

    private static String failed(RecordingOutcome outcome) {
        return outcome.states().entrySet().stream()
                .filter(entry -> entry.getValue() == RecordingOutcome.State.FAILED)
                .map(entry -> entry.getKey().word()).findFirst().orElse("");
    }

    /** @return how many steps ended so, decoding among them */
    int count(RecordingOutcome.State state) {
        long steps = outcomes.stream().flatMap(outcome -> outcome.states().values().stream())
                .filter(state::equals).count();
        return (int) steps + (decoding.filter(state::equals).isPresent() ? 1 : 0);
    }

    /** @return the result of decoding in one line */
    public Optional<String> headline() {
        return decoded.map(record -> String.valueOf(record.summary().get("headline")));
    }

    /** @return the first page */
    public Path index() {
        return settings.derivatives().resolve("index.html");
    }

    /** @return the run in one line: how many steps were done and how many were up to date */
    public String describe() {
        long subjects = outcomes.stream().map(outcome -> outcome.job().run().subject()).distinct().count();
        StringBuilder line = new StringBuilder();
        line.append(outcomes.size()).append(outcomes.size() == 1 ? " recording of " : " recordings of ")
                .append(subjects).append(subjects == 1 ? " subject: " : " subjects: ");
        List<String> parts = new ArrayList<>();
        for (RecordingOutcome.State state : RecordingOutcome.State.values()) {
            int count = count(state);
            if (count > 0) {
                parts.add(count + (count == 1 ? " step " : " steps ") + state.words());
            }
        }
        return line.append(String.join(", ", parts)).toString();
    }

    /** @return a line for each recording with its steps, and one for decoding */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (RecordingOutcome outcome : outcomes) {
            lines.add(outcome.job().id() + ": " + String.join(", ", steps.stream()
                    .map(step -> step.word() + " " + outcome.states().get(step).words()).toList()));
        }
        decoding.ifPresent(state -> lines.add("all: decode " + state.words()));
        return lines;
    }

    /** @return what a program wants to know */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("settings", settings.fields());
        List<Object> recordings = new ArrayList<>();
        for (RecordingOutcome outcome : outcomes) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("recording", outcome.job().id());
            Map<String, Object> states = new LinkedHashMap<>();
            outcome.states().forEach((step, state) -> states.put(step.word(), state.words()));
            entry.put("steps", states);
            outcome.failure().ifPresent(words -> entry.put("failure", words));
            outcome.record(Step.CLEAN).ifPresent(record -> entry.put("clean", record.summary()));
            outcome.record(Step.EPOCHS).ifPresent(record -> entry.put("epochs", record.summary()));
            recordings.add(entry);
        }
        fields.put("recordings", recordings);
        decoding.ifPresent(state -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("state", state.words());
            decoded.ifPresent(record -> entry.put("result", record.summary().get("result")));
            fields.put("decode", entry);
        });
        fields.put("failures", failures());
        return fields;
    }

    /** Everything a person should know: what is the same for several recordings once, with their names. */
    List<Notice> notices() {
        Map<Notice, List<String>> recordings = new LinkedHashMap<>();
        for (RecordingOutcome outcome : outcomes) {
            outcome.records().values().stream().flatMap(record -> record.notices().stream()).distinct()
                    .forEach(notice -> recordings.computeIfAbsent(notice, any -> new ArrayList<>())
                            .add(outcome.job().id()));
        }
        List<Notice> notices = new ArrayList<>();
        recordings.forEach((notice, ids) -> notices.add(new Notice(notice.code(),
                (ids.size() > 1 && ids.size() == outcomes.size() ? "all recordings" : ClosestName.list(ids))
                        + ": "
                        + notice.text())));
        decoded.ifPresent(record -> notices.addAll(record.notices()));
        return notices;
    }
}
