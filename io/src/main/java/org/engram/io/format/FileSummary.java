package org.engram.io.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.Notice;

/**
 * What a file holds, for a person to read.
 *
 * @param format the name and version of its format
 * @param facts what is known about it, in the order to print; keys are short and in plain words
 * @param notices what is odd about it
 */
public record FileSummary(String format, Map<String, String> facts, List<Notice> notices) {
    /** Copies, keeping the order. */
    public FileSummary {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        notices = List.copyOf(notices);
    }
}
