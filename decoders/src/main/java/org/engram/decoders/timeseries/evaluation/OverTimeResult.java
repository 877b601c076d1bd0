package org.engram.decoders.timeseries.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.compute.validation.Score;
import org.engram.core.Notice;

/**
 * Scores over time under a protocol, with a test of where they are above chance.
 *
 * @param timesSeconds centres of the windows
 * @param scores training time x testing time, one row when each time was tested by itself; over all groups; not copied
 * @param groupScores the same of each tested group: subjects, or folds where there are none
 * @param score what was measured
 * @param chance what a classifier that knows nothing reaches
 * @param test where scores are above chance; empty when that was not tested
 * @param protocol what was new in the test
 * @param analysis classifier and scheme in words
 * @param trials how many
 * @param classNames class names by code
 * @param notices what a person should know
 */
public record OverTimeResult(double[] timesSeconds, double[][] scores, Map<String, double[][]> groupScores,
        Score score, double chance, Optional<Test> test, EpochProtocol protocol, String analysis, int trials,
        List<String> classNames, List<Notice> notices) {
    /** Copies the collections. */
    public OverTimeResult {
        groupScores = Collections.unmodifiableMap(new LinkedHashMap<>(groupScores));
        classNames = List.copyOf(classNames);
        notices = List.copyOf(notices);
    }

    /**
     * A test of all times together.
     *
     * @param significant training time x testing time: whether it is above chance at the level; not copied
     * @param p family-wise p value of each; 1 outside clusters; not copied
     * @param own p value of each time at which classifiers were trained and tested, from a test of these times alone where
     *     there is one; not copied
     * @param level chance of any false positive
     * @param words how it was made, for a methods section
     */
    public record Test(boolean[][] significant, double[][] p, double[] own, double level,
            String words) {}

    /**
     * A stretch of time, both ends included.
     *
     * @param fromSeconds its begin
     * @param toSeconds its end
     * @param p the smallest p value within
     */
    public record Span(double fromSeconds, double toSeconds, double p) {}

    /** @return whether classifiers were tested at all times rather than at their own */
    public boolean isGeneralisation() {
        return scores.length > 1;
    }

    /** @return scores where training and testing times are the same */
    public double[] diagonal() {
        return diagonal(scores);
    }

    /**
     * @param matrix of this shape
     * @return its values where training and testing times are the same
     */
    public double[] diagonal(double[][] matrix) {
        double[] own = new double[timesSeconds.length];
        for (int t = 0; t < own.length; t++) {
            own[t] = matrix[isGeneralisation() ? t : 0][t];
        }
        return own;
    }

    /** @return index of the largest score where training and testing times are the same */
    public int peak() {
        double[] own = diagonal();
        int best = 0;
        for (int t = 1; t < own.length; t++) {
            best = own[t] > own[best] || Double.isNaN(own[best]) ? t : best;
        }
        return best;
    }

    /** @return where scores of equal training and testing times are above chance; empty when that was not tested */
    public List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        if (test.isEmpty()) {
            return spans;
        }
        int begin = -1;
        double p = 1;
        for (int t = 0; t <= timesSeconds.length; t++) {
            if (t < timesSeconds.length && test.get().own()[t] <= test.get().level()) {
                begin = begin < 0 ? t : begin;
                p = Math.min(p, test.get().own()[t]);
            } else if (begin >= 0) {
                spans.add(new Span(timesSeconds[begin], timesSeconds[t - 1], p));
                begin = -1;
                p = 1;
            }
        }
        return spans;
    }
}
