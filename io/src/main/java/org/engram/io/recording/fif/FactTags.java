package org.engram.io.recording.fif;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.JulianFields;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;

/** What a measurement info says about experimenter, subject and device, as facts for a person to read. */
enum FactTags {
    EXPERIMENTER("experimenter", Blocks.MEASUREMENT_INFO, Kinds.EXPERIMENTER),
    DESCRIPTION("description", Blocks.MEASUREMENT_INFO, Kinds.COMMENT),
    PROJECT("project", Blocks.MEASUREMENT_INFO, Kinds.PROJECT_NAME),
    REFERENCE("EEG reference", Blocks.MEASUREMENT_INFO, Kinds.CUSTOM_REFERENCE, "", "changed",
            "current source density"),
    SUBJECT("subject", Blocks.SUBJECT, Kinds.SUBJECT_ID),
    LAST_NAME("subject last name", Blocks.SUBJECT, Kinds.SUBJECT_LAST_NAME),
    FIRST_NAME("subject first name", Blocks.SUBJECT, Kinds.SUBJECT_FIRST_NAME),
    BIRTHDAY("subject birthday", Blocks.SUBJECT, Kinds.SUBJECT_BIRTHDAY),
    SEX("subject sex", Blocks.SUBJECT, Kinds.SUBJECT_SEX, "unknown", "male", "female"),
    HAND("subject hand", Blocks.SUBJECT, Kinds.SUBJECT_HAND, "unknown", "right", "left", "both"),
    DEVICE("device", Blocks.DEVICE, Kinds.DEVICE_TYPE),
    MODEL("device model", Blocks.DEVICE, Kinds.DEVICE_MODEL),
    SERIAL("device serial number", Blocks.DEVICE, Kinds.DEVICE_SERIAL),
    SITE("device site", Blocks.DEVICE, Kinds.DEVICE_SITE);

    private final String fact;
    private final int block;
    private final int kind;
    private final List<String> meanings;

    FactTags(String fact, int block, int kind, String... meanings) {
        this.fact = fact;
        this.block = block;
        this.kind = kind;
        this.meanings = List.of(meanings);
    }

    static Map<String, String> read(FifFile file, Block info) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        for (FactTags each : values()) {
            Optional<Tag> tag = info.block(each.block).flatMap(there -> there.find(each.kind));
            if (tag.isPresent() && tag.get().size() > 0) {
                String said = each.said(file, tag.get());
                if (!said.isEmpty()) {
                    facts.put(each.fact, said);
                }
            }
        }
        return facts;
    }

    private String said(FifFile file, Tag tag) throws IOException {
        if (this == BIRTHDAY) {
            int day = file.integer(tag);
            return day < 0 || day > 3_000_000
                    ? ""
                    : LocalDate.EPOCH.with(JulianFields.JULIAN_DAY, day).toString();
        }
        if (meanings.isEmpty()) {
            return file.text(tag).strip();
        }
        int code = file.integer(tag);
        return code >= 0 && code < meanings.size() ? meanings.get(code) : Integer.toString(code);
    }

    /** Whether a fact is one that can be written. */
    static boolean isWritten(Map.Entry<String, String> fact) {
        return Arrays.stream(values()).anyMatch(each -> each.fact.equals(fact.getKey())
                && (each.meanings.isEmpty()
                        ? each != BIRTHDAY || julian(fact.getValue()).isPresent()
                        : each.meanings.contains(fact.getValue())));
    }

    /** Writes the facts that belong into a block, and that block around them unless it is the info itself. */
    static void write(FifOutput out, int block, Map<String, String> facts) throws IOException {
        boolean own = block != Blocks.MEASUREMENT_INFO;
        boolean begun = false;
        for (FactTags each : values()) {
            String said = facts.get(each.fact);
            if (each.block != block || said == null || !isWritten(Map.entry(each.fact, said))) {
                continue;
            }
            if (own && !begun) {
                out.begin(block);
                begun = true;
            }
            if (each == BIRTHDAY) {
                out.julianDay(each.kind, julian(said).orElseThrow());
            } else if (each.meanings.isEmpty()) {
                out.text(each.kind, said);
            } else {
                out.integers(each.kind, each.meanings.indexOf(said));
            }
        }
        if (begun) {
            out.end(block);
        }
    }

    private static Optional<Integer> julian(String date) {
        try {
            return Optional.of((int) LocalDate.parse(date).getLong(JulianFields.JULIAN_DAY));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
