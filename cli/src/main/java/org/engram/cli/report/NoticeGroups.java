package org.engram.cli.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.core.Notice;

/** Notices that say the same of several runs, told once with the runs listed. */
public final class NoticeGroups {
    private static final Pattern OF_RUN = Pattern
            .compile("((?:ses-\\S+ )?(?:task-\\S+ )?run-[^\\s:]+): (.*)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

    private NoticeGroups() {}

    /**
     * Unites notices of one code whose texts begin with the name of a run and differ in numbers alone: "run-1: 2688
     * voxels are constant" and "run-2: 2690 voxels are constant" become "run-1, run-2: 2688 to 2690 voxels are
     * constant".
     *
     * @param notices any notices
     * @return those and the united ones, in the order of their first
     */
    public static List<Notice> united(Collection<Notice> notices) {
        Map<String, List<Notice>> groups = new LinkedHashMap<>();
        for (Notice notice : notices) {
            Matcher run = OF_RUN.matcher(notice.text());
            String key = notice.code() + '\n'
                    + (run.matches()
                            ? "run\n" + NUMBER.matcher(run.group(2)).replaceAll("0")
                            : notice.text());
            groups.computeIfAbsent(key, any -> new ArrayList<>()).add(notice);
        }
        return groups.values().stream().map(NoticeGroups::unite).toList();
    }

    private static Notice unite(List<Notice> group) {
        Notice first = group.get(0);
        if (group.size() == 1 || !OF_RUN.matcher(first.text()).matches()) {
            return first;
        }
        Set<String> runs = new LinkedHashSet<>();
        List<List<String>> numbers = new ArrayList<>();
        String text = "";
        for (Notice notice : group) {
            Matcher run = OF_RUN.matcher(notice.text());
            run.matches();
            runs.add(run.group(1));
            text = text.isEmpty() ? run.group(2) : text;
            numbers.add(NUMBER.matcher(run.group(2)).results().map(found -> found.group()).toList());
        }
        int[] next = {0};
        String ranges = NUMBER.matcher(text)
                .replaceAll(found -> range(numbers, next[0]++));
        return new Notice(first.code(), String.join(", ", runs) + ": " + ranges);
    }

    private static String range(List<List<String>> numbers, int position) {
        String low = numbers.get(0).get(position);
        String high = low;
        for (List<String> of : numbers) {
            String number = of.get(position);
            low = Double.parseDouble(number) < Double.parseDouble(low) ? number : low;
            high = Double.parseDouble(number) > Double.parseDouble(high) ? number : high;
        }
        return low.equals(high) ? low : low + " to " + high;
    }
}
