package org.engram.decoders.timeseries.temporal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.GroupLeakage;
import org.engram.compute.validation.Score;
import org.engram.compute.validation.ScoreTally;
import org.engram.compute.validation.Split;
import org.engram.compute.validation.SplitChecks;
import org.engram.compute.validation.Splitter;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.recording.Epochs;

/**
 * Decoding at each time: one classifier for each time, trained on the channels at that time and scored on test trials at the
 * same time (sliding), or at every time (generalisation across time: does the pattern of one time still hold at another?).
 * Times may be joined to windows of several samples, all of whose channels and times are then features.
 *
 * <p>Immutable and thread-safe; results do not depend on the number of threads. The trials are held in memory: trials x
 * channels x times x 8 bytes.
 *
 * <h2>References</h2> J.-R. King, S. Dehaene, Trends in Cognitive Sciences 18, 2014.
 */
public final class TimeDecoding {
    private final Builder options;

    private TimeDecoding(Builder options) {
        this.options = options;
    }

    /**
     * @param classifier how classes are told apart at one time; learns scaling by itself where it needs it
     * @param splitter how trials are divided
     * @return options with their defaults
     */
    public static Builder builder(Classifier classifier, Splitter splitter) {
        return new Builder(classifier, splitter);
    }

    /**
     * Trains and tests at each time.
     *
     * @param epochs trials
     * @param channels indices of the channels
     * @param labels the class of each trial
     * @param groups the run, session or subject of each trial; empty when trials are independent
     * @return scores over time; {@link TimeScores#scores()} has one row
     * @throws IOException if the epochs cannot be read
     */
    public TimeScores sliding(Epochs epochs, int[] channels, Labels labels, List<String> groups)
            throws IOException {
        return run(epochs, channels, labels, groups, false);
    }

    /**
     * Trains at each time and tests at every time.
     *
     * @param epochs trials
     * @param channels indices of the channels
     * @param labels the class of each trial
     * @param groups the run, session or subject of each trial; empty when trials are independent
     * @return scores, training time x testing time
     * @throws IOException if the epochs cannot be read
     */
    public TimeScores generalising(Epochs epochs, int[] channels, Labels labels, List<String> groups)
            throws IOException {
        return run(epochs, channels, labels, groups, true);
    }

    private TimeScores run(Epochs epochs, int[] channels, Labels labels, List<String> groups,
            boolean everyTime)
            throws IOException {
        if (labels.size() != epochs.trialCount()) {
            throw new EngramException(labels.size() + " labels for " + epochs.trialCount()
                    + " trials: give one label for each");
        }
        List<Split> splits = options.splitter.split(labels, groups);
        splits.forEach(split -> SplitChecks.requireSound(split, labels, options.splitter.describe()));
        List<Notice> notices = SplitChecks.leakage(splits, groups, options.splitter, options.leakage);
        TimeWindows windows = TimeWindows.of(epochs, channels, options.windowSamples, options.stepSamples);
        int times = windows.count();
        double[][] scores = new double[everyTime ? times : 1][times];
        double[][][] folds = new double[splits.size()][everyTime ? times : 1][times];
        try (Progress.Task task = options.progress.begin("decoding over time", times)) {
            BlasThreads.forEach(options.parallelism, times, trainTime -> {
                ScoreTally[] pooled = tallies(everyTime ? times : 1, labels);
                for (int f = 0; f < splits.size(); f++) {
                    Split split = splits.get(f);
                    ClassifierModel model = options.classifier.fit(windows.features(trainTime, split.train()),
                            labels.select(split.train()));
                    int[] truth = labels.select(split.test()).codes();
                    for (int s = 0; s < pooled.length; s++) {
                        int testTime = everyTime ? s : trainTime;
                        Matrix decisions = model.decisionValues(windows.features(testTime, split.test()));
                        pooled[s].add(truth, decisions);
                        ScoreTally own = new ScoreTally(options.score, labels.classCount());
                        own.add(truth, decisions);
                        folds[f][everyTime ? trainTime : 0][testTime] = own.value();
                    }
                }
                for (int s = 0; s < pooled.length; s++) {
                    scores[everyTime ? trainTime : 0][everyTime ? s : trainTime] = pooled[s].value();
                }
                task.advance(1);
            });
        }
        return new TimeScores(windows.times(), scores, folds, splits.stream().map(Split::name).toList(),
                options.score,
                options.score.chance(labels), notices);
    }

