package org.engram.nn.explanation.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.engram.compute.statistics.Descriptive;
import org.engram.core.EngramException;
import org.engram.nn.explanation.AttributionMethod;
import org.engram.nn.explanation.ExplainedNetwork;

/**
 * Which methods find known sources on the user's own network. A method whose mean mass or rank accuracy stays below
 * twice chance is not recommended: "not validated on this model".
 *
 * @param rows one per method, the best rank accuracy first
 * @param tasks how many known sources the means are over
 */
public record MethodComparison(List<Row> rows, int tasks) {
    private static final double TIMES_CHANCE = 2;

    /** Takes an unmodifiable copy. */
    public MethodComparison {
        rows = List.copyOf(rows);
    }

    /**
     * @param method that was scored
     * @param mean of its scores over the tasks
     * @param rankDeviation the standard deviation of its rank accuracy over the tasks, 0 for one task
     */
    public record Row(String method, Localization mean, double rankDeviation) {
        /** @return whether mass and rank accuracy reach twice chance */
        public boolean validated() {
            return mean.massAccuracy() >= TIMES_CHANCE * mean.chance()
                    && mean.rankAccuracy() >= TIMES_CHANCE * mean.chance();
        }

        /** @return the verdict in words */
        public String verdict() {
            return validated() ? "validated" : "not validated on this model";
        }
    }

    /**
     * @param network to explain
     * @param methods to compare
     * @param tasks with known sources, at least one
     * @param domain where maps are looked at, such as the brain; null for everywhere
     * @return one row per method
     */
    public static MethodComparison of(ExplainedNetwork network, List<? extends AttributionMethod> methods,
            List<KnownSource> tasks, boolean[] domain) {
        if (tasks.isEmpty()) {
            throw new EngramException("there is no task with a known source, so no method can be validated");
        }
        List<Row> rows = new ArrayList<>();
        for (AttributionMethod method : methods) {
            List<Localization> scores = new ArrayList<>();
            for (KnownSource task : tasks) {
                scores.add(
                        Localization.of(method.explain(network, task.sample(), task.target()), task.source(),
                                domain));
            }
            rows.add(row(method.name(), scores));
        }
        rows.sort((a, b) -> Double.compare(b.mean().rankAccuracy(), a.mean().rankAccuracy()));
        if (!rows.isEmpty() && TIMES_CHANCE * rows.get(0).mean().chance() > 1) {
            throw new EngramException("the sources cover " + rows.get(0).mean().chance()
                    + " of the domain, so no score can reach twice chance: use tasks with smaller sources");
        }
        return new MethodComparison(rows, tasks.size());
    }

    private static Row row(String method, List<Localization> scores) {
        double[] ranks = scores.stream().mapToDouble(Localization::rankAccuracy).toArray();
        Localization mean = new Localization(mean(scores, Localization::massAccuracy),
                mean(scores, Localization::positiveShare), Descriptive.mean(ranks),
                mean(scores, Localization::area), mean(scores, Localization::centreDistance),
                mean(scores, Localization::pointing), mean(scores, Localization::chance));
        return new Row(method, mean,
                ranks.length < 2 ? 0 : Math.sqrt(Descriptive.variance(ranks, 1)));
    }

    /** Over the maps for which the score exists. */
    private static double mean(List<Localization> scores, ToDoubleFunction<Localization> of) {
        return Descriptive
                .mean(scores.stream().mapToDouble(of).filter(value -> !Double.isNaN(value)).toArray());
    }

    /** @return the table as text, one line per method */
    public String table() {
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%-34s %6s %6s %6s %6s %8s %7s  %s%n",
                        "method", "rank", "mass", "area", "point", "distance", "chance", "verdict"));
        for (Row row : rows) {
            Localization mean = row.mean();
            table.append(String.format(Locale.ROOT, "%-34s %6.3f %6.3f %6.3f %6.2f %8.2f %7.4f  %s%n",
                    row.method(),
                    mean.rankAccuracy(), mean.massAccuracy(), mean.area(), mean.pointing(),
                    mean.centreDistance(),
                    mean.chance(), row.verdict()));
        }
        return table.toString();
    }
}
