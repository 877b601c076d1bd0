package org.engram.cli.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a result came from, enough to make it again.
 *
 * @param command the command line
 * @param started when it began
 * @param duration how long it took
 * @param seed the seed of every random choice
 * @param versions names of programs and libraries with their versions, in the order to show
 * @param parameters every setting with its value, defaults included, in the order to show
 * @param inputs the files read
 */
public record Provenance(String command, Instant started, Duration duration, long seed,
        Map<String, String> versions,
        Map<String, String> parameters, List<InputFile> inputs) {
    /** Copies the collections and keeps their order. */
    public Provenance {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        inputs = List.copyOf(inputs);
    }
}
