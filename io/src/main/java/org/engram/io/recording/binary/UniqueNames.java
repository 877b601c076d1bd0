package org.engram.io.recording.binary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.engram.core.Notice;

/** Makes channel names unique: names that stand twice get the running suffix -0, -1, ... */
public final class UniqueNames {
    private UniqueNames() {}

    /**
     * @param names as the file has them; an empty one becomes CH with its number
     * @param notices told which names stood twice
     * @return unique names in the same order
     */
    public static List<String> of(List<String> names, Consumer<Notice> notices) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        names.stream().filter(name -> !seen.add(name)).forEach(twice::add);
        twice.remove("");
        Set<String> taken = new HashSet<>(seen);
        Map<String, Integer> next = new HashMap<>();
        List<String> unique = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isEmpty() || twice.contains(name)) {
                String stem = name.isEmpty() ? "CH" : name + "-";
                int number = next.getOrDefault(stem, name.isEmpty() ? i + 1 : 0);
                while (!taken.add(stem + number)) {
                    number++;
                }
                next.put(stem, number + 1);
                name = stem + number;
            }
            unique.add(name);
        }
        if (!twice.isEmpty()) {
            notices.accept(new Notice("channel-names-repeated", "channel names that stand more than once: "
                    + String.join(", ", twice) + "; they were numbered -0, -1, ..."));
        }
        return unique;
    }
}
