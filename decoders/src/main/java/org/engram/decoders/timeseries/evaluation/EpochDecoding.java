package org.engram.decoders.timeseries.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.GroupBootstrap;
import org.engram.compute.statistics.Interval;
import org.engram.compute.validation.ChanceLevel;
import org.engram.compute.validation.ConfidenceInterval;
import org.engram.compute.validation.ConfusionMatrix;
import org.engram.compute.validation.CrossValidation;
import org.engram.compute.validation.CrossValidationResult;
import org.engram.compute.validation.Exchangeability;
import org.engram.compute.validation.FoldResult;
import org.engram.compute.validation.GroupLeakage;
import org.engram.compute.validation.PenaltySelection;
import org.engram.compute.validation.PermutationResult;
import org.engram.compute.validation.PermutationTest;
import org.engram.compute.validation.PreparedSamples;
import org.engram.compute.validation.Score;
import org.engram.compute.validation.Split;
import org.engram.compute.validation.Splitter;
import org.engram.compute.validation.StratifiedKFold;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.decoders.timeseries.covariance.SignalSubspace;
import org.engram.decoders.timeseries.pipelines.EpochPipeline;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.table.Table;

/**
 * Decodes what stands in a column of the table of trials from epochs, with an honest score. The label-free part of the
 * pipeline is computed once for each trial; everything else is learned inside training sets. The headline is the area
 * under the ROC curve for two classes and accuracy for more, unless another is chosen; where no fold tests both classes
 * (diagnosis, subject by subject) it is accuracy.
 *
 * <p>Alignment looks at all unlabelled trials of a subject, its test trials too. Results depend on data, options and
 * seed, not on the number of threads. Immutable and thread-safe.
 */
public final class EpochDecoding {
    private static final int SELECTION_FOLDS = 3;
    private static final int SUBJECTS_FOR_BOOTSTRAP = 5;
    private static final int RESAMPLES = 5000;

    private final Builder options;

    private EpochDecoding(Builder options) {
        this.options = options;
    }

    /**
     * @param pipeline from trials to classes
     * @param protocol what is new in the test
     * @return options with their defaults
     */
    public static Builder builder(EpochPipeline pipeline, EpochProtocol protocol) {
        return new Builder(pipeline, protocol);
    }

    /**
     * @param epochs the trials; read one at a time
     * @param table what is known about each, one row each
     * @param target the column with the class
     * @param group the column with the subject
     * @return scores of trials that were not trained on
     */
    public EpochDecodingResult decode(Epochs epochs, Table table, String target, String group) {
        TrialSelection selected = select(epochs, table, target, group);
        TrialOrigin origin = protocolOrigin(selected.origin());
        Splitter splitter = new ProtocolSplitter(options.protocol, origin, folds(), options.seed);
        SignalSubspace subspace = options.pipeline.subspace(selected.trials());
        return run(selected, origin, splitter, subspace, origin.subjects());
    }

    /** Without a session column, sessions are what the group column names. */
    private TrialOrigin protocolOrigin(TrialOrigin origin) {
        if (options.protocol != EpochProtocol.CROSS_SESSION || !origin.sessions().isEmpty()) {
            return origin;
        }
        List<String> one = java.util.Collections.nCopies(origin.count(), "all");
        return new TrialOrigin(one, origin.subjects(), origin.samples(), origin.length());
    }

    /**
     * Trains on one set of epochs and tests on another. A subject in both is refused under cross-subject, and under
     * pooled unless leakage is allowed; the other protocols expect it.
     *
     * @param train the training trials
     * @param trainTable their table
     * @param test the test trials, with the same channel names, rate and window
     * @param testTable their table
     * @param target the column with the class
     * @param group the column with the subject
     * @return scores of the test trials, in one fold
     */
    public EpochDecodingResult transfer(Epochs train, Table trainTable, Epochs test, Table testTable,
            String target,
            String group) {
        TrialSelection first = select(train, trainTable, target, group);
        TrialSelection second = matched(first, test, testTable, target, group);
        int count = first.labels().size();
        List<String> subjects = joined(first.origin().subjects(), second.origin().subjects());
        boolean distinct = options.protocol == EpochProtocol.CROSS_SUBJECT
                || options.protocol == EpochProtocol.POOLED;
        Set<String> both = new HashSet<>(first.origin().subjects());
        both.retainAll(second.origin().subjects());
        if (distinct && !both.isEmpty() && !options.leakageAllowed) {
            throw new EngramException("subjects " + new java.util.TreeSet<>(both).stream().limit(5).toList()
                    + " are in both the training and the test epochs: leave them out of one, name the protocol"
                    + " cross-session, or allow the leakage by name");
        }
        TrialOrigin origin = new TrialOrigin(subjects, List.of(), new long[0], first.origin().length());
        List<String> domains = IntStream.range(0, subjects.size())
                .mapToObj(i -> (i < count ? "train " : "test ") + subjects.get(i)).toList();
        Split split = new Split("test epochs", IntStream.range(0, count).toArray(),
                IntStream.range(count, subjects.size()).toArray());
        List<Notice> notices = joined(first.notices(), second.notices());
        TrialSelection all = new TrialSelection(first.trials().followedBy(second.trials()), first.channels(),
                first.samplingRateHz(), joined(first.labels(), second.labels()), origin,
                joined(first.rows(), second.rows()), notices);
        return run(all, origin, new SingleSplit(split), options.pipeline.subspace(first.trials()), domains);
    }

