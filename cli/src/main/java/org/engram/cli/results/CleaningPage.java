package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.engram.cli.report.SignalReport;
import org.engram.core.Notice;
import org.engram.io.provenance.Provenance;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.cleaning.BadChannelDetection;
import org.engram.preprocessing.electrophysiology.cleaning.RecordingCleaner;
import org.engram.preprocessing.electrophysiology.spectra.BandPower;

/** The report of cleaning a recording. */
final class CleaningPage {
    private static final double ALPHA_LOW_HZ = 8;
    private static final double ALPHA_HIGH_HZ = 13;
    private static final int MOST_ROWS = 200;

    private final Recording before;
    private final RecordingCleaner.Cleaned cleaned;
    private final SignalReport report;

    CleaningPage(Path in, Path target, Recording before, RecordingCleaner.Cleaned cleaned,
            List<Notice> notices) {
        this.before = before;
        this.cleaned = cleaned;
        report = new SignalReport("Cleaning report", in.getFileName().toString(),
                "cleaned into " + target.getFileName()).notices(notices);
    }

    void write(Path page, SpectrumCharts.Measured raw, SpectrumCharts.Measured clean, Path signals,
            Provenance provenance) throws IOException {
        Recording after = cleaned.recording();
        report.fact(String.valueOf(after.channelCount()), "channels")
                .fact(SignalWords.seconds(after.durationSeconds()), "duration")
                .fact(SignalWords.number(after.samplingRateHz()) + " Hz", "sampling rate")
                .fact(String.valueOf(badBefore() + cleaned.detected().size()), "bad channels")
                .fact(String.format(Locale.ROOT, "%.1f%%", 100 * badShare()), "in bad stretches");
        steps(signals);
        spectra(raw, clean);
        channels();
        segments();
        alpha(clean);
        methods();
        report.write(page, provenance);
    }

    private int badBefore() {
        return before.badChannels().size();
    }

    private double badShare() {
        Recording after = cleaned.recording();
        double reached = 0;
        double bad = 0;
        for (Annotation annotation : after.annotations()) {
            double from = Math.max(reached, annotation.onsetSeconds());
            double to = Math.min(after.durationSeconds(), annotation.endSeconds());
            if (annotation.isBad() && to > from) {
                bad += to - from;
                reached = to;
            }
        }
        return after.durationSeconds() > 0 ? bad / after.durationSeconds() : 0;
    }

    private void steps(Path signals) {
        report.part("What was done");
        if (cleaned.steps().isEmpty()) {
            report.words("Nothing was asked for but another file: samples are as they were recorded.");
        } else {
            List<List<String>> rows = new ArrayList<>();
            for (String step : cleaned.steps()) {
                rows.add(List.of(String.valueOf(rows.size() + 1), step));
            }
            report.table(List.of("step", "what"), rows);
        }
        if (signals != null) {
            report.link(signals.getFileName().toString(),
                    "Scroll through the cleaned signals and mark what is bad");
        }
    }

    private void spectra(SpectrumCharts.Measured raw, SpectrumCharts.Measured clean) {
        if (clean.channels().length == 0) {
            return;
        }
        report.part("Spectra before and after");
        for (ChannelType type : clean.types()) {
            report.figure(SpectrumCharts.compare(type, raw, clean),
                    "Median over the good channels; the band runs from the 10th to the 90th percentile of channels. "
                            + "Bad stretches are left out.");
        }
    }

    private void channels() {
        if (badBefore() == 0 && cleaned.detected().isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (String name : before.badChannels()) {
            rows.add(List.of(name, "marked before", fate(name)));
        }
        for (BadChannelDetection.Found found : cleaned.detected()) {
            rows.add(List.of(found.name(), found.reason(), fate(found.name())));
        }
        report.part("Bad channels").table(List.of("channel", "why", "what became of it"), rows);
    }

    private String fate(String name) {
        if (cleaned.interpolated().contains(name)) {
            return "interpolated";
        }
        return cleaned.recording().channelNames().contains(name) ? "stays, marked as bad" : "left out";
    }

    private void segments() {
        if (cleaned.segments().isEmpty()) {
            return;
        }
        List<List<String>> rows = cleaned.segments().stream().limit(MOST_ROWS)
                .map(found -> List.of(String.format(Locale.ROOT, "%.2f s", found.onsetSeconds()),
                        String.format(Locale.ROOT, "%.2f s", found.durationSeconds()), found.text()))
                .toList();
        report.part("Bad stretches found").table(List.of("begin", "duration", "kind"), rows);
        if (cleaned.segments().size() > MOST_ROWS) {
            report.words((cleaned.segments().size() - MOST_ROWS) + " more are in the file of marks.");
        }
    }

    /** In decibels about the median electrode, so that both signs are seen. */
    private void alpha(SpectrumCharts.Measured clean) {
        Recording after = cleaned.recording();
        if (after.samplingRateHz() < 2 * ALPHA_HIGH_HZ + 1 || clean.channels().length == 0) {
            return;
        }
        Topography.of(after.channels(), ChannelType.EEG).ifPresent(map -> {
            double[] power = BandPower.absolute(clean.spectrum(), ALPHA_LOW_HZ, ALPHA_HIGH_HZ);
            double[] all = new double[after.channelCount()];
            IntStream.range(0, power.length).forEach(row -> all[clean.channels()[row]] = power[row]);
            double[] shown = map.of(all);
            double[] sorted = DoubleStream.of(shown).sorted().toArray();
            double middle = sorted[sorted.length / 2];
            if (!(sorted[0] > 0) || !Double.isFinite(sorted[sorted.length - 1])) {
                return;
            }
            double[] decibels = DoubleStream.of(shown).map(value -> 10 * Math.log10(value / middle))
                    .toArray();
            report.part("Alpha power over the scalp").figure(
                    map.svg(List.of("8 to 13 Hz (dB)"), new double[][] {decibels}, ""),
                    "Power of the cleaned signals at each electrode, in decibels about the median electrode.");
        });
    }

    private void methods() {
        if (!cleaned.steps().isEmpty()) {
            report.method("The recording was cleaned with Engram in this order: "
                    + String.join("; ", cleaned.steps()) + ".");
        }
        report.method("Spectra: Welch's method, Hann windows of 2 s that overlap by half.");
        if (cleaned.steps().stream().anyMatch(step -> step.contains("FIR"))) {
            report.reference(
                    "A. Widmann, E. Schr\u00f6ger, B. Maess: Digital filter design for electrophysiological"
                            + " data. J. Neurosci. Methods 250 (2015)",
                    "10.1016/j.jneumeth.2014.08.002");
        }
        if (!cleaned.interpolated().isEmpty()) {
            report.reference(
                    "F. Perrin et al.: Spherical splines for scalp potential and current density mapping. "
                            + "Electroencephalogr. Clin. Neurophysiol. 72 (1989)",
                    "10.1016/0013-4694(89)90180-6");
        }
    }
}
