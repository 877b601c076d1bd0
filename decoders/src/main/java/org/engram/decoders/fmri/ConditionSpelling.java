package org.engram.decoders.fmri;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.bids.Event;
import org.engram.io.bids.EventOptions.SimilarLabels;

/** Holds conditions of different runs together: "Face" in one run and "face" in another are one class or an error. */
final class ConditionSpelling {
    private final SimilarLabels policy;
    private final Map<String, String> spelling = new HashMap<>();
    private final Map<String, String> firstRun = new HashMap<>();
    private final Set<String> united = new LinkedHashSet<>();

    ConditionSpelling(SimilarLabels policy) {
        this.policy = policy;
    }

    /** The events of the next run, spelled as in the runs before it. */
    List<Event> of(String run, List<Event> events) {
        if (policy == SimilarLabels.KEEP_APART) {
            return events;
        }
        List<Event> spelled = new ArrayList<>();
        for (Event event : events) {
            spelled.add(of(run, event));
        }
        return spelled;
    }

    private Event of(String run, Event event) {
        String key = event.trialType().strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ");
        String known = spelling.putIfAbsent(key, event.trialType());
        firstRun.putIfAbsent(key, run);
        if (known == null || known.equals(event.trialType())) {
            return event;
        }
        if (policy == SimilarLabels.REJECT) {
            throw new EngramException(
                    "condition '" + event.trialType() + "' of " + run + " is spelled '" + known
                            + "' in " + firstRun.get(key)
                            + ": use one spelling in the events files, or choose whether similar"
                            + " labels are united or kept apart");
        }
        united.add("'" + event.trialType() + "' (" + run + ") as '" + known + "'");
        return new Event(event.onsetSeconds(), event.durationSeconds(), known, event.modulation());
    }

    List<Notice> notices() {
        return united.isEmpty()
                ? List.of()
                : List.of(new Notice("conditions-united", "conditions read under another spelling: "
                        + String.join(", ", united)));
    }
}
