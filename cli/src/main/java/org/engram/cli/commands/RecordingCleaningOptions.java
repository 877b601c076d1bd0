package org.engram.cli.commands;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.engram.cli.results.CleaningFiles;
import org.engram.io.table.ClosestName;
import org.engram.preprocessing.electrophysiology.cleaning.FilterMethod;
import org.engram.preprocessing.electrophysiology.cleaning.ProjectionSource;
import org.engram.preprocessing.electrophysiology.cleaning.RecordingCleaner;
import org.engram.preprocessing.electrophysiology.cleaning.ReferenceChoice;
import org.engram.preprocessing.electrophysiology.filtering.FirPhase;
import picocli.CommandLine.Option;

/** What is done to a recording to clean it, beside the edges of the band, which BOLD series have as well. */
final class RecordingCleaningOptions {
    @Option(names = "--method", paramLabel = "KIND", defaultValue = "fir", description = "Recordings: how --high-pass and --low-pass filter: fir or iir (default: ${DEFAULT-VALUE}).")
    String method;

    @Option(names = "--phase", paramLabel = "PHASE", defaultValue = "zero", description = "Recordings: phase of FIR filters: zero, zero-double, linear, minimum or minimum-half (default: ${DEFAULT-VALUE}).")
    String phase;

    @Option(names = "--notch", paramLabel = "HZ,...", split = ",", description = "Recordings: remove narrow bands around these frequencies.")
    List<Double> notches = List.of();

    @Option(names = "--line", paramLabel = "HZ", description = "Recordings: remove the hum of the mains, 50 or 60, and its multiples.")
    Double lineHz;

    @Option(names = "--spectrum-fit", description = "Recordings: remove --notch or --line by fitted sinusoids in place of a filter; alone, whatever sinusoid stands out.")
    boolean spectrumFit;

    @Option(names = "--resample", paramLabel = "HZ", description = "Recordings: another sampling rate.")
    Double resampleHz;

    @Option(names = "--detect-bads", description = "Recordings: look for bad channels: flat, loud or unlike all others.")
    boolean detectBads;

    @Option(names = "--segments", description = "Recordings: annotate stretches that stand out as bad.")
    boolean segments;

    @Option(names = "--interpolate-bads", description = "Recordings: compute bad EEG channels from the others.")
    boolean interpolate;

    @Option(names = "--reference", paramLabel = "REF", defaultValue = "none", description = "Recordings: average, NAME, A+B, bipolar, laplacian (along shafts), rest or none (default: ${DEFAULT-VALUE}).")
    String reference;

    @Option(names = "--ssp", paramLabel = "WHICH,...", split = ",", description = "Recordings: project out directions: file (those that came with it), eog, ecg.")
    List<String> projections = List.of();

    @Option(names = "--regress-eog", description = "Recordings: subtract what channels share with the EOG channels.")
    boolean regressEog;

    @Option(names = "--csd", description = "Recordings: current source density in place of EEG potentials.")
    boolean density;

    @Option(names = "--no-report", description = "Recordings: write no report page.")
    boolean withoutReport;

    @Option(names = "--no-browser", description = "Recordings: write no page to scroll through the cleaned signals.")
    boolean withoutBrowser;

    CleaningFiles.Pages pages() {
        return new CleaningFiles.Pages(!withoutReport, !withoutBrowser);
    }

    RecordingCleaner cleaner(Double highPassHz, Double lowPassHz) {
        RecordingCleaner.Builder builder = RecordingCleaner.builder()
                .method(choice(FilterMethod.class, method, "--method"))
                .phase(choice(FirPhase.class, phase, "--phase")).spectrumFit(spectrumFit)
                .detectBads(detectBads).segments(segments).interpolateBads(interpolate)
                .reference(ReferenceChoice.parse(reference)).projections(projections()).regressEog(regressEog)
                .currentSourceDensity(density);
        if (highPassHz != null) {
            builder.highPassHz(highPassHz);
        }
        if (lowPassHz != null) {
            builder.lowPassHz(lowPassHz);
        }
        if (!notches.isEmpty()) {
            builder.notchHz(notches.stream().mapToDouble(value -> value).toArray());
        }
        if (lineHz != null) {
            builder.lineHz(lineHz);
        }
        if (resampleHz != null) {
            if (!(resampleHz > 0)) {
                throw new IllegalArgumentException(
                        "--resample is " + resampleHz + ": give a positive number of samples per second");
            }
            builder.resampleHz(resampleHz);
        }
        return builder.build();
    }

    private Set<ProjectionSource> projections() {
        Set<ProjectionSource> sources = EnumSet.noneOf(ProjectionSource.class);
        projections.forEach(name -> sources.add(choice(ProjectionSource.class, name, "--ssp")));
        return sources;
    }

    /** A constant by the name it has on the command line, such as zero-double. */
    static <E extends Enum<E>> E choice(Class<E> kind, String text, String option) {
        List<String> names = Arrays.stream(kind.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList();
        int place = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (place < 0) {
            throw new IllegalArgumentException(
                    option + " is \"" + text + "\"; " + ClosestName.hint(text, names));
        }
        return kind.getEnumConstants()[place];
    }
}
