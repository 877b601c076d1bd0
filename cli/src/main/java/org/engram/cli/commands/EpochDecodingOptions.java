package org.engram.cli.commands;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.compute.validation.Score;
import org.engram.core.EngramException;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.evaluation.EpochProtocol;
import org.engram.decoders.timeseries.pipelines.EpochPipelines;
import org.engram.decoders.timeseries.pipelines.PipelineOptions;
import org.engram.decoders.timeseries.riemann.Metric;
import org.engram.io.table.ClosestName;
import picocli.CommandLine.Option;

/** What is decoded from epochs, by which pipeline, and what is new in the test. */
final class EpochDecodingOptions {
    private static final List<String> OVER_TIME = List.of("lda", "lr", "svm");

    @Option(names = "--target", paramLabel = "COLUMN", description = "Column of the trials with the class.")
    String target;

    @Option(names = "--group", paramLabel = "COLUMN", description = "Column of the trials with the subject.")
    String group;

    @Option(names = "--session", paramLabel = "COLUMN", description = "Column of the trials with the session. Default: for cross-session, the group is the session.")
    String session;

    @Option(names = "--protocol", paramLabel = "NAME", defaultValue = "cross-subject", description = "What is new in the test: cross-subject, cross-session, within-session or pooled (refused unless"
            + " --allow-leakage; default: ${DEFAULT-VALUE}).")
    String protocol;

    @Option(names = "--pipeline", paramLabel = "NAME", description = "csp+lda, mdm, fgmdm, ts+lr, ts+svm, ts+lda, ts+el, acm+ts+svm, xdawn+lda, xdawncov+mdm, xdawncov+ts+lr,"
            + " erpcov+mdm, erpcov+ts+lr, logvar+lda, lda, svm, lr, cca, trca, msetcca; ea+ or ra+ in front aligns"
            + " subjects first. Default: ts+lr; over time: lr.")
    String pipeline;

    @Option(names = "--folds", paramLabel = "N", description = "Folds. Default: 5 within a session or pooled; across subjects each is left out in turn.")
    Integer folds;

    @Option(names = "--score", paramLabel = "NAME", description = "What is reported first: accuracy, balanced-accuracy or roc-auc. Default: roc-auc for two classes,"
            + " accuracy for more, or where no fold tests both classes.")
    String score;

    @Option(names = "--tune", description = "Choose the penalty by three stratified folds inside each training set.")
    boolean tuned;

    @Option(names = "--components", paramLabel = "N", description = "Filters of CSP (default: 6), or of xDAWN for each class (default: 4).")
    Integer components;

    @Option(names = "--covariance", paramLabel = "NAME", description = "How covariances are estimated: scm, cov, oas, lwf, sch, corr or shrunk (default: oas).")
    String covariance;

    @Option(names = "--metric", paramLabel = "NAME", description = "Distance of covariances: riemann, logeuclid, euclid, logdet or wasserstein (default: riemann).")
    String metric;

    @Option(names = "--feature-rate", paramLabel = "HZ", description = "To what rate samples are averaged where they are features themselves (default: 32).")
    Double featureRateHz;

    @Option(names = "--frequencies", paramLabel = "A=HZ,...", split = ",", description = "Stimulus frequency of each class, for cca, trca and msetcca. Default: read from their names.")
    Map<String, Double> frequencies = new LinkedHashMap<>();

    @Option(names = "--over-time", paramLabel = "HOW", description = "Decode each time by itself: sliding (tested at the same time) or generalising (tested at every"
            + " time). Pipelines: lr, lda, svm.")
    String overTime;

    @Option(names = "--window", paramLabel = "S", description = "Over time: length of the window whose samples are features together (default: one sample).")
    Double windowSeconds;

    @Option(names = "--step", paramLabel = "S", description = "Over time: from one window to the next (default: one sample).")
    Double stepSeconds;

    boolean isOverTime() { return overTime != null; }

    boolean isGeneralising() {
        return switch (overTime.toLowerCase(Locale.ROOT)) {
            case "sliding" -> false;
            case "generalising", "generalizing" -> true;
            default -> throw new IllegalArgumentException(
                    "--over-time is '" + overTime + "': give sliding or generalising");
        };
    }

    EpochProtocol protocol() {
        return EpochProtocol.named(protocol);
    }

    /** The name of the pipeline, which exists. */
    String pipeline() {
        String name = (pipeline == null ? isOverTime() ? "lr" : "ts+lr" : pipeline).strip()
                .toLowerCase(Locale.ROOT);
        List<String> known = isOverTime() ? OVER_TIME : EpochPipelines.names();
        String base = !isOverTime() && name.matches("(ea|ra)\\+.*") ? name.substring(3) : name;
        if (!known.contains(base)) {
            throw new EngramException(isOverTime()
                    ? "--pipeline is '" + pipeline + "', but each time is decoded by itself: give "
                            + String.join(", ", OVER_TIME)
                    : "there is no pipeline '" + pipeline + "'; " + ClosestName.hint(base, known));
        }
        return name;
    }

    PipelineOptions options() {
        PipelineOptions options = PipelineOptions.DEFAULT.withFrequencies(frequencies);
        if (covariance != null) {
            options = options.withCovariance(CovarianceEstimator.named(covariance));
        }
        if (metric != null) {
            options = options.withMetric(Metric.named(metric));
        }
        if (components != null) {
            options = options.withCspComponents(components).withXdawnFilters(components);
        }
        return featureRateHz == null ? options : options.withFeatureRate(featureRateHz);
    }

    /** The score to report first; null for the default. */
    Score score() {
        if (score == null) {
            return null;
        }
        return switch (score.toLowerCase(Locale.ROOT).replace('_', '-')) {
            case "accuracy" -> Score.ACCURACY;
            case "balanced-accuracy" -> Score.BALANCED_ACCURACY;
            case "roc-auc" -> Score.ROC_AUC;
            default -> throw new IllegalArgumentException(
                    "--score is '" + score + "': give accuracy, balanced-accuracy or roc-auc");
        };
    }

    /** What options are missing, given the columns there are. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (target == null) {
            missing.add("--target (the column with the class)");
        }
        EpochProtocol chosen = protocol();
        if (group == null
                && (chosen == EpochProtocol.CROSS_SUBJECT || chosen == EpochProtocol.CROSS_SESSION)) {
            missing.add("--group (the column with the "
                    + (chosen == EpochProtocol.CROSS_SUBJECT ? "subject, for " : "session, for ")
                    + chosen.shortName() + ")");
        }
        return missing;
    }

    /** Samples of a duration, at least one. */
    static int samples(Double seconds, double rateHz) {
        return seconds == null ? 1 : (int) Math.max(1, Math.rint(seconds * rateHz));
    }
}
