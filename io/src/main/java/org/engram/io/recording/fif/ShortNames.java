package org.engram.io.recording.fif;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Channel names of at most 15 characters, which is all the description of a channel has room for. Names that would be
 * the same get a running number; the full ones are stored beside.
 */
final class ShortNames {
    static final ShortNames NONE = new ShortNames(Map.of());
    private static final int LONGEST = 15;

    private final Map<String, String> shorter;

    private ShortNames(Map<String, String> shorter) {
        this.shorter = shorter;
    }

    static ShortNames forAll(Iterable<String> names) {
        Map<String, String> shorter = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (String name : names) {
            if (fits(name)) {
                taken.add(name);
            }
        }
        for (String name : names) {
            if (!fits(name)) {
                String plain = ascii(name);
                String candidate = plain.substring(0, Math.min(LONGEST, plain.length()));
                for (int number = 0; !taken.add(candidate); number++) {
                    String ending = "-" + number;
                    candidate = plain.substring(0, Math.min(LONGEST - ending.length(), plain.length()))
                            + ending;
                }
                shorter.put(name, candidate);
            }
        }
        return shorter.isEmpty() ? NONE : new ShortNames(shorter);
    }

    private static boolean fits(String name) {
        return name.length() <= LONGEST && name.equals(ascii(name));
    }

    /** Colons separate names, and what is not ASCII is not read the same everywhere. */
    private static String ascii(String name) {
        return name.replaceAll("[^\\x20-\\x7e]|:", "_");
    }

    boolean isNeeded() { return !shorter.isEmpty(); }

    String of(String name) {
        return shorter.getOrDefault(name, name);
    }

    List<String> of(List<String> names) {
        return names.stream().map(this::of).toList();
    }
}
