package org.engram.io.recording;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.table.ClosestName;

/**
 * A continuous recording: channels x samples at one sampling rate, with what is known about them. Samples are read by
 * block when they are asked for, in SI units. Immutable; may be read by several threads at once.
 *
 * <p>Sample {@code n} was taken {@code n / samplingRateHz} seconds after the first one, except across the gaps of a
 * recording of several {@linkplain #segments() segments}: there samples are consecutive and each joint carries an
 * {@link Annotation} that {@linkplain Annotation#isDiscontinuity() is a discontinuity}.
 */
public final class Recording {
    private final SampleSource source;
    private final long sampleCount;
    private final double samplingRateHz;
    private final List<Channel> channels;
    private final Map<String, Integer> places;
    private final long firstSample;
    private final Optional<Instant> startTime;
    private final List<Annotation> annotations;
    private final List<Segment> segments;
    private final List<DigitizedPoint> digitization;
    private final Optional<CoordinateTransform> deviceToHead;
    private final List<Projector> projectors;
    private final List<Compensation> compensations;
    private final OptionalDouble lineFrequencyHz;
    private final Band band;
    private final Map<String, String> facts;

    private Recording(Builder builder) {
        source = builder.source;
        sampleCount = builder.sampleCount;
        samplingRateHz = builder.samplingRateHz;
        channels = List.copyOf(builder.channels);
        firstSample = builder.firstSample;
        startTime = builder.startTime;
        annotations = builder.annotations.stream()
                .sorted(Comparator.comparingDouble(Annotation::onsetSeconds))
                .toList();
        segments = builder.segments.isEmpty() && sampleCount > 0
                ? List.of(new Segment(0, sampleCount, 0))
                : List.copyOf(builder.segments);
        digitization = List.copyOf(builder.digitization);
        deviceToHead = builder.deviceToHead;
        projectors = List.copyOf(builder.projectors);
        compensations = List.copyOf(builder.compensations);
        lineFrequencyHz = builder.lineFrequencyHz;
        band = builder.band;
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.facts));
        places = new LinkedHashMap<>();
        for (int i = 0; i < channels.size(); i++) {
            if (places.put(channels.get(i).name(), i) != null) {
                throw new EngramException("two channels are named \"" + channels.get(i).name()
                        + "\": names must be unique");
            }
        }
        if (!(samplingRateHz > 0) || Double.isInfinite(samplingRateHz) || sampleCount < 0) {
            throw new EngramException("a recording of " + sampleCount + " samples at " + samplingRateHz
                    + " Hz is impossible: expected a positive sampling rate");
        }
    }

    /**
     * @param channels its channels, names unique
     * @param samplingRateHz samples per second
     * @param sampleCount samples of each channel
     * @param source where samples come from
     * @return a builder of a recording of which nothing else is known
     */
    public static Builder builder(List<Channel> channels, double samplingRateHz, long sampleCount,
            SampleSource source) {
        return new Builder(channels, samplingRateHz, sampleCount, source);
    }

    /**
     * @param channels its channels
     * @param samplingRateHz samples per second
     * @param samples channel x sample, SI units; not copied
     * @return a recording in memory
     */
    public static Recording of(List<Channel> channels, double samplingRateHz, double[][] samples) {
        int count = samples.length == 0 ? 0 : samples[0].length;
        if (samples.length != channels.size()) {
            throw new ShapeException(
                    samples.length + " rows of samples for " + channels.size() + " channels");
        }
        for (double[] row : samples) {
            if (row.length != count) {
                throw new ShapeException("channels have " + count + " and " + row.length + " samples");
            }
        }
        return builder(channels, samplingRateHz, count, SampleSource.of(samples)).build();
    }

    /** @return a builder that holds everything this recording has */
    public Builder toBuilder() {
        Builder builder = new Builder(channels, samplingRateHz, sampleCount, source);
        builder.firstSample = firstSample;
        builder.startTime = startTime;
        builder.annotations = annotations;
        builder.segments = segments;
        builder.digitization = digitization;
        builder.deviceToHead = deviceToHead;
        builder.projectors = projectors;
        builder.compensations = compensations;
        builder.lineFrequencyHz = lineFrequencyHz;
        builder.band = band;
        builder.facts = facts;
        return builder;
    }

    /** @return its channels, in the order of the rows of samples */
    public List<Channel> channels() {
        return channels;
    }

    /** @return the names of its channels */
    public List<String> channelNames() {
        return List.copyOf(places.keySet());
    }

    /** @return how many channels */
    public int channelCount() {
        return channels.size();
    }

    /**
     * @param name a channel name
     * @return its index; the error names the closest ones
     */
    public int channel(String name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new EngramException("no channel \"" + name + "\"; "
                    + ClosestName.hint(name, List.copyOf(places.keySet())));
        }
        return place;
    }

    /**
     * @param choice which channels
     * @return their indices, in order
     */
    public int[] channelsThat(Predicate<Channel> choice) {
        return IntStream.range(0, channels.size()).filter(i -> choice.test(channels.get(i))).toArray();
    }

    /** @return indices of the channels that measure the brain and are not bad */
    public int[] goodBrainChannels() {
        return channelsThat(channel -> channel.type().isBrain() && !channel.bad());
    }

    /** @return names of the channels marked as bad */
    public List<String> badChannels() {
        return channels.stream().filter(Channel::bad).map(Channel::name).toList();
    }

    /** @return samples per second */
    public double samplingRateHz() {
        return samplingRateHz;
    }

    /** @return samples of each channel */
    public long sampleCount() {
        return sampleCount;
    }

    /** @return how long the samples last together, in seconds */
    public double durationSeconds() {
        return sampleCount / samplingRateHz;
    }

    /** @return the number the acquisition system gives to the first sample, which events in FIFF files count from */
    public long firstSample() {
        return firstSample;
    }

    /** @return when the first sample was taken */
    public Optional<Instant> startTime() {
        return startTime;
    }

    /** @return annotations by onset */
    public List<Annotation> annotations() {
        return annotations;
    }

    /** @return the stretches measured without a gap, in order; they cover all samples */
    public List<Segment> segments() {
        return segments;
    }

    /** @return points measured on the head */
    public List<DigitizedPoint> digitization() {
        return digitization;
    }

    /** @return where the helmet lay relative to the head */
    public Optional<CoordinateTransform> deviceToHead() {
        return deviceToHead;
    }

    /** @return directions of sensor space to be projected out */
    public List<Projector> projectors() {
        return projectors;
    }

    /** @return software gradiometers that can be chosen */
    public List<Compensation> compensations() {
        return compensations;
    }

    /** @return frequency of the mains where it was recorded */
    public OptionalDouble lineFrequencyHz() {
        return lineFrequencyHz;
    }

    /** @return what frequencies the recording holds as a whole */
    public Band band() {
        return band;
    }

    /** @return what else the file says, for a person to read: keys short and in plain words, in order */
    public Map<String, String> facts() {
        return facts;
    }

    /** @return where samples come from */
    public SampleSource source() {
        return source;
    }

    /**
     * Reads a block of all channels.
     *
     * @param first index of the first sample
     * @param count how many
     * @return channel x sample, SI units
     * @throws IOException if the file cannot be read
     */
    public double[][] read(long first, int count) throws IOException {
        return read(IntStream.range(0, channels.size()).toArray(), first, count);
    }

    /**
     * Reads a block of some channels.
     *
     * @param which indices of channels
     * @param first index of the first sample
     * @param count how many
     * @return channel x sample, SI units, in the order of {@code which}
     * @throws IOException if the file cannot be read
     */
    public double[][] read(int[] which, long first, int count) throws IOException {
        if (first < 0 || count < 0 || first + count > sampleCount) {
            throw new EngramException(
                    "samples " + first + " to " + (first + count - 1) + " were asked for of "
                            + sampleCount + ": they lie outside the recording");
        }
        double[][] block = new double[which.length][count];
        if (count > 0 && which.length > 0) {
            source.read(which, first, count, block, 0);
        }
        return block;
    }

    /**
     * @param which indices of channels to keep, in the order to have
     * @return this recording with those channels only
     */
    public Recording select(int... which) {
        int[] kept = which.clone();
        List<Channel> chosen = IntStream.of(kept).mapToObj(channels::get).toList();
        SampleSource all = source;
        return toBuilder().channels(chosen).source((asked, first, count, into, offset) -> {
            int[] original = IntStream.of(asked).map(i -> kept[i]).toArray();
            all.read(original, first, count, into, offset);
        }).build();
    }

    /**
     * @param bad names of the channels that are bad, each of this recording
     * @return this recording with exactly those marked
     */
    public Recording withBadChannels(List<String> bad) {
        bad.forEach(this::channel);
        Set<String> names = new HashSet<>(bad);
        return toBuilder()
                .channels(channels.stream().map(channel -> channel.withBad(names.contains(channel.name())))
                        .toList())
                .build();
    }

    /** Collects what is known about a recording. */
    public static final class Builder {
        private SampleSource source;
        private long sampleCount;
        private double samplingRateHz;
        private List<Channel> channels;
        private long firstSample;
        private Optional<Instant> startTime = Optional.empty();
        private List<Annotation> annotations = List.of();
        private List<Segment> segments = List.of();
        private List<DigitizedPoint> digitization = List.of();
        private Optional<CoordinateTransform> deviceToHead = Optional.empty();
        private List<Projector> projectors = List.of();
        private List<Compensation> compensations = List.of();
        private OptionalDouble lineFrequencyHz = OptionalDouble.empty();
        private Band band = Band.UNKNOWN;
        private Map<String, String> facts = Map.of();

        private Builder(List<Channel> channels, double samplingRateHz, long sampleCount,
                SampleSource source) {
            this.channels = channels;
            this.samplingRateHz = samplingRateHz;
            this.sampleCount = sampleCount;
            this.source = Objects.requireNonNull(source, "source");
        }

        /**
         * @param value its channels
         * @return this
         */
        public Builder channels(List<Channel> value) {
            channels = value;
            return this;
        }

        /**
         * @param value where samples come from
         * @return this
         */
        public Builder source(SampleSource value) {
            source = Objects.requireNonNull(value, "source");
            return this;
        }

        /**
         * @param rateHz another sampling rate
         * @param count samples of each channel at that rate
         * @return this
         */
        public Builder sampling(double rateHz, long count) {
            samplingRateHz = rateHz;
            sampleCount = count;
            return this;
        }

        /**
         * @param value number of the first sample. Default 0
         * @return this
         */
        public Builder firstSample(long value) {
            firstSample = value;
            return this;
        }

        /**
         * @param value when the first sample was taken; null when not known
         * @return this
         */
        public Builder startTime(Instant value) {
            startTime = Optional.ofNullable(value);
            return this;
        }

        /**
         * @param value annotations, in any order
         * @return this
         */
        public Builder annotations(List<Annotation> value) {
            annotations = List.copyOf(value);
            return this;
        }

        /**
         * @param value annotations to add to those there are
         * @return this
         */
        public Builder addAnnotations(List<Annotation> value) {
            List<Annotation> both = new ArrayList<>(annotations);
            both.addAll(value);
            annotations = both;
            return this;
        }

        /**
         * @param value stretches without a gap, in order, covering all samples. Default: one
         * @return this
         */
        public Builder segments(List<Segment> value) {
            segments = List.copyOf(value);
            return this;
        }

        /**
         * @param value points measured on the head
         * @return this
         */
        public Builder digitization(List<DigitizedPoint> value) {
            digitization = List.copyOf(value);
            return this;
        }

        /**
         * @param value where the helmet lay; null when not known
         * @return this
         */
        public Builder deviceToHead(CoordinateTransform value) {
            deviceToHead = Optional.ofNullable(value);
            return this;
        }

        /**
         * @param value directions to be projected out
         * @return this
         */
        public Builder projectors(List<Projector> value) {
            projectors = List.copyOf(value);
            return this;
        }

        /**
         * @param value software gradiometers
         * @return this
         */
        public Builder compensations(List<Compensation> value) {
            compensations = List.copyOf(value);
            return this;
        }

        /**
         * @param value frequency of the mains, Hz
         * @return this
         */
        public Builder lineFrequency(double value) {
            lineFrequencyHz = OptionalDouble.of(value);
            return this;
        }

        /**
         * @param value frequencies the recording holds
         * @return this
         */
        public Builder band(Band value) {
            band = Objects.requireNonNull(value, "band");
            return this;
        }

        /**
         * @param value what else the file says, in the order to print
         * @return this
         */
        public Builder facts(Map<String, String> value) {
            facts = new LinkedHashMap<>(value);
            return this;
        }

        /** @return the recording; an error when channel names are not unique or the sampling rate is impossible */
        public Recording build() {
            return new Recording(this);
        }
    }
}
