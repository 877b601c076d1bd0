package org.engram.preprocessing.electrophysiology.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Recording;
import org.engram.io.recording.TriggerEvent;

/**
 * Makes events of the annotations of a recording. Texts are sorted and numbered from 1, unless codes are given;
 * annotations that begin with "bad" or "edge" are left out.
 */
public final class AnnotationEvents {
    private static final Pattern NOT_BAD = Pattern.compile("(?!bad|edge).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern BRAIN_VISION = Pattern
            .compile("(?:(Stimulus)/S|(Response)/R|(Optic)/O) *(\\d{1,6})");
    /** What a chunk may lack of its full length for rounding. */
    private static final double CHUNK_TOLERANCE = 1e-8;

    private final Pattern pattern;
    private final Function<String, OptionalInt> codes;
    private final OptionalDouble chunkSeconds;

    private AnnotationEvents(Builder builder) {
        pattern = builder.pattern;
        codes = builder.codes;
        chunkSeconds = builder.chunkSeconds;
    }

    /** @return a builder with the defaults */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param recording its annotations are taken
     * @return an event for each, named by the text, at the sample nearest the onset; those outside the samples as well
     */
    public Events find(Recording recording) {
        List<Annotation> chosen = recording.annotations().stream()
                .filter(annotation -> pattern.matcher(annotation.text()).matches()).toList();
        Map<String, Integer> names = names(chosen);
        List<TriggerEvent> events = new ArrayList<>();
        for (Annotation annotation : chosen) {
            Integer code = names.get(annotation.text());
            if (code != null) {
                for (double onset : onsets(annotation)) {
                    events.add(new TriggerEvent((long) Math.rint(onset * recording.samplingRateHz())
                            + recording.firstSample(), 0, code));
                }
            }
        }
        return new Events(events, names);
    }

    private Map<String, Integer> names(List<Annotation> annotations) {
        Map<String, Integer> names = new LinkedHashMap<>();
        int next = 1;
        for (String text : annotations.stream().map(Annotation::text).distinct().sorted().toList()) {
            OptionalInt code = codes == null ? OptionalInt.of(next++) : codes.apply(text);
            code.ifPresent(value -> names.put(text, value));
        }
        return names;
    }

    private double[] onsets(Annotation annotation) {
        if (chunkSeconds.isEmpty()) {
            return new double[] {annotation.onsetSeconds()};
        }
        double chunk = chunkSeconds.getAsDouble();
        int count = (int) ((annotation.durationSeconds() + CHUNK_TOLERANCE) / chunk);
        double[] onsets = new double[count];
        for (int i = 0; i < count; i++) {
            onsets[i] = annotation.onsetSeconds() + i * chunk;
        }
        return onsets;
    }

    /**
     * The code in a BrainVision marker: that of "Stimulus/S 12" is 12; 1000 is added for "Response/R", 2000 for
     * "Optic/O".
     *
     * @param text the text of an annotation
     * @return its code; empty for any other text
     */
    public static OptionalInt brainVisionCode(String text) {
        Matcher matcher = BRAIN_VISION.matcher(text);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        int offset = matcher.group(2) != null ? 1000 : matcher.group(3) != null ? 2000 : 0;
        return OptionalInt.of(Integer.parseInt(matcher.group(4)) + offset);
    }

    /** Collects the options. */
    public static final class Builder {
        private Pattern pattern = NOT_BAD;
        private Function<String, OptionalInt> codes;
        private OptionalDouble chunkSeconds = OptionalDouble.empty();

        private Builder() {}

        /**
         * @param value the whole text must match it. Default: all that begin neither with "bad" nor with "edge"
         * @return this
         */
        public Builder pattern(Pattern value) {
            pattern = Objects.requireNonNull(value, "pattern");
            return this;
        }

        /**
         * @param value code of each text; other annotations are left out
         * @return this
         */
        public Builder codes(Map<String, Integer> value) {
            Map<String, Integer> known = Map.copyOf(value);
            return codes(
                    text -> known.containsKey(text) ? OptionalInt.of(known.get(text)) : OptionalInt.empty());
        }

        /**
         * @param value gives the code of a text, such as {@link AnnotationEvents#brainVisionCode}; empty leaves the
         *     annotation out
         * @return this
         */
        public Builder codes(Function<String, OptionalInt> value) {
            codes = Objects.requireNonNull(value, "codes");
            return this;
        }

        /**
         * @param value cuts annotations into chunks of so many seconds with an event at the start of each; what does
         *     not fill a chunk is left out. Default: one event for each annotation
         * @return this
         */
        public Builder chunkSeconds(double value) {
            if (!(value > 0)) {
                throw new IllegalArgumentException("chunks of " + value + " s: give more than 0");
            }
            chunkSeconds = OptionalDouble.of(value);
            return this;
        }

        /** @return what finds events so */
        public AnnotationEvents build() {
            return new AnnotationEvents(this);
        }
    }
}
