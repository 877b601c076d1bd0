package org.engram.cli.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.TriggerEvent;
import org.engram.io.table.ClosestName;
import org.engram.preprocessing.electrophysiology.events.AnnotationEvents;
import org.engram.preprocessing.electrophysiology.events.Events;
import org.engram.preprocessing.electrophysiology.events.TriggerEvents;
import picocli.CommandLine.Option;

/** Which events epochs are cut around. */
final class EventOptions {
    @Option(names = "--events", paramLabel = "SOURCE", description = "stim (trigger channels) or annotations. Default: annotations where --match is given or there is no trigger channel.")
    String source;

    @Option(names = "--stim-channel", paramLabel = "CH,...", split = ",", description = "Channels that hold trigger codes (default: STI101, STI 014, or the first trigger channel).")
    List<String> stimChannels = List.of();

    @Option(names = "--event", paramLabel = "[NAME=]CODE", description = "An event to keep: the text of an annotation (of Comment/left, left is enough) or a trigger code, with a name of your own if you like. May be repeated; default: all events.")
    List<String> named = List.of();

    @Option(names = "--match", paramLabel = "REGEX", description = "Annotations to keep: the whole text must match.")
    String pattern;

    @Option(names = "--min-duration", paramLabel = "SECONDS", defaultValue = "0", description = "How long a trigger code must stand (default: ${DEFAULT-VALUE}).")
    double minimumSeconds;

    @Option(names = "--shift", paramLabel = "SECONDS", defaultValue = "0", description = "A known delay of the stimulus behind its trigger (default: ${DEFAULT-VALUE}).")
    double shiftSeconds;

    /** Fails on values that are wrong whatever the recording. */
    void requireValid() {
        if (source != null && !source.equals("stim") && !source.equals("annotations")) {
            throw new IllegalArgumentException("--events is \"" + source + "\": give stim or annotations");
        }
        if ("stim".equals(source) && pattern != null) {
            throw new IllegalArgumentException(
                    "--match chooses annotations, but --events is stim: use --event NAME=CODE");
        }
        if (!(minimumSeconds >= 0) || !Double.isFinite(shiftSeconds)) {
            throw new IllegalArgumentException("--min-duration is " + minimumSeconds + " and --shift "
                    + shiftSeconds + ": give finite numbers of seconds, the former not negative");
        }
        regex();
        names();
    }

    private Pattern regex() {
        try {
            return pattern == null ? null : Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("--match \"" + pattern + "\" is no regular expression: "
                    + e.getDescription() + " at character " + e.getIndex());
        }
    }

    /** Name to code or text. */
    private Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String entry : named) {
            int at = entry.indexOf('=');
            if (entry.isEmpty() || at == 0 || at == entry.length() - 1) {
                throw new IllegalArgumentException("--event is \"" + entry
                        + "\": give the text of an annotation, or a name, = and a code or text, such as target=12");
            }
            String name = at < 0 ? entry : entry.substring(0, at);
            if (names.put(name, entry.substring(at + 1)) != null) {
                throw new IllegalArgumentException("--event names \"" + name
                        + "\" twice: give each kind of events its own name");
            }
        }
        return names;
    }

    /** The events, named as they were asked for. */
    Events find(Recording recording, Consumer<Notice> notices) throws IOException {
        boolean stim = source != null
                ? source.equals("stim")
                : !stimChannels.isEmpty() || pattern == null
                        && recording.channelsThat(channel -> channel.type() == ChannelType.STIM).length > 0;
        Events events = stim ? ofTriggers(recording, notices) : ofAnnotations(recording);
        if (events.count() == 0) {
            throw new EngramException(stim
                    ? "the trigger channel holds no event: give --stim-channel, or --events annotations"
                    : "no annotation makes an event" + (pattern == null ? "" : " by --match " + pattern)
                            + "; "
                            + ClosestName.hint(pattern == null ? "" : pattern, texts(recording)));
        }
        return shiftSeconds == 0
                ? events
                : events.shifted(Math.round(shiftSeconds * recording.samplingRateHz()));
    }

    private Events ofTriggers(Recording recording, Consumer<Notice> notices) throws IOException {
        TriggerEvents.Builder builder = TriggerEvents.builder().minimumDurationSeconds(minimumSeconds);
        if (!stimChannels.isEmpty()) {
            stimChannels.forEach(recording::channel);
            builder.channels(stimChannels.toArray(String[]::new));
        }
        Events found = Events.of(builder.build().find(recording, notices));
        if (named.isEmpty()) {
            return found;
        }
        Map<Integer, Integer> counts = new TreeMap<>();
        for (TriggerEvent event : found.list()) {
            counts.merge(event.code(), 1, Integer::sum);
        }
        Map<String, Integer> codes = new LinkedHashMap<>();
        names().forEach((name, text) -> {
            OptionalInt code = number(text);
            if (code.isEmpty() || !counts.containsKey(code.getAsInt())) {
                throw new EngramException(
                        "--event " + name + "=" + text + ": no trigger has that code; there are "
                                + ClosestName.list(counts.entrySet().stream()
                                        .map(entry -> entry.getKey() + " (" + entry.getValue() + " times)")
                                        .toList()));
            }
            codes.put(name, code.getAsInt());
        });
        return found.named(codes).select(codes.keySet().toArray(String[]::new));
    }

    private Events ofAnnotations(Recording recording) {
        AnnotationEvents.Builder builder = AnnotationEvents.builder();
        Pattern regex = regex();
        if (regex != null) {
            builder.pattern(regex);
        }
        if (named.isEmpty()) {
            return builder.build().find(recording);
        }
        Map<String, Integer> codes = new LinkedHashMap<>();
        Map<String, Integer> ofText = new LinkedHashMap<>();
        List<String> texts = texts(recording);
        names().forEach((name, text) -> {
            List<String> meant = texts.stream().filter(one -> isMeant(one, text)).toList();
            if (meant.isEmpty()) {
                throw new EngramException("--event " + name + "=" + text + ": no annotation has that text; "
                        + ClosestName.hint(text, texts));
            }
            codes.put(name, codes.size() + 1);
            meant.forEach(one -> ofText.put(one, codes.get(name)));
        });
        return builder.codes(ofText).build().find(recording).named(codes);
    }

    /** The text itself, what follows the kind of a BrainVision marker, or its number. */
    private static boolean isMeant(String annotation, String text) {
        OptionalInt marker = AnnotationEvents.brainVisionCode(annotation);
        return annotation.equals(text) || annotation.endsWith("/" + text)
                || marker.isPresent() && marker.equals(number(text));
    }

    private static List<String> texts(Recording recording) {
        Set<String> texts = new LinkedHashSet<>();
        recording.annotations().stream().filter(one -> !one.isBad() && !one.isEdge()).map(Annotation::text)
                .forEach(texts::add);
        return new ArrayList<>(texts);
    }

    private static OptionalInt number(String text) {
        try {
            return OptionalInt.of(Integer.parseInt(text.trim()));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
