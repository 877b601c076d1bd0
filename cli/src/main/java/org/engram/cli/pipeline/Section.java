package org.engram.cli.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.engram.io.yaml.YamlNode;

/** The parts of a run file, in the order of the work. */
enum Section {
    /** Which recordings. */
    SELECT("which recordings; all when left out", List.of(
            texts("subjects", "labels, with or without sub-"),
            texts("sessions", "labels"),
            texts("tasks", "labels"),
            text("datatype", null, "eeg, meg or ieeg; all when left out"))),
    /** How files are read. */
    READ("how files are read, and what is known beside them", List.of(
            flag("lenient", "read around faults of a file that are refused otherwise"),
            text("montage", null,
                    "where electrodes lie if the dataset does not say: standard_1005, biosemi64, ..., or a file"),
            texts("channels", "channels to keep; all when left out"),
            texts("types", "types of channels to keep: eeg, eog, mag, ...; all when left out"),
            texts("bad", "further channels that are bad in every recording"))),
    /** What is done to each recording, under the names {@code engram clean} has. */
    CLEAN("what is done to each recording, in this order; as engram clean", List.of(
            texts("notch", "remove narrow bands around these frequencies, Hz"),
            text("line", null,
                    "remove the hum of the mains and its multiples: 50, 60, or auto (what the dataset says)"),
            flag("spectrum-fit", "remove notch or line by fitted sinusoids in place of a filter"),
            number("high-pass", "lower edge of what is kept, Hz"),
            number("low-pass", "upper edge of what is kept, Hz"),
            text("method", "fir", "kind of filter: fir or iir"),
            text("phase", "zero", "phase of FIR filters: zero, zero-double, linear, minimum or minimum-half"),
            number("resample", "samples per second afterwards"),
            flag("detect-bads", "look for bad channels: flat, loud or unlike all others"),
            flag("segments", "annotate stretches that stand out as bad"),
            flag("interpolate-bads", "compute bad EEG channels from the others"),
            text("reference", "none", "average, NAME, A+B, bipolar, laplacian, rest or none"),
            texts("ssp", "project out directions: file, eog, ecg"),
            flag("regress-eog", "subtract what channels share with the EOG channels"),
            flag("csd", "current source density in place of EEG potentials"),
            text("ica", "none",
                    "independent components by fast-ica, picard, picard-orthogonal or infomax; or none"),
            text("ica-components", "0.999999", "how many, or how much of the variance they explain"),
            texts("ica-remove", List.of("eog"), "remove components that go with: eog, ecg"))),
    /** What is cut out. */
    EPOCHS("what is cut out of each recording; as engram epochs", List.of(
            text("events", "auto",
                    "where events come from: annotations (events.tsv among them), stim, or auto"),
            texts("event",
                    "events to keep: NAME, part of a name between slashes, or NEW=NAME; all when left out"),
            texts("stim-channel", "channels that hold trigger codes; the usual ones when left out"),
            number("tmin", -0.2, "begin of an epoch relative to its event, seconds"),
            number("tmax", 0.5, "its end"),
            texts("baseline", List.of("tmin", "0"),
                    "stretch whose mean is subtracted, [FROM, TO] in seconds, or none"),
            flag("detrend", "remove a linear trend from each epoch"),
            count("decimate", 1, "keep every n-th sample"),
            texts("reject", "largest range of a type of channels, such as eeg=150uV"),
            texts("flat", "smallest range, such as eeg=1uV"),
            text("autoreject", "none",
                    "limits found by cross-validation: global, local (with repair) or none"),
            text("duplicates", "error", "several events at one sample: error, drop or merge"),
            flag("keep-annotated", "cut epochs from stretches annotated as bad, too"))),
    /** What is decoded. */
    DECODE("what is decoded from the epochs of all subjects; as engram decode", List.of(
            text("target", "event", "column with the class: of events.tsv or participants.tsv, or event"),
            text("group", "subject", "column with what is left out: subject, session, ..."),
            text("score", null, "what is reported first: accuracy, balanced-accuracy or roc-auc"),
            text("protocol", "cross-subject", "cross-subject, cross-session, within-session or pooled"),
            text("pipeline", "ts+lr", "from epochs to classes; engram decode --help lists them"),
            texts("classes", "the classes to keep; all when left out"),
            number("tmin", "begin of the window that is decoded; that of the epochs when left out"),
            number("tmax", "its end"),
            count("folds", 5, "folds within a session"),
            count("subject-folds", 0, "folds of whole subjects; 0 leaves each out in turn"),
            flag("tune", "choose the penalty by folds inside each training set"),
            flag("allow-leakage", "let one subject into training and test of a pooled split"),
            count("permutations", 0, "permutations of the labels for a p value"),
            count("seed", 0, "of folds, permutations, components and intervals"))),
    /** What pages are written. */
    REPORT("which pages are written", List.of(
            flag("recordings", true, "a page for each recording"),
            flag("signals", false, "a page for each recording to scroll through its signals"),
            text("title", null, "heading of the first page; the dataset's name when left out")));

