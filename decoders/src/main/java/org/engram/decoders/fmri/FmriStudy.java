package org.engram.decoders.fmri;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.bids.BidsDataset;
import org.engram.io.bids.BoldRun;
import org.engram.io.bids.BoldSelector;
import org.engram.io.bids.EventOptions;
import org.engram.io.bids.Events;
import org.engram.io.bids.RepetitionTime;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;

/**
 * The runs of one subject, with their events, repetition times and confounds. Reads headers and tables, no voxels.
 *
 * @param subject the subject's label
 * @param runs the runs in order
 * @param brainMask the dataset's own brain mask on the grid of the first run, if there is one
 * @param anatomy the first anatomical image, if there is one
 * @param notices what is odd about the files
 */
public record FmriStudy(String subject, List<FmriRun> runs, Optional<Path> brainMask, Optional<Path> anatomy,
        List<Notice> notices) {
    /** Copies the lists. */
    public FmriStudy {
        runs = List.copyOf(runs);
        notices = List.copyOf(notices);
    }

    /**
     * Finds the runs of a subject.
     *
     * @param dataset an opened dataset
     * @param subject a subject's label, with or without {@code sub-}
     * @param selector which BOLD images
     * @param options how events are read
     * @return the runs that have events
     * @throws EngramException if there is no run, no events, no repetition time, or if conditions of different runs
     *     differ only in spelling
     * @throws IOException if a file cannot be read
     */
    public static FmriStudy find(BidsDataset dataset, String subject, BoldSelector selector,
            EventOptions options)
            throws IOException {
        List<BoldRun> found = dataset.boldRuns(subject, selector);
        List<Notice> notices = new ArrayList<>(dataset.notices());
        List<FmriRun> runs = new ArrayList<>();
        Map<String, Integer> names = new HashMap<>();
        ConditionSpelling spelling = new ConditionSpelling(options.similarLabels());
        for (BoldRun run : found) {
            Events events = dataset.events(run, options);
            notices.addAll(events.notices());
            RepetitionTime time = repetitionTime(dataset, run, notices);
            notices.addAll(time.notices());
            String name = name(run, found);
            names.merge(name, 1, Integer::sum);
            runs.add(new FmriRun(name, run.session(), run.image(), time.seconds(),
                    spelling.of(name, events.list()),
                    dataset.confounds(run).or(() -> DerivedFiles.confounds(dataset.root(), run))));
        }
        requireUniqueNames(names, found);
        notices.addAll(spelling.notices());
        return new FmriStudy(dataset.subject(subject), runs,
                dataset.brainMask(found.get(0))
                        .or(() -> DerivedFiles.brainMask(dataset.root(), found.get(0))),
                dataset.anatomy(subject).stream().findFirst(), notices);
    }

    private static RepetitionTime repetitionTime(BidsDataset dataset, BoldRun run, List<Notice> notices)
            throws IOException {
        try (Volume image = Volumes.read(run.image(), notices::add)) {
            double header = image.repetitionTimeSeconds();
            return dataset.repetitionTime(run,
                    header > 0 ? OptionalDouble.of(header) : OptionalDouble.empty());
        }
    }

    /** The run label, preceded by session and task where they tell runs apart. */
    private static String name(BoldRun run, List<BoldRun> all) {
        StringBuilder name = new StringBuilder();
        if (all.stream().map(BoldRun::session).distinct().count() > 1) {
            run.session().ifPresent(label -> name.append("ses-").append(label).append(' '));
        }
        if (all.stream().map(BoldRun::task).distinct().count() > 1) {
            run.task().ifPresent(label -> name.append("task-").append(label).append(' '));
        }
        return name.append("run-").append(run.run().orElse("1")).toString();
    }

    private static void requireUniqueNames(Map<String, Integer> names, List<BoldRun> found) {
        names.forEach((name, count) -> {
            if (count > 1) {
                throw new EngramException(count + " BOLD images are called '" + name + "', among them "
                        + found.get(0).relativePath()
                        + ": narrow the choice with further entities in --bold");
            }
        });
    }
}
