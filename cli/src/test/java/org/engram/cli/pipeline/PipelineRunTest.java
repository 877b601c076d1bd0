package org.engram.cli.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.engram.cli.pipeline.RecordingOutcome.State;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.io.bids.BidsDataset;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.io.table.JsonFile;
import org.engram.io.table.TableFile;
import org.engram.preprocessing.electrophysiology.cleaning.RecordingCleaner;
import org.engram.preprocessing.electrophysiology.cleaning.ReferenceChoice;
import org.engram.preprocessing.electrophysiology.epoching.Epoching;
import org.engram.preprocessing.electrophysiology.events.AnnotationEvents;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineRunTest {
    private static final String SETTINGS = """
            dataset: dataset
            derivatives: results
            clean:
              high-pass: 2
              low-pass: 35
              reference: average
            epochs:
              event: [left, right]
              tmin: 0.5
              tmax: 2
              baseline: none
            decode:
              pipeline: ra+ts+lr
            """;

    @TempDir
    static Path made;
    @TempDir
    Path folder;
    private Path file;

    @BeforeAll
    static void makeOnce() throws IOException {
        DemoDataset.write(made, 3, 10);
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.walk(made.resolve("dataset"))) {
            for (Path source : files.toList()) {
                Path target = folder.resolve(made.relativize(source).toString());
                Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        file = folder.resolve("run.yaml");
        Files.writeString(file, SETTINGS);
    }

    private PipelineRun.Builder builder() throws IOException {
        return PipelineRun.builder(PipelineSettings.read(file), "test");
    }

    private PipelineResult run() throws IOException {
        return builder().build().execute();
    }

    private void change(String from, String to) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains(from));
        Files.writeString(file, text.replace(from, to));
    }

    private static void assertStates(PipelineResult result, int recording, State clean, State epochs,
            State report) {
        assertEquals(Map.of(Step.CLEAN, clean, Step.EPOCHS, epochs, Step.REPORT, report),
                result.outcomes().get(recording).states());
    }

    private static void assertAllStates(PipelineResult result, State clean, State epochs, State report,
            State decode) {
        for (int i = 0; i < result.outcomes().size(); i++) {
            assertStates(result, i, clean, epochs, report);
        }
        assertEquals(decode, result.decoding().orElseThrow());
        assertEquals(List.of(), result.failures());
    }

    @Test
    void aSecondRunDoesNothingAndAChangeDoesOnlyWhatFollows() throws IOException {
        assertAllStates(run(), State.DONE, State.DONE, State.DONE, State.DONE);
        byte[] results = Files.readAllBytes(folder.resolve("results/decoding/results.json"));
        assertAllStates(run(), State.KEPT, State.KEPT, State.KEPT, State.KEPT);
        assertArrayEquals(results, Files.readAllBytes(folder.resolve("results/decoding/results.json")));

        change("ra+ts+lr", "ra+mdm");
        assertAllStates(run(), State.KEPT, State.KEPT, State.KEPT, State.DONE);
        change("tmax: 2", "tmax: 1.8");
        assertAllStates(builder().build().plan(), State.KEPT, State.DUE, State.DUE, State.DUE);
        assertAllStates(run(), State.KEPT, State.DONE, State.DONE, State.DONE);
        change("high-pass: 2", "high-pass: 3");
        assertAllStates(run(), State.DONE, State.DONE, State.DONE, State.DONE);

        // a file of one subject: nothing of the others is done again, but decoding is
        Path events = folder.resolve("dataset/sub-02/eeg/sub-02_task-imagery_events.tsv");
        Files.setLastModifiedTime(events,
                FileTime.fromMillis(Files.getLastModifiedTime(events).toMillis() + 5000));
        PipelineResult changed = run();
        assertStates(changed, 0, State.KEPT, State.KEPT, State.KEPT);
        assertStates(changed, 1, State.DONE, State.DONE, State.DONE);
        assertEquals(State.DONE, changed.decoding().orElseThrow());
        // a result that is gone is made again
        Files.delete(folder.resolve("results/sub-03/eeg/sub-03_task-imagery_report.html"));
        assertStates(run(), 2, State.KEPT, State.KEPT, State.DONE);
    }

    @Test
    void epochsAreThoseOfTheLibraryAndDecodingFindsWhatWasSimulated() throws IOException {
        PipelineResult result = run();
        Path eeg = folder.resolve("results/sub-01/eeg");
        Epochs epochs = Recordings.readEpochs(eeg.resolve("sub-01_task-imagery_desc-epochs_epo.fif"),
                notice -> {});
        BidsDataset dataset = BidsDataset.open(folder.resolve("dataset"));
        Recording raw = dataset.recordings().read(dataset.recordings().runs().get(0),
                org.engram.io.recording.ReadOptions.DEFAULT, notice -> {});
        Recording clean = RecordingCleaner.builder().highPassHz(2).lowPassHz(35)
                .reference(ReferenceChoice.parse("average")).build().clean(raw, notice -> {}).recording();
        Epochs direct = Epoching.builder(0.5, 2).build().cut(clean,
                AnnotationEvents.builder().build().find(clean));
        assertEquals(10, epochs.trialCount());
        assertEquals(direct.trials(), epochs.trials());
        for (int trial = 0; trial < 10; trial++) {
            for (int c = 0; c < epochs.channelCount(); c++) {
                // single precision twice, in the cleaned recording and in the epochs, of some 20 microvolts
                assertArrayEquals(direct.read(trial)[c], epochs.read(trial)[c], 1e-11);
            }
        }
        assertEquals(List.of("left", "right"),
                TableFile.read(eeg.resolve("sub-01_task-imagery_desc-epochs_trials.tsv"))
                        .text("event").stream().distinct().sorted().toList());
        Map<String, Object> decoded = JsonFile.read(folder.resolve("results/decoding/results.json"));
        // 30 trials by 3 people whose rhythm is clearly weaker on one side; 0.5 is chance
        assertTrue((Double) decoded.get("roc_auc") > 0.8, decoded.toString());
        assertEquals(List.of("sub-01", "sub-02", "sub-03"),
                ((List<?>) decoded.get("folds")).stream().map(fold -> ((Map<?, ?>) fold).get("group"))
                        .toList());
        assertEquals(9 + 1, result.count(State.DONE));
        String index = Files.readString(folder.resolve("results/index.html"));
        assertTrue(index.contains("href=\"sub-01/eeg/sub-01_task-imagery_report.html\""));
        assertTrue(index.contains("href=\"decoding/report.html\""));
        // derivatives are a dataset themselves, with the cleaned recordings as its runs
        assertEquals(3, BidsDataset.open(folder.resolve("results")).recordings().runs().size());
    }

    @Test
    void resultsDoNotDependOnHowManyRecordingsAreWorkedOnAtOnce() throws IOException {
        run();
        byte[] one = Files.readAllBytes(folder.resolve("results/decoding/results.json"));
        PipelineResult forced = builder().force(true).jobs(Parallelism.of(3)).parallelism(Parallelism.of(2))
                .build()
                .execute();
        assertAllStates(forced, State.DONE, State.DONE, State.DONE, State.DONE);
        assertArrayEquals(one, Files.readAllBytes(folder.resolve("results/decoding/results.json")));
    }

    /** What an end of the process looks like from inside: nothing after it is written. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aRunThatWasKilledGoesOnWhereItStood() throws IOException {
        PipelineRun.Builder killed = builder().listener((unit, step) -> {
            if (unit.startsWith("sub-02") && step == Step.EPOCHS) {
                throw new Killed();
            }
        });
        PipelineRun doomed = killed.build();
        assertThrows(Killed.class, doomed::execute);
        Path half = Files.createDirectories(folder.resolve("results/.writing-123"));
        Files.writeString(half.resolve("part.fif"), "half");
        Files.writeString(folder.resolve("results/sub-01/eeg/.x_epo.fif.abc.partial"), "half");
        PipelineResult resumed = run();
        assertFalse(Files.exists(half));
        assertFalse(Files.exists(folder.resolve("results/sub-01/eeg/.x_epo.fif.abc.partial")));
        assertStates(resumed, 0, State.KEPT, State.KEPT, State.KEPT);
        assertStates(resumed, 1, State.KEPT, State.DONE, State.DONE);
        assertStates(resumed, 2, State.DONE, State.DONE, State.DONE);
        assertEquals(State.DONE, resumed.decoding().orElseThrow());
    }

    @Test
    void aBrokenRecordingIsToldAndTheOthersFinish() throws IOException {
        Files.delete(folder.resolve("dataset/sub-02/eeg/sub-02_task-imagery_eeg.eeg"));
        PipelineResult result = run();
        assertStates(result, 0, State.DONE, State.DONE, State.DONE);
        assertStates(result, 1, State.FAILED, State.MISSED, State.MISSED);
        assertStates(result, 2, State.DONE, State.DONE, State.DONE);
        assertEquals(1, result.failures().size());
        assertTrue(result.failures().get(0).startsWith("sub-02_task-imagery, clean: "),
                result.failures().get(0));
        assertTrue(result.failures().get(0).contains("sub-02_task-imagery_eeg.eeg"),
                result.failures().get(0));
        assertEquals(State.DONE, result.decoding().orElseThrow());
        assertTrue(result.notices().stream().anyMatch(notice -> notice.code().equals("recordings-missing")));
        assertTrue(Files.readString(folder.resolve("results/index.html")).contains("What failed"));
    }

    @Test
    void someSubjectsNowAndTheRestLater() throws IOException {
        PipelineResult some = builder().subjects(List.of("sub-02")).build().execute();
        assertStates(some, 0, State.DUE, State.DUE, State.DUE);
        assertStates(some, 1, State.DONE, State.DONE, State.DONE);
        assertEquals(State.DUE, some.decoding().orElseThrow());
        assertFalse(Files.exists(folder.resolve("results/decoding")));
        PipelineResult rest = run();
        assertStates(rest, 1, State.KEPT, State.KEPT, State.KEPT);
        assertEquals(State.DONE, rest.decoding().orElseThrow());
        PipelineRun.Builder unknown = builder().subjects(List.of("07"));
        PipelineRun wrong = unknown.build();
        assertTrue(assertThrows(EngramException.class, wrong::execute).getMessage()
                .contains("--subjects names \"07\""));
    }

    @Test
    void whatParticipantsTsvSaysCanBeDecoded() throws IOException {
        Path participants = folder.resolve("dataset/participants.tsv");
        Files.writeString(participants, "participant_id\thand\nsub-01\tr\nsub-02\tl\nsub-03\tr\n");
        change("decode:\n", "decode:\n  target: hand\n  protocol: cross-subject\n  subject-folds: 2\n");
        PipelineResult result = run();
        // With one left-handed person there is a fold that cannot be trained: told in a sentence that names it.
        assertEquals(State.FAILED, result.decoding().orElseThrow());
        assertTrue(result.failures().get(0).startsWith("decode: "), result.failures().get(0));
        change("target: hand", "target: hamd");
        assertTrue(run().failures().get(0).contains("did you mean \"hand\""), run().failures().get(0));
    }

    @Test
    void componentsTriggerNamesAndAutorejectAreOffered() throws IOException {
        change("reference: average",
                "reference: average\n  ica: picard\n  ica-components: 8\n  ica-remove: none");
        change("event: [left, right]", "event: [L=left, R=right]\n  autoreject: global\n  reject: eeg=50mV");
        change("decode:", "report:\n  signals: true\ndecode:");
        PipelineResult result = run();
        assertEquals(List.of(), result.failures());
        Map<String, Object> counts = StepRecord.map(file,
                result.outcomes().get(0).record(Step.EPOCHS).orElseThrow().summary().get("counts"));
        assertEquals(java.util.Set.of("L", "R"), counts.keySet());
        assertTrue(result.outcomes().get(0).record(Step.CLEAN).orElseThrow().summary().get("steps").toString()
                .contains("8 independent components (picard), none removed"));
        assertTrue(Files.exists(folder.resolve("results/sub-01/eeg/sub-01_task-imagery_signals.html")));
    }

    @Test
    void aFolderBelongsToOneRunAtATime() throws IOException {
        Path results = folder.resolve("results");
        try (StepStore store = StepStore.open(results)) {
            assertFalse(store.done("x", Step.CLEAN, "y").isPresent());
            assertTrue(assertThrows(EngramException.class, () -> StepStore.open(results)).getMessage()
                    .contains("another run"));
        }
        StepStore.open(results).close();
    }
}
