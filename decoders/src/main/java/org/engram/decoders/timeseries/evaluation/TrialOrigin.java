package org.engram.decoders.timeseries.evaluation;

import java.util.List;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/**
 * Where each trial comes from.
 *
 * @param subjects the subject (or other group) of each trial
 * @param sessions the session of each trial; empty when not known
 * @param samples first sample of each trial in its recording; empty when not known
 * @param length samples of a trial
 */
record TrialOrigin(List<String> subjects, List<String> sessions, long[] samples, int length) {
    TrialOrigin {
        subjects = List.copyOf(subjects);
        sessions = List.copyOf(sessions);
        if (!sessions.isEmpty() && sessions.size() != subjects.size()) {
            throw new ShapeException(sessions.size() + " sessions for " + subjects.size() + " trials");
        }
    }

    int count() {
        return subjects.size();
    }

    /** Subject and session as one name. */
    String recording(int trial) {
        return sessions.isEmpty() ? subjects.get(trial) : subjects.get(trial) + ", " + sessions.get(trial);
    }

    List<String> recordings() {
        return IntStream.range(0, count()).mapToObj(this::recording).toList();
    }

    /** Refuses a split whose training and test trials share samples of a recording. */
    void requireApart(org.engram.compute.validation.Split split) {
        if (samples.length == 0) {
            return;
        }
        boolean[] tested = new boolean[count()];
        for (int i : split.test()) {
            tested[i] = true;
        }
        Integer[] order = IntStream.concat(IntStream.of(split.train()), IntStream.of(split.test())).boxed()
                .sorted(java.util.Comparator.comparing((Integer i) -> recording(i))
                        .thenComparingLong(i -> samples[i]))
                .toArray(Integer[]::new);
        int[] last = {-1, -1}; // the latest training and test trial before
        for (int trial : order) {
            int side = tested[trial] ? 1 : 0;
            int other = last[1 - side];
            if (other >= 0 && recording(other).equals(recording(trial))
                    && samples[trial] - samples[other] < length) {
                throw new EngramException("fold '" + split.name()
                        + "' trains and tests on overlapping epochs: trials "
                        + Math.min(other, trial) + " and " + Math.max(other, trial) + " (counted from 0) of '"
                        + recording(trial) + "' begin " + (samples[trial] - samples[other])
                        + " samples apart and are " + length
                        + " long: cut shorter epochs, leave whole sessions or"
                        + " subjects out, or allow the leakage by name");
            }
            last[side] = trial;
        }
    }
}
