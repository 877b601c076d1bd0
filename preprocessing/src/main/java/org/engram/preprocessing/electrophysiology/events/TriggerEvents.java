package org.engram.preprocessing.electrophysiology.events;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.TriggerEvent;

/**
 * Finds events in trigger channels, read block by block.
 *
 * <p>Gives what {@code mne.find_events} gives, but for a run of more than two steps closer together than the least
 * duration: there the value before the whole run is kept, where mne keeps the value before the last but one step and may
 * lose the event.
 */
public final class TriggerEvents {
    private static final int BLOCK = 1 << 16;

    private final List<String> channels;
    private final Report report;
    private final Consecutive consecutive;
    private final double minimumSeconds;
    private final int shortestSamples;
    private final TriggerMask mask;
    private final boolean unsigned16;
    private final boolean initialEvent;

    private TriggerEvents(Builder builder) {
        channels = List.copyOf(builder.channels);
        report = builder.report;
        consecutive = builder.consecutive;
        minimumSeconds = builder.minimumSeconds;
        shortestSamples = builder.shortestSamples;
        mask = builder.mask;
        unsigned16 = builder.unsigned16;
        initialEvent = builder.initialEvent;
        if (!(minimumSeconds >= 0) || Double.isInfinite(minimumSeconds)) {
            throw new IllegalArgumentException(
                    "least duration is " + minimumSeconds + " s: give 0 or more");
        }
    }

    /** @return a builder with the defaults */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param recording has a trigger channel
     * @param notices told of negative codes, of a code that stands at the first sample, and of events found twice
     * @return events by sample, numbered from {@link Recording#firstSample()}
     * @throws IOException if the file cannot be read
     */
    public List<TriggerEvent> find(Recording recording, Consumer<Notice> notices) throws IOException {
        List<TriggerEvent> all = new ArrayList<>();
        for (int channel : chosen(recording)) {
            List<TriggerEvent> events = ofChannel(recording, channel, notices);
            requireLong(events, recording.channels().get(channel).name());
            all.addAll(events);
        }
        Set<TriggerEvent> distinct = new LinkedHashSet<>(all);
        if (distinct.size() < all.size()) {
            notices.accept(new Notice("trigger-duplicates", all.size() - distinct.size()
                    + " events are on several trigger channels; each is kept once"));
        }
        return distinct.stream().sorted(Comparator.comparingLong(TriggerEvent::sample)).toList();
    }

    private int[] chosen(Recording recording) {
        if (!channels.isEmpty()) {
            return channels.stream().mapToInt(recording::channel).toArray();
        }
        for (String usual : List.of("STI101", "STI 014")) {
            if (recording.channelNames().contains(usual)) {
                return new int[] {recording.channel(usual)};
            }
        }
        int[] stim = recording.channelsThat(channel -> channel.type() == ChannelType.STIM);
        if (stim.length == 0) {
            throw new EngramException("the recording has no trigger channel"
                    + (recording.annotations().isEmpty()
                            ? ": name the channel that holds the codes"
                            : " but " + recording.annotations().size()
                                    + " annotations: make events of these (AnnotationEvents)"));
        }
        return new int[] {stim[0]};
    }

    private List<TriggerEvent> ofChannel(Recording recording, int channel, Consumer<Notice> notices)
            throws IOException {
        TriggerSteps steps = TriggerSteps.read(recording, channel, unsigned16, BLOCK);
        String name = recording.channels().get(channel).name();
        if (steps.negative()) {
            notices.accept(new Notice("trigger-negative", "trigger channel " + name
                    + " has negative codes; their absolute values are taken. If the system sets the uppermost of 16"
                    + " bits, ask for unsigned 16-bit codes"));
        }
        List<TriggerEvent> merged = TriggerSteps.merge(steps.padded(),
                mergedSamples(recording.samplingRateHz()));
        if (steps.initial() != 0) {
            if (initialEvent) {
                merged.add(0, new TriggerEvent(recording.firstSample(), 0, steps.initial()));
            } else {
                notices.accept(new Notice("trigger-initial", "trigger channel " + name + " begins with code "
                        + steps.initial() + ", which is no event unless initial events are asked for"));
            }
        }
        return reported(mask.apply(merged));
    }

    /** A duration of whole samples counts as long enough. */
    private int mergedSamples(double rateHz) {
        double samples = minimumSeconds * rateHz;
        int merge = (int) samples;
        return samples > 0 && merge == samples ? merge - 1 : merge;
    }

    private List<TriggerEvent> reported(List<TriggerEvent> steps) {
        List<Integer> onsets = new ArrayList<>();
        List<Integer> offsets = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            TriggerEvent step = steps.get(i);
            boolean onset = consecutive.isOnset(step);
            if (onset) {
                onsets.add(i);
            }
            if (consecutive.isOffset(step, onset)) {
                offsets.add(i);
            }
        }
        if (onsets.isEmpty() || offsets.isEmpty()) {
            return List.of();
        }
        if (onsets.get(0) > offsets.get(0)) {
            offsets.remove(0);
        }
        if (!offsets.isEmpty() && onsets.get(onsets.size() - 1) > offsets.get(offsets.size() - 1)) {
            onsets.remove(onsets.size() - 1);
        }
        return report.of(steps, onsets, offsets);
    }

