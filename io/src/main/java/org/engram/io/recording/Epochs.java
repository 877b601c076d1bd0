package org.engram.io.recording;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.table.Table;

/**
 * Pieces of a recording around events: trials x channels x times, in SI units. Both ends of the window are included, so
 * -0.2 to 0.5 s at 100 Hz has 71 times. Trials are read when they are asked for. Immutable; may be read by several
 * threads at once.
 */
public final class Epochs {
    private final List<Channel> channels;
    private final double samplingRateHz;
    private final int firstTime;
    private final int timeCount;
    private final List<Trial> trials;
    private final TrialSource source;
    private final Optional<Table> table;
    private final Optional<TimeWindow> baseline;
    private final List<Projector> projectors;
    private final List<Dropped> dropped;
    private final Band band;

    private Epochs(Builder builder) {
        channels = List.copyOf(builder.channels);
        samplingRateHz = builder.samplingRateHz;
        firstTime = builder.firstTime;
        timeCount = builder.timeCount;
        trials = List.copyOf(builder.trials);
        source = builder.source;
        table = builder.table;
        baseline = builder.baseline;
        projectors = List.copyOf(builder.projectors);
        dropped = List.copyOf(builder.dropped);
        band = builder.band;
        Set<String> names = new HashSet<>();
        for (Channel channel : channels) {
            if (!names.add(channel.name())) {
                throw new EngramException(
                        "two channels are named \"" + channel.name() + "\": names must be unique");
            }
        }
        if (!(samplingRateHz > 0) || timeCount < 1) {
            throw new EngramException("epochs of " + timeCount + " samples at " + samplingRateHz
                    + " Hz are impossible");
        }
        if (table.isPresent() && table.get().rowCount() != trials.size()) {
            throw new ShapeException("the table of trials has " + table.get().rowCount() + " rows for "
                    + trials.size() + " trials");
        }
    }

    /**
     * @param channels its channels, names unique
     * @param samplingRateHz samples per second
     * @param firstTime index of the first time relative to the event: -20 for -0.2 s at 100 Hz
     * @param timeCount times of each trial
     * @return a builder without trials
     */
    public static Builder builder(List<Channel> channels, double samplingRateHz, int firstTime,
            int timeCount) {
        return new Builder(channels, samplingRateHz, firstTime, timeCount);
    }

    /** @return a builder that holds everything these epochs have */
    public Builder toBuilder() {
        Builder builder = new Builder(channels, samplingRateHz, firstTime, timeCount).trials(trials, source)
                .projectors(projectors).dropped(dropped).band(band);
        builder.table = table;
        builder.baseline = baseline;
        return builder;
    }

    /** @return its channels */
    public List<Channel> channels() {
        return channels;
    }

    /** @return how many trials */
    public int trialCount() {
        return trials.size();
    }

    /** @return how many channels */
    public int channelCount() {
        return channels.size();
    }

    /** @return times of each trial */
    public int timeCount() {
        return timeCount;
    }

    /** @return samples per second */
    public double samplingRateHz() {
        return samplingRateHz;
    }

    /** @return index of the first time relative to the event */
    public int firstTime() {
        return firstTime;
    }

    /** @return time of the first sample relative to the event, in seconds */
    public double firstTimeSeconds() {
        return firstTime / samplingRateHz;
    }

    /** @return times relative to the event, in seconds */
    public double[] times() {
        return IntStream.range(0, timeCount).mapToDouble(i -> (firstTime + i) / samplingRateHz).toArray();
    }

    /** @return what each trial was cut around */
    public List<Trial> trials() {
        return trials;
    }

    /** @return what else is known about each trial, one row each */
    public Optional<Table> table() {
        return table;
    }

    /** @return the window whose mean was subtracted */
    public Optional<TimeWindow> baseline() {
        return baseline;
    }

    /** @return directions of sensor space to be projected out */
    public List<Projector> projectors() {
        return projectors;
    }

    /** @return events that gave no trial, and why */
    public List<Dropped> dropped() {
        return dropped;
    }

    /** @return what frequencies the epochs hold */
    public Band band() {
        return band;
    }

    /** @return where trials come from */
    public TrialSource source() {
        return source;
    }

    /**
     * @param trial index of a trial
     * @return its samples, channel x time
     * @throws IOException if the file cannot be read
     */
    public double[][] read(int trial) throws IOException {
        return read(trial, IntStream.range(0, channels.size()).toArray());
    }

    /**
     * @param trial index of a trial
     * @param which indices of channels
     * @return its samples, channel x time, in the order of {@code which}
     * @throws IOException if the file cannot be read
     */
    public double[][] read(int trial, int[] which) throws IOException {
        Objects.checkIndex(trial, trials.size());
        double[][] into = new double[which.length][timeCount];
        source.read(trial, which, into);
        return into;
    }

