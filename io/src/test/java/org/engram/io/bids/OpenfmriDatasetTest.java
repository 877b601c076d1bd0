package org.engram.io.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenfmriDatasetTest {
    @TempDir
    Path root;

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void theHaxbyDatasetIsReadAsItLies() throws IOException {
        BidsDataset dataset = BidsDataset.open(RealData.path("fmri/haxby2001_pymvpa/haxby2001"));
        assertEquals(List.of("001"), dataset.subjects());
        assertEquals(List.of("001"), dataset.tasks("sub001"));
        List<BoldRun> runs = dataset.boldRuns("001", BoldSelector.of("bold_25mm"));
        assertEquals(List.of("001", "002", "003", "004", "005", "006", "007", "008"),
                runs.stream().map(run -> run.run().orElseThrow()).toList());
        assertEquals(8, dataset.boldRuns("001", BoldSelector.of("bold_1slice*")).size());
        assertEquals(1,
                dataset.boldRuns("001", BoldSelector.of("*/BOLD/task001_run003/bold_1slice*")).size());
        assertEquals(2, dataset.boldImages("001", BoldSelector.of("run-3")).size());
        String message = assertThrows(EngramException.class,
                () -> dataset.boldRuns("001", BoldSelector.any()))
                .getMessage();
        assertTrue(message.contains("bold_1slice.nii.gz") && message.contains("bold_25mm.nii.gz"), message);

        BoldRun first = runs.get(0);
        RepetitionTime time = dataset.repetitionTime(first, OptionalDouble.empty());
        assertEquals(2.5, time.seconds());
        assertTrue(time.source().endsWith("scan_key.txt"));
        assertEquals("object viewing", dataset.metadata(first).get("TaskName"));
        assertEquals(Set.of("brain", "gray", "hoc", "vt", "white"), dataset.masks(first).keySet());
        assertEquals(Optional.empty(),
                dataset.brainMask(dataset.boldRuns("001", BoldSelector.of("bold_1slice")).get(0)));
        assertTrue(dataset.confounds(first).orElseThrow().endsWith("task001_run001/bold_moest.txt"));
        assertEquals(2, dataset.anatomy("001").size());
    }

    @Test
    void bothRecordsOfTheHaxbyEventsAgree() throws IOException {
        BidsDataset dataset = BidsDataset.open(RealData.path("fmri/haxby2001_pymvpa/haxby2001"));
        for (BoldRun run : dataset.boldRuns("001", BoldSelector.of("bold_25mm"))) {
            Events table = dataset.events(run, EventOptions.defaults());
            Events onsets = dataset.events(run, EventOptions.defaults().withOpenfmriModel("model001"));
            assertEquals(8, table.size());
            assertEquals(table.list(), onsets.list(), run.label());
        }
        Events first = dataset.events(dataset.boldRuns("001", BoldSelector.of("bold_25mm")).get(0),
                EventOptions.defaults());
        assertEquals(new Event(15, 22.5, "scissors", 1), first.list().get(0));
        assertEquals(List.of(), first.notices());
    }

    @Test
    void onsetFilesBecomeEventsNamedByTheConditionKey() throws IOException {
        file("sub001/BOLD/task002_run001/bold.nii.gz", "");
        file("models/model001/condition_key.txt", "task001 cond001 wrong\ntask002 cond001 happy face\n");
        String onsets = "sub001/model/model001/onsets/task002_run001/";
        file(onsets + "cond001.txt", "10.0 2 1\n\n2.5\t2\t0.5\n");
        file(onsets + "cond002.txt", "");
        BidsDataset dataset = BidsDataset.open(root);
        BoldRun run = dataset.boldRuns("001", BoldSelector.any()).get(0);
        Events events = dataset.events(run, EventOptions.defaults());
        assertEquals(List.of(new Event(2.5, 2, "happy face", 0.5), new Event(10, 2, "happy face", 1)),
                events.list());
        assertEquals(List.of("events-condition-empty"), events.notices().stream().map(Notice::code).toList());

        file(onsets + "cond002.txt", "1 2 1\n3 x 1\n");
        String bad = assertThrows(EngramException.class, () -> dataset.events(run, EventOptions.defaults()))
                .getMessage();
        assertTrue(bad.contains("cond002.txt: line 2 holds \"x\""), bad);
        file("sub001/model/model002/onsets/task002_run001/cond001.txt", "1 2 1\n");
        String several = assertThrows(EngramException.class,
                () -> BidsDataset.open(root).events(run, EventOptions.defaults())).getMessage();
        assertTrue(several.contains("onsets for several models: model001, model002"), several);
    }

    @Test
    void missingEventsSayWhereTheyWereLookedFor() throws IOException {
        file("sub001/BOLD/task001_run001/bold.nii.gz", "");
        BidsDataset dataset = BidsDataset.open(root);
        BoldRun run = dataset.boldRuns("sub001", BoldSelector.any()).get(0);
        String message = assertThrows(EngramException.class,
                () -> dataset.events(run, EventOptions.defaults()))
                .getMessage();
        assertTrue(message.contains("looked for bold_events.tsv in sub001/BOLD/task001_run001")
                && message.contains("there is: bold.nii.gz"), message);
    }
}
