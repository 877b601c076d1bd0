package org.engram.io.recording.eeglab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.array.mat.MatCell;
import org.engram.io.array.mat.MatNumbers;
import org.engram.io.array.mat.MatStruct;
import org.engram.io.array.mat.MatValue;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Segment;
import org.engram.io.recording.Trial;

/** Events of a data set. Latencies count samples from 1; "boundary" stands where data were cut out. */
final class EeglabEvents {
    private static final String BOUNDARY = "boundary";

    private final EeglabFields fields;
    private final double samplingRateHz;
    private final List<Event> events = new ArrayList<>();

    /** One event; latency in samples from 1, duration in samples. */
    private record Event(String type, double latency, double duration, int epoch) {}

    EeglabEvents(EeglabFields fields, double samplingRateHz, Consumer<Notice> notices) {
        this.fields = fields;
        this.samplingRateHz = samplingRateHz;
        Optional<MatStruct> stored = fields.structs("event");
        if (stored.isEmpty()) {
            if (fields.numbers("event").isPresent()) {
                notices.accept(
                        new Notice("eeglab-old-events", "EEG.event is a matrix without names of its columns,"
                                + " as versions before 4 wrote it: no events are read; save the set with a newer EEGLAB"));
            }
            return;
        }
        int dropped = 0;
        for (int i = 0; i < stored.get().size(); i++) {
            double latency = number(stored.get(), i, "latency", Double.NaN);
            double duration = number(stored.get(), i, "duration", 0);
            String type = stored.get().field(i, "type").map(EeglabFields::text).orElse("");
            if (Double.isFinite(latency)) {
                events.add(new Event(type, latency, duration >= 0 && duration < 1e15 ? duration : 0,
                        (int) number(stored.get(), i, "epoch", 0)));
            } else {
                dropped++;
            }
        }
        if (dropped > 0) {
            notices.accept(new Notice("eeglab-events-without-latency",
                    dropped + " events have no latency: they are left out"));
        }
    }

    private static double number(MatStruct events, int row, String field, double otherwise) {
        double value = events.field(row, field).map(EeglabFields::number).orElse(otherwise);
        return Double.isNaN(value) ? otherwise : value;
    }

    /** A boundary lasts no time here: what it says was cut out is not among the samples. */
    List<Annotation> annotations() {
        return events.stream()
                .map(event -> Annotation.of((event.latency() - 1) / samplingRateHz,
                        event.type().equals(BOUNDARY) ? 0 : event.duration() / samplingRateHz,
                        event.type()))
                .toList();
    }

    /** Stretches between boundaries, each as much later as the duration of the boundaries before it says. */
    List<Segment> segments(long sampleCount) {
        List<Segment> segments = new ArrayList<>();
        List<Event> cuts = events.stream().filter(event -> event.type().equals(BOUNDARY))
                .sorted((a, b) -> Double.compare(a.latency(), b.latency())).toList();
        long start = 0;
        double removed = 0;
        for (Event cut : cuts) {
            long next = (long) Math.ceil(cut.latency()) - 1;
            if (next > start && next < sampleCount) {
                segments.add(new Segment(start, next - start, (start + removed) / samplingRateHz));
                start = next;
            }
            // Cut from before the first sample, time says nothing about what can be read.
            removed += next > 0 ? cut.duration() : 0;
        }
        if (sampleCount > start) {
            segments.add(new Segment(start, sampleCount - start, (start + removed) / samplingRateHz));
        }
        return segments;
    }

    /**
     * For each epoch what it was cut around: the event nearest to time 0.
     *
     * @param firstTime index of the first time relative to the event
     */
    List<Trial> trials(int trialCount, int timeCount, int firstTime) {
        String[] labels = new String[trialCount];
        Optional<MatStruct> epochs = fields.structs("epoch");
        if (epochs.isPresent() && epochs.get().size() == trialCount
                && epochs.get().names().contains("eventtype")) {
            for (int trial = 0; trial < trialCount; trial++) {
                labels[trial] = label(epochs.get(), trial);
            }
        } else {
            fromEvents(labels, timeCount, firstTime);
        }
        List<String> distinct = new ArrayList<>(new TreeSet<>(java.util.Arrays.stream(labels)
                .map(label -> label == null ? "" : label).toList()));
        boolean numeric = distinct.stream().allMatch(label -> label.matches("[0-9]{1,9}"));
        List<Trial> trials = new ArrayList<>(trialCount);
        for (int trial = 0; trial < trialCount; trial++) {
            String label = labels[trial] == null ? "" : labels[trial];
            int code = numeric ? Integer.parseInt(label) : distinct.indexOf(label) + 1;
            trials.add(new Trial((long) trial * timeCount - firstTime, code, label));
        }
        return trials;
    }

    private static String label(MatStruct epochs, int trial) {
        List<MatValue> types = list(epochs.field(trial, "eventtype"));
        List<MatValue> latencies = list(epochs.field(trial, "eventlatency"));
        int nearest = 0;
        for (int i = 1; i < types.size() && i < latencies.size(); i++) {
            if (Math.abs(EeglabFields.number(latencies.get(i))) < Math
                    .abs(EeglabFields.number(latencies.get(nearest)))) {
                nearest = i;
            }
        }
        return types.isEmpty() ? "" : EeglabFields.text(types.get(nearest));
    }

    private static List<MatValue> list(Optional<MatValue> value) {
        if (value.isEmpty() || value.get().isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof MatCell cell) {
            return cell.values();
        }
        if (value.get() instanceof MatNumbers numbers && numbers.size() > 1) {
            List<MatValue> each = new ArrayList<>();
            for (int i = 0; i < numbers.size(); i++) {
                each.add(MatNumbers.of(new double[] {numbers.number(i)}, 1, 1));
            }
            return each;
        }
        return List.of(value.get());
    }

    private void fromEvents(String[] labels, int timeCount, int firstTime) {
        double[] nearest = new double[labels.length];
        for (Event event : events) {
            int trial = event.epoch() > 0
                    ? event.epoch() - 1
                    : (int) Math.floor((event.latency() - 1) / timeCount);
            if (trial >= 0 && trial < labels.length) {
                double distance = Math.abs(event.latency() - 1 - (double) trial * timeCount + firstTime);
                if (labels[trial] == null || distance < nearest[trial]) {
                    labels[trial] = event.type();
                    nearest[trial] = distance;
                }
            }
        }
    }
}