    private final String words;
    private final List<Setting> settings;

    Section(String words, List<Setting> settings) {
        this.words = words;
        this.settings = settings;
    }

    private static Setting text(String name, String value, String words) {
        return new Setting(name, Setting.Kind.TEXT, value, words);
    }

    private static Setting texts(String name, String words) {
        return texts(name, List.of(), words);
    }

    private static Setting texts(String name, List<String> value, String words) {
        return new Setting(name, Setting.Kind.TEXTS, value, words);
    }

    private static Setting number(String name, String words) {
        return new Setting(name, Setting.Kind.NUMBER, null, words);
    }

    private static Setting number(String name, double value, String words) {
        return new Setting(name, Setting.Kind.NUMBER, value, words);
    }

    private static Setting count(String name, long value, String words) {
        return new Setting(name, Setting.Kind.COUNT, value, words);
    }

    private static Setting flag(String name, String words) {
        return flag(name, false, words);
    }

    private static Setting flag(String name, boolean value, String words) {
        return new Setting(name, Setting.Kind.FLAG, value, words);
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String words() {
        return words;
    }

    List<Setting> settings() {
        return settings;
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Section::key).toList();
    }

    /** Every value of this part, given or default, in the order of the settings. */
    Values read(Optional<YamlNode> node) {
        node.ifPresent(given -> given.requireKeys(settings.stream().map(Setting::name).toList()));
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, YamlNode> places = new LinkedHashMap<>();
        for (Setting setting : settings) {
            Optional<YamlNode> given = node.flatMap(all -> all.get(setting.name()));
            values.put(setting.name(), given.map(setting::read).orElse(setting.defaultValue()));
            given.ifPresent(place -> places.put(setting.name(), place));
        }
        return new Values(key(), values, places);
    }

    /** The run file with every default, for a person to start from. */
    static String defaults() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Every setting of engram pipeline with its default. A part that is left out is not done;");
        lines.add("# select, read and report are never needed. ~ stands for nothing.");
        lines.add("dataset: DIR            # the BIDS dataset, relative to this file");
        lines.add("derivatives: DIR        # folder for results; DATASET/derivatives/engram when left out");
        for (Section section : values()) {
            lines.add("");
            lines.add(section.key() + ":  # " + section.words);
            for (Setting setting : section.settings) {
                lines.add(String.format(Locale.ROOT, "  %-22s # %s", setting.name() + ": "
                        + written(setting.defaultValue()), setting.words()));
            }
        }
        return String.join("\n", lines);
    }

    private static String written(Object value) {
        if (value instanceof Double number && number == Math.rint(number)) {
            return Long.toString(number.longValue());
        }
        return value == null ? "~" : value instanceof List<?> list ? list.toString() : value.toString();
    }
}
