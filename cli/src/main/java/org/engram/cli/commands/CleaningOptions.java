package org.engram.cli.commands;

import java.util.ArrayList;
import java.util.List;
import org.engram.preprocessing.fmri.cleaning.SignalCleaner;
import org.engram.preprocessing.fmri.cleaning.Standardisation;
import org.engram.preprocessing.fmri.cleaning.TemporalFilter;
import picocli.CommandLine.Option;

/** How the time series of a run are cleaned. */
final class CleaningOptions {
    @Option(names = "--no-detrend", description = "Keep linear trends.")
    boolean keepTrend;

    @Option(names = "--filter", paramLabel = "KIND", defaultValue = "butterworth", description = "How --high-pass and --low-pass filter: butterworth or cosine (high-pass only)"
            + " (default: ${DEFAULT-VALUE}).")
    TemporalFilter filter;

    @Option(names = "--high-pass", paramLabel = "HZ", description = "Remove slower changes. Default: no filter.")
    Double highPassHz;

    @Option(names = "--low-pass", paramLabel = "HZ", description = "Remove faster changes. Default: no filter.")
    Double lowPassHz;

    @Option(names = "--standardize", paramLabel = "HOW", defaultValue = "z_score", description = "Scale of each voxel in each run: z_score, percent_change or none"
            + " (default: ${DEFAULT-VALUE}).")
    Standardisation standardisation;

    boolean filters() {
        return highPassHz != null || lowPassHz != null;
    }

    SignalCleaner cleaner() {
        SignalCleaner.Builder builder = SignalCleaner.builder().detrend(!keepTrend).filter(filter)
                .standardisation(standardisation);
        if (highPassHz != null) {
            builder.highPassHz(highPassHz);
        }
        if (lowPassHz != null) {
            builder.lowPassHz(lowPassHz);
        }
        return builder.build();
    }

    /** The steps in the order they are done, as phrases. */
    List<String> steps(String confounds) {
        List<String> steps = new ArrayList<>();
        if (!keepTrend) {
            steps.add("the time series of each run were detrended linearly");
        }
        if (highPassHz != null || lowPassHz != null) {
            String band = lowPassHz == null
                    ? "above " + highPassHz + " Hz"
                    : highPassHz == null
                            ? "below " + lowPassHz + " Hz"
                            : "from " + highPassHz + " to " + lowPassHz
                                    + " Hz";
            steps.add("filtered to frequencies " + band + (filter == TemporalFilter.BUTTERWORTH
                    ? " (zero-phase Butterworth filter of order 5)"
                    : " (discrete cosine regressors)"));
        }
        if (!confounds.isEmpty()) {
            steps.add(confounds + " were regressed out");
        }
        switch (standardisation) {
            case Z_SCORE -> steps.add("each voxel was scaled to mean 0 and variance 1 within its run");
            case PERCENT_CHANGE ->
                steps.add("each voxel was expressed in per cent of its mean within its run");
            default -> steps.add("the scale of the voxels was left as it was");
        }
        return steps;
    }
}
