package org.engram.preprocessing.electrophysiology.cleaning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.artifacts.EogRegression;
import org.engram.preprocessing.electrophysiology.filtering.FirPhase;
import org.engram.preprocessing.electrophysiology.interpolation.ChannelInterpolation;
import org.engram.preprocessing.electrophysiology.interpolation.CurrentSourceDensity;
import org.engram.preprocessing.electrophysiology.interpolation.HeadSphere;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;
import org.engram.preprocessing.electrophysiology.resampling.Resampling;

/**
 * Cleans a recording. Steps that are asked for are done in this order: line noise, high-pass and low-pass, resampling,
 * detection of bad channels, annotation of bad stretches, interpolation of bad channels, reference, projection,
 * regression of eye movements, current source density. Immutable; made by {@link #builder()}.
 */
public final class RecordingCleaner {
    private final Builder options;

    private RecordingCleaner(Builder options) {
        this.options = options;
    }

    /** @return a builder of a cleaner that does nothing yet */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A cleaned recording and how it came about.
     *
     * @param recording the result, computed when samples are read
     * @param steps what was done, in order, in words
     * @param detected channels found to be bad
     * @param segments stretches found to be bad
     * @param interpolated names of the channels that were interpolated
     */
    public record Cleaned(Recording recording, List<String> steps, List<BadChannelDetection.Found> detected,
            List<Annotation> segments, List<String> interpolated) {
        /** Copies. */
        public Cleaned {
            steps = List.copyOf(steps);
            detected = List.copyOf(detected);
            segments = List.copyOf(segments);
            interpolated = List.copyOf(interpolated);
        }
    }

    /**
     * @param recording what to clean
     * @param notices told what a person should know about the filters and about what was found
     * @return the cleaned recording; only detection, projection and regression have read it by then
     * @throws IOException if the file cannot be read
     */
    public Cleaned clean(Recording recording, Consumer<Notice> notices) throws IOException {
        List<String> steps = new ArrayList<>();
        Recording filtered = filtered(recording, steps, notices);
        List<BadChannelDetection.Found> detected = List.of();
        if (options.detectBads) {
            detected = BadChannelDetection.DEFAULT.find(filtered);
            steps.add("bad channels were looked for: " + (detected.isEmpty()
                    ? "none found"
                    : detected.stream().map(found -> found.name() + " " + found.reason())
                            .collect(Collectors.joining(", "))));
            Set<String> bad = new LinkedHashSet<>(filtered.badChannels());
            detected.forEach(found -> bad.add(found.name()));
            filtered = filtered.withBadChannels(List.copyOf(bad));
        }
        List<Annotation> segments = List.of();
        if (options.segments) {
            segments = BadStretches.find(filtered);
            steps.add(segments.size() == 1
                    ? "1 bad stretch was annotated"
                    : segments.size() + " bad stretches were annotated");
            filtered = filtered.toBuilder().addAnnotations(segments).build();
        }
        List<String> interpolated = options.interpolate
                ? filtered.channels().stream()
                        .filter(channel -> channel.bad() && channel.type() == ChannelType.EEG)
                        .map(channel -> channel.name()).toList()
                : List.of();
        Recording spatial = spatial(filtered, interpolated, steps, notices);
        return new Cleaned(spatial, steps, detected, segments, interpolated);
    }

    /** What changes each channel by itself. */
    private Recording filtered(Recording recording, List<String> steps, Consumer<Notice> notices) {
        Recording made = recording;
        int[] channels = recording.channelsThat(channel -> channel.type().isBrain()
                || channel.type() == ChannelType.EOG || channel.type() == ChannelType.ECG);
        if (options.filters.isAny() && channels.length == 0) {
            throw new EngramException("there is no EEG, MEG, intracranial, EOG or ECG channel to filter: give"
                    + " channels their types first");
        }
        made = options.filters.apply(made, channels, steps, notices);
        if (options.resampleHz > 0) {
            steps.add("resampled from " + Words.hertz(made.samplingRateHz()) + " to "
                    + Words.hertz(options.resampleHz)
                    + " by polyphase filters");
            made = Resampling.to(options.resampleHz).apply(made);
        }
        return made;
    }

