package org.engram.preprocessing.electrophysiology.epoching;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.ShapeException;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Trial;
import org.engram.io.table.Table;
import org.engram.preprocessing.electrophysiology.epoching.Duplicates.Candidate;
import org.engram.preprocessing.electrophysiology.events.Events;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/**
 * Cuts epochs around events. Both ends are included: -0.2 to 0.5 s at 100 Hz has 71 times. Each epoch goes through these
 * steps in this order: projection, trend, baseline, every n-th sample, rejection.
 *
 * <p>Samples are read when an epoch is; only limits of rejection need a pass over the recording, one epoch at a time. An
 * event gives no epoch, and is told with its reason by {@link Epochs#dropped()}, when its window begins before the
 * recording ({@code NO_DATA}), ends after it ({@code TOO_SHORT}), overlaps an annotation that begins with "bad" or a
 * joint of the recording (its text), or breaks a limit (names of channels).
 *
 * <p>Equal to {@code mne.Epochs}, but for windows that begin after the last sample ({@code NO_DATA} here) and windows
 * across a joint, such as EEGLAB's "boundary", which mne keeps.
 */
public final class Epoching {
    private final Builder options;

    private Epoching(Builder options) {
        this.options = options;
    }

    /**
     * @param startSeconds begin of the window relative to the event
     * @param endSeconds its end, not before the begin
     * @return a builder with the defaults
     */
    public static Builder builder(double startSeconds, double endSeconds) {
        return new Builder(startSeconds, endSeconds);
    }

    /**
     * @param recording what to cut
     * @param events around what; samples numbered from {@link Recording#firstSample()}
     * @return the epochs of all events that give one
     * @throws IOException if the file cannot be read, which is tried when there are limits of rejection only
     */
    public Epochs cut(Recording recording, Events events) throws IOException {
        return cut(recording, events, notice -> {});
    }