    private void requireLong(List<TriggerEvent> events, String channel) {
        int count = 0;
        for (int i = 1; i < events.size(); i++) {
            count += events.get(i).sample() - events.get(i - 1).sample() < shortestSamples ? 1 : 0;
        }
        if (count > 0) {
            throw new EngramException(count + " events of trigger channel " + channel + " last less than "
                    + shortestSamples
                    + " samples: such spikes come from codes whose bits do not switch at once; give"
                    + " a least duration one sample below that of real events");
        }
    }

    /** What counts as an event when a code follows another without 0 between. */
    public enum Consecutive {
        /** An event when the new code is larger. */
        INCREASING {
            @Override
            boolean isOnset(TriggerEvent step) {
                return step.code() > step.previous();
            }

            @Override
            boolean isOffset(TriggerEvent step, boolean onset) {
                return (onset || step.code() == 0) && step.previous() > 0;
            }
        },
        /** Always an event. */
        ALWAYS {
            @Override
            boolean isOnset(TriggerEvent step) {
                return step.code() > 0;
            }

            @Override
            boolean isOffset(TriggerEvent step, boolean onset) {
                return step.previous() > 0;
            }
        },
        /** Never: events begin from 0 only. */
        NEVER {
            @Override
            boolean isOnset(TriggerEvent step) {
                return step.previous() == 0;
            }

            @Override
            boolean isOffset(TriggerEvent step, boolean onset) {
                return step.code() == 0;
            }
        };

        abstract boolean isOnset(TriggerEvent step);

        abstract boolean isOffset(TriggerEvent step, boolean onset);
    }

    /** Which moment of an event is told. */
    public enum Report {
        /** The first sample of the code. */
        ONSET {
            @Override
            List<TriggerEvent> of(List<TriggerEvent> steps, List<Integer> onsets, List<Integer> offsets) {
                return onsets.stream().map(steps::get).toList();
            }
        },
        /** The last sample of the code; {@code previous} is the code that follows. */
        OFFSET {
            @Override
            List<TriggerEvent> of(List<TriggerEvent> steps, List<Integer> onsets, List<Integer> offsets) {
                List<TriggerEvent> events = new ArrayList<>();
                for (int i = 0; i < Math.min(onsets.size(), offsets.size()); i++) {
                    TriggerEvent end = steps.get(offsets.get(i));
                    events.add(new TriggerEvent(end.sample() - 1, end.code(),
                            steps.get(onsets.get(i)).code()));
                }
                return events;
            }
        },
        /** Every step that begins or ends an event. */
        STEP {
            @Override
            List<TriggerEvent> of(List<TriggerEvent> steps, List<Integer> onsets, List<Integer> offsets) {
                Set<Integer> places = new TreeSet<>(onsets);
                places.addAll(offsets);
                return places.stream().map(steps::get).toList();
            }
        };

        abstract List<TriggerEvent> of(List<TriggerEvent> steps, List<Integer> onsets, List<Integer> offsets);
    }

    /** Collects the options. */
    public static final class Builder {
        private List<String> channels = List.of();
        private Report report = Report.ONSET;
        private Consecutive consecutive = Consecutive.INCREASING;
        private double minimumSeconds;
        private int shortestSamples = 2;
        private TriggerMask mask = TriggerMask.ALL;
        private boolean unsigned16;
        private boolean initialEvent;

        private Builder() {}

        /**
         * @param names channels that hold codes. Default: STI101, else STI 014, else the first trigger channel
         * @return this
         */
        public Builder channels(String... names) {
            channels = List.of(names);
            return this;
        }

        /**
         * @param value which moment of an event is told. Default the onset
         * @return this
         */
        public Builder report(Report value) {
            report = Objects.requireNonNull(value, "report");
            return this;
        }

        /**
         * @param value what counts when a code follows another. Default increasing codes
         * @return this
         */
        public Builder consecutive(Consecutive value) {
            consecutive = Objects.requireNonNull(value, "consecutive");
            return this;
        }

        /**
         * @param value how long a code must stand, seconds. Default 0
         * @return this
         */
        public Builder minimumDurationSeconds(double value) {
            minimumSeconds = value;
            return this;
        }

        /**
         * @param value events closer together than so many samples are an error. Default 2
         * @return this
         */
        public Builder shortestEventSamples(int value) {
            shortestSamples = value;
            return this;
        }

        /**
         * @param value which bits of the codes count. Default all
         * @return this
         */
        public Builder mask(TriggerMask value) {
            mask = Objects.requireNonNull(value, "mask");
            return this;
        }

        /**
         * @param value whether codes are cut to 16 bits without sign. Default false
         * @return this
         */
        public Builder unsigned16(boolean value) {
            unsigned16 = value;
            return this;
        }

        /**
         * @param value whether a code at the first sample is an event. Default false
         * @return this
         */
        public Builder initialEvent(boolean value) {
            initialEvent = value;
            return this;
        }

        /** @return what finds events so */
        public TriggerEvents build() {
            return new TriggerEvents(this);
        }
    }
}
