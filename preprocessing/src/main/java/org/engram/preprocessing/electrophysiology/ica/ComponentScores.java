package org.engram.preprocessing.electrophysiology.ica;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How much each component looks like an artefact.
 *
 * @param channel what the components were compared with
 * @param scores of each component: a correlation, or a significance from 0 to 1; copied in and out
 * @param flagged components that stand out, largest score first; copied in and out
 */
public record ComponentScores(String channel, double[] scores, int[] flagged) {
    /** Copies. */
    public ComponentScores {
        scores = scores.clone();
        flagged = flagged.clone();
    }

    @Override
    public double[] scores() {
        return scores.clone();
    }

    @Override
    public int[] flagged() {
        return flagged.clone();
    }

    /** Scores of which those are flagged whose size lies that many standard deviations from the others'. */
    static ComponentScores byOutliers(String channel, double[] scores, double threshold) {
        return new ComponentScores(channel, scores, bySize(scores, outliers(scores, threshold)));
    }

    static ComponentScores byThreshold(String channel, double[] scores, double least) {
        boolean[] flagged = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            flagged[i] = Math.abs(scores[i]) >= least;
        }
        return new ComponentScores(channel, scores, bySize(scores, flagged));
    }

    /** Two rounds of z-scores, the second without what the first flagged. */
    static boolean[] outliers(double[] values, double threshold) {
        boolean[] out = new boolean[values.length];
        for (int round = 0; round < 2; round++) {
            boolean[] now = out.clone();
            double[] left = IntStream.range(0, values.length).filter(i -> !now[i]).mapToDouble(i -> values[i])
                    .toArray();
            double mean = Arrays.stream(left).average().orElse(0);
            double deviation = Math
                    .sqrt(Arrays.stream(left).map(v -> (v - mean) * (v - mean)).average().orElse(0));
            for (int i = 0; i < values.length; i++) {
                out[i] |= Math.abs(values[i] - mean) > threshold * deviation;
            }
        }
        return out;
    }

    private static int[] bySize(double[] scores, boolean[] flagged) {
        return IntStream.range(0, scores.length).filter(i -> flagged[i]).boxed()
                .sorted((a, b) -> Double.compare(Math.abs(scores[b]), Math.abs(scores[a])))
                .mapToInt(Integer::intValue).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ComponentScores that && channel.equals(that.channel)
                && Arrays.equals(scores, that.scores) && Arrays.equals(flagged, that.flagged);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * channel.hashCode() + Arrays.hashCode(scores)) + Arrays.hashCode(flagged);
    }

    @Override
    public String toString() {
        return "ComponentScores[" + channel + ", " + Arrays.toString(scores) + ", flagged "
                + Arrays.toString(flagged) + "]";
    }
}
