package org.engram.decoders.timeseries.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Labels;
import org.engram.compute.random.RandomStream;
import org.engram.compute.validation.GroupKFold;
import org.engram.compute.validation.LeaveOneGroupOut;
import org.engram.compute.validation.Split;
import org.engram.compute.validation.Splitter;
import org.engram.core.EngramException;

/**
 * Splits of a protocol. Groups given to {@link #split} are not used: the origin of trials says more.
 *
 * @param protocol what is new in the test
 * @param origin of each trial
 * @param folds folds within a session or over all; for whole subjects 0 to leave each out
 * @param seed of the shuffling
 */
record ProtocolSplitter(EpochProtocol protocol, TrialOrigin origin, int folds,
        long seed) implements Splitter {
    @Override
    public List<Split> split(Labels y, List<String> groups) {
        return switch (protocol) {
            case WITHIN_SESSION -> withinSessions(y);
            case CROSS_SESSION -> crossSessions();
            case CROSS_SUBJECT -> (folds == 0
                    ? new LeaveOneGroupOut("subject")
                    : new GroupKFold(folds, "subject")).split(y, origin.subjects());
            case POOLED -> folds(y, IntStream.range(0, y.size()).toArray(), "", 0);
        };
    }

    private static Map<String, int[]> members(List<String> names) {
        Map<String, List<Integer>> found = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            found.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(i);
        }
        Map<String, int[]> members = new LinkedHashMap<>();
        found.forEach((name, list) -> members.put(name, list.stream().mapToInt(Integer::intValue).toArray()));
        return members;
    }

    private List<Split> withinSessions(Labels y) {
        List<Split> splits = new ArrayList<>();
        for (Map.Entry<String, int[]> session : members(origin.recordings()).entrySet()) {
            splits.addAll(folds(y, session.getValue(), session.getKey() + ", ", splits.size()));
        }
        return splits;
    }

    /** Each class is shuffled and dealt to the folds in turn, each class beginning where the one before ended. */
    private List<Split> folds(Labels y, int[] trials, String prefix, int stream) {
        int[] order = RandomStream.of(seed, stream).permutation(trials.length);
        int[] foldOf = new int[trials.length];
        int next = 0;
        for (int c = 0; c < y.classCount(); c++) {
            int first = next;
            for (int k : order) {
                if (y.code(trials[k]) == c) {
                    foldOf[k] = next++ % folds;
                }
            }
            if (next - first < folds) {
                throw new EngramException(
                        (prefix.isEmpty() ? "" : "session '" + prefix.replaceAll(", $", "") + "': ")
                                + "class '" + y.names().get(c) + "' has " + (next - first)
                                + " trials, but there are " + folds
                                + " folds: use fewer folds, or leave the session or the class out");
            }
        }
        List<Split> splits = new ArrayList<>();
        for (int f = 0; f < folds; f++) {
            int fold = f;
            int[] test = IntStream.range(0, trials.length).filter(k -> foldOf[k] == fold).map(k -> trials[k])
                    .toArray();
            int[] train = IntStream.range(0, trials.length).filter(k -> foldOf[k] != fold).map(k -> trials[k])
                    .toArray();
            splits.add(new Split(prefix + "fold " + (f + 1), train, test));
        }
        return splits;
    }

    private List<Split> crossSessions() {
        List<Split> splits = new ArrayList<>();
        if (origin.sessions().isEmpty()) {
            throw new EngramException(
                    "cross-session needs the session of every trial: name the column that holds it");
        }
        for (Map.Entry<String, int[]> subject : members(origin.subjects()).entrySet()) {
            int[] trials = subject.getValue();
            List<String> sessions = Arrays.stream(trials).mapToObj(i -> origin.sessions().get(i)).distinct()
                    .toList();
            if (sessions.size() < 2) {
                throw new EngramException("subject '" + subject.getKey() + "' has one session only ("
                        + sessions.get(0)
                        + "): cross-session needs two or more of each subject; leave the subject"
                        + " out or use within-session");
            }
            for (String session : sessions) {
                splits.add(new Split(subject.getKey() + ", " + session,
                        Arrays.stream(trials).filter(i -> !origin.sessions().get(i).equals(session))
                                .toArray(),
                        Arrays.stream(trials).filter(i -> origin.sessions().get(i).equals(session))
                                .toArray()));
            }
        }
        return splits;
    }

    @Override
    public String describe() {
        return switch (protocol) {
            case WITHIN_SESSION -> folds + " shuffled stratified folds within each session";
            case CROSS_SESSION -> "leave one session of a subject out";
            case CROSS_SUBJECT -> folds == 0 ? "leave one subject out" : folds + " folds of whole subjects";
            case POOLED -> folds + " shuffled stratified folds over all trials";
        };
    }

    @Override
    public boolean dependsOnLabels() {
        return protocol == EpochProtocol.WITHIN_SESSION || protocol == EpochProtocol.POOLED;
    }
}
