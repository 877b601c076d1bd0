package org.engram.preprocessing.electrophysiology.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.engram.core.EngramException;
import org.engram.io.recording.TriggerEvent;
import org.engram.io.table.ClosestName;

/**
 * Events in time with names for their codes. A name is a path of tags, "auditory/left": {@link #select} by "left" finds
 * every event with that tag.
 *
 * @param list the events, by sample
 * @param names code of each name; codes without a name go by their number
 */
public record Events(List<TriggerEvent> list, Map<String, Integer> names) {
    /** Copies. */
    public Events {
        list = List.copyOf(list);
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        Set<Integer> codes = new LinkedHashSet<>();
        for (Map.Entry<String, Integer> name : names.entrySet()) {
            if (!codes.add(name.getValue())) {
                throw new EngramException("code " + name.getValue() + " has two names, the second \""
                        + name.getKey() + "\": give each code one name");
            }
        }
    }

    /**
     * @param list events
     * @return those events, each code named by its number
     */
    public static Events of(List<TriggerEvent> list) {
        Map<String, Integer> names = new LinkedHashMap<>();
        list.stream().map(TriggerEvent::code).distinct().sorted()
                .forEach(code -> names.put(Integer.toString(code), code));
        return new Events(list, names);
    }

    /**
     * @param value code of each name
     * @return the same events with those names instead
     */
    public Events named(Map<String, Integer> value) {
        return new Events(list, value);
    }

    /** @return how many events */
    public int count() {
        return list.size();
    }

    /**
     * @param code a code
     * @return its name; the number itself when it has none
     */
    public String name(int code) {
        for (Map.Entry<String, Integer> name : names.entrySet()) {
            if (name.getValue() == code) {
                return name.getKey();
            }
        }
        return Integer.toString(code);
    }

    /** @return the name of each event */
    public List<String> labels() {
        Map<Integer, String> byCode = new HashMap<>();
        names.forEach((name, code) -> byCode.put(code, name));
        return list.stream().map(event -> byCode.getOrDefault(event.code(), Integer.toString(event.code())))
                .toList();
    }

    /** @return how many events each name has, in the order of the names */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        names.keySet().forEach(name -> counts.put(name, 0));
        labels().forEach(label -> counts.merge(label, 1, Integer::sum));
        return counts;
    }

    /**
     * @param keys names or parts of names: a name matches a key when it has all tags of the key, in any order
     * @return names that match any of the keys, in the order of this map; an error when a key matches none
     */
    public List<String> matching(String... keys) {
        Set<String> found = new LinkedHashSet<>();
        for (String key : keys) {
            Set<String> tags = Set.copyOf(Arrays.asList(key.split("/")));
            List<String> matches = names.keySet().stream()
                    .filter(name -> Set.copyOf(Arrays.asList(name.split("/"))).containsAll(tags)).toList();
            if (matches.isEmpty()) {
                throw new EngramException(
                        "no event is named \"" + key + "\"; " + ClosestName.hint(key, names.keySet()));
            }
            found.addAll(matches);
        }
        return names.keySet().stream().filter(found::contains).toList();
    }

    /**
     * @param keys names or parts of names, as {@link #matching}
     * @return the events with such a name only
     */
    public Events select(String... keys) {
        Map<String, Integer> kept = new LinkedHashMap<>();
        matching(keys).forEach(name -> kept.put(name, names.get(name)));
        return new Events(list.stream().filter(event -> kept.containsValue(event.code())).toList(), kept);
    }

    /**
     * Gives several kinds of events one name.
     *
     * @param name the new name
     * @param code the new code, not that of an event kept as it is
     * @param keys names or parts of names, as {@link #matching}
     * @return the same events, so named
     */
    public Events merge(String name, int code, String... keys) {
        List<String> merged = matching(keys);
        Map<String, Integer> kept = new LinkedHashMap<>(names);
        Set<Integer> codes = new LinkedHashSet<>();
        merged.forEach(old -> codes.add(kept.remove(old)));
        if (kept.containsValue(code)) {
            throw new EngramException("code " + code + " already is \"" + name(code) + "\": give \"" + name
                    + "\" another");
        }
        kept.put(name, code);
        List<TriggerEvent> changed = new ArrayList<>();
        for (TriggerEvent event : list) {
            changed.add(codes.contains(event.code())
                    ? new TriggerEvent(event.sample(), event.previous(), code)
                    : event);
        }
        return new Events(changed, kept);
    }

    /**
     * @param samples how much later, for a known delay between trigger and stimulus; negative for earlier
     * @return the same events, moved
     */
    public Events shifted(long samples) {
        return new Events(list.stream().map(event -> new TriggerEvent(event.sample() + samples,
                event.previous(), event.code())).toList(), names);
    }
}
