package org.engram.cli.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.engram.core.EngramException;
import org.engram.io.bids.BidsRecordings;
import org.engram.io.bids.RecordingRun;
import org.engram.io.table.ClosestName;

/**
 * Which recordings of a dataset are worked on.
 *
 * @param settings the part {@code select} of them counts
 */
record JobSelection(PipelineSettings settings) {
    List<RecordingJob> jobs(BidsRecordings dataset) {
        Values select = settings.of(Section.SELECT);
        // Derivatives inside the dataset, those of an earlier run among them, are no raw recordings.
        List<RecordingRun> runs = dataset.runs().stream()
                .filter(run -> !run.relativePath().startsWith("derivatives/")
                        && !run.file().toAbsolutePath().normalize().startsWith(settings.derivatives()))
                .toList();
        if (runs.isEmpty()) {
            throw new EngramException(settings.dataset()
                    + ": there is no EEG, MEG or iEEG recording; looked for sub-*/**/{eeg,meg,ieeg}/*");
        }
        runs = chosen(runs, "select.subjects", plain(select.texts("subjects"), "sub"), RecordingRun::subject);
        runs = chosen(runs, "select.sessions", plain(select.texts("sessions"), "ses"),
                run -> run.session().orElse(""));
        runs = chosen(runs, "select.tasks", plain(select.texts("tasks"), "task"),
                run -> run.task().orElse(""));
        runs = chosen(runs, "select.datatype", select.text("datatype").stream().toList(),
                RecordingRun::datatype);
        Map<String, RecordingJob> jobs = new LinkedHashMap<>();
        for (RecordingRun run : runs) {
            RecordingJob job = new RecordingJob(run, settings.dataset(), settings.derivatives());
            RecordingJob other = jobs.put(job.id() + " " + run.datatype(), job);
            if (other != null) {
                throw new EngramException(run.relativePath() + " and " + other.run().relativePath()
                        + " differ in their processing only, and would get the same results: keep one of them");
            }
        }
        return new ArrayList<>(jobs.values());
    }

    /** Those of some subjects; all when none is named. */
    static List<RecordingJob> of(List<RecordingJob> jobs, List<String> subjects) {
        return chosen(jobs, "--subjects", subjects, job -> job.run().subject());
    }

    private static List<String> plain(List<String> labels, String key) {
        return labels.stream().map(label -> label.replaceFirst("^" + key + "-", "")).toList();
    }

    /** The recordings with one of the labels; a label nothing has is an error. */
    private static <T> List<T> chosen(List<T> runs, String what, List<String> labels,
            Function<T, String> label) {
        if (labels.isEmpty()) {
            return runs;
        }
        List<String> there = runs.stream().map(label).filter(name -> !name.isEmpty()).distinct()
                .toList();
        for (String wanted : labels) {
            if (!there.contains(wanted)) {
                throw new EngramException(what + " names \"" + wanted + "\", which no recording has; "
                        + ClosestName.hint(wanted, there));
            }
        }
        return runs.stream().filter(run -> labels.contains(label.apply(run))).toList();
    }
}
