package org.engram.decoders.supervised;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.nn.data.GroupSplit;

/**
 * Which samples are learnt from, which the epoch is chosen by, and which are kept for the end.
 *
 * @param training indices, ascending
 * @param validation indices, ascending
 * @param test indices, ascending; may be empty
 */
public record Partition(int[] training, int[] validation, int[] test) {
    /** Copies the indices. */
    public Partition {
        training = training.clone();
        validation = validation.clone();
        test = test.clone();
        if (training.length == 0 || validation.length == 0) {
            throw new EngramException("there are " + training.length + " training and " + validation.length
                    + " validation samples: both parts need some");
        }
    }

    /**
     * Shares samples out at random. Where every group has one class only, or there are no groups, each class is shared out by
     * itself.
     *
     * @param classes of the samples, or empty for numbers
     * @param groups of the samples, or empty where each stands for itself
     * @param validation share of the samples, above 0
     * @param test share of the samples, 0 for none
     * @param seed one seed, one partition
     * @return the parts, none of which shares a group with another
     */
    static Partition random(int size, Optional<List<String>> classes, Optional<List<String>> groups,
            double validation, double test, long seed) {
        if (!(validation > 0) || !(test >= 0) || !(validation + test < 1)) {
            throw new IllegalArgumentException("validation " + validation + " and test " + test
                    + " must leave a share for training: give validation above 0, and less than 1 for both");
        }
        List<String> units = groups
                .orElseGet(() -> IntStream.range(0, size).mapToObj(Integer::toString).toList());
        List<String> strata = classes.filter(given -> isPure(units, given))
                .orElseGet(() -> IntStream.range(0, size).mapToObj(i -> "").toList());
        double[] shares = test > 0
                ? new double[] {1 - validation - test, validation, test}
                : new double[] {1 - validation, validation};
        List<List<Integer>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String stratum : new LinkedHashSet<>(strata)) {
            int[] members = IntStream.range(0, size).filter(i -> strata.get(i).equals(stratum)).toArray();
            List<String> own = Arrays.stream(members).mapToObj(units::get).toList();
            int distinct = new LinkedHashSet<>(own).size();
            if (distinct < shares.length) {
                throw new EngramException(
                        (stratum.isEmpty() ? "the samples come" : "the class \"" + stratum + "\" comes")
                                + " from " + distinct + (groups.isPresent() ? " group" : " sample")
                                + (distinct == 1 ? "" : "s")
                                + ", which cannot be shared among " + shares.length
                                + " parts: record more, ask for fewer parts, or name the parts in a column");
            }
            List<int[]> dealt = GroupSplit.of(own, seed, shares).parts();
            for (int part = 0; part < dealt.size(); part++) {
                for (int i : dealt.get(part)) {
                    parts.get(part).add(members[i]);
                }
            }
        }
        return of(parts);
    }

    /**
     * @param names the part of each sample: train or training, validation or val, test
     * @param groups of the samples, or empty where each stands for itself
     * @return the parts
     * @throws EngramException if a name is none of these, or a group stands in two parts
     */
    static Partition named(List<String> names, Optional<List<String>> groups) {
        List<List<Integer>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<String, Integer> partOf = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            int part = switch (names.get(i).strip().toLowerCase(Locale.ROOT)) {
                case "train", "training" -> 0;
                case "validation", "val", "valid", "dev" -> 1;
                case "test" -> 2;
                default -> throw new EngramException("sample " + i + " is in the part \"" + names.get(i)
                        + "\": expected train, validation or test");
            };
            parts.get(part).add(i);
            if (groups.isPresent()) {
                Integer other = partOf.put(groups.get().get(i), part);
                if (other != null && other != part) {
                    throw new EngramException("the group \"" + groups.get().get(i)
                            + "\" stands in two parts (sample " + i
                            + " is in \"" + names.get(i)
                            + "\"): what is tested on must not be learnt from; give the group to one part");
                }
            }
        }
        return of(parts);
    }

    private static boolean isPure(List<String> units, List<String> classes) {
        Map<String, String> classOf = new LinkedHashMap<>();
        for (int i = 0; i < units.size(); i++) {
            String other = classOf.put(units.get(i), classes.get(i));
            if (other != null && !other.equals(classes.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Partition of(List<List<Integer>> parts) {
        List<int[]> sorted = parts.stream()
                .map(part -> part.stream().mapToInt(Integer::intValue).sorted().toArray())
                .toList();
        return new Partition(sorted.get(0), sorted.get(1), sorted.get(2));
    }

    /** @return the samples results are reported on: the test part, or the validation part where there is none */
    public int[] heldOut() {
        return (test.length > 0 ? test : validation).clone();
    }

    /** @return what {@link #heldOut} is, in a word */
    public String heldOutName() {
        return test.length > 0 ? "test" : "validation";
    }

    /** Fails unless every class can be learnt. */
    void requireClasses(List<String> classes, int... codes) {
        Set<Integer> learnt = new LinkedHashSet<>();
        for (int i : training) {
            learnt.add(codes[i]);
        }
        for (int c = 0; c < classes.size(); c++) {
            if (!learnt.contains(c)) {
                throw new EngramException("no training sample is of class \"" + classes.get(c)
                        + "\": all its groups fell into other parts; try another seed, or name the parts in a column");
            }
        }
    }

    @Override
    public int[] training() {
        return training.clone();
    }

    @Override
    public int[] validation() {
        return validation.clone();
    }

    @Override
    public int[] test() {
        return test.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Partition that && Arrays.equals(training, that.training)
                && Arrays.equals(validation, that.validation) && Arrays.equals(test, that.test);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(training) + Arrays.hashCode(validation);
    }

    @Override
    public String toString() {
        return training.length + " training, " + validation.length + " validation and " + test.length
                + " test samples";
    }
}
