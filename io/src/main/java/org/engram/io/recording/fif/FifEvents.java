package org.engram.io.recording.fif;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.engram.core.FormatException;
import org.engram.io.AtomicFile;
import org.engram.io.recording.TriggerEvent;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;

/**
 * Events in files of their own: {@code -eve.fif}, or text ({@code .eve}, {@code .lst}, {@code .txt}) with one event a
 * line: sample, optionally its time, code before, code after.
 *
 * @param events events in the order of the file; samples are absolute
 * @param names codes by name, in the order of the file; empty when the file gives no names
 */
public record FifEvents(List<TriggerEvent> events, Map<String, Integer> names) {
    private static final long LARGEST_TEXT = 64L << 20;

    /** Copies. */
    public FifEvents {
        events = List.copyOf(events);
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    }

    /**
     * @param file a file of events
     * @return its events
     * @throws FormatException if it is damaged
     * @throws IOException if it cannot be read
     */
    public static FifEvents read(Path file) throws IOException {
        if (isText(file)) {
            return new FifEvents(readText(file), Map.of());
        }
        FifFile content = FifFile.open(file, false, notice -> {});
        Block block = content.root().block(Blocks.EVENTS)
                .orElseThrow(() -> FifContents.missing(content, "event"));
        return new FifEvents(events(content, block), names(content, block));
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.endsWith(".fif") && !name.endsWith(".fif.gz");
    }

    private static List<TriggerEvent> readText(Path file) throws IOException {
        if (Files.size(file) > LARGEST_TEXT) {
            throw new FormatException(file,
                    "has " + Files.size(file) + " bytes, too many for a list of events");
        }
        List<TriggerEvent> events = new ArrayList<>();
        int number = 0;
        for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n")) {
            number++;
            String plain = line.replaceFirst("[#%].*", "").strip();
            if (plain.isEmpty()) {
                continue;
            }
            String[] cells = plain.split("\\s+");
            if (cells.length != 3 && cells.length != 4) {
                throw new FormatException(file, "line " + number + " has " + cells.length
                        + " numbers, expected 3 (sample, code before, code) or 4 (with the time second)");
            }
            try {
                events.add(new TriggerEvent((long) Double.parseDouble(cells[0]),
                        (int) Double.parseDouble(cells[cells.length - 2]),
                        (int) Double.parseDouble(cells[cells.length - 1])));
            } catch (NumberFormatException e) {
                throw new FormatException(file, "line " + number + " is \"" + plain + "\", expected numbers");
            }
        }
        return events;
    }

    static List<TriggerEvent> events(FifFile file, Block block) throws IOException {
        Tag tag = file.need(block, Kinds.EVENT_LIST, "the list of events");
        int[] stored = file.integers(tag);
        if (stored.length % 3 != 0) {
            throw file.damaged(tag, stored.length + " numbers are no list of events of three numbers each");
        }
        List<TriggerEvent> events = new ArrayList<>(stored.length / 3);
        for (int i = 0; i < stored.length; i += 3) {
            events.add(new TriggerEvent(stored[i], stored[i + 1], stored[i + 2]));
        }
        return events;
    }

    /** Codes by name: "name:code;name:code", or a text for each event. */
    static Map<String, Integer> names(FifFile file, Block block) throws IOException {
        Map<String, Integer> names = new LinkedHashMap<>();
        Optional<Tag> pairs = block.find(Kinds.COMMENT);
        if (pairs.isPresent() && pairs.get().size() > 0) {
            for (String pair : file.text(pairs.get()).split(";")) {
                int colon = pair.lastIndexOf(':');
                try {
                    names.put(pair.substring(0, Math.max(colon, 0)),
                            Integer.parseInt(pair.substring(colon + 1).strip()));
                } catch (NumberFormatException e) {
                    throw file.damaged(pairs.get(), "\"" + pair + "\" is no name and code of an event");
                }
            }
            return names;
        }
        Optional<Tag> comments = block.find(Kinds.EVENT_COMMENTS);
        if (comments.isPresent()) {
            String[] texts = new String(file.content(comments.get()).array(), StandardCharsets.ISO_8859_1)
                    .split("\0", -1);
            List<TriggerEvent> events = events(file, block);
            for (int i = 0; i < Math.min(texts.length, events.size()); i++) {
                names.put(texts[i], events.get(i).code());
            }
        }
        return names;
    }

    /**
     * Writes events: as FIFF when the name ends in {@code .fif} or {@code .fif.gz}, as text otherwise (without names).
     *
     * @param file the file to make or replace; its name should end in {@code -eve.fif} or {@code .eve}
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        if (!isText(file)) {
            FifOutput.write(file, out -> write(out, events, names));
            return;
        }
        AtomicFile.write(file, partial -> {
            try (BufferedWriter out = Files.newBufferedWriter(partial, StandardCharsets.US_ASCII)) {
                for (TriggerEvent event : events) {
                    out.write(String.format(Locale.ROOT, "%6d %6d %3d%n", event.sample(), event.previous(),
                            event.code()));
                }
            }
        });
    }

    static void write(FifOutput out, List<TriggerEvent> events, Map<String, Integer> names)
            throws IOException {
        int[] stored = new int[3 * events.size()];
        for (int i = 0; i < events.size(); i++) {
            stored[3 * i] = Math.toIntExact(events.get(i).sample());
            stored[3 * i + 1] = events.get(i).previous();
            stored[3 * i + 2] = events.get(i).code();
        }
        out.begin(Blocks.EVENTS);
        out.integers(Kinds.EVENT_LIST, stored);
        if (!names.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            names.forEach((name, code) -> pairs.add(name + ":" + code));
            out.text(Kinds.COMMENT, String.join(";", pairs));
        }
        out.end(Blocks.EVENTS);
    }
}
