package org.engram.io.recording.brainvision;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Segment;

/** The markers of a recording. Dates are local times without a zone; they are taken as UTC. */
final class Markers {
    static final String NEW_SEGMENT = "New Segment";
    static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final List<Marker> markers = new ArrayList<>();
    private final double samplingRateHz;

    /** One marker; position from 0, length in samples, channel from 1 or 0 for all. */
    private record Marker(String type, String description, long position, long length, int channel,
            Optional<Instant> date) {}

    /** No markers. */
    Markers(double samplingRateHz) {
        this.samplingRateHz = samplingRateHz;
    }

    Markers(Path file, double samplingRateHz, Consumer<Notice> notices) throws IOException {
        this(samplingRateHz);
        int odd = 0;
        for (var entry : SectionedText.read(file).section("Marker Infos").entrySet()) {
            if (entry.getKey().matches("mk[0-9]+")) {
                Optional<Marker> marker = marker(SectionedText.parts(entry.getValue()));
                marker.ifPresent(markers::add);
                odd += marker.isPresent() ? 0 : 1;
            }
        }
        if (odd > 0) {
            notices.accept(new Notice("brainvision-markers", odd + " markers of " + file.getFileName()
                    + " have no position: they are left out"));
        }
    }

    private static Optional<Marker> marker(String[] parts) {
        if (parts.length < 3 || !parts[2].matches("[0-9]{1,15}")) {
            return Optional.empty();
        }
        long length = parts.length > 3 && parts[3].matches("[0-9]{1,15}") ? Long.parseLong(parts[3]) : 0;
        int channel = parts.length > 4 && parts[4].matches("[0-9]{1,6}") ? Integer.parseInt(parts[4]) : 0;
        return Optional
                .of(new Marker(parts[0], parts[1], Math.max(0, Long.parseLong(parts[2]) - 1), length, channel,
                        parts.length > 5 ? date(parts[5]) : Optional.empty()));
    }

    /** {@code yyyymmddhhmmss} and microseconds. */
    private static Optional<Instant> date(String text) {
        if (!text.matches("[0-9]{20}") || text.startsWith("0000")) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(text.substring(0, 14), SECONDS).toInstant(ZoneOffset.UTC)
                    .plusNanos(1000L * Integer.parseInt(text.substring(14))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** When the first sample was taken. */
    Optional<Instant> startTime() {
        return markers.stream().filter(marker -> marker.type().equals(NEW_SEGMENT) && marker.position() == 0)
                .findFirst().flatMap(Marker::date);
    }

    /** All markers as "type/description", and a boundary at each joint. */
    List<Annotation> annotations(List<Channel> channels, List<Segment> segments) {
        List<Annotation> annotations = new ArrayList<>();
        for (Marker marker : markers) {
            List<String> about = marker.channel() > 0 && marker.channel() <= channels.size()
                    ? List.of(channels.get(marker.channel() - 1).name())
                    : List.of();
            annotations
                    .add(new Annotation(marker.position() / samplingRateHz, marker.length() / samplingRateHz,
                            marker.type() + "/" + marker.description(), about));
        }
        for (Segment segment : segments) {
            if (segment.firstSample() > 0) {
                annotations.add(Annotation.of(segment.firstSample() / samplingRateHz, 0, "boundary"));
            }
        }
        return annotations;
    }

    /** Stretches between "New Segment" markers, at the times their dates say where all have one. */
    List<Segment> segments(long sampleCount) {
        List<Marker> starts = markers.stream()
                .filter(marker -> marker.type().equals(NEW_SEGMENT) && marker.position() > 0
                        && marker.position() < sampleCount)
                .sorted(Comparator.comparingLong(Marker::position)).toList();
        List<Segment> segments = new ArrayList<>();
        Optional<Instant> begin = startTime();
        long first = 0;
        double onset = 0;
        for (Marker start : starts) {
            if (start.position() == first) {
                continue;
            }
            segments.add(new Segment(first, start.position() - first, onset));
            double contiguous = onset + (start.position() - first) / samplingRateHz;
            Optional<Double> dated = begin.flatMap(from -> start.date().map(date -> seconds(from, date)));
            // A clock that was set back between segments says nothing; time at least goes on.
            onset = Math.max(contiguous, dated.orElse(contiguous));
            first = start.position();
        }
        if (sampleCount > first) {
            segments.add(new Segment(first, sampleCount - first, onset));
        }
        return segments;
    }

    private static double seconds(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return between.getSeconds() + between.getNano() * 1e-9;
    }
}