    private TrialSelection matched(TrialSelection first, Epochs test, Table table, String target,
            String group) {
        List<String> names = test.channels().stream().map(Channel::name).toList();
        int[] order = first.channels().stream().mapToInt(name -> {
            if (!names.contains(name)) {
                throw new EngramException("the test epochs have no channel '" + name + "': they have "
                        + names.stream().limit(20).toList());
            }
            return names.indexOf(name);
        }).toArray();
        if (test.samplingRateHz() != first.samplingRateHz()
                || test.timeCount() != first.trials().shape().times()) {
            throw new EngramException(
                    "test epochs are " + test.timeCount() + " samples at " + test.samplingRateHz()
                            + " Hz, training epochs " + first.trials().shape().times() + " at "
                            + first.samplingRateHz()
                            + " Hz: cut and resample both alike");
        }
        return TrialSelection.of(test.selectChannels(order), table, target, group, options.session,
                options.classes,
                channel -> true);
    }

    private static <T> List<T> joined(List<T> a, List<T> b) {
        List<T> all = new ArrayList<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }

    private record SingleSplit(Split split) implements Splitter {
        @Override
        public List<Split> split(Labels y, List<String> groups) {
            return List.of(split);
        }

        @Override
        public String describe() {
            return "trained on one file, tested on another";
        }
    }

    private TrialSelection select(Epochs epochs, Table table, String target, String group) {
        return TrialSelection.of(epochs, table, target, group, options.session, options.classes,
                options.channels);
    }

    private int folds() {
        return options.protocol == EpochProtocol.CROSS_SUBJECT
                ? options.subjectFolds
                : options.folds;
    }

    private EpochDecodingResult run(TrialSelection selected, TrialOrigin origin, Splitter splitter,
            SignalSubspace subspace, List<String> domains) {
        Labels y = Labels.of(selected.labels());
        List<Split> splits = splitter.split(y, origin.subjects());
        guard(origin, splits);
        Matrix x = options.pipeline.features(selected.trials(), selected.samplingRateHz(), domains, subspace,
                options.parallelism);
        Classifier classifier = options.pipeline.classifier(selected.trials().shape(),
                selected.samplingRateHz(),
                subspace);
        boolean within = options.protocol != EpochProtocol.CROSS_SUBJECT;
        CrossValidation validation = CrossValidation.builder(classifier, splitter).score(headline(y, splits))
                .selection(selection(classifier)).parallelism(options.parallelism).progress(options.progress)
                .groupLeakage(within || options.leakageAllowed ? GroupLeakage.ALLOW : GroupLeakage.REFUSE)
                .build();
        PreparedSamples samples = validation.prepare(x, y, origin.subjects());
        CrossValidationResult result = validation.run(samples);
        List<Notice> notices = notices(selected, subspace, result);
        Optional<PermutationResult> permutation = Optional.empty();
        if (options.permutations > 0) {
            permutation = Optional.of(PermutationTest.builder().permutations(options.permutations)
                    .seed(options.seed).exchangeability(exchangeability(y, origin))
                    .parallelism(options.parallelism)
                    .progress(options.progress).build().run(validation, samples));
            notices.addAll(permutation.get().notices());
        }
        return result(selected, origin, validation, result, permutation, x.columns(), notices);
    }

    private void guard(TrialOrigin origin, List<Split> splits) {
        if (options.leakageAllowed) {
            return;
        }
        if (options.protocol == EpochProtocol.POOLED) {
            Set<String> subjects = new HashSet<>(origin.subjects());
            if (subjects.size() < origin.count() && splits.size() > 1) {
                throw new EngramException("a pooled split of " + origin.count() + " trials of "
                        + subjects.size()
                        + " subjects trains and tests on the same subjects, so the score may be that of recognising"
                        + " them: use cross-subject, or allow the leakage by name");
            }
        }
        splits.forEach(origin::requireApart);
    }

