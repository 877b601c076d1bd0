package org.engram.io.recording.samples;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SampleSource;

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
        List<String> others = all().stream().filter(samples -> samples != chosen)
                .map(samples -> describe(samples, signal -> !isTrigger(signal))).flatMap(Optional::stream)
                .toList();
        if (!others.isEmpty()) {
            notices.accept(new Notice("mixed-sampling-rates", layout.file() + ": channels at "
                    + number(rateHz(chosen)) + " Hz are read; left out are " + String.join("; ", others)
                    + ". To read those, ask for their sampling rate"));
        }
        if (!triggersBeside(chosen).isEmpty()) {
            notices.accept(new Notice("trigger-rate", layout.file() + ": "
                    + all().stream().filter(samples -> samples != chosen)
                            .map(samples -> describe(samples, RateGroups::isTrigger))
                            .flatMap(Optional::stream).collect(Collectors.joining("; "))
                    + " hold trigger codes, which are repeated or joined to " + number(rateHz(chosen))
                    + " Hz without interpolation"));
        }
        return chosen;
    }

    private int fullest() {
        return groups.entrySet().stream().max(Comparator
                .comparingLong((Map.Entry<Integer, List<RecordedSignal>> group) -> group.getValue().stream()
                        .filter(signal -> signal.channel().type().isBrain()).count())
                .thenComparingLong(group -> group.getValue().stream()
                        .filter(signal -> !isTrigger(signal)).count())
                .thenComparingInt(Map.Entry::getKey)).orElseThrow().getKey();
    }

    private int withRate(double asked) {
        for (int samples : groups.keySet()) {
            if (Math.abs(rateHz(samples) - asked) <= SAME_RATE * asked) {
                return samples;
            }
        }
        throw new EngramException(layout.file() + ": no channel has " + number(asked)
                + " samples per second; there are " + all().stream()
                        .map(samples -> describe(samples, signal -> true)).flatMap(Optional::stream)
                        .collect(Collectors.joining("; ")));
    }

    private Optional<String> describe(int samples, Predicate<RecordedSignal> which) {
        List<String> names = groups.get(samples).stream().filter(which)
                .map(signal -> signal.channel().name()).toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", names) + " at " + number(rateHz(samples)) + " Hz");
    }

    private static boolean isTrigger(RecordedSignal signal) {
        return signal.channel().type() == ChannelType.STIM;
    }

    private List<RecordedSignal> triggersBeside(int samples) {
        return groups.entrySet().stream().filter(group -> group.getKey() != samples)
                .flatMap(group -> group.getValue().stream()).filter(RateGroups::isTrigger).toList();
    }

    /**
     * @param samples samples per record of a group
     * @return a builder with the channels and samples of that group
     */
    public Recording.Builder recording(int samples) {
        List<RecordedSignal> signals = groups.get(samples);
        return builder(samples, channels(signals), new RecordSamples(layout, stored(signals)));
    }

    /**
     * @param samples samples per record of a group
     * @return a builder with the channels and samples of that group, and after them the trigger channels of all others,
     *     whose codes hold until the next; of faster ones the highest code within a sample counts
     */
    public Recording.Builder withTriggers(int samples) {
        List<RecordedSignal> triggers = triggersBeside(samples);
        if (triggers.isEmpty()) {
            return recording(samples);
        }
        List<RecordedSignal> signals = groups.get(samples);
        return builder(samples, channels(Stream.concat(signals.stream(), triggers.stream()).toList()),
                new HeldTriggers(layout, stored(signals), stored(triggers)));
    }

    private Recording.Builder builder(int samples, List<Channel> channels, SampleSource source) {
        return Recording.builder(channels, rateHz(samples), layout.recordCount() * samples, source);
    }

    private static List<Channel> channels(List<RecordedSignal> signals) {
        return signals.stream().map(RecordedSignal::channel).toList();
    }

    private static List<StoredSignal> stored(List<RecordedSignal> signals) {
        return signals.stream().map(RecordedSignal::stored).toList();
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }
}
