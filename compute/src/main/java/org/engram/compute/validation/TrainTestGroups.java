package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;

/**
 * One split by named groups: train on these runs, test on those. Groups are chosen by name, by number or by a range of
 * numbers: {@code "1-6"} takes groups 1 to 6, {@code "7,8"} two of them. A number means every group that is called that
 * or ends with that number, so that 1 finds {@code run-01}. Groups chosen for neither side are left out.
 *
 * <pre>{@code Splitter splitter = TrainTestGroups.parse("1-6", "7,8", "run"); }</pre>
 *
 * @param train which groups to train on
 * @param test which groups to test on
 * @param kind what a group is, in the singular: "run"
 */
public record TrainTestGroups(List<String> train, List<String> test, String kind) implements Splitter {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\s*-\\s*(\\d{1,9})");
    private static final Pattern LAST_NUMBER = Pattern.compile("(\\d{1,9})$");

    /** Copies the lists. */
    public TrainTestGroups {
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    /**
     * @param train comma-separated names, numbers and ranges
     * @param test the same for the test side
     * @param kind what a group is, in the singular: "run"
     * @return that splitter
     */
    public static TrainTestGroups parse(String train, String test, String kind) {
        return new TrainTestGroups(items(train, kind), items(test, kind), kind);
    }

    private static List<String> items(String text, String kind) {
        List<String> items = Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty())
                .toList();
        if (items.isEmpty()) {
            throw new EngramException(
                    "'" + text + "' names no " + kind + ": give names, numbers or ranges such as 1-6,8");
        }
        return items;
    }

    @Override
    public List<Split> split(Labels y, List<String> groups) {
        Groups found = Groups.require(groups, y.size(), 2, describe(), kind);
        boolean[] trained = choose(train, found);
        boolean[] tested = choose(test, found);
        for (int g = 0; g < found.count(); g++) {
            if (trained[g] && tested[g]) {
                throw new EngramException(TestFolds.named(kind, found.name(g))
                        + " is asked for both training and testing: choose one");
            }
        }
        return List.of(new Split(describe(), members(trained, found), members(tested, found)));
    }

    private boolean[] choose(List<String> items, Groups found) {
        boolean[] chosen = new boolean[found.count()];
        for (String item : items) {
            boolean any = false;
            for (int g = 0; g < found.count(); g++) {
                if (found.name(g).equals(item)) {
                    chosen[g] = true;
                    any = true;
                }
            }
            Matcher range = RANGE.matcher(item);
            if (!any && range.matches()) {
                chooseRange(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)), chosen,
                        found);
            } else if (!any) {
                chooseNumber(item, chosen, found);
            }
        }
        return chosen;
    }

    private void chooseRange(int first, int last, boolean[] chosen, Groups found) {
        if (last < first) {
            throw new EngramException(
                    "range " + first + "-" + last + " runs backwards: write " + last + "-" + first);
        }
        if (last - first >= found.count()) {
            throw missing(first + "-" + last, found);
        }
        for (int number = first; number <= last; number++) {
            chooseNumber(Integer.toString(number), chosen, found);
        }
    }

    private void chooseNumber(String item, boolean[] chosen, Groups found) {
        boolean any = false;
        if (item.matches("\\d{1,9}")) {
            int number = Integer.parseInt(item);
            for (int g = 0; g < found.count(); g++) {
                Matcher ending = LAST_NUMBER.matcher(found.name(g));
                if (ending.find() && Integer.parseInt(ending.group(1)) == number) {
                    chosen[g] = true;
                    any = true;
                }
            }
        }
        if (!any) {
            throw missing(item, found);
        }
    }

    private EngramException missing(String item, Groups found) {
        return new EngramException("there is no " + kind + " '" + item + "': the " + kind + "s are "
                + String.join(", ", found.names()));
    }

    private static int[] members(boolean[] chosen, Groups found) {
        List<int[]> parts = new ArrayList<>();
        int[][] members = found.members();
        for (int g = 0; g < chosen.length; g++) {
            if (chosen[g]) {
                parts.add(members[g]);
            }
        }
        return parts.stream().flatMapToInt(Arrays::stream).sorted().toArray();
    }

    @Override
    public String describe() {
        return "train on " + kind + "s " + String.join(", ", train) + ", test on " + String.join(", ", test);
    }
}
