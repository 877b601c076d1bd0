package org.engram.io.table;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name a person most likely meant, for error messages. */
public final class ClosestName {
    private static final int MOST_LISTED = 20;

    private ClosestName() {}

    /**
     * @param wanted the name that was not found
     * @param names the names there are
     * @return the one with the fewest edits (letter case ignored), if it is within half the length of {@code wanted}
     */
    public static Optional<String> of(String wanted, Collection<String> names) {
        String best = null;
        int bestDistance = Math.max(1, wanted.length() / 2) + 1;
        for (String name : names) {
            int distance = distance(wanted.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = name;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * @param wanted the name that was not found
     * @param names the names there are
     * @return the end of an error message: the closest name, if any is close, and the names there are
     */
    public static String hint(String wanted, Collection<String> names) {
        if (names.isEmpty()) {
            return "there is nothing here";
        }
        String closest = of(wanted, names).map(name -> "did you mean \"" + name + "\"? ").orElse("");
        return closest + "there is: " + list(names);
    }

    /**
     * @param wanted the name that was not found
     * @param names the names there are
     * @param count how many at most
     * @return the names most like it, the most alike first
     */
    public static List<String> nearest(String wanted, Collection<String> names, int count) {
        String lower = wanted.toLowerCase(Locale.ROOT);
        return names.stream()
                .sorted(Comparator
                        .comparingInt((String name) -> distance(lower, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count).toList();
    }

    /**
     * @param names any names
     * @return them separated by commas; after the twentieth only how many more there are
     */
    public static String list(Collection<String> names) {
        String shown = String.join(", ", names.stream().limit(MOST_LISTED).toList());
        return names.size() <= MOST_LISTED ? shown : shown + " and " + (names.size() - MOST_LISTED) + " more";
    }

    /** The Levenshtein distance, kept in one row. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
