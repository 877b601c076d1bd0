package org.engram.decoders.timeseries.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.validation.GroupLeakage;
import org.engram.compute.validation.Score;
import org.engram.compute.validation.Splitter;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.decoders.timeseries.temporal.TimeDecoding;
import org.engram.decoders.timeseries.temporal.TimeScores;
import org.engram.io.recording.Epochs;
import org.engram.io.table.Table;

/**
 * Decoding at each time under a protocol. Within sessions and across sessions each subject is decoded by itself; across
 * subjects each is tested by what the others taught. Where five or more subjects have a score at every time, a
 * cluster-based permutation test over subjects says when it is above chance; otherwise labels are permuted, when that is
 * asked for, and the largest score over time of each permutation is the null of all times.
 *
 * <p>All trials are held in memory. Immutable and thread-safe; results do not depend on the number of threads.
 */
public final class OverTimeDecoding {
    private final Builder options;

    private OverTimeDecoding(Builder options) {
        this.options = options;
    }

    /**
     * @param classifier how classes are told apart at one time
     * @param protocol what is new in the test
     * @return options with their defaults
     */
    public static Builder builder(Classifier classifier, EpochProtocol protocol) {
        return new Builder(classifier, protocol);
    }

    /**
     * @param epochs the trials
     * @param table what is known about each, one row each
     * @param target the column with the class
     * @param group the column with the subject
     * @return scores over time of trials that were not trained on
     * @throws IOException if the epochs cannot be read
     */
    public OverTimeResult decode(Epochs epochs, Table table, String target, String group) throws IOException {
        TrialSelection selected = TrialSelection.of(epochs, table, target, group, options.session,
                options.classes, channel -> true);
        Labels y = Labels.of(selected.labels());
        Epochs loaded = loaded(
                epochs.selectTrials(selected.rows().stream().mapToInt(Integer::intValue).toArray()));
        TrialOrigin origin = protocolOrigin(selected.origin());
        Score score = score(y, origin);
        List<OverTimePart> parts = parts(loaded, origin, y, score);
        List<TimeScores> found = parts.stream()
                .map(part -> part.scoring().of(part.y(), options.parallelism, options.progress)).toList();
        TimeScores first = found.get(0);
        Map<String, double[][]> groups = groups(parts, found);
        List<Notice> notices = new ArrayList<>(selected.notices());
        found.forEach(part -> part.notices().stream().filter(notice -> !notices.contains(notice))
                .forEach(notices::add));
        double[][] mean = parts.size() == 1 ? first.scores() : mean(groups);
        double chance = found.stream().mapToDouble(TimeScores::chance).average().orElseThrow();
        boolean subjects = parts.size() > 1
                || options.protocol == EpochProtocol.CROSS_SUBJECT && options.subjectFolds == 0;
        OverTimeTest tester = new OverTimeTest(options.permutations, options.seed, options.parallelism,
                options.progress);
        Optional<OverTimeResult.Test> test = tester.of(groups,
                subjects && bothClassesEverywhere(origin, y) ? chances(found, groups.size()) : new double[0],
                parts, origin, y);
        if (test.isEmpty()) {
            notices.add(OverTimeTest.notTested());
        }
        return new OverTimeResult(first.timesSeconds(), mean, groups, score, chance, test, options.protocol,
                options.classifier.describe() + " at each time; " + scheme(origin), y.size(), y.names(),
                notices);
    }

    /** Without a session column, sessions are what the group column names. */
    private TrialOrigin protocolOrigin(TrialOrigin origin) {
        return options.protocol != EpochProtocol.CROSS_SESSION || !origin.sessions().isEmpty()
                ? origin
                : new TrialOrigin(Collections.nCopies(origin.count(), "all"), origin.subjects(),
                        origin.samples(), origin.length());
    }

    private static Epochs loaded(Epochs epochs) throws IOException {
        Epochs loaded = epochs.load();
        for (int trial = 0; trial < loaded.trialCount(); trial++) {
            double[][] samples = loaded.read(trial);
            for (int c = 0; c < samples.length; c++) {
                for (int t = 0; t < samples[c].length; t++) {
                    if (!Double.isFinite(samples[c][t])) {
                        throw new EngramException("trial " + trial + " is " + samples[c][t] + " in channel "
                                + loaded.channels().get(c).name() + " at sample " + t
                                + " (counted from 0): reject such trials or repair them first");
                    }
                }
            }
        }
        return loaded;
    }

