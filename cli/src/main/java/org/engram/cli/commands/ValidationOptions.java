package org.engram.cli.commands;

import java.util.Locale;
import java.util.Optional;
import org.engram.compute.validation.GroupLeakage;
import org.engram.compute.validation.Splitter;
import org.engram.compute.validation.Splitters;
import org.engram.compute.validation.TrainTestGroups;
import org.engram.core.EngramException;
import org.engram.decoders.fmri.FmriSamples;
import org.engram.decoders.fmri.FmriStudy;
import picocli.CommandLine.Option;

/** How samples are divided into training and test samples: the options that decoding and searchlight share. */
final class ValidationOptions {
    @Option(names = "--cv", paramLabel = "SCHEME", description = "Cross-validation: leave-one-run-out, leave-one-session-out, leave-2-runs-out, 5-fold,"
            + " stratified-5-fold, ... (default: leave-one-run-out).")
    String scheme;

    @Option(names = "--train-runs", paramLabel = "1-6", description = "Train on these runs only; with --test-runs.")
    String trainRuns;

    @Option(names = "--test-runs", paramLabel = "7,8", description = "Test on these runs only; with --train-runs.")
    String testRuns;

    @Option(names = "--allow-leakage", description = "Allow a scheme that puts samples of one run on both sides; the report says so.")
    boolean allowLeakage;

    /** What is wrong with the combination, if anything. */
    Optional<String> mistake() {
        if ((trainRuns == null) != (testRuns == null)) {
            return Optional.of("--train-runs and --test-runs go together");
        }
        if (scheme != null && scheme.toLowerCase(Locale.ROOT).contains("subject")) {
            return Optional.of("--cv is " + scheme
                    + ", but one subject is read: use leave-one-run-out or leave-one-session-out");
        }
        return trainRuns != null && scheme != null
                ? Optional.of("--cv cannot be combined with --train-runs and --test-runs")
                : Optional.empty();
    }

    boolean isBySession() { return scheme != null && scheme.toLowerCase(Locale.ROOT).contains("session"); }

    /** Runs without sessions cannot be left out by session. */
    void requireSessions(FmriSamples samples, FmriStudy study) {
        if (isBySession() && samples.sessions().contains("")) {
            throw new EngramException("--cv is " + scheme + ", but the runs of subject " + study.subject()
                    + " are not divided into sessions: use leave-one-run-out");
        }
    }

    GroupLeakage leakage() {
        return allowLeakage ? GroupLeakage.ALLOW : GroupLeakage.REFUSE;
    }

    Splitter splitter(long seed) {
        return trainRuns != null
                ? TrainTestGroups.parse(trainRuns, testRuns, "run")
                : Splitters.named(scheme == null ? "leave-one-run-out" : scheme, seed);
    }
}
