package org.engram.preprocessing.electrophysiology.epoching;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.engram.core.EngramException;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.TriggerEvent;
import org.engram.preprocessing.electrophysiology.events.Events;

/** What is done with several events at one sample. */
public enum Duplicates {
    /** They are an error. */
    ERROR,
    /** The first is kept, the others are dropped as {@code DROP DUPLICATE}. */
    DROP,
    /**
     * They become one event, named by all their names joined by "/" in alphabetical order, under a new code; all but the
     * first are dropped as {@code MERGE DUPLICATE}.
     */
    MERGE;

    /**
     * @param events all events
     * @param dropped receives those that are left out
     * @return the events that are left, with their places among all
     */
    List<Candidate> settle(Events events, List<Epochs.Dropped> dropped) {
        List<String> labels = events.labels();
        Map<Long, List<Integer>> bySample = new LinkedHashMap<>();
        for (int i = 0; i < events.count(); i++) {
            bySample.computeIfAbsent(events.list().get(i).sample(), sample -> new ArrayList<>()).add(i);
        }
        Map<String, Integer> codes = new LinkedHashMap<>(events.names());
        List<Candidate> candidates = new ArrayList<>();
        bySample.forEach((sample, places) -> {
            TriggerEvent first = events.list().get(places.get(0));
            candidates.add(this == MERGE && places.size() > 1
                    ? merged(first, places, labels, codes)
                    : new Candidate(places.get(0), first.sample(), first.code(), labels.get(places.get(0))));
            for (int place : places.subList(1, places.size())) {
                if (this == ERROR) {
                    throw new EngramException("events " + places.get(0) + " (" + labels.get(places.get(0))
                            + ") and " + place + " (" + labels.get(place) + ") are both at sample " + sample
                            + ": say whether to drop the later one or to merge them");
                }
                dropped.add(new Epochs.Dropped(place,
                        List.of(this == DROP ? "DROP DUPLICATE" : "MERGE DUPLICATE")));
            }
        });
        return candidates;
    }

    private static Candidate merged(TriggerEvent first, List<Integer> places, List<String> labels,
            Map<String, Integer> codes) {
        String label = places.stream().map(labels::get).distinct().sorted().collect(Collectors.joining("/"));
        int next = codes.values().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        int code = codes.computeIfAbsent(label, name -> next);
        return new Candidate(places.get(0), first.sample(), code, label);
    }

    /**
     * An event an epoch may be cut around.
     *
     * @param event its place among all events
     * @param sample absolute number of its sample
     * @param code its code
     * @param label its name
     */
    record Candidate(int event, long sample, int code, String label) {}
}
