package org.engram.io.recording.fif;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;

/**
 * Annotations as a file stores them: onset and end in seconds after the date of the measurement, texts separated by
 * colons. A file without that date counts from the sample of number 0; one that gives the annotations no date of their
 * own, though the measurement has one, counts from the first sample.
 */
final class AnnotationBlock {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLON = "{COLON}";

    private AnnotationBlock() {}

    /**
     * @param firstSeconds number of the first sample over the sampling rate
     */
    static List<Annotation> read(FifFile file, Optional<Instant> date, double firstSeconds)
            throws IOException {
        List<Annotation> annotations = new ArrayList<>();
        for (Block block : file.root().blocks(Blocks.ANNOTATIONS)) {
            double[] onsets = numbers(file, block, Kinds.BASELINE_BEGIN);
            double[] ends = numbers(file, block, Kinds.BASELINE_END);
            Optional<Tag> comment = block.find(Kinds.COMMENT);
            List<String> texts = comment.isPresent() && comment.get().size() > 0
                    ? Arrays.asList(file.text(comment.get()).split(":", -1))
                    : List.of();
            if (texts.isEmpty() && onsets.length == 1) {
                texts = List.of("");
            }
            if (ends.length != onsets.length || texts.size() != onsets.length) {
                throw file.damaged(comment.orElseGet(() -> block.tags().get(0)),
                        "annotations have " + onsets.length
                                + " onsets, " + ends.length + " ends and " + texts.size() + " texts");
            }
            double shift = shift(file, block, date, firstSeconds);
            List<List<String>> channels = channels(file, block, onsets.length);
            for (int i = 0; i < onsets.length; i++) {
                double duration = ends[i] - onsets[i];
                if (Double.isFinite(onsets[i]) && Double.isFinite(duration)) {
                    annotations.add(new Annotation(onsets[i] + shift, Math.max(0, duration),
                            texts.get(i).replace(COLON, ":"), channels.get(i)));
                }
            }
        }
        return annotations;
    }

    private static double[] numbers(FifFile file, Block block, int kind) throws IOException {
        Optional<Tag> tag = block.find(kind);
        return tag.isPresent() && tag.get().size() > 0 ? file.numbers(tag.get()) : new double[0];
    }

    private static double shift(FifFile file, Block block, Optional<Instant> date, double firstSeconds)
            throws IOException {
        double[] origin = numbers(file, block, Kinds.MEASUREMENT_DATE);
        if (date.isEmpty()) {
            return -firstSeconds;
        }
        if (origin.length == 0) {
            return 0;
        }
        double seconds = origin[0] - date.get().getEpochSecond();
        double fraction = (origin.length > 1 ? origin[1] * 1e-6 : 0) - date.get().getNano() * 1e-9;
        double apart = seconds + fraction;
        // a date stored as one floating point number is exact to a microsecond only
        return (Math.abs(apart) < 2e-6 ? 0 : apart) - firstSeconds;
    }

    private static List<List<String>> channels(FifFile file, Block block, int count) throws IOException {
        List<List<String>> channels = new ArrayList<>();
        Optional<Tag> tag = block.find(Kinds.DROP_LOG);
        JsonNode stored = tag.isPresent() ? parse(file, tag.get()) : null;
        for (int i = 0; i < count; i++) {
            List<String> names = new ArrayList<>();
            if (stored != null && i < stored.size()) {
                stored.get(i).forEach(name -> names.add(name.asText()));
            }
            channels.add(names);
        }
        return channels;
    }

    /** Reads JSON from a tag. */
    static JsonNode parse(FifFile file, Tag tag) throws IOException {
        try {
            return JSON.readTree(file.text(tag));
        } catch (JsonProcessingException e) {
            throw file.damaged(tag, "its JSON text is damaged: " + e.getOriginalMessage());
        }
    }

    /** Writes JSON. */
    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static void write(FifOutput out, List<Annotation> annotations, Optional<Instant> date,
            double firstSeconds) throws IOException {
        if (annotations.isEmpty()) {
            return;
        }
        out.begin(Blocks.ANNOTATIONS);
        out.doubles(Kinds.BASELINE_BEGIN,
                annotations.stream().mapToDouble(a -> a.onsetSeconds() + firstSeconds).toArray());
        out.doubles(Kinds.BASELINE_END,
                annotations.stream().mapToDouble(a -> a.endSeconds() + firstSeconds).toArray());
        out.names(Kinds.COMMENT, annotations.stream().map(a -> a.text().replace(":", COLON)).toList());
        if (date.isPresent()) {
            out.doubles(Kinds.MEASUREMENT_DATE, date.get().getEpochSecond() + date.get().getNano() * 1e-9);
        }
        if (annotations.stream().anyMatch(a -> !a.channels().isEmpty())) {
            out.text(Kinds.DROP_LOG, json(annotations.stream().map(Annotation::channels).toList()));
        }
        out.end(Blocks.ANNOTATIONS);
    }
}
