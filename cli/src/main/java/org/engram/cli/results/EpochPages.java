package org.engram.cli.results;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.engram.cli.report.Reference;
import org.engram.decoders.timeseries.evaluation.EpochProtocol;
import org.engram.decoders.timeseries.study.EpochStudy;
import org.engram.io.recording.Epochs;

/** Words that reports on decoded epochs share. */
final class EpochPages {
    static final Reference OJALA = new Reference(
            "Ojala M, Garriga GC (2010). Permutation tests for studying classifier performance. Journal of Machine"
                    + " Learning Research 11:1833-1863.",
            "");
    static final Reference CSP = new Reference(
            "Blankertz B, Tomioka R, Lemm S, Kawanabe M, M\u00fcller KR (2008). Optimizing spatial filters for robust"
                    + " EEG single-trial analysis. IEEE Signal Processing Magazine 25:41-56.",
            "10.1109/MSP.2008.4408441");
    static final Reference XDAWN = new Reference(
            "Rivet B, Souloumiac A, Attina V, Gibert G (2009). xDAWN algorithm to enhance evoked potentials:"
                    + " application to brain-computer interface. IEEE Transactions on Biomedical Engineering"
                    + " 56:2035-2043.",
            "10.1109/TBME.2009.2012869");
    static final Reference RIEMANN = new Reference(
            "Barachant A, Bonnet S, Congedo M, Jutten C (2012). Multiclass brain-computer interface classification by"
                    + " Riemannian geometry. IEEE Transactions on Biomedical Engineering 59:920-928.",
            "10.1109/TBME.2011.2172210");
    static final Reference KING = new Reference(
            "King JR, Dehaene S (2014). Characterizing the dynamics of mental representations: the temporal"
                    + " generalization method. Trends in Cognitive Sciences 18:203-210.",
            "10.1016/j.tics.2014.01.002");
    static final Reference MARIS = new Reference(
            "Maris E, Oostenveld R (2007). Nonparametric statistical testing of EEG- and MEG-data. Journal of"
                    + " Neuroscience Methods 164:177-190.",
            "10.1016/j.jneumeth.2007.03.024");

    private EpochPages() {}

    static String subtitle(EpochStudy study, EpochProtocol protocol, String pipeline) {
        String files = study.files().stream().limit(3).map(file -> file.getFileName().toString())
                .collect(Collectors.joining(", "));
        return files + (study.files().size() > 3 ? ", \u2026" : "") + " \u00b7 " + protocol.shortName()
                + " \u00b7 "
                + pipeline;
    }

    /** What a group is called: by its column, where that is a word. */
    static String noun(String column) {
        return column.matches("[a-z]+") && !column.endsWith("s") ? column : "group";
    }

    /** Channels and times, for "features (...)". */
    static String source(Epochs epochs) {
        List<String> kinds = epochs.channels().stream()
                .map(channel -> channel.type().bidsName()).distinct().toList();
        return String.format(Locale.ROOT, "%d %s channels, %.3f to %.3f s at %s Hz", epochs.channelCount(),
                String.join(" and ", kinds), epochs.firstTimeSeconds(),
                epochs.times()[epochs.timeCount() - 1],
                String.valueOf(epochs.samplingRateHz()).replaceFirst("\\.0$", ""));
    }

    /** What was new in the test. */
    static String novelty(EpochProtocol protocol) {
        return switch (protocol) {
            case CROSS_SUBJECT -> "no subject is in training and test";
            case CROSS_SESSION -> "no session of a subject is in training and test";
            case WITHIN_SESSION -> "training and test are trials of one session";
            case POOLED -> "the same subjects may be in training and test";
        };
    }
}