    private PenaltySelection selection(Classifier classifier) {
        if (!options.tuned) {
            return null;
        }
        if (!(classifier instanceof Tunable)) {
            throw new EngramException("pipeline '" + options.pipeline.name()
                    + "' has no penalty to choose: leave the search out, or use one such as ts+lr");
        }
        return PenaltySelection.overDefaults().within(new StratifiedKFold(SELECTION_FOLDS));
    }

    private Score headline(Labels y, List<Split> splits) {
        if (options.headline.isPresent()) {
            return options.headline.get();
        }
        boolean ranked = y.classCount() == 2 && splits.stream()
                .anyMatch(
                        split -> Arrays.stream(y.select(split.test()).counts()).allMatch(count -> count > 0));
        return ranked ? Score.ROC_AUC : Score.ACCURACY;
    }

    /** Classes that never vary within a subject can only be exchanged between subjects. */
    private static Exchangeability exchangeability(Labels y, TrialOrigin origin) {
        Map<String, Integer> first = new HashMap<>();
        boolean varies = false;
        for (int i = 0; i < y.size(); i++) {
            Integer code = first.putIfAbsent(origin.subjects().get(i), y.code(i));
            varies |= code != null && code != y.code(i);
        }
        return varies ? Exchangeability.WITHIN_GROUPS : Exchangeability.WHOLE_GROUPS;
    }

    private List<Notice> notices(TrialSelection selected, SignalSubspace subspace,
            CrossValidationResult result) {
        List<Notice> notices = new ArrayList<>(selected.notices());
        boolean expected = options.protocol == EpochProtocol.WITHIN_SESSION
                || options.protocol == EpochProtocol.CROSS_SESSION;
        result.notices().stream()
                .filter(notice -> !(expected
                        && Set.of("group-leakage", "single-group").contains(notice.code())))
                .forEach(notices::add);
        if (!subspace.isFull()) {
            notices.add(new Notice("rank-deficient", "the " + subspace.channels() + " channels have rank "
                    + subspace.rank()
                    + " (average reference, removed components or flat channels): trials were"
                    + " reduced to " + subspace.rank() + " independent mixtures"));
        }
        return notices;
    }

    private EpochDecodingResult result(TrialSelection selected, TrialOrigin origin,
            CrossValidation validation,
            CrossValidationResult result, Optional<PermutationResult> permutation, int features,
            List<Notice> notices) {
        List<TrialScores> foldScores = result.folds().stream()
                .map(fold -> TrialScores.of(fold.confusion(), List.of(fold))).toList();
        List<List<String>> foldGroups = result.folds().stream().map(fold -> Arrays.stream(fold.split().test())
                .mapToObj(origin.subjects()::get).distinct().toList()).toList();
        Labels tested = Labels
                .of(result.folds().stream().flatMap(fold -> fold.truth().toList().stream()).toList());
        return new EpochDecodingResult(options.pipeline.name(),
                options.pipeline.describe(), validation.splitter().describe(),
                options.tuned ? "chosen by 3 stratified folds within the training trials of each fold" : "",
                options.protocol, result, TrialScores.of(result.confusion(), result.folds()), foldScores,
                foldGroups,
                byRecording(result, origin), ChanceLevel.of(tested), interval(result, origin), permutation,
                features,
                result.truth().names(), selected.rows(), notices);
    }

    private static Map<String, TrialScores> byRecording(CrossValidationResult result, TrialOrigin origin) {
        Map<String, List<FoldResult>> parts = new TreeMap<>();
        for (FoldResult fold : result.folds()) {
            Map<String, List<Integer>> places = new LinkedHashMap<>();
            for (int i = 0; i < fold.split().test().length; i++) {
                places.computeIfAbsent(origin.recording(fold.split().test()[i]), name -> new ArrayList<>())
                        .add(i);
            }
            places.forEach((name, which) -> parts.computeIfAbsent(name, n -> new ArrayList<>())
                    .add(part(fold, which.stream().mapToInt(Integer::intValue).toArray())));
        }
        Map<String, TrialScores> scores = new LinkedHashMap<>();
        parts.forEach((name, folds) -> scores.put(name, TrialScores
                .of(folds.stream().map(FoldResult::confusion).reduce(ConfusionMatrix::plus).orElseThrow(),
                        folds)));
        return scores;
    }

    private static FoldResult part(FoldResult fold, int[] which) {
        return new FoldResult(fold.split(), fold.truth().select(which), fold.predicted().select(which),
                fold.decisionValues().selectRows(which), Double.NaN, fold.penalty());
    }

