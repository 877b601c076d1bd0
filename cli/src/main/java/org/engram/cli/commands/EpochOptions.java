package org.engram.cli.commands;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.cli.report.Quantity;
import org.engram.io.recording.ChannelType;
import org.engram.preprocessing.electrophysiology.epoching.Baseline;
import org.engram.preprocessing.electrophysiology.epoching.ChannelAmplitude;
import org.engram.preprocessing.electrophysiology.epoching.RejectionLimits;
import picocli.CommandLine.Option;

/** How epochs are cut and which of them are kept. */
final class EpochOptions {
    @Option(names = "--tmin", paramLabel = "SECONDS", description = "Begin of the epochs relative to the event (default: -0.2).")
    Double from;

    @Option(names = "--tmax", paramLabel = "SECONDS", description = "End of the epochs (default: 0.5).")
    Double to;

    @Option(names = "--baseline", paramLabel = "A,B", description = "Stretch whose mean is subtracted, in seconds; an end left out is that of the epoch; or none. Default: up to the event.")
    String baseline;

    @Option(names = "--fixed-length", paramLabel = "SECONDS", description = "Windows of one length side by side, in place of events.")
    Double fixedSeconds;

    @Option(names = "--overlap", paramLabel = "SECONDS", defaultValue = "0", description = "How much windows of --fixed-length overlap (default: ${DEFAULT-VALUE}).")
    double overlapSeconds;

    @Option(names = "--high-pass", paramLabel = "HZ", description = "Filter the recording before it is cut (FIR, zero phase).")
    Double highPassHz;

    @Option(names = "--low-pass", paramLabel = "HZ", description = "The same for fast changes.")
    Double lowPassHz;

    @Option(names = "--detrend", description = "Remove a linear trend from each epoch.")
    boolean detrend;

    @Option(names = "--decimate", paramLabel = "N", defaultValue = "1", description = "Keep every Nth sample; low-pass first (default: ${DEFAULT-VALUE}).")
    int decimation;

    @Option(names = "--reject", paramLabel = "TYPE=AMPLITUDE,...", split = ",", description = "Drop epochs with a larger range from peak to peak: eeg=100uV,eog=200uV,mag=4000fT,grad=4000fT/cm.")
    List<String> reject = List.of();

    @Option(names = "--flat", paramLabel = "TYPE=AMPLITUDE,...", split = ",", description = "Drop epochs with a smaller range: eeg=1uV.")
    List<String> flat = List.of();

    @Option(names = "--autoreject", paramLabel = "local|global", arity = "0..1", fallbackValue = "local", description = "Find limits by cross-validation: for each channel, with repair (local, the default; EEG), or one for each type (global).")
    String autoreject;

    @Option(names = "--keep-annotated", description = "Keep epochs that overlap stretches annotated as bad.")
    boolean keepAnnotated;

    @Option(names = "--duplicates", paramLabel = "WHAT", defaultValue = "error", description = "Several events at one sample: error, drop or merge (default: ${DEFAULT-VALUE}).")
    String duplicates;

    @Option(names = "--equalize", description = "As many trials of each kind, those nearest in time.")
    boolean equalize;

    @Option(names = "--peak-channels", paramLabel = "CH,...", split = ",", description = "Channels whose averages and peaks are shown (default: those with the largest peaks).")
    List<String> peakChannels = List.of();

    @Option(names = "--column", paramLabel = "NAME=VALUE", description = "A further column of trials.csv, such as subject=01. May be repeated.")
    List<String> added = List.of();

    void requireValid() {
        limits();
        baseline();
        columns();
        if (autoreject != null && !autoreject.equals("local") && !autoreject.equals("global")) {
            throw new IllegalArgumentException(
                    "--autoreject is \"" + autoreject + "\": give local or global");
        }
        if (decimation < 1) {
            throw new IllegalArgumentException("--decimate is " + decimation + ": give 1 or more");
        }
        if (fixedSeconds == null) {
            requireWindow();
        } else {
            requireFixed();
        }
    }

    private void requireWindow() {
        if (!(startSeconds() < endSeconds())) {
            throw new IllegalArgumentException("epochs run from --tmin " + startSeconds() + " to --tmax "
                    + endSeconds() + ": the end must come after the begin");
        }
        if (overlapSeconds != 0) {
            throw new IllegalArgumentException("--overlap belongs to --fixed-length");
        }
    }

    private void requireFixed() {
        if (from != null || to != null) {
            throw new IllegalArgumentException("--tmin and --tmax do not apply to windows of --fixed-length");
        }
        if (!(fixedSeconds > 0) || !(overlapSeconds >= 0 && overlapSeconds < fixedSeconds)) {
            throw new IllegalArgumentException("--fixed-length is " + fixedSeconds + " and --overlap "
                    + overlapSeconds + ": give a positive length and a shorter overlap");
        }
        if (autoreject != null || equalize) {
            throw new IllegalArgumentException((equalize ? "--equalize" : "--autoreject")
                    + " needs epochs around events, not windows of --fixed-length");
        }
    }

    double startSeconds() {
        return fixedSeconds != null ? 0 : from == null ? -0.2 : from;
    }

    double endSeconds() {
        return fixedSeconds != null ? fixedSeconds : to == null ? 0.5 : to;
    }

    /** Null for none. */
    Baseline baseline() {
        if ("none".equals(baseline)) {
            return null;
        }
        if (baseline == null) {
            return fixedSeconds != null || startSeconds() >= 0 ? null : Baseline.untilZero();
        }
        String[] ends = baseline.split(",", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("--baseline is \"" + baseline
                    + "\": give two ends in seconds, such as -0.2,0, or none");
        }
        return Baseline.mean(end(ends[0], Double.NEGATIVE_INFINITY), end(ends[1], Double.POSITIVE_INFINITY));
    }

    String baselineWords() {
        return baseline == null ? "up to the event" : baseline.replace(",", " to ") + " s";
    }

    private double end(String text, double open) {
        try {
            return text.isBlank() ? open : Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--baseline is \"" + baseline + "\": \"" + text + "\" is no number of seconds");
        }
    }

    RejectionLimits limits() {
        RejectionLimits limits = RejectionLimits.none();
        for (ChannelAmplitude most : amplitudes(reject, "--reject")) {
            limits = limits.peakToPeak(most.type(), most.value());
        }
        for (ChannelAmplitude least : amplitudes(flat, "--flat")) {
            limits = limits.flat(least.type(), least.value());
        }
        return limits;
    }

    private static List<ChannelAmplitude> amplitudes(List<String> entries, String option) {
        try {
            return entries.stream().map(ChannelAmplitude::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }

    List<String> rejectionWords() {
        List<String> words = new ArrayList<>();
        limits().peakToPeak().forEach((type, limit) -> words.add("epochs dropped where "
                + type.name().toLowerCase(Locale.ROOT) + " ranges over more than " + amplitude(type, limit)));
        limits().flat().forEach((type, limit) -> words.add("epochs dropped where "
                + type.name().toLowerCase(Locale.ROOT) + " ranges over less than " + amplitude(type, limit)));
        return words;
    }

    static String amplitude(ChannelType type, double value) {
        return Quantity.words(value, type.defaultUnit().symbol());
    }

    /** Constant columns, in order. */
    Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String entry : added) {
            int at = entry.indexOf('=');
            if (at < 1) {
                throw new IllegalArgumentException(
                        "--column is \"" + entry + "\": give a name, = and a value, such as subject=01");
            }
            columns.put(entry.substring(0, at), entry.substring(at + 1));
        }
        return columns;
    }
}