    /** What mixes channels. */
    private Recording spatial(Recording filtered, List<String> interpolated, List<String> steps,
            Consumer<Notice> notices) throws IOException {
        Recording made = filtered;
        if (!interpolated.isEmpty()) {
            made = mixed(made, ChannelInterpolation.of(made.channels(), interpolated,
                    HeadSphere.fit(made.channels())), steps);
        } else if (options.interpolate) {
            steps.add("no EEG channel was bad: nothing was interpolated");
        }
        for (ChannelMixing mixing : options.reference.mixings(made)) {
            made = mixed(made, mixing, steps);
        }
        if (!options.projections.isEmpty()) {
            made = Projections.apply(made, options.projections, steps, notices);
        }
        if (options.regressEog) {
            String[] eyes = Arrays.stream(made.channelsThat(
                    channel -> channel.type() == ChannelType.EOG && !channel.bad()))
                    .mapToObj(made.channels()::get).map(channel -> channel.name()).toArray(String[]::new);
            if (eyes.length == 0) {
                throw new EngramException(
                        "there is no good EOG channel to regress on: give a channel that type"
                                + ", or remove eye movements by components (engram ica)");
            }
            made = EogRegression.fit(made, eyes).apply(made);
            steps.add("eye movements removed by regression on " + String.join(", ", eyes));
        }
        if (options.density) {
            made = mixed(made,
                    CurrentSourceDensity.DEFAULT.of(made.channels(), HeadSphere.fit(made.channels())), steps);
        }
        return made;
    }

    private static Recording mixed(Recording recording, ChannelMixing mixing, List<String> steps) {
        steps.add(mixing.description());
        return mixing.apply(recording);
    }

    /** Collects the steps. */
    public static final class Builder {
        private FilterChain filters = FilterChain.NONE;
        private double resampleHz;
        private boolean detectBads;
        private boolean segments;
        private boolean interpolate;
        private ReferenceChoice reference = ReferenceChoice.parse("none");
        private Set<ProjectionSource> projections = Set.of();
        private boolean regressEog;
        private boolean density;

        private Builder() {}

        private Builder(Builder other) {
            filters = other.filters;
            resampleHz = other.resampleHz;
            detectBads = other.detectBads;
            segments = other.segments;
            interpolate = other.interpolate;
            reference = other.reference;
            projections = other.projections;
            regressEog = other.regressEog;
            density = other.density;
        }

        /** @param value lower edge of what is kept. Default none @return this */
        public Builder highPassHz(double value) {
            filters = filters.withHighPass(value);
            return this;
        }

        /** @param value upper edge of what is kept. Default none @return this */
        public Builder lowPassHz(double value) {
            filters = filters.withLowPass(value);
            return this;
        }

        /** @param value what kind of filter. Default {@link FilterMethod#FIR} @return this */
        public Builder method(FilterMethod value) {
            filters = filters.withMethod(value);
            return this;
        }

        /** @param value what FIR filters do to the phase. Default {@link FirPhase#ZERO} @return this */
        public Builder phase(FirPhase value) {
            filters = filters.withPhase(value);
            return this;
        }

        /** @param values frequencies to remove by one notch filter. Default none @return this */
        public Builder notchHz(double... values) {
            filters = filters.withNotches(values);
            return this;
        }

        /** @param value frequency of the mains, to be removed with its multiples. Default none @return this */
        public Builder lineHz(double value) {
            filters = filters.withLine(value);
            return this;
        }

        /** @param value whether notches and the line are removed by fitted sinusoids. Default false @return this */
        public Builder spectrumFit(boolean value) {
            filters = filters.withSpectrumFit(value);
            return this;
        }

        /** @param value samples per second afterwards; 0 to keep the rate, which is the default @return this */
        public Builder resampleHz(double value) {
            if (!(value >= 0) || Double.isInfinite(value)) {
                throw new IllegalArgumentException(
                        "a sampling rate of " + value + " Hz: give a positive number");
            }
            resampleHz = value;
            return this;
        }

        /** @param value whether bad channels are looked for. Default false @return this */
        public Builder detectBads(boolean value) {
            detectBads = value;
            return this;
        }

        /** @param value whether bad stretches are annotated. Default false @return this */
        public Builder segments(boolean value) {
            segments = value;
            return this;
        }

        /** @param value whether bad EEG channels are computed from the others. Default false @return this */
        public Builder interpolateBads(boolean value) {
            interpolate = value;
            return this;
        }

        /** @param value the reference. Default: as recorded @return this */
        public Builder reference(ReferenceChoice value) {
            reference = value;
            return this;
        }

        /** @param value where directions to be projected out come from. Default none @return this */
        public Builder projections(Set<ProjectionSource> value) {
            projections = value.isEmpty() ? Set.of() : EnumSet.copyOf(new HashSet<>(value));
            return this;
        }

        /** @param value whether EOG channels are regressed out. Default false @return this */
        public Builder regressEog(boolean value) {
            regressEog = value;
            return this;
        }

        /** @param value whether EEG becomes current source density. Default false @return this */
        public Builder currentSourceDensity(boolean value) {
            density = value;
            return this;
        }

        /** @return what cleans so */
        public RecordingCleaner build() {
            return new RecordingCleaner(new Builder(this));
        }
    }
}
