package org.engram.decoders.supervised;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.compute.statistics.Correlation;
import org.engram.compute.statistics.GroupBootstrap;
import org.engram.compute.statistics.Interval;
import org.engram.compute.validation.ConfidenceInterval;
import org.engram.compute.validation.ConfusionMatrix;
import org.engram.core.Notice;
import org.engram.core.Parallelism;

/**
 * How good predictions are on samples that were not learnt from.
 *
 * @param metrics by name: accuracy, balanced_accuracy and chance, or r2, correlation, mean_absolute_error and
 *     root_mean_square_error
 * @param headline the name of the one that counts
 * @param interval of that one, at 95 %; over groups where there are five or more, else over samples as if they were
 *     independent
 * @param confusion of classes; empty for numbers
 */
public record Evaluation(Map<String, Double> metrics, String headline, Optional<ConfidenceInterval> interval,
        Optional<ConfusionMatrix> confusion) {
    private static final int DRAWS = 2000;
    private static final double LEVEL = 0.95;
    /** Draws of fewer groups repeat themselves so often that their spread says nothing. */
    private static final int FEWEST_GROUPS = 5;

    /** Copies the map. */
    public Evaluation {
        metrics = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** @return what a reader must know of the interval where groups are too few to draw from */
    static Optional<Notice> notice(Optional<List<String>> groups) {
        long count = groups.map(all -> all.stream().distinct().count()).orElse((long) FEWEST_GROUPS);
        return count >= FEWEST_GROUPS
                ? Optional.empty()
                : Optional.of(new Notice("few-groups", "the score rests on " + count + " held-out group"
                        + (count == 1 ? "" : "s")
                        + "; its interval takes samples for independent and is too narrow: "
                        + "test on " + FEWEST_GROUPS + " groups or more"));
    }

    static Evaluation ofClasses(List<String> classes, int[] truth, int[] predicted,
            Optional<List<String>> groups,
            long seed) {
        ConfusionMatrix confusion = confusion(classes, truth, predicted, null, null);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", confusion.accuracy());
        metrics.put("balanced_accuracy", confusion.balancedAccuracy());
        double largest = 0;
        for (int c = 0; c < classes.size(); c++) {
            largest = Math.max(largest, (double) confusion.tested(c) / confusion.total());
        }
        metrics.put("chance", largest);
        List<ConfusionMatrix> byGroup = new ArrayList<>();
        groups.ifPresent(all -> all.stream().distinct()
                .forEach(group -> byGroup.add(confusion(classes, truth, predicted, all, group))));
        ConfidenceInterval interval = byGroup.size() >= FEWEST_GROUPS
                ? ConfidenceInterval.overGroups(byGroup, ConfusionMatrix::accuracy, LEVEL, DRAWS, seed)
                : ConfidenceInterval.wilson(confusion.correct(), confusion.total(), LEVEL);
        return new Evaluation(metrics, "accuracy", Optional.of(interval), Optional.of(confusion));
    }

    private static ConfusionMatrix confusion(List<String> classes, int[] truth, int[] predicted,
            List<String> groups,
            String group) {
        int[][] counts = new int[classes.size()][classes.size()];
        for (int i = 0; i < truth.length; i++) {
            if (groups == null || groups.get(i).equals(group)) {
                counts[truth[i]][predicted[i]]++;
            }
        }
        return ConfusionMatrix.of(classes, counts);
    }

    static Evaluation ofNumbers(double[] truth, double[] predicted, Optional<List<String>> groups,
            long seed) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        double[] errors = new double[truth.length];
        for (int i = 0; i < truth.length; i++) {
            errors[i] = predicted[i] - truth[i];
        }
        int[] all = java.util.stream.IntStream.range(0, truth.length).toArray();
        metrics.put("r2", explained(truth, predicted, all));
        metrics.put("correlation", truth.length < 2 ? Double.NaN : Correlation.pearson(truth, predicted));
        metrics.put("mean_absolute_error", Arrays.stream(errors).map(Math::abs).average().orElse(Double.NaN));
        metrics.put("root_mean_square_error",
                Math.sqrt(Arrays.stream(errors).map(error -> error * error).average().orElse(Double.NaN)));
        List<int[]> units = new ArrayList<>();
        boolean grouped = groups.isPresent() && groups.get().stream().distinct().count() >= FEWEST_GROUPS;
        if (grouped) {
            groups.get().stream().distinct().forEach(group -> units.add(
                    Arrays.stream(all).filter(i -> groups.get().get(i).equals(group)).toArray()));
        } else {
            Arrays.stream(all).forEach(i -> units.add(new int[] {i}));
        }
        Optional<ConfidenceInterval> interval = Optional.empty();
        if (units.size() > 2) {
            Interval found = new GroupBootstrap(DRAWS, LEVEL, seed).interval(units.size(),
                    drawn -> explained(truth, predicted,
                            Arrays.stream(drawn).flatMap(unit -> Arrays.stream(units.get(unit))).toArray()),
                    Parallelism.single());
            interval = Optional.of(new ConfidenceInterval(found.lower(), found.upper(), LEVEL,
                    "bootstrap over " + units.size() + (grouped ? " groups" : " samples")));
        }
        return new Evaluation(metrics, "r2", interval, Optional.empty());
    }

    /** The share of the variance about their own mean that the predictions explain. */
    private static double explained(double[] truth, double[] predicted, int... which) {
        double mean = Arrays.stream(which).mapToDouble(i -> truth[i]).average().orElse(Double.NaN);
        double left = 0;
        double all = 0;
        for (int i : which) {
            left += (truth[i] - predicted[i]) * (truth[i] - predicted[i]);
            all += (truth[i] - mean) * (truth[i] - mean);
        }
        return all == 0 ? 0 : 1 - left / all;
    }
}
