package org.engram.compute.estimation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The class of each sample: a code per sample and a name per code. Immutable. Names are sorted, so the codes do not
 * depend on the order of samples.
 */
public final class Labels {
    private final int[] codes;
    private final List<String> names;

    private Labels(int[] codes, List<String> names) {
        this.codes = codes;
        this.names = names;
    }

    /**
     * @param values the class name of each sample
     * @return codes by sorted name
     */
    public static Labels of(List<String> values) {
        List<String> names = List.copyOf(new TreeSet<>(values));
        int[] codes = values.stream().mapToInt(names::indexOf).toArray();
        return new Labels(codes, names);
    }

    /**
     * @param codes a code per sample, each an index into {@code names}; copied
     * @param names the class names
     * @return those labels; a class may have no sample
     */
    public static Labels of(int[] codes, List<String> names) {
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] < 0 || codes[i] >= names.size()) {
                throw new IllegalArgumentException("label " + codes[i] + " of sample " + i + " is not in 0.."
                        + (names.size() - 1));
            }
        }
        return new Labels(codes.clone(), List.copyOf(names));
    }

    /** @return number of samples */
    public int size() {
        return codes.length;
    }

    /** @return number of classes, also those without a sample */
    public int classCount() {
        return names.size();
    }

    /** @return class names by code */
    public List<String> names() {
        return names;
    }

    /**
     * @param sample sample index
     * @return its code
     */
    public int code(int sample) {
        return codes[sample];
    }

    /**
     * @param sample sample index
     * @return its class name
     */
    public String name(int sample) {
        return names.get(codes[sample]);
    }

    /** @return the codes, a copy */
    public int[] codes() {
        return codes.clone();
    }

    /** @return samples per class */
    public int[] counts() {
        int[] counts = new int[names.size()];
        for (int code : codes) {
            counts[code]++;
        }
        return counts;
    }

    /**
     * @param samples sample indices, in the order wanted
     * @return their labels, with the same names and codes
     */
    public Labels select(int... samples) {
        int[] selected = new int[samples.length];
        for (int i = 0; i < samples.length; i++) {
            selected[i] = codes[samples[i]];
        }
        return new Labels(selected, names);
    }

    /**
     * @param other new codes, as many as there are samples; copied
     * @return labels with those codes and the same names
     */
    public Labels withCodes(int[] other) {
        return of(other, names);
    }

    /** @return class names, sample by sample */
    public List<String> toList() {
        List<String> list = new ArrayList<>(codes.length);
        for (int code : codes) {
            list.add(names.get(code));
        }
        return list;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Labels other && names.equals(other.names) && Arrays.equals(codes, other.codes);
    }

    @Override
    public int hashCode() {
        return 31 * names.hashCode() + Arrays.hashCode(codes);
    }

    @Override
    public String toString() {
        return "Labels" + names + " x " + codes.length;
    }
}
