package org.engram.io.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BidsDatasetTest {
    private static final String EVENTS = "onset\tduration\ttrial_type\n0\t1\t";

    @TempDir
    Path root;

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void files(String... paths) throws IOException {
        for (String path : paths) {
            file(path, "");
        }
    }

    /** Two subjects raw, one of them with derivatives. Images are empty files: nothing may open them. */
    private void dataset() throws IOException {
        file("dataset_description.json", "{\"Name\": \"t\", \"BIDSVersion\": \"1.8.0\"}");
        file("task-objects_bold.json",
                "{\"RepetitionTime\": 2.5, \"TaskName\": \"objects\", \"EchoTime\": 0.03}");
        for (String run : List.of("1", "2", "10")) {
            String name = "sub-01/func/sub-01_task-objects_run-" + run;
            files(name + "_bold.nii.gz", name + "_sbref.nii.gz");
            file(name + "_events.tsv", EVENTS + "run" + run + "\n");
        }
        file("sub-01/func/sub-01_task-objects_run-2_bold.json", "{\"EchoTime\": 0.04}");
        files("sub-01/anat/sub-01_T1w.nii.gz", "sub-02/ses-a/func/sub-02_ses-a_task-rest_bold.nii.gz");
        String prep = "derivatives/fmriprep/sub-01/func/sub-01_task-objects_run-1";
        files(prep + "_space-MNI152NLin2009cAsym_desc-preproc_bold.nii.gz",
                prep + "_space-MNI152NLin2009cAsym_desc-brain_mask.nii.gz",
                prep + "_space-T1w_desc-preproc_bold.nii.gz",
                prep + "_space-T1w_desc-brain_mask.nii.gz", prep + "_hemi-L_space-fsaverage5_bold.func.gii",
                prep + "_space-MNI152NLin2009cAsym_boldref.nii.gz", prep + "_desc-confounds_timeseries.tsv",
                prep + "_desc-confounds_timeseries.json");
    }

    private static List<String> names(List<BoldRun> runs) {
        return runs.stream().map(run -> run.image().getFileName().toString()).toList();
    }

    private String selectionFailure(String subject, String selector) throws IOException {
        BidsDataset dataset = BidsDataset.open(root);
        return assertThrows(EngramException.class, () -> dataset.boldRuns(subject, BoldSelector.of(selector)))
                .getMessage();
    }

    @Test
    void subjectsSessionsTasksAndRunsAreListedInOrder() throws IOException {
        dataset();
        BidsDataset dataset = BidsDataset.open(root);
        assertEquals(List.of("01", "02"), dataset.subjects());
        assertEquals(List.of("a"), dataset.sessions("02"));
        assertEquals(List.of("objects"), dataset.tasks("sub-01"));
        List<BoldRun> runs = dataset.boldRuns("01", BoldSelector.of("sub-01/func/*_bold.nii.gz"));
        assertEquals(List.of(Optional.of("1"), Optional.of("2"), Optional.of("10")),
                runs.stream().map(BoldRun::run).toList(), "runs in order of their number");
        assertEquals("sub-02 ses-a task-rest", dataset.boldRuns("sub-02", BoldSelector.any()).get(0).label());
        String message = assertThrows(EngramException.class, () -> dataset.subject("1")).getMessage();
        assertTrue(message.contains("there is: 01, 02"), message);
    }

    @Test
    void eachWayOfSelectingFindsTheSameImage() throws IOException {
        dataset();
        BidsDataset dataset = BidsDataset.open(root);
        String wanted = "sub-01_task-objects_run-1_space-MNI152NLin2009cAsym_desc-preproc_bold.nii.gz";
        for (String selector : List.of("task-objects_space-MNI152NLin2009cAsym_desc-preproc",
                "space-MNI152NLin2009cAsym_run-01_bold", "*MNI*preproc_bold.nii.gz",
                "derivatives/fmriprep/**/*MNI*_bold.nii.gz", wanted, wanted.replace(".nii.gz", ""))) {
            assertEquals(List.of(wanted), names(dataset.boldRuns("01", BoldSelector.of(selector))), selector);
        }
        assertEquals(1, dataset.boldRuns("01", BoldSelector.of("hemi-L_space-fsaverage5")).size());
    }

    @Test
    void variantsOfARunAndMissesAreErrorsThatListWhatThereIs() throws IOException {
        dataset();
        String ambiguous = selectionFailure("01", "");
        assertTrue(ambiguous.startsWith("sub-01 task-objects run-1 has 3 BOLD images:"), ambiguous);
        assertFalse(ambiguous.contains("func.gii"), "surfaces are not volumes");
        String none = selectionFailure("02", "task-objects");
        assertTrue(none.contains("there is: sub-02/ses-a/func/sub-02_ses-a_task-rest_bold.nii.gz"), none);
        assertTrue(selectionFailure("01", "task-a_task-b").contains("names \"task\" twice"));
        assertTrue(selectionFailure("01", "bold_[").contains("neither BIDS entities"));
    }

    @Test
    void eventsOfADerivativeComeFromTheRawDataset() throws IOException {
        dataset();
        for (Path opened : List.of(root, root.resolve("derivatives/fmriprep"))) {
            BidsDataset dataset = BidsDataset.open(opened);
            BoldRun run = dataset.boldRuns("01", BoldSelector.of("space-T1w_desc-preproc")).get(0);
            assertEquals(List.of("run1"), dataset.events(run, EventOptions.defaults()).conditions());
            RepetitionTime time = dataset.repetitionTime(run, OptionalDouble.of(2.5));
            assertEquals(2.5, time.seconds());
            assertTrue(time.source().endsWith("task-objects_bold.json"));
            assertEquals(1, dataset.anatomy("01").size());
        }
    }

    @Test
    void rawDatasetsElsewhereAreGivenToOpen() throws IOException {
        dataset();
        Path elsewhere = root.resolve("elsewhere");
        Files.move(root.resolve("derivatives/fmriprep"), elsewhere);
        BidsDataset alone = BidsDataset.open(elsewhere);
        BoldRun run = alone.boldRuns("01", BoldSelector.of("space-T1w_desc-preproc")).get(0);
        String message = assertThrows(EngramException.class, () -> alone.events(run, EventOptions.defaults()))
                .getMessage();
        assertTrue(message.contains("looked for sub-01_task-objects_run-1_events.tsv"), message);
        assertTrue(message.contains("open the raw dataset together with them"), message);
        BidsDataset both = BidsDataset.open(elsewhere, root);
        assertEquals(List.of("run1"), both.events(run, EventOptions.defaults()).conditions());
        assertEquals(List.of("01"), both.subjects(), "the raw dataset's images are not listed");
    }

    @Test
    void missingEventsNameTheNearest() throws IOException {
        dataset();
        Files.delete(root.resolve("sub-01/func/sub-01_task-objects_run-2_events.tsv"));
        BidsDataset dataset = BidsDataset.open(root);
        BoldRun run = dataset.boldRuns("01", BoldSelector.of("sub-01_task-objects_run-2_bold.nii.gz")).get(0);
        assertFalse(dataset.hasEvents(run));
        String message = assertThrows(EngramException.class,
                () -> dataset.events(run, EventOptions.defaults()))
                .getMessage();
        assertTrue(message.contains("in sub-01/func and the folders above; the nearest names there are:"
                + " sub-01_task-objects_run-1_events.tsv"), message);
    }

    @Test
    void sidecarsAreInheritedAndTheNearestWins() throws IOException {
        dataset();
        BidsDataset dataset = BidsDataset.open(root);
        List<BoldRun> runs = dataset.boldRuns("01", BoldSelector.of("sub-01/func/*_bold.nii.gz"));
        assertEquals(Map.of("RepetitionTime", 2.5, "TaskName", "objects", "EchoTime", 0.03),
                dataset.metadata(runs.get(0)));
        assertEquals(0.04, dataset.metadata(runs.get(1)).get("EchoTime"));
        assertEquals(2.5, dataset.repetitionTime(runs.get(1), OptionalDouble.empty()).seconds());
        RepetitionTime disagreeing = dataset.repetitionTime(runs.get(1), OptionalDouble.of(2.0));
        assertEquals(2.5, disagreeing.seconds());
        assertEquals(List.of("repetition-time-disagrees"),
                disagreeing.notices().stream().map(Notice::code).toList());
        assertTrue(disagreeing.notices().get(0).text().contains("2.5 s")
                && disagreeing.notices().get(0).text().contains("2.0 s"));
        assertEquals(List.of(), dataset.repetitionTime(runs.get(1), OptionalDouble.of(2.52)).notices(),
                "less than 1 % apart");
    }

    @Test
    void brokenSidecarsNameTheirLine() throws IOException {
        dataset();
        file("sub-01/func/sub-01_task-objects_run-2_bold.json", "{\n\"RepetitionTime\": }");
        BidsDataset dataset = BidsDataset.open(root);
        BoldRun run = dataset.boldRuns("01", BoldSelector.of("*run-2_bold*")).get(0);
        String message = assertThrows(FormatException.class, () -> dataset.metadata(run)).getMessage();
        assertTrue(message.contains("run-2_bold.json: line 2, column"), message);
        file("sub-01/func/sub-01_task-objects_run-2_bold.json", "{\"RepetitionTime\": \"two\"}");
        assertTrue(
                assertThrows(FormatException.class, () -> dataset.repetitionTime(run, OptionalDouble.empty()))
                        .getMessage().contains("RepetitionTime is \"two\"; expected a number of seconds"));
    }

    @Test
    void repetitionTimesInMillisecondsOrMissingAreErrors() throws IOException {
        dataset();
        BidsDataset dataset = BidsDataset.open(root);
        BoldRun rest = dataset.boldRuns("02", BoldSelector.any()).get(0);
        assertEquals(1.35, dataset.repetitionTime(rest, OptionalDouble.of(1.35)).seconds());
        assertTrue(
                assertThrows(EngramException.class, () -> dataset.repetitionTime(rest, OptionalDouble.of(0)))
                        .getMessage().contains("no repetition time"));
        assertTrue(assertThrows(EngramException.class,
                () -> dataset.repetitionTime(rest, OptionalDouble.of(2500)))
                .getMessage().contains("looks like milliseconds"));
    }

    @Test
    void confoundsAreMatchedWithoutSpaceAndMasksWithIt() throws IOException {
        dataset();
        BidsDataset dataset = BidsDataset.open(root);
        BoldRun run = dataset.boldRuns("01", BoldSelector.of("space-MNI152NLin2009cAsym_desc-preproc"))
                .get(0);
        assertEquals("sub-01_task-objects_run-1_desc-confounds_timeseries.tsv",
                dataset.requireConfounds(run).getFileName().toString());
        assertEquals("sub-01_task-objects_run-1_space-MNI152NLin2009cAsym_desc-brain_mask.nii.gz",
                dataset.brainMask(run).orElseThrow().getFileName().toString());
    }

    @Test
    void twoConfoundsFilesAreAnErrorAndNoneToo() throws IOException {
        dataset();
        files("derivatives/fmriprep/sub-01/func/sub-01_task-objects_run-1_desc-confounds_regressors.tsv");
        BidsDataset dataset = BidsDataset.open(root);
        BoldRun run = dataset.boldRuns("01", BoldSelector.of("space-T1w_desc-preproc")).get(0);
        String two = assertThrows(EngramException.class, () -> dataset.confounds(run)).getMessage();
        assertTrue(
                two.contains("2 candidates") && two.contains("_regressors.tsv")
                        && two.contains("_timeseries.tsv"),
                two);
        BoldRun raw = dataset.boldRuns("01", BoldSelector.of("sub-01_task-objects_run-1_bold")).get(0);
        String none = assertThrows(EngramException.class, () -> dataset.requireConfounds(raw)).getMessage();
        assertTrue(none.contains("in sub-01/func; there is: sub-01_task-objects_run-10_events.tsv"), none);
    }

    @Test
    void confoundsOfOldFmriprepAreFoundByTheirOldName() throws IOException {
        files("sub-01/func/sub-01_task-rest_bold_confounds.tsv",
                "sub-01/func/sub-01_task-rest_space-MNI_desc-preproc_bold.nii.gz");
        BidsDataset dataset = BidsDataset.open(root);
        BoldRun run = dataset.boldRuns("01", BoldSelector.any()).get(0);
        assertTrue(dataset.requireConfounds(run).endsWith("sub-01_task-rest_bold_confounds.tsv"));
    }

    @Test
    void linksWithoutContentSayHowToGetIt() throws IOException {
        dataset();
        Path image = root.resolve("sub-02/ses-a/func/sub-02_ses-a_task-rest_bold.nii.gz");
        Files.delete(image);
        Files.createSymbolicLink(image, Path.of("../../../.git/annex/objects/x"));
        assertTrue(selectionFailure("02", "").contains("link to a file that is not here"));
    }

    @Test
    void foldersThatHoldNoDatasetSayWhatTheyHold() throws IOException {
        files("sub-01/func/sub-01_run-1_run-2_bold.nii.gz", "notes.txt");
        String message = assertThrows(EngramException.class, () -> BidsDataset.open(root).subjects())
                .getMessage();
        assertTrue(message.contains("there is: notes.txt, sub-01/"), message);
        assertTrue(message.contains("1 images do not follow the BIDS naming"), message);
        Path missing = root.resolve("sub-1");
        String closest = assertThrows(EngramException.class, () -> BidsDataset.open(missing)).getMessage();
        assertTrue(closest.contains("did you mean \"sub-01\""), closest);
    }

    @Test
    void descriptionsOfDerivativesComeBackAsTheyWereWritten() throws IOException {
        DatasetDescription description = DatasetDescription.derivative("maps",
                new DatasetDescription.Generator("Engram", "0.1.0", Optional.empty()), List.of("doi:10.1/x"));
        description.write(root.resolve("out"));
        assertEquals(description, DatasetDescription.read(root.resolve("out")));
        assertTrue(Files.readString(root.resolve("out/dataset_description.json"))
                .contains("\"DatasetType\": \"derivative\""));
    }
}
