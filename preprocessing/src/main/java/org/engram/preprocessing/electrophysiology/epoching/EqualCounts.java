package org.engram.preprocessing.electrophysiology.epoching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.io.recording.Epochs;

/** Takes as many trials of each kind, so that means and classifiers are not biased towards the most frequent one. */
public final class EqualCounts {
    private EqualCounts() {}

    /**
     * Of the kinds with more trials, leaves out those whose absence keeps the others closest in time to the trials of the
     * rarest kind: one after the other, the trial is removed without which the summed distance in time from the trials
     * of the rarest kind to the nearest one left is least. So slow drifts of the recording affect all kinds alike.
     *
     * @param epochs trials of several kinds
     * @param labels the kinds to make equal
     * @return the epochs of those kinds, in their order, as many of each
     */
    public static Epochs nearestInTime(Epochs epochs, String... labels) {
        Map<String, List<Integer>> kinds = new LinkedHashMap<>();
        for (String label : labels) {
            kinds.put(label, new ArrayList<>());
        }
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            List<Integer> kind = kinds.get(epochs.trials().get(trial).label());
            if (kind != null) {
                kind.add(trial);
            }
        }
        kinds.forEach((label, trials) -> {
            if (trials.isEmpty()) {
                throw new EngramException("no epoch is named \"" + label + "\"");
            }
        });
        List<Integer> rarest = kinds.values().stream().min((a, b) -> Integer.compare(a.size(), b.size()))
                .orElseThrow(() -> new EngramException("no kinds of trials were given"));
        long[] times = samples(epochs, rarest);
        List<Integer> kept = new ArrayList<>();
        kinds.values().forEach(trials -> kept.addAll(nearest(epochs, trials, times)));
        return epochs.selectTrials(kept.stream().sorted().mapToInt(Integer::intValue).toArray());
    }

    private static long[] samples(Epochs epochs, List<Integer> trials) {
        return trials.stream().mapToLong(trial -> epochs.trials().get(trial).sample()).sorted().toArray();
    }

    private static List<Integer> nearest(Epochs epochs, List<Integer> trials, long[] times) {
        List<Integer> left = new ArrayList<>(trials);
        left.sort((a, b) -> Long.compare(epochs.trials().get(a).sample(), epochs.trials().get(b).sample()));
        while (left.size() > times.length) {
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            long[] samples = samples(epochs, left);
            for (int i = 0; i < samples.length; i++) {
                double distance = distance(samples, i, times);
                if (distance < least) {
                    least = distance;
                    best = i;
                }
            }
            left.remove(best);
        }
        return left;
    }

    /** Summed distance from each time to the nearest sample, without one of them. */
    private static double distance(long[] samples, int without, long[] times) {
        double sum = 0;
        for (long time : times) {
            int place = Arrays.binarySearch(samples, time);
            int after = place >= 0 ? place : -1 - place;
            int before = after - 1;
            after += after == without ? 1 : 0;
            before -= before == without ? 1 : 0;
            double up = after < samples.length ? samples[after] - time : Double.POSITIVE_INFINITY;
            double down = before >= 0 ? time - samples[before] : Double.POSITIVE_INFINITY;
            sum += Math.min(up, down);
        }
        return sum;
    }
}
