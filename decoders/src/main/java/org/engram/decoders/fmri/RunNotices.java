package org.engram.decoders.fmri;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.Notice;
import org.engram.preprocessing.fmri.sampling.SampleSet;

/** Says once what holds for several runs. */
final class RunNotices {
    private RunNotices() {}

    /**
     * @param runs the runs in order
     * @param sets the samples of each, whose notices need not name the run
     * @return the notices in order of runs; each names its runs, and what several runs have in common is said once
     */
    static List<Notice> merged(List<FmriRun> runs, SampleSet[] sets) {
        Map<Notice, List<String>> runsOf = new LinkedHashMap<>();
        for (int r = 0; r < sets.length; r++) {
            String prefix = runs.get(r).name() + ": ";
            for (Notice notice : sets[r].notices()) {
                String text = notice.text().startsWith(prefix)
                        ? notice.text().substring(prefix.length())
                        : notice.text();
                runsOf.computeIfAbsent(new Notice(notice.code(), text), key -> new ArrayList<>())
                        .add(runs.get(r).name());
            }
        }
        List<Notice> merged = new ArrayList<>();
        runsOf.forEach((notice, names) -> merged
                .add(new Notice(notice.code(), place(names, sets.length) + ": " + notice.text())));
        return merged;
    }

    private static String place(List<String> names, int all) {
        List<String> distinct = names.stream().distinct().toList();
        return distinct.size() == all && all > 1
                ? "all " + all + " runs"
                : String.join(", ", distinct);
    }
}
