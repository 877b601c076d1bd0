package org.engram.cli.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.FormatException;
import org.engram.core.Notice;

/**
 * What a step left behind.
 *
 * @param fingerprint of everything the result depends on
 * @param outputs size of each file that has to be there, by its path below the folder for results
 * @param summary facts for reports, as JSON values
 * @param notices what a person should know
 */
record StepRecord(String fingerprint, Map<String, Object> outputs, Map<String, Object> summary,
        List<Notice> notices) {
    StepRecord {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
        notices = List.copyOf(notices);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("fingerprint", fingerprint);
        fields.put("outputs", outputs);
        fields.put("summary", summary);
        fields.put("notices", notices.stream()
                .map(notice -> Map.of("code", notice.code(), "text", notice.text())).toList());
        return fields;
    }

    static StepRecord of(Path file, Map<String, Object> fields) {
        List<Notice> notices = new ArrayList<>();
        if (fields.get("notices") instanceof List<?> list) {
            for (Object item : list) {
                Map<String, Object> notice = map(file, item);
                notices.add(
                        new Notice(String.valueOf(notice.get("code")), String.valueOf(notice.get("text"))));
            }
        }
        return new StepRecord(String.valueOf(fields.get("fingerprint")), map(file, fields.get("outputs")),
                map(file, fields.get("summary")), notices);
    }

    @SuppressWarnings("unchecked") // JSON objects have texts as keys
    static Map<String, Object> map(Path file, Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new FormatException(file, "is no record of a step: delete it to do the step again");
    }
}