    /** The area needs both classes in every test set. */
    private Score score(Labels y, TrialOrigin origin) {
        if (options.score.isPresent()) {
            return options.score.get();
        }
        boolean areas = options.protocol != EpochProtocol.CROSS_SUBJECT
                || members(origin.subjects()).values().stream()
                        .anyMatch(rows -> Arrays.stream(y.select(rows).counts()).allMatch(n -> n > 0));
        return areas ? Score.ROC_AUC : Score.ACCURACY;
    }

    static Map<String, int[]> members(List<String> names) {
        Map<String, List<Integer>> found = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            found.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(i);
        }
        Map<String, int[]> members = new LinkedHashMap<>();
        found.forEach((name, rows) -> members.put(name,
                rows.stream().mapToInt(Integer::intValue).toArray()));
        return members;
    }

    private List<OverTimePart> parts(Epochs epochs, TrialOrigin origin, Labels y, Score score) {
        boolean together = options.protocol == EpochProtocol.CROSS_SUBJECT
                || options.protocol == EpochProtocol.POOLED;
        Map<String, int[]> members = together
                ? Map.of("all", IntStream.range(0, origin.count()).toArray())
                : members(origin.subjects());
        List<OverTimePart> parts = new ArrayList<>();
        members.forEach((name, rows) -> {
            TrialOrigin own = subset(origin, rows);
            Labels labels = y.select(rows);
            Splitter splitter = new ProtocolSplitter(options.protocol, own,
                    options.protocol == EpochProtocol.CROSS_SUBJECT ? options.subjectFolds : options.folds,
                    options.seed);
            guard(own, splitter, labels);
            Epochs trials = epochs.selectTrials(rows);
            parts.add(new OverTimePart(name, labels, (given, threads, progress) -> scores(trials, own,
                    splitter, given, score, threads, progress), rows));
        });
        return parts;
    }

    private static TrialOrigin subset(TrialOrigin origin, int[] rows) {
        long[] samples = origin.samples().length == 0
                ? origin.samples()
                : IntStream.of(rows).mapToLong(i -> origin.samples()[i]).toArray();
        List<String> sessions = origin.sessions().isEmpty()
                ? List.of()
                : IntStream.of(rows).mapToObj(origin.sessions()::get).toList();
        return new TrialOrigin(IntStream.of(rows).mapToObj(origin.subjects()::get).toList(), sessions,
                samples, origin.length());
    }

    private void guard(TrialOrigin origin, Splitter splitter, Labels y) {
        if (options.leakageAllowed) {
            return;
        }
        if (options.protocol == EpochProtocol.POOLED
                && origin.subjects().stream().distinct().count() < origin.count()) {
            throw new EngramException("a pooled split trains and tests on the same subjects, so the score may"
                    + " be that of recognising them: use cross-subject, or allow the leakage by name");
        }
        splitter.split(y, origin.subjects()).forEach(origin::requireApart);
    }

    private TimeScores scores(Epochs trials, TrialOrigin origin, Splitter splitter, Labels y, Score score,
            Parallelism threads, Progress progress) {
        TimeDecoding decoding = TimeDecoding.builder(options.classifier, splitter).score(score)
                .groupLeakage(options.protocol == EpochProtocol.CROSS_SUBJECT
                        ? GroupLeakage.REFUSE
                        : GroupLeakage.ALLOW)
                .windowSamples(options.windowSamples).stepSamples(options.stepSamples)
                .parallelism(threads).progress(progress).build();
        int[] channels = trials.channelsThat(channel -> true);
        List<String> groups = options.protocol == EpochProtocol.CROSS_SUBJECT
                ? origin.subjects()
                : List.of();
        try {
            return options.generalising
                    ? decoding.generalising(trials, channels, y, groups)
                    : decoding.sliding(trials, channels, y, groups);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Subjects where each was decoded or tested by itself, folds otherwise. */
    private static Map<String, double[][]> groups(List<OverTimePart> parts, List<TimeScores> found) {
        Map<String, double[][]> groups = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            TimeScores scores = found.get(i);
            if (parts.size() > 1) {
                groups.put(parts.get(i).name(), scores.scores());
                continue;
            }
            for (int f = 0; f < scores.folds().size(); f++) {
                // Folds are named after what was left out: "subject 03".
                groups.put(scores.folds().get(f).replaceFirst("^subject ", ""), scores.foldScores()[f]);
            }
        }
        return groups;
    }

    private static double[][] mean(Map<String, double[][]> groups) {
        double[][] like = groups.values().iterator().next();
        double[][] mean = new double[like.length][like[0].length];
        for (double[][] group : groups.values()) {
            for (int r = 0; r < mean.length; r++) {
                for (int c = 0; c < mean[r].length; c++) {
                    mean[r][c] += group[r][c] / groups.size();
                }
            }
        }
        return mean;
    }

    private static double[] chances(List<TimeScores> found, int groups) {
        return IntStream.range(0, groups)
                .mapToDouble(i -> found.get(found.size() > 1 ? i : 0).chance()).toArray();
    }

    /** A subject of one class has no score of its own that can be compared with chance. */
    private static boolean bothClassesEverywhere(TrialOrigin origin, Labels y) {
        return members(origin.subjects()).values().stream()
                .allMatch(rows -> Arrays.stream(y.select(rows).counts()).allMatch(n -> n > 0));
    }

    private String scheme(TrialOrigin origin) {
        return new ProtocolSplitter(options.protocol, origin,
                options.protocol == EpochProtocol.CROSS_SUBJECT ? options.subjectFolds : options.folds,
                options.seed).describe();
    }

    /** Options of decoding over time. */
    public static final class Builder {
        private final Classifier classifier;
        private final EpochProtocol protocol;
        private boolean generalising;
        private Optional<String> session = Optional.empty();
        private List<String> classes = List.of();
        private Optional<Score> score = Optional.empty();
        private int folds = 5;
        private int subjectFolds;
        private int windowSamples = 1;
        private int stepSamples = 1;
        private boolean leakageAllowed;
        private int permutations;
        private long seed;
        private Parallelism parallelism = Parallelism.single();
        private Progress progress = Progress.NONE;

        private Builder(Classifier classifier, EpochProtocol protocol) {
            this.classifier = Objects.requireNonNull(classifier, "classifier");
            this.protocol = Objects.requireNonNull(protocol, "protocol");
        }

        /** @param value whether classifiers are tested at all times. Default false: at their own @return this */
        public Builder generalising(boolean value) {
            generalising = value;
            return this;
        }

        /** @param value the column with the session; null for none. Default none @return this */
        public Builder session(String value) {
            session = Optional.ofNullable(value);
            return this;
        }

        /** @param value the classes to keep, all where empty. Default all @return this */
        public Builder classes(List<String> value) {
            classes = List.copyOf(value);
            return this;
        }

        /**
         * @param value what is measured; null for the default: the area under the ROC curve, or accuracy where no subject
         *     that is tested has all classes
         * @return this
         */
        public Builder score(Score value) {
            score = Optional.ofNullable(value);
            return this;
        }

        /** @param value folds within a session or over all trials, at least 2. Default 5 @return this */
        public Builder folds(int value) {
            folds = atLeastTwo(value);
            return this;
        }

        /** @param value folds of whole subjects, at least 2. Default each subject left out @return this */
        public Builder subjectFolds(int value) {
            subjectFolds = atLeastTwo(value);
            return this;
        }

        private static int atLeastTwo(int value) {
            if (value < 2) {
                throw new IllegalArgumentException("number of folds is " + value + ": give 2 or more");
            }
            return value;
        }

        /** @param samples of each window, at least 1. Default 1 @param step from one to the next. Default 1 @return this */
        public Builder windows(int samples, int step) {
            windowSamples = samples;
            stepSamples = step;
            return this;
        }

        /** @param value whether subjects or overlapping epochs may be on both sides. Default false @return this */
        public Builder leakageAllowed(boolean value) {
            leakageAllowed = value;
            return this;
        }

        /**
         * @param value permutations of labels, or sign flips of subjects, 0 for the default: none, and 1024
         * @return this
         */
        public Builder permutations(int value) {
            permutations = value;
            return this;
        }

        /** @param value seed of folds and permutations. Default 0 @return this */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** @param value threads. Default one @return this */
        public Builder parallelism(Parallelism value) {
            parallelism = Objects.requireNonNull(value, "parallelism");
            return this;
        }

        /** @param value where to report. Default nowhere @return this */
        public Builder progress(Progress value) {
            progress = Objects.requireNonNull(value, "progress");
            return this;
        }

        private Builder copy() {
            Builder copy = new Builder(classifier, protocol);
            copy.generalising = generalising;
            copy.session = session;
            copy.classes = classes;
            copy.score = score;
            copy.folds = folds;
            copy.subjectFolds = subjectFolds;
            copy.windowSamples = windowSamples;
            copy.stepSamples = stepSamples;
            copy.leakageAllowed = leakageAllowed;
            copy.permutations = permutations;
            copy.seed = seed;
            copy.parallelism = parallelism;
            copy.progress = progress;
            return copy;
        }

        /** @return the decoding; later changes to this builder do not reach it */
        public OverTimeDecoding build() {
            return new OverTimeDecoding(copy());
        }
    }
}
