package org.engram.io.recording.samples;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;

/**
 * The signals of a file, by how many samples of them a record holds: each group is one {@link Recording}. Nothing is
 * resampled while reading.
 */
public final class RateGroups {
    private static final double SAME_RATE = 1e-6;

    private final RecordLayout layout;
    private final double recordSeconds;
    private final TreeMap<Integer, List<RecordedSignal>> groups;

    /**
     * @param layout where records lie
     * @param recordSeconds how long a record lasts
     * @param signals all signals to read, in the order of the file
     */
    public RateGroups(RecordLayout layout, double recordSeconds, List<RecordedSignal> signals) {
        this.layout = layout;
        this.recordSeconds = recordSeconds;
        this.groups = signals.stream().collect(
                Collectors.groupingBy(signal -> signal.stored().samples(), TreeMap::new,
                        Collectors.toList()));
    }

    /** @return samples per record of each group, the fastest first */
    public List<Integer> all() {
        return List.copyOf(groups.descendingKeySet());
    }

    /**
     * @param samples samples per record of a group
     * @return its sampling rate in Hz
     */
    public double rateHz(int samples) {
        return samples / recordSeconds;
    }

    /**
     * Chooses the group to read: the rate asked for, or the one of most brain channels, then of most channels, then the
     * highest.
     *
     * @param asked the rate asked for
     * @param notices told what is left out
     * @return samples per record of that group
     * @throws EngramException if no channel has the rate asked for
     */
    public int choose(OptionalDouble asked, Consumer<Notice> notices) {
        int chosen = asked.isPresent() ? withRate(asked.getAsDouble()) : fullest();
        List<String> others = all().stream().filter(samples -> samples != chosen).map(this::describe)
                .toList();
        if (!others.isEmpty()) {
            notices.accept(new Notice("mixed-sampling-rates", layout.file() + ": channels at "
                    + number(rateHz(chosen)) + " Hz are read; left out are " + String.join("; ", others)
                    + ". To read those, ask for their sampling rate"));
        }
        return chosen;
    }

    private int fullest() {
        return groups.entrySet().stream().max(Comparator
                .comparingLong((Map.Entry<Integer, List<RecordedSignal>> group) -> group.getValue().stream()
                        .filter(signal -> signal.channel().type().isBrain()).count())
                .thenComparingLong(group -> group.getValue().stream()
                        .filter(signal -> signal.channel().type() != ChannelType.STIM).count())
                .thenComparingInt(Map.Entry::getKey)).orElseThrow().getKey();
    }

    private int withRate(double asked) {
        for (int samples : groups.keySet()) {
            if (Math.abs(rateHz(samples) - asked) <= SAME_RATE * asked) {
                return samples;
            }
        }
        throw new EngramException(layout.file() + ": no channel has " + number(asked)
                + " samples per second; there are " + all().stream().map(this::describe)
                        .collect(Collectors.joining("; ")));
    }

    private String describe(int samples) {
        return groups.get(samples).stream().map(signal -> signal.channel().name())
                .collect(Collectors.joining(", ")) + " at " + number(rateHz(samples)) + " Hz";
    }

    /**
     * @param samples samples per record of a group
     * @return a builder with the channels and samples of that group
     */
    public Recording.Builder recording(int samples) {
        List<RecordedSignal> signals = groups.get(samples);
        return Recording.builder(signals.stream().map(RecordedSignal::channel).toList(), rateHz(samples),
                layout.recordCount() * samples,
                new RecordSamples(layout, signals.stream().map(RecordedSignal::stored).toList()));
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }
}