    /** Subjects are drawn anew where five or more were tested; an area is then the mean of those of subjects. */
    private Optional<ConfidenceInterval> interval(CrossValidationResult result, TrialOrigin origin) {
        if (result.scoring() != Score.ROC_AUC) {
            return result.interval(options.level, options.seed);
        }
        TrialOrigin bySubject = new TrialOrigin(origin.subjects(), List.of(), new long[0], origin.length());
        double[] areas = byRecording(result, bySubject).values().stream().filter(s -> s.rocArea().isPresent())
                .mapToDouble(s -> s.rocArea().getAsDouble()).toArray();
        if (areas.length < SUBJECTS_FOR_BOOTSTRAP) {
            return result.interval(options.level, options.seed);
        }
        Interval found = new GroupBootstrap(RESAMPLES, options.level, options.seed).ofMean(areas);
        return Optional.of(new ConfidenceInterval(found.lower(), found.upper(), options.level,
                "bootstrap over the areas of " + areas.length + " subjects"));
    }

    /** Options of a decoding. */
    public static final class Builder {
        private final EpochPipeline pipeline;
        private final EpochProtocol protocol;
        private Optional<String> session = Optional.empty();
        private List<String> classes = List.of();
        private Predicate<Channel> channels = channel -> channel.type().isBrain() && !channel.bad();
        private Optional<Score> headline = Optional.empty();
        private int folds = 5;
        private int subjectFolds;
        private boolean leakageAllowed;
        private boolean tuned;
        private int permutations;
        private double level = 0.95;
        private long seed;
        private Parallelism parallelism = Parallelism.single();
        private Progress progress = Progress.NONE;

        private Builder(EpochPipeline pipeline, EpochProtocol protocol) {
            this.pipeline = Objects.requireNonNull(pipeline, "pipeline");
            this.protocol = Objects.requireNonNull(protocol, "protocol");
        }

        /**
         * @param value the column with the session of each trial; null for none. Default none: under cross-session the
         *     group column then names sessions of one subject
         * @return this
         */
        public Builder session(String value) {
            session = Optional.ofNullable(value);
            return this;
        }

        /**
         * @param value the classes to keep, all where empty. Default all
         * @return this
         */
        public Builder classes(List<String> value) {
            classes = List.copyOf(value);
            return this;
        }

        /**
         * @param value which channels to use. Default good brain channels
         * @return this
         */
        public Builder channels(Predicate<Channel> value) {
            channels = Objects.requireNonNull(value, "channels");
            return this;
        }

        /**
         * @param value the score to report first, with its interval and permutation test; null for the default: area
         *     for two classes, accuracy for more
         * @return this
         */
        public Builder headline(Score value) {
            headline = Optional.ofNullable(value);
            return this;
        }

        /**
         * @param value folds within a session or over all trials, at least 2. Default 5
         * @return this
         */
        public Builder folds(int value) {
            folds = atLeastTwo(value);
            return this;
        }

        /**
         * @param value folds of whole subjects, at least 2. Default each subject left out
         * @return this
         */
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

        /**
         * @param value whether a pooled split may have a subject, and any split overlapping epochs, on both sides.
         *     Default false
         * @return this
         */
        public Builder leakageAllowed(boolean value) {
            leakageAllowed = value;
            return this;
        }

        /**
         * @param value whether to choose the penalty by three stratified folds inside each training set. Default false
         * @return this
         */
        public Builder tuned(boolean value) {
            tuned = value;
            return this;
        }

        /**
         * @param value number of permutations of the labels, 0 for none. Default 0
         * @return this
         */
        public Builder permutations(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("number of permutations is " + value + ": give 0 or more");
            }
            permutations = value;
            return this;
        }

        /**
         * @param value level of the confidence interval, between 0 and 1. Default 0.95
         * @return this
         */
        public Builder confidenceLevel(double value) {
            if (!(value > 0 && value < 1)) {
                throw new IllegalArgumentException(
                        "confidence level is " + value + ": give one such as 0.95");
            }
            level = value;
            return this;
        }

        /**
         * @param value seed of folds, permutations and bootstrap. Default 0
         * @return this
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * @param value threads. Default one
         * @return this
         */
        public Builder parallelism(Parallelism value) {
            parallelism = Objects.requireNonNull(value, "parallelism");
            return this;
        }

        /**
         * @param value where to report. Default nowhere
         * @return this
         */
        public Builder progress(Progress value) {
            progress = Objects.requireNonNull(value, "progress");
            return this;
        }

        /** @return the decoding; later changes to this builder do not reach it */
        public EpochDecoding build() {
            Builder copy = new Builder(pipeline, protocol);
            copy.session = session;
            copy.classes = classes;
            copy.channels = channels;
            copy.headline = headline;
            copy.folds = folds;
            copy.subjectFolds = subjectFolds;
            copy.leakageAllowed = leakageAllowed;
            copy.tuned = tuned;
            copy.permutations = permutations;
            copy.level = level;
            copy.seed = seed;
            copy.parallelism = parallelism;
            copy.progress = progress;
            return new EpochDecoding(copy);
        }
    }
}
