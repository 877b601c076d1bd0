package org.engram.io.recording;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a person wants to know about a recording first, in plain words. */
public final class RecordingFacts {
    private static final int LISTED = 8;

    private RecordingFacts() {}

    /**
     * @param recording a recording; only what its header says is looked at
     * @return facts in the order to print
     */
    public static Map<String, String> of(Recording recording) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("channels", recording.channelCount() + " (" + types(recording.channels()) + ")");
        facts.put("names", listed(recording.channelNames()));
        facts.put("sampling rate", number(recording.samplingRateHz()) + " Hz");
        facts.put("duration", number(recording.durationSeconds()) + " s (" + recording.sampleCount()
                + " samples)");
        recording.startTime().ifPresent(time -> facts.put("start", time.toString()));
        if (recording.firstSample() != 0) {
            facts.put("first sample", Long.toString(recording.firstSample()));
        }
        if (recording.segments().size() > 1) {
            facts.put("segments", recording.segments().size() + " (with gaps between)");
        }
        if (!recording.badChannels().isEmpty()) {
            facts.put("bad channels", listed(recording.badChannels()));
        }
        if (!recording.annotations().isEmpty()) {
            facts.put("annotations", recording.annotations().size() + " (" + texts(recording.annotations())
                    + ")");
        }
        long placed = recording.channels().stream().filter(c -> c.position().isPresent()).count();
        if (placed > 0) {
            facts.put("electrode positions", Long.toString(placed));
        }
        if (!Double.isNaN(recording.band().highPassHz()) || !Double.isNaN(recording.band().lowPassHz())) {
            facts.put("band",
                    edge(recording.band().highPassHz()) + " - " + edge(recording.band().lowPassHz()));
        }
        recording.lineFrequencyHz().ifPresent(line -> facts.put("mains", number(line) + " Hz"));
        if (!recording.projectors().isEmpty()) {
            facts.put("projectors", recording.projectors().stream().map(Projector::description)
                    .collect(Collectors.joining(", ")));
        }
        facts.putAll(recording.facts());
        return facts;
    }

    private static String types(List<Channel> channels) {
        return channels.stream()
                .collect(Collectors.groupingBy(Channel::type, TreeMap::new, Collectors.counting()))
                .entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    private static String texts(List<Annotation> annotations) {
        Map<String, Long> counts = annotations.stream()
                .collect(Collectors.groupingBy(Annotation::text, LinkedHashMap::new, Collectors.counting()));
        return listed(counts.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList());
    }

    private static String listed(List<String> all) {
        return all.size() <= LISTED
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, LISTED)) + ", ... " + (all.size() - LISTED) + " more";
    }

    private static String edge(double hz) {
        return Double.isNaN(hz) ? "?" : number(hz) + " Hz";
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value).replaceFirst("(\\.\\d*?)0+(e|$)", "$1$2")
                        .replaceFirst("\\.(e|$)", "$1");
    }
}
