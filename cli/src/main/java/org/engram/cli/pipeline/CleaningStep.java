package org.engram.cli.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.cleaning.FilterMethod;
import org.engram.preprocessing.electrophysiology.cleaning.ProjectionSource;
import org.engram.preprocessing.electrophysiology.cleaning.RecordingCleaner;
import org.engram.preprocessing.electrophysiology.cleaning.ReferenceChoice;
import org.engram.preprocessing.electrophysiology.filtering.FirPhase;
import org.engram.preprocessing.electrophysiology.ica.ArtifactComponents;
import org.engram.preprocessing.electrophysiology.ica.ComponentScores;
import org.engram.preprocessing.electrophysiology.ica.IcaAlgorithm;
import org.engram.preprocessing.electrophysiology.ica.IcaSolution;
import org.engram.preprocessing.electrophysiology.ica.IndependentComponents;

/** Cleans a recording as the run file wants it: by {@link RecordingCleaner}, then by independent components. */
record CleaningStep(Values values, long seed) {
    /** Artefacts that components can be compared with. */
    private enum Artefact {
        /** Eye movements. */
        EOG,
        /** Heartbeats. */
        ECG
    }

    /**
     * @param recording computed when samples are read
     * @param summary what was done, for reports and for programs
     */
    record Result(Recording recording, Map<String, Object> summary) {}

    void requireSense() {
        cleaner(OptionalDouble.empty());
        algorithm();
        artefacts();
        components(IndependentComponents.builder());
    }

    RecordingCleaner cleaner(OptionalDouble mains) {
        RecordingCleaner.Builder builder = RecordingCleaner.builder()
                .method(values.choice("method", FilterMethod.class))
                .phase(values.choice("phase", FirPhase.class))
                .spectrumFit(values.flag("spectrum-fit")).detectBads(values.flag("detect-bads"))
                .segments(values.flag("segments")).interpolateBads(values.flag("interpolate-bads"))
                .regressEog(values.flag("regress-eog")).currentSourceDensity(values.flag("csd"));
        double[] notches = values.numbers("notch");
        if (notches.length > 0) {
            values.made("notch", () -> builder.notchHz(notches));
        }
        line(mains).ifPresent(hertz -> values.made("line", () -> builder.lineHz(hertz)));
        values.number("high-pass")
                .ifPresent(hertz -> values.made("high-pass", () -> builder.highPassHz(hertz)));
        values.number("low-pass").ifPresent(hertz -> values.made("low-pass", () -> builder.lowPassHz(hertz)));
        if (values.number("high-pass").isPresent() && values.number("low-pass").isPresent()
                && !(values.require("high-pass") < values.require("low-pass"))) {
            throw values.wrong("high-pass",
                    "expected less than low-pass, which is " + values.require("low-pass"));
        }
        values.number("resample")
                .ifPresent(hertz -> values.made("resample", () -> builder.resampleHz(hertz)));
        values.text("reference").ifPresent(
                text -> builder.reference(values.made("reference", () -> ReferenceChoice.parse(text))));
        Set<ProjectionSource> sources = EnumSet.noneOf(ProjectionSource.class);
        values.texts("ssp").forEach(text -> sources.add(values.choice("ssp", text, ProjectionSource.class)));
        return builder.projections(sources).build();
    }

    /** The frequency of the mains that is to be removed. */
    private OptionalDouble line(OptionalDouble mains) {
        Optional<String> text = values.text("line");
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (text.get().equals("auto")) {
            return mains;
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text.get()));
        } catch (NumberFormatException e) {
            throw values.wrong("line", "expected a number of Hz, or auto");
        }
    }

    private Optional<IcaAlgorithm> algorithm() {
        return values.text("ica").map(name -> values.choice("ica", name, IcaAlgorithm.class));
    }

    /** How many components, or how much of the variance they explain. */
    private IndependentComponents components(IndependentComponents.Builder builder) {
        String text = values.text("ica-components").orElse("");
        try {
            IndependentComponents.Builder chosen = text.contains(".")
                    ? builder.varianceKept(Double.parseDouble(text))
                    : builder.componentCount(Math.max(1, Integer.parseInt(text)));
            return chosen.build();
        } catch (IllegalArgumentException e) {
            throw values.wrong("ica-components",
                    "expected a number of components, 2 or more, or a share of the variance such as 0.99");
        }
    }

    private Set<Artefact> artefacts() {
        Set<Artefact> artefacts = EnumSet.noneOf(Artefact.class);
        values.texts("ica-remove").forEach(
                name -> artefacts.add(values.choice("ica-remove", name, Artefact.class)));
        return artefacts;
    }

    Result clean(Recording recording, Consumer<Notice> notices) throws IOException {
        boolean wanted = values.text("line").filter("auto"::equals).isPresent();
        if (wanted && recording.lineFrequencyHz().isEmpty()) {
            throw new EngramException(
                    "clean.line is auto, but the dataset does not say the frequency of the mains"
                            + " (PowerLineFrequency): give 50 or 60");
        }
        RecordingCleaner.Cleaned cleaned = cleaner(recording.lineFrequencyHz()).clean(recording, notices);
        List<String> steps = new ArrayList<>(cleaned.steps());
        Recording result = components(cleaned.recording(), steps, notices);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("channels", result.channelCount());
        summary.put("sampling_rate_hz", result.samplingRateHz());
        summary.put("duration_seconds", result.durationSeconds());
        summary.put("steps", steps);
        summary.put("given_bad_channels", recording.badChannels());
        List<Object> detected = new ArrayList<>();
        cleaned.detected().forEach(found -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", found.name());
            entry.put("reason", found.reason());
            detected.add(entry);
        });
        summary.put("detected_bad_channels", detected);
        summary.put("interpolated_channels", cleaned.interpolated());
        summary.put("bad_segments", cleaned.segments().size());
        return new Result(result, summary);
    }

    private Recording components(Recording recording, List<String> steps, Consumer<Notice> notices)
            throws IOException {
        Optional<IcaAlgorithm> algorithm = algorithm();
        if (algorithm.isEmpty()) {
            return recording;
        }
        IndependentComponents.Builder builder = IndependentComponents.builder().algorithm(algorithm.get())
                .extended(algorithm.get() != IcaAlgorithm.FAST_ICA).seed(seed)
                .parallelism(Parallelism.single());
        IcaSolution solution = components(builder).fit(recording, notices);
        Set<Integer> removed = new TreeSet<>();
        for (Artefact artefact : artefacts()) {
            List<ComponentScores> scores = artefact == Artefact.EOG
                    ? ArtifactComponents.eog(solution, recording)
                    : List.of(ArtifactComponents.ecgByPhase(solution, recording));
            scores.forEach(score -> Arrays.stream(score.flagged()).forEach(removed::add));
        }
        steps.add(solution.componentCount() + " independent components (" + values.text("ica").orElseThrow()
                + "), " + (removed.isEmpty() ? "none" : String.valueOf(removed.size())) + " removed as "
                + String.join(" or ", values.texts("ica-remove")));
        return removed.isEmpty()
                ? recording
                : solution.apply(recording, removed.stream().mapToInt(Integer::intValue).toArray());
    }
}