    private ScoreTally[] tallies(int count, Labels labels) {
        return IntStream.range(0, count).mapToObj(i -> new ScoreTally(options.score, labels.classCount()))
                .toArray(ScoreTally[]::new);
    }

    /** The features of each time: trials in memory, one contiguous block of samples a trial. */
    private record TimeWindows(double[][][] trials, int window, int[] starts, double[] times) {
        static TimeWindows of(Epochs epochs, int[] channels, int window, int step) throws IOException {
            if (window > epochs.timeCount()) {
                throw new EngramException("a window of " + window + " samples does not fit into trials of "
                        + epochs.timeCount());
            }
            double[][][] trials = new double[epochs.trialCount()][][];
            for (int trial = 0; trial < trials.length; trial++) {
                trials[trial] = epochs.read(trial, channels);
            }
            List<Integer> starts = new ArrayList<>();
            for (int start = 0; start + window <= epochs.timeCount(); start += step) {
                starts.add(start);
            }
            double[] all = epochs.times();
            double[] times = starts.stream().mapToDouble(s -> (all[s] + all[s + window - 1]) / 2).toArray();
            return new TimeWindows(trials, window, starts.stream().mapToInt(Integer::intValue).toArray(),
                    times);
        }

        int count() {
            return starts.length;
        }

        Matrix features(int time, int[] which) {
            int channels = trials[0].length;
            Matrix x = Matrix.zeros(which.length, channels * window);
            double[] data = x.data();
            int at = 0;
            for (int trial : which) {
                for (int c = 0; c < channels; c++) {
                    double[] row = trials[trial][c];
                    for (int w = 0; w < window; w++) {
                        data[at++] = row[starts[time] + w];
                    }
                }
            }
            return x;
        }
    }

    /** Options. */
    public static final class Builder {
        private final Classifier classifier;
        private final Splitter splitter;
        private Score score = Score.ROC_AUC;
        private GroupLeakage leakage = GroupLeakage.REFUSE;
        private int windowSamples = 1;
        private int stepSamples = 1;
        private Parallelism parallelism = Parallelism.single();
        private Progress progress = Progress.NONE;

        private Builder(Classifier classifier, Splitter splitter) {
            this.classifier = Objects.requireNonNull(classifier, "classifier");
            this.splitter = Objects.requireNonNull(splitter, "splitter");
        }

        /** @param value what to score. Default area under the ROC curve @return this */
        public Builder score(Score value) {
            score = Objects.requireNonNull(value, "score");
            return this;
        }

        /** @param value what to do when a group is on both sides. Default: refuse @return this */
        public Builder groupLeakage(GroupLeakage value) {
            leakage = Objects.requireNonNull(value, "leakage");
            return this;
        }

        /** @param value samples of each window. Default 1 @return this */
        public Builder windowSamples(int value) {
            windowSamples = value;
            return this;
        }

        /** @param value samples from one window to the next. Default 1 @return this */
        public Builder stepSamples(int value) {
            stepSamples = value;
            return this;
        }

        /** @param value threads. Default one @return this */
        public Builder parallelism(Parallelism value) {
            parallelism = value;
            return this;
        }

        /** @param value told how far it is @return this */
        public Builder progress(Progress value) {
            progress = value;
            return this;
        }

        /** @return the method */
        public TimeDecoding build() {
            if (windowSamples < 1 || stepSamples < 1) {
                throw new IllegalArgumentException(
                        "windows of " + windowSamples + " samples every " + stepSamples
                                + ": both must be at least 1");
            }
            return new TimeDecoding(this);
        }
    }
}
