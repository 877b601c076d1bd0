package org.engram.io.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.table.JsonFile;

/**
 * What a person has marked in a recording: bad channels and stretches. The file is the JSON that the signal browser saves:
 *
 * <pre>{@code
 * {"badChannels": ["T7"],
 *  "annotations": [{"onset": 12.5, "duration": 1.2, "text": "BAD_muscle", "channels": []}]}
 * }</pre>
 *
 * @param badChannels names of bad channels, without repetition
 * @param annotations marked stretches, onset in seconds after the first sample
 */
public record RecordingMarks(List<String> badChannels, List<Annotation> annotations) {
    private static final int MOST = 1_000_000;

    /** Copies. */
    public RecordingMarks {
        badChannels = List.copyOf(new LinkedHashSet<>(badChannels));
        annotations = List.copyOf(annotations);
    }

    /**
     * @param recording a recording
     * @return what is marked in it
     */
    public static RecordingMarks of(Recording recording) {
        return new RecordingMarks(recording.badChannels(), recording.annotations());
    }

    /**
     * @param file a file of marks
     * @return them
     * @throws FormatException if it is not such a file; names the field
     * @throws IOException if it cannot be read
     */
    public static RecordingMarks read(Path file) throws IOException {
        Map<String, Object> root = JsonFile.read(file);
        List<String> bad = new ArrayList<>();
        for (Object name : list(file, root, "badChannels")) {
            bad.add(String.valueOf(name));
        }
        List<Annotation> annotations = new ArrayList<>();
        for (Object entry : list(file, root, "annotations")) {
            if (!(entry instanceof Map<?, ?> fields)) {
                throw new FormatException(file, "annotations holds " + entry
                        + ", expected objects with onset, duration and text");
            }
            annotations.add(new Annotation(number(file, fields, "onset"), number(file, fields, "duration"),
                    String.valueOf(fields.get("text")), channels(fields.get("channels"))));
        }
        return new RecordingMarks(bad, annotations);
    }

    private static List<?> list(Path file, Map<String, Object> root, String name) {
        Object value = root.getOrDefault(name, List.of());
        if (value instanceof List<?> list && list.size() <= MOST) {
            return list;
        }
        throw new FormatException(file, name + " is no list; expected what the signal browser saves");
    }

    private static double number(Path file, Map<?, ?> fields, String name) {
        if (fields.get(name) instanceof Number value && Double.isFinite(value.doubleValue())
                && (value.doubleValue() >= 0 || !name.equals("duration"))) {
            return value.doubleValue();
        }
        throw new FormatException(file, "an annotation has " + name + " " + fields.get(name)
                + "; expected a number of seconds");
    }

    private static List<String> channels(Object value) {
        return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    /**
     * @param file the file to make or replace
     * @throws IOException if writing fails; no partial file is left
     */
    public void write(Path file) throws IOException {
        JsonFile.write(file, fields());
    }

    /** @return the fields of the file, in order */
    public Map<String, Object> fields() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("badChannels", badChannels);
        List<Object> entries = new ArrayList<>();
        for (Annotation annotation : annotations) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("onset", annotation.onsetSeconds());
            entry.put("duration", annotation.durationSeconds());
            entry.put("text", annotation.text());
            entry.put("channels", annotation.channels());
            entries.add(entry);
        }
        root.put("annotations", entries);
        return root;
    }

    /**
     * Marks a recording: exactly these channels are bad, and these annotations replace those it had, but the joints of its
     * segments, which stay.
     *
     * @param recording a recording
     * @param notices told of bad channels it does not have
     * @return it, marked
     */
    public Recording applyTo(Recording recording, Consumer<Notice> notices) {
        Set<String> known = new LinkedHashSet<>(recording.channelNames());
        List<String> here = badChannels.stream().filter(known::contains).toList();
        if (here.size() < badChannels.size()) {
            notices.accept(new Notice("marks-unknown-channel", "marked as bad but not in the recording: "
                    + String.join(", ",
                            badChannels.stream().filter(name -> !known.contains(name)).toList())));
        }
        List<Annotation> all = new ArrayList<>(annotations);
        recording.annotations().stream()
                .filter(annotation -> annotation.isDiscontinuity() && !all.contains(annotation))
                .forEach(all::add);
        return recording.withBadChannels(here).toBuilder().annotations(all).build();
    }
}
