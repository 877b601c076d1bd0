package org.engram.decoders.timeseries.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.compute.statistics.Descriptive;
import org.engram.compute.validation.CrossValidation;
import org.engram.compute.validation.GroupLeakage;
import org.engram.compute.validation.Score;
import org.engram.compute.validation.Split;
import org.engram.compute.validation.Splitter;
import org.engram.compute.validation.StratifiedShuffleSplit;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;

/**
 * How a score grows with the number of training trials, within sessions: a fifth of each session is kept for testing,
 * of the rest growing parts are trained on, the smaller inside the larger.
 *
 * @param fractions parts of the training trials of each class, above 0 up to 1, ascending
 * @param repeats random divisions of each session, at least 1
 * @param score what to score
 * @param seed of the divisions
 */
public record LearningCurve(double[] fractions, int repeats, Score score, long seed) {
    private static final double TEST = 0.2;

    /** Copies and checks. */
    public LearningCurve {
        fractions = fractions.clone();
        if (fractions.length == 0 || repeats < 1
                || Arrays.stream(fractions).anyMatch(fraction -> !(fraction > 0 && fraction <= 1))) {
            throw new IllegalArgumentException("fractions " + Arrays.toString(fractions) + " and " + repeats
                    + " repeats: give fractions above 0 up to 1 and one repeat or more");
        }
    }

    /**
     * A point of the curve.
     *
     * @param fraction part of the training trials
     * @param trainingTrials their mean number
     * @param mean mean score over sessions and repeats
     * @param deviation standard deviation of the scores; 0 for one
     */
    public record Point(double fraction, double trainingTrials, double mean, double deviation) {}

    /**
     * @param classifier of the features
     * @param x trials x features, as a pipeline makes them
     * @param y the class of each trial
     * @param sessions the session (with its subject) of each trial
     * @param parallelism threads
     * @return a point for each fraction
     */
    public List<Point> of(Classifier classifier, Matrix x, Labels y, List<String> sessions,
            Parallelism parallelism) {
        List<Split> whole = wholeSplits(y, sessions);
        List<Point> points = new ArrayList<>();
        for (double fraction : fractions) {
            List<Split> splits = IntStream.range(0, whole.size())
                    .mapToObj(s -> part(whole.get(s), y, fraction, s))
                    .toList();
            double[] scores = CrossValidation.builder(classifier, new Given(splits)).score(score)
                    .groupLeakage(GroupLeakage.ALLOW).parallelism(parallelism).build().run(x, y, List.of())
                    .foldScores();
            double[] defined = Arrays.stream(scores).filter(s -> !Double.isNaN(s)).toArray();
            points.add(new Point(fraction,
                    splits.stream().mapToInt(s -> s.train().length).average().orElseThrow(),
                    Descriptive.mean(defined),
                    defined.length < 2 ? 0 : Math.sqrt(Descriptive.variance(defined, 1))));
        }
        return points;
    }

    private List<Split> wholeSplits(Labels y, List<String> sessions) {
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < sessions.size(); i++) {
            members.computeIfAbsent(sessions.get(i), name -> new ArrayList<>()).add(i);
        }
        List<Split> splits = new ArrayList<>();
        members.forEach((name, trials) -> {
            int[] index = trials.stream().mapToInt(Integer::intValue).toArray();
            Labels own = y.select(index);
            if (Arrays.stream(own.counts()).anyMatch(count -> count < 2)) {
                throw new EngramException(
                        "session '" + name + "' has fewer than two trials of a class: leave the"
                                + " session out of the learning curve");
            }
            for (Split split : new StratifiedShuffleSplit(repeats, TEST, seed + splits.size()).split(own,
                    List.of())) {
                splits.add(new Split(name + ", " + split.name(), map(split.train(), index),
                        map(split.test(), index)));
            }
        });
        return splits;
    }

    private static int[] map(int[] places, int[] index) {
        return Arrays.stream(places).map(place -> index[place]).toArray();
    }

    /** The first of each class in one random order, at least one. */
    private Split part(Split whole, Labels y, double fraction, int stream) {
        int[] order = RandomStream.of(seed, 1_000_000L + stream).permutation(whole.train().length);
        int[] wanted = Arrays.stream(y.select(whole.train()).counts())
                .map(count -> (int) Math.max(1, Math.rint(fraction * count))).toArray();
        int[] train = Arrays.stream(order).map(k -> whole.train()[k]).filter(i -> wanted[y.code(i)]-- > 0)
                .sorted()
                .toArray();
        return new Split(whole.name(), train, whole.test());
    }

    private record Given(List<Split> splits) implements Splitter {
        @Override
        public List<Split> split(Labels y, List<String> groups) {
            return splits;
        }

        @Override
        public String describe() {
            return "shuffled fifths of each session";
        }
    }

    @Override
    public double[] fractions() {
        return fractions.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LearningCurve curve && Arrays.equals(fractions, curve.fractions)
                && repeats == curve.repeats && score == curve.score && seed == curve.seed;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(fractions) + repeats;
    }

    @Override
    public String toString() {
        return "learning curve at " + Arrays.toString(fractions) + ", " + repeats + " repeats";
    }
}
