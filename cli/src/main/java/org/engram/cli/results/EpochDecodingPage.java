package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.engram.cli.report.DecodingMethods;
import org.engram.cli.report.DecodingReport;
import org.engram.cli.report.FoldScore;
import org.engram.cli.report.Interval;
import org.engram.cli.report.Reference;
import org.engram.cli.report.Score;
import org.engram.compute.validation.ConfusionMatrix;
import org.engram.decoders.timeseries.evaluation.EpochDecodingResult;
import org.engram.decoders.timeseries.evaluation.TrialScores;
import org.engram.decoders.timeseries.study.SpatialPatterns;
import org.engram.io.provenance.Provenance;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.montage.ChannelNames;
import org.engram.io.recording.montage.Montage;

/** Fills the report of decoded epochs. */
final class EpochDecodingPage {
    private final EpochDecodingFiles given;
    private final Provenance provenance;

    EpochDecodingPage(EpochDecodingFiles given, Provenance provenance) {
        this.given = given;
        this.provenance = provenance;
    }

    void write(Path target) throws IOException {
        EpochDecodingResult result = given.result();
        ConfusionMatrix confusion = result.crossValidation().confusion();
        Score score = score(result.crossValidation().scoring());
        List<FoldScore> groups = groups();
        DecodingReport.Builder report = DecodingReport.builder(String.join(", ", result.classNames()))
                .subtitle(EpochPages.subtitle(given.study(), result.protocol(), result.pipeline()))
                .score(score, result.score(), given.chance())
                .confusion(confusion.names(), counts(confusion))
                .folds(groups)
                .heldOut(result.groupScores().size() > 1 ? given.noun() : "fold")
                .methods(methods())
                .notices(given.notices()).provenance(provenance);
        result.interval().ifPresent(i -> report
                .interval(new Interval(i.lower(), i.upper(), i.level(), i.method())));
        result.permutation().ifPresent(
                test -> report.permutations(test.scores(), test.pValue()).cite(EpochPages.OJALA));
        given.patterns().ifPresent(patterns -> topographies(patterns).ifPresent(svg -> report.place(svg,
                "Patterns: how each component shows at the electrodes, red and blue for opposite signs, the largest"
                        + " value of each 1. They were fitted to all trials to be looked at; scores come from"
                        + " filters fitted in training sets.")));
        references().forEach(report::cite);
        report.build().write(target);
    }

    static Score score(org.engram.compute.validation.Score scoring) {
        return switch (scoring) {
            case ACCURACY -> Score.ACCURACY;
            case BALANCED_ACCURACY -> Score.BALANCED_ACCURACY;
            case ROC_AUC -> Score.ROC_AUC;
        };
    }

    private static long[][] counts(ConfusionMatrix confusion) {
        return Arrays.stream(confusion.counts()).map(row -> Arrays.stream(row).asLongStream().toArray())
                .toArray(long[][]::new);
    }

    /** The groups where there are several, else the folds. */
    private List<FoldScore> groups() {
        EpochDecodingResult result = given.result();
        List<FoldScore> scores = new ArrayList<>();
        if (result.groupScores().size() > 1) {
            result.groupScores()
                    .forEach((name, of) -> scores.add(new FoldScore(name, value(of), of.trials())));
            return scores;
        }
        for (int f = 0; f < result.foldScores().size(); f++) {
            TrialScores of = result.foldScores().get(f);
            scores.add(new FoldScore(result.crossValidation().folds().get(f).split().name(), value(of),
                    of.trials()));
        }
        return scores;
    }

    private double value(TrialScores scores) {
        return switch (given.result().crossValidation().scoring()) {
            case ACCURACY -> scores.accuracy();
            case BALANCED_ACCURACY -> scores.balancedAccuracy();
            case ROC_AUC -> scores.rocArea().orElse(Double.NaN);
        };
    }

    private DecodingMethods methods() {
        EpochDecodingResult result = given.result();
        Epochs epochs = given.study().epochs();
        DecodingMethods.Builder methods = DecodingMethods
                .builder(result.crossValidation().truth().size(), result.features(),
                        result.classNames().size(),
                        "the pipeline " + result.pipeline() + " (" + result.method() + ")")
                .featureSource(EpochPages.source(epochs)).preparation(given.study().preparation())
                .crossValidation(result.scheme() + " ("
                        + result.foldScores().size()
                        + (result.foldScores().size() == 1 ? " fold, " : " folds, ")
                        + EpochPages.novelty(result.protocol()) + ")")
                .software("Engram " + provenance.toolVersion());
        methods.tuning(result.tuning());
        result.interval().ifPresent(interval -> methods.interval("the " + interval.method()));
        result.permutation().ifPresent(test -> methods.permutation(test.describe()));
        given.patterns().ifPresent(patterns -> methods.maps(patterns.words()));
        return methods.build();
    }

    private Optional<String> topographies(SpatialPatterns patterns) {
        Epochs epochs = given.study().epochs();
        List<Channel> placed = placed(epochs.channels(), given.montage());
        return Topography.of(placed, ChannelType.EEG).map(topography -> topography.svg(patterns.names(),
                Arrays.stream(patterns.patterns()).map(topography::of).toArray(double[][]::new), ""));
    }

    /** Electrodes keep the places they have; those without one get that of their name. */
    private static List<Channel> placed(List<Channel> channels, Montage montage) {
        return channels.stream().map(channel -> channel.position().isPresent()
                || channel.type() != ChannelType.EEG
                        ? channel
                        : montage.positions().entrySet().stream()
                                .filter(place -> ChannelNames.normalise(place.getKey())
                                        .equals(ChannelNames.normalise(channel.name())))
                                .findFirst().map(place -> channel.withPosition(place.getValue()))
                                .orElse(channel))
                .toList();
    }

    private List<Reference> references() {
        String name = given.result().pipeline();
        List<Reference> references = new ArrayList<>();
        if (name.contains("csp")) {
            references.add(EpochPages.CSP);
        }
        if (name.contains("xdawn")) {
            references.add(EpochPages.XDAWN);
        }
        if (name.contains("ts+") || name.contains("mdm") || name.contains("cov")) {
            references.add(EpochPages.RIEMANN);
        }
        return references;
    }
}