    /**
     * @param choice which channels
     * @return their indices, in order
     */
    public int[] channelsThat(Predicate<Channel> choice) {
        return IntStream.range(0, channels.size()).filter(i -> choice.test(channels.get(i))).toArray();
    }

    /**
     * @param which indices of trials to keep, in the order to have
     * @return these epochs with those trials only
     */
    public Epochs selectTrials(int... which) {
        int[] kept = which.clone();
        TrialSource all = source;
        Builder builder = toBuilder().trials(IntStream.of(kept).mapToObj(trials::get).toList(),
                (trial, asked, into) -> all.read(kept[trial], asked, into));
        builder.table = table.map(rows -> rows.rows(kept));
        return builder.build();
    }

    /**
     * @param which indices of channels to keep, in the order to have
     * @return these epochs with those channels only
     */
    public Epochs selectChannels(int... which) {
        int[] kept = which.clone();
        TrialSource all = source;
        return toBuilder().channels(IntStream.of(kept).mapToObj(channels::get).toList())
                .trials(trials,
                        (trial, asked, into) -> all.read(trial,
                                IntStream.of(asked).map(i -> kept[i]).toArray(),
                                into))
                .build();
    }

    /**
     * Reads all trials into memory, so that asking for one again costs nothing.
     *
     * @return these epochs, held in memory
     * @throws IOException if the file cannot be read
     */
    public Epochs load() throws IOException {
        double[][][] all = new double[trials.size()][][];
        for (int trial = 0; trial < all.length; trial++) {
            all[trial] = read(trial);
        }
        return toBuilder().trials(trials, TrialSource.of(all)).build();
    }

    /**
     * A stretch of time relative to the event, both ends included.
     *
     * @param startSeconds its begin
     * @param endSeconds its end, not before the begin
     */
    public record TimeWindow(double startSeconds, double endSeconds) {
        /** Checks the order. */
        public TimeWindow {
            if (!(startSeconds <= endSeconds)) {
                throw new IllegalArgumentException("a window from " + startSeconds + " to " + endSeconds
                        + " s ends before it begins");
            }
        }
    }

    /**
     * An event that gave no trial.
     *
     * @param event index of the event among all that were looked at
     * @param reasons names of channels, {@code NO_DATA}, {@code TOO_SHORT}, {@code DROP DUPLICATE}, or the text of an
     *     annotation
     */
    public record Dropped(int event, List<String> reasons) {
        /** Copies. */
        public Dropped {
            reasons = List.copyOf(reasons);
        }
    }

    /** Collects what is known about epochs. */
    public static final class Builder {
        private List<Channel> channels;
        private final double samplingRateHz;
        private final int firstTime;
        private final int timeCount;
        private List<Trial> trials = List.of();
        private TrialSource source = (trial, asked, into) -> {};
        private Optional<Table> table = Optional.empty();
        private Optional<TimeWindow> baseline = Optional.empty();
        private List<Projector> projectors = List.of();
        private List<Dropped> dropped = List.of();
        private Band band = Band.UNKNOWN;

        private Builder(List<Channel> channels, double samplingRateHz, int firstTime, int timeCount) {
            this.channels = channels;
            this.samplingRateHz = samplingRateHz;
            this.firstTime = firstTime;
            this.timeCount = timeCount;
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
         * @param value what each trial was cut around
         * @param from where their samples come from
         * @return this
         */
        public Builder trials(List<Trial> value, TrialSource from) {
            trials = value;
            source = Objects.requireNonNull(from, "from");
            return this;
        }

        /**
         * @param value one row for each trial; null for none
         * @return this
         */
        public Builder table(Table value) {
            table = Optional.ofNullable(value);
            return this;
        }

        /**
         * @param value the window whose mean was subtracted; null for none
         * @return this
         */
        public Builder baseline(TimeWindow value) {
            baseline = Optional.ofNullable(value);
            return this;
        }

        /**
         * @param value directions to be projected out
         * @return this
         */
        public Builder projectors(List<Projector> value) {
            projectors = value;
            return this;
        }

        /**
         * @param value events that gave no trial
         * @return this
         */
        public Builder dropped(List<Dropped> value) {
            dropped = value;
            return this;
        }

        /**
         * @param value frequencies the epochs hold
         * @return this
         */
        public Builder band(Band value) {
            band = Objects.requireNonNull(value, "band");
            return this;
        }

        /** @return the epochs; an error when names are not unique or shapes do not fit */
        public Epochs build() {
            return new Epochs(this);
        }
    }
}