    /**
     * @param recording what to cut
     * @param events around what; samples numbered from {@link Recording#firstSample()}
     * @param notices told when leaving out samples folds fast frequencies down
     * @return the epochs of all events that give one
     * @throws IOException if the file cannot be read, which is tried when there are limits of rejection only
     */
    public Epochs cut(Recording recording, Events events, Consumer<Notice> notices) throws IOException {
        double rate = recording.samplingRateHz();
        int rawFirst = (int) Math.rint(options.startSeconds * rate);
        int rawCount = (int) Math.rint(options.endSeconds * rate) - rawFirst + 1;
        int count = EpochReader.count(rawFirst, rawCount, options.decimation);
        requirePossible(events, rawFirst, rawCount, count, rate);
        warnOfAliasing(recording, notices);
        List<Epochs.Dropped> dropped = new ArrayList<>();
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : options.duplicates.settle(events, dropped)) {
            Optional<String> reason = unusable(recording, candidate, rawFirst, rawCount);
            if (reason.isEmpty()) {
                kept.add(candidate);
            } else {
                dropped.add(new Epochs.Dropped(candidate.event(), List.of(reason.get())));
            }
        }
        Epochs epochs = rejected(epochs(recording, kept, rawFirst, rawCount), kept, dropped);
        dropped.sort(Comparator.comparingInt(Epochs.Dropped::event));
        return epochs.toBuilder().dropped(dropped).build();
    }

    private void requirePossible(Events events, int rawFirst, int rawCount, int count, double rate) {
        if (count < 1) {
            throw new EngramException("a window from " + options.startSeconds + " to " + options.endSeconds
                    + " s holds no sample at " + rate + " Hz with decimation " + options.decimation);
        }
        if (options.baseline != null) {
            options.baseline.requireInside(rawCount, rawFirst, rate);
        }
        if (options.table != null && options.table.rowCount() != events.count()) {
            throw new ShapeException(
                    "the table has " + options.table.rowCount() + " rows for " + events.count()
                            + " events: give one row for each, in their order");
        }
    }

    private void warnOfAliasing(Recording recording, Consumer<Notice> notices) {
        double rate = recording.samplingRateHz() / options.decimation;
        double lowPass = recording.band().lowPassHz();
        if (options.decimation > 1 && !(3 * lowPass <= rate)) {
            notices.accept(new Notice("epochs-aliasing", "every " + options.decimation
                    + "th sample leaves " + rate + " Hz, and the recording "
                    + (Double.isNaN(lowPass)
                            ? "does not say what it was low-passed at"
                            : "holds up to " + lowPass + " Hz")
                    + ": faster parts fold down unless it was low-passed at a third of that rate"));
        }
    }

    private Optional<String> unusable(Recording recording, Candidate candidate, int rawFirst, int rawCount) {
        long start = candidate.sample() + rawFirst - recording.firstSample();
        if (start < 0 || start >= recording.sampleCount()) {
            return Optional.of("NO_DATA");
        }
        if (options.rejectByAnnotation) {
            double rate = recording.samplingRateHz();
            long from = start;
            long end = start + rawCount;
            if (options.rejectionWindow != null) {
                from += Math.round(Math.rint(options.rejectionWindow.startSeconds() * rate)) - rawFirst;
                end = start - rawFirst + Math.round(Math.rint(options.rejectionWindow.endSeconds() * rate))
                        + 1;
            }
            for (Annotation annotation : recording.annotations()) {
                if ((annotation.isBad() || annotation.isDiscontinuity())
                        && annotation.onsetSeconds() < end / rate
                        && annotation.endSeconds() > from / rate) {
                    return Optional.of(annotation.text());
                }
            }
        }
        return start + rawCount > recording.sampleCount() ? Optional.of("TOO_SHORT") : Optional.empty();
    }

    private Epochs epochs(Recording recording, List<Candidate> kept, int rawFirst, int rawCount) {
        Recording cached = options.cacheBytes == 0
                ? recording
                : recording.toBuilder().source(new BlockCache(recording, rawCount, options.cacheBytes))
                        .build();
        Recording projected = options.projection == null ? cached : options.projection.apply(cached);
        long[] starts = kept.stream()
                .mapToLong(candidate -> candidate.sample() + rawFirst - recording.firstSample()).toArray();
        int skipped = EpochReader.skipped(rawFirst, options.decimation);
        EpochReader reader = new EpochReader(projected, starts, rawFirst, rawCount, options.detrend,
                options.baseline, options.decimation);
        Epochs.Builder epochs = Epochs
                .builder(projected.channels(), recording.samplingRateHz() / options.decimation,
                        (rawFirst + skipped) / options.decimation,
                        EpochReader.count(rawFirst, rawCount, options.decimation))
                .projectors(recording.projectors()).band(recording.band())
                .baseline(meanWindow(rawFirst, rawCount,
                        recording.samplingRateHz()));
        if (options.table != null) {
            epochs.table(options.table.rows(kept.stream().mapToInt(Candidate::event).toArray()));
        }
        return epochs.trials(kept.stream()
                .map(candidate -> new Trial(candidate.sample(), candidate.code(), candidate.label()))
                .toList(),
                reader).build();
    }

    /** Only a mean that was subtracted is told as a baseline: that can be undone and done again. */
    private Epochs.TimeWindow meanWindow(int rawFirst, int rawCount, double rate) {
        Baseline baseline = options.baseline;
        if (baseline == null || baseline.mode() != Baseline.Mode.MEAN) {
            return null;
        }
        return new Epochs.TimeWindow(Math.max(baseline.startSeconds(), rawFirst / rate),
                Math.min(baseline.endSeconds(), (rawFirst + rawCount - 1) / rate));
    }

    private Epochs rejected(Epochs epochs, List<Candidate> kept, List<Epochs.Dropped> dropped)
            throws IOException {
        if (options.limits.isEmpty()) {
            return epochs;
        }
        int[] checked = epochs.channelsThat(channel -> !channel.bad()
                && (options.limits.peakToPeak().containsKey(channel.type())
                        || options.limits.flat().containsKey(channel.type())));
        List<Channel> channels = Arrays.stream(checked).mapToObj(epochs.channels()::get).toList();
        double[] times = epochs.times();
        int first = 0;
        int end = times.length;
        if (options.rejectionWindow != null) {
            while (first < end && times[first] < options.rejectionWindow.startSeconds()) {
                first++;
            }
            while (end > first && times[end - 1] > options.rejectionWindow.endSeconds()) {
                end--;
            }
        }
        List<Integer> good = new ArrayList<>();
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            double[][] samples = epochs.read(trial, checked);
            FiniteSamples.require(channels, samples, epochs.trials().get(trial));
            List<String> broken = options.limits.broken(channels, samples, first, end);
            if (broken.isEmpty()) {
                good.add(trial);
            } else {
                dropped.add(new Epochs.Dropped(kept.get(trial).event(), broken));
            }
        }
        return epochs.selectTrials(good.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Collects the options. */
    public static final class Builder {
        private final double startSeconds;
        private final double endSeconds;
        private Baseline baseline;
        private Detrend detrend = Detrend.NONE;
        private int decimation = 1;
        private ChannelMixing projection;
        private RejectionLimits limits = RejectionLimits.none();
        private Epochs.TimeWindow rejectionWindow;
        private boolean rejectByAnnotation = true;
        private Duplicates duplicates = Duplicates.ERROR;
        private Table table;
        private long cacheBytes = 64L << 20;

        private Builder(double startSeconds, double endSeconds) {
            if (!(startSeconds <= endSeconds) || Double.isInfinite(endSeconds - startSeconds)) {
                throw new IllegalArgumentException("a window from " + startSeconds + " to " + endSeconds
                        + " s is impossible: the end must not come before the begin");
            }
            this.startSeconds = startSeconds;
            this.endSeconds = endSeconds;
        }

        private Builder(Builder other, double startSeconds, double endSeconds) {
            this(startSeconds, endSeconds);
            baseline = other.baseline;
            detrend = other.detrend;
            decimation = other.decimation;
            projection = other.projection;
            limits = other.limits;
            rejectionWindow = other.rejectionWindow;
            rejectByAnnotation = other.rejectByAnnotation;
            duplicates = other.duplicates;
            table = other.table;
            cacheBytes = other.cacheBytes;
        }

        /** The same steps over another window. */
        Builder over(double from, double to) {
            return new Builder(this, from, to);
        }

        /**
         * @param value what samples are related to; null for nothing. Default nothing
         * @return this
         */
        public Builder baseline(Baseline value) {
            baseline = value;
            return this;
        }

        /**
         * @param value what is subtracted from brain channels before the baseline is. Default nothing
         * @return this
         */
        public Builder detrend(Detrend value) {
            detrend = Objects.requireNonNull(value, "detrend");
            return this;
        }

        /**
         * @param value keeps every n-th sample, the one at the event among them; low-pass first. Default 1
         * @return this
         */
        public Builder decimate(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("decimation is " + value + ": give 1 or more");
            }
            decimation = value;
            return this;
        }

        /**
         * @param value mixes channels before anything else is done; null for nothing. Default nothing
         * @return this
         */
        public Builder projection(ChannelMixing value) {
            projection = value;
            return this;
        }

        /**
         * @param value how large or small a range may be. Default no limits
         * @return this
         */
        public Builder rejection(RejectionLimits value) {
            limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /**
         * @param from begin of the stretch in which limits and annotations count, relative to the event
         * @param to its end
         * @return this
         */
        public Builder rejectionWindow(double from, double to) {
            if (!(startSeconds <= from && from <= to && to <= endSeconds)) {
                throw new IllegalArgumentException("the stretch of rejection, " + from + " to " + to
                        + " s, must lie within " + startSeconds + " to " + endSeconds + " s");
            }
            rejectionWindow = new Epochs.TimeWindow(from, to);
            return this;
        }

        /**
         * @param value whether bad annotations and joints drop epochs. Default true
         * @return this
         */
        public Builder rejectByAnnotation(boolean value) {
            rejectByAnnotation = value;
            return this;
        }

        /**
         * @param value what is done with several events at one sample. Default an error
         * @return this
         */
        public Builder duplicates(Duplicates value) {
            duplicates = Objects.requireNonNull(value, "duplicates");
            return this;
        }

        /**
         * @param value one row for each event; the epochs keep those of their events
         * @return this
         */
        public Builder table(Table value) {
            table = value;
            return this;
        }

        /**
         * @param value memory for blocks of the recording that are kept after reading. Default 64 MiB; 0 for none
         * @return this
         */
        public Builder cacheBytes(long value) {
            if (value < 0) {
                throw new IllegalArgumentException("a cache of " + value + " bytes: give 0 or more");
            }
            cacheBytes = value;
            return this;
        }

        /** @return what cuts epochs so */
        public Epoching build() {
            return new Epoching(new Builder(this, startSeconds, endSeconds));
        }
    }
}
