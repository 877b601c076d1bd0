package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/** Which sample belongs to which group, groups in the order a person would list them: "run 2" before "run 10". */
final class Groups {
    /** Runs of digits compare as numbers, everything else letter by letter. */
    static final Comparator<String> NATURAL = Groups::compareNaturally;

    private final List<String> names;
    private final int[] codes;

    private Groups(List<String> names, int[] codes) {
        this.names = names;
        this.codes = codes;
    }

    static Groups of(List<String> groups) {
        TreeSet<String> sorted = new TreeSet<>(NATURAL);
        sorted.addAll(groups);
        TreeMap<String, Integer> codeOf = new TreeMap<>();
        List<String> names = new ArrayList<>(sorted);
        for (int g = 0; g < names.size(); g++) {
            codeOf.put(names.get(g), g);
        }
        int[] codes = new int[groups.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = codeOf.get(groups.get(i));
        }
        return new Groups(List.copyOf(names), codes);
    }

    /** Groups for a splitter that cannot do without: one per sample, and at least {@code atLeast} different ones. */
    static Groups require(List<String> groups, int samples, int atLeast, String scheme, String kind) {
        requireSize(groups, samples);
        if (groups.isEmpty()) {
            throw new EngramException(
                    scheme + " needs the " + kind + " of every sample, but none was given: give the "
                            + kind + "s, or use stratified-10-fold when samples are independent");
        }
        Groups found = of(groups);
        if (found.count() < atLeast) {
            throw new EngramException(scheme + " needs " + atLeast + " or more " + kind + "s, but there "
                    + (found.count() == 1
                            ? "is only one ('" + found.name(0) + "')"
                            : "are " + found.count() + " " + found.names())
                    + ": record more, or use a k-fold scheme such as 5-fold within the " + kind
                    + "; that score says how well one part of a " + kind
                    + " predicts another part of the same, "
                    + "and is too good for a new " + kind);
        }
        return found;
    }

    static void requireSize(List<String> groups, int samples) {
        if (!groups.isEmpty() && groups.size() != samples) {
            throw new ShapeException("there are " + samples + " labels but " + groups.size()
                    + " groups: give one group per sample");
        }
    }

    int count() {
        return names.size();
    }

    List<String> names() {
        return names;
    }

    String name(int group) {
        return names.get(group);
    }

    int code(int sample) {
        return codes[sample];
    }

    int[] codes() {
        return codes.clone();
    }

    int[] sizes() {
        int[] sizes = new int[names.size()];
        for (int code : codes) {
            sizes[code]++;
        }
        return sizes;
    }

    /** The samples of each group, ascending. */
    int[][] members() {
        int[] sizes = sizes();
        int[][] members = new int[sizes.length][];
        for (int g = 0; g < sizes.length; g++) {
            members[g] = new int[sizes[g]];
        }
        int[] next = new int[sizes.length];
        for (int i = 0; i < codes.length; i++) {
            members[codes[i]][next[codes[i]]++] = i;
        }
        return members;
    }

    private static int compareNaturally(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int order;
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endA = endOfDigits(a, i);
                int endB = endOfDigits(b, j);
                order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
                i = endA;
                j = endB;
            } else {
                order = Character.compare(a.charAt(i++), b.charAt(j++));
            }
            if (order != 0) {
                return order;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b); // "01" and "1" are two groups
    }

    private static int compareNumbers(String a, String b) {
        String left = a.replaceFirst("^0+(?=.)", "");
        String right = b.replaceFirst("^0+(?=.)", "");
        int byLength = Integer.compare(left.length(), right.length());
        return byLength != 0 ? byLength : left.compareTo(right);
    }

    private static int endOfDigits(String text, int start) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
