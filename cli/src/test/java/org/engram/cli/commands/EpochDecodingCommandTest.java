package org.engram.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.engram.cli.CommandRun;
import org.engram.cli.viewer.Browser;
import org.engram.core.Progress;
import org.engram.decoders.simulation.SimulatedOddball;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.TrialSource;
import org.engram.io.recording.npz.EpochsNpz;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on simulated people whose answer is known, and on ten real ones. */
class EpochDecodingCommandTest {
    @TempDir
    static Path folder;
    private static Path file;

    @BeforeAll
    static void simulate() throws IOException {
        file = write("epochs.npz", new SimulatedOddball(6, 20, 14, 1).epochs());
    }

    private static Path write(String name, Epochs epochs) throws IOException {
        Path made = folder.resolve(name);
        EpochsNpz.write(epochs, made, Progress.NONE);
        TableFile.write(folder.resolve(name.replace(".npz", "_trials.csv")), epochs.table().orElseThrow());
        return made;
    }

    private static CommandRun decode(String out, Object... more) {
        List<Object> words = new ArrayList<>(List.of("decode", "--epochs", file, "--quiet", "--out",
                folder.resolve(out)));
        words.addAll(Arrays.asList(more));
        return CommandRun.of(words.toArray());
    }

    private static double number(Map<?, ?> fields, String name) {
        return ((Number) fields.get(name)).doubleValue();
    }

    @Test
    void resultsHoldTheGroupOfEachFoldAndBothAccuracies() throws IOException {
        CommandRun run = decode("across", "--target", "stimulus", "--group", "subject", "--pipeline",
                "xdawn+lda",
                "--permutations", "19", "--json");
        assertEquals(0, run.status(), run.err());
        Path out = folder.resolve("across");
        Map<String, Object> fields = JsonFile.read(out.resolve("results.json"));
        Files.writeString(folder.resolve("printed.json"), run.out());
        assertEquals(fields, JsonFile.read(folder.resolve("printed.json")));
        assertTrue(fields.keySet().containsAll(List.of("accuracy", "balanced_accuracy", "chance",
                "chance_majority", "confidence_interval", "p_value", "permutations", "labels", "confusion",
                "recall", "n_samples", "n_features", "folds", "analysis", "notices")), fields.toString());
        assertTrue(number(fields, "accuracy") > 0.75, run.out());
        assertEquals(0.05, number(fields, "p_value"), 1e-12, "1 of 20");
        assertEquals("bootstrap over the areas of 6 subjects",
                ((Map<?, ?>) fields.get("confidence_interval")).get("method"));
        List<?> folds = (List<?>) fields.get("folds");
        assertEquals(List.of("s01", "s02", "s03", "s04", "s05", "s06"),
                folds.stream().map(fold -> ((Map<?, ?>) fold).get("group")).toList());
        assertEquals(100, number((Map<?, ?>) folds.get(0), "n_train"));
        Table predictions = TableFile.read(out.resolve("predictions.csv"));
        Table trials = TableFile.read(folder.resolve("epochs_trials.csv"));
        assertEquals(120, predictions.rowCount());
        int correct = 0;
        for (int row = 0; row < 120; row++) {
            int trial = (int) predictions.numbers("trial")[row];
            assertEquals(trials.text("stimulus").get(trial), predictions.text("truth").get(row));
            assertEquals(trials.text("subject").get(trial), predictions.text("group").get(row));
            correct += predictions.text("truth").get(row).equals(predictions.text("predicted").get(row))
                    ? 1
                    : 0;
            assertEquals(predictions.numbers("decision_target")[row], predictions.numbers("score")[row]);
        }
        assertEquals(number(fields, "accuracy"), correct / 120.0, 1e-12);
        Table patterns = TableFile.read(out.resolve("patterns.csv"));
        assertEquals(21, patterns.rowCount());
        // The larger of the two waves of targets is at its largest over the parietal midline.
        int pz = patterns.text("channel").indexOf("Pz");
        assertTrue(Math.abs(patterns.numbers("target 1")[pz]) > 0.6,
                "Pz " + patterns.numbers("target 1")[pz]);
        for (String name : List.of("results", "predictions", "patterns", "report")) {
            assertTrue(Files.exists(out.resolve(name + ".json"))
                    || Files.exists(out.resolve(name + "_provenance.json")), name);
        }
        assertEquals(decodeAgain(), run.out());
    }

    /** On one thread, into another folder. */
    private static String decodeAgain() {
        return decode("again", "--target", "stimulus", "--group", "subject", "--pipeline", "xdawn+lda",
                "--permutations", "19", "--json", "--threads", "1").out();
    }

    @Test
    void otherProtocolsTestWhatTheySay() throws IOException {
        for (String protocol : List.of("within-session", "cross-session")) {
            CommandRun run = decode(protocol, "--target", "stimulus", "--group", "subject", "--session",
                    "session",
                    "--protocol", protocol, "--pipeline", "lda", "--folds", "2", "--score", "accuracy");
            assertEquals(0, run.status(), run.err());
            Map<String, Object> fields = JsonFile.read(folder.resolve(protocol + "/results.json"));
            assertEquals(12, number(fields, "n_groups"), "six people, two sessions each");
            assertEquals(protocol.equals("within-session") ? 24 : 12, ((List<?>) fields.get("folds")).size());
            assertNull(fields.get("p_value"));
            assertEquals(0.5, number(fields, "chance"));
        }
        CommandRun pooled = decode("pooled", "--target", "stimulus", "--group", "subject", "--protocol",
                "pooled");
        assertEquals(1, pooled.status());
        assertTrue(pooled.err().contains("same subjects") && pooled.err().contains("--allow-leakage"),
                pooled.err());
        assertFalse(Files.exists(folder.resolve("pooled")));
        CommandRun allowed = decode("pooled", "--target", "stimulus", "--group", "subject", "--protocol",
                "pooled",
                "--allow-leakage", "--pipeline", "lda");
        assertEquals(0, allowed.status(), allowed.err());
        assertTrue(Files.readString(folder.resolve("pooled/results.json")).contains("group-leakage"));
    }

    @Test
    void anotherFileCanBeTheTest() throws IOException {
        Epochs others = new SimulatedOddball(2, 20, 14, 1).epochs();
        Table renamed = others.table().orElseThrow().with(org.engram.io.table.Column.ofText("subject",
                others.table().orElseThrow().text("subject").stream().map(name -> "t" + name).toList()));
        Path test = write("test.npz", others.toBuilder().table(renamed).build());
        CommandRun run = decode("transfer", "--target", "stimulus", "--group", "subject", "--pipeline", "lda",
                "--test-epochs", test);
        assertEquals(0, run.status(), run.err());
        Map<String, Object> fields = JsonFile.read(folder.resolve("transfer/results.json"));
        assertEquals(40, number(fields, "n_tested"));
        assertEquals("ts02",
                TableFile.read(folder.resolve("transfer/predictions.csv")).text("group").get(30));
        CommandRun same = decode("transfer2", "--target", "stimulus", "--group", "subject", "--test-epochs",
                file);
        assertEquals(1, same.status());
        assertTrue(same.err().contains("both the training and the test epochs"), same.err());
    }

    @Test
    void epochsArePreparedAndJoined() throws IOException {
        Path second = write("second.npz", new SimulatedOddball(1, 20, 14, 9).epochs());
        CommandRun run = CommandRun.of("decode", "--epochs", file, second, "--target", "stimulus", "--group",
                "file",
                "--pipeline", "ts+lr", "--channels", "Pz,P3,P4,Oz,P7", "--drop-channels", "P4", "--band",
                "1-20",
                "--resample", "50", "--tmin", "0", "--tmax", "0.5", "--quiet", "--out",
                folder.resolve("joined"));
        assertEquals(0, run.status(), run.err());
        Map<String, Object> fields = JsonFile.read(folder.resolve("joined/results.json"));
        assertEquals(List.of("P7", "P3", "Pz", "Oz"), fields.get("channels"));
        assertEquals(50, number(fields, "sampling_rate"));
        assertEquals(140, number(fields, "n_samples"));
        String page = Files.readString(folder.resolve("joined/report.html"));
        assertTrue(page.contains("zero-phase FIR filter") && page.contains("resampled to 50.0 Hz"));
    }

    @Test
    void overTimeTellsWhenClassesDiffer() throws IOException {
        for (String how : List.of("sliding", "generalising")) {
            CommandRun run = decode(how, "--target", "stimulus", "--group", "subject", "--over-time", how);
            assertEquals(0, run.status(), run.err());
            assertTrue(run.out().contains("above chance from 0."), run.out());
            Map<String, Object> fields = JsonFile.read(folder.resolve(how + "/results.json"));
            List<?> times = (List<?>) fields.get("times");
            assertEquals(81, times.size());
            assertEquals(81, ((List<?>) fields.get("scores")).size());
            for (Object span : (List<?>) fields.get("significant")) {
                assertTrue(number((Map<?, ?>) span, "from") > 0.1 && number((Map<?, ?>) span, "to") < 0.57,
                        span.toString());
            }
            assertEquals(how.equals("sliding") ? 81 : 81 * 81,
                    TableFile.read(folder.resolve(how + "/scores.csv")).rowCount());
        }
    }

    @Test
    void mistakesAreMetWithOneSentence() throws IOException {
        wrong(2, decode("x", "--group", "subject"), "missing --target", "subject, session, stimulus, file");
        wrong(2, decode("x", "--target", "stimulus"), "missing --group", "for cross-subject");
        wrong(1, decode("x", "--target", "stimulsu", "--group", "subject"), "no column \"stimulsu\"",
                "did you mean \"stimulus\"");
        wrong(1, decode("x", "--target", "stimulus", "--group", "who"), "no column \"who\"");
        wrong(2, decode("x", "--target", "stimulus", "--group", "subject", "--pipeline", "ts+lrr"),
                "there is no pipeline 'ts+lrr'", "ts+lr");
        wrong(2, decode("x", "--target", "stimulus", "--group", "subject", "--protocol", "loso"),
                "there is no protocol 'loso'", "cross-subject");
        wrong(1, decode("x", "--target", "stimulus", "--group", "subject", "--classes", "target"),
                "one class only ('target')");
        wrong(1, decode("x", "--target", "stimulus", "--group", "subject", "--classes", "target,standrad"),
                "no trial has 'standrad'");
        wrong(2, decode("x", "--target", "stimulus", "--group", "subject", "--dataset", "DIR"),
                "--dataset does not apply");
        wrong(2, decode("x", "--target", "stimulus", "--group", "subject", "--estimator", "svm"),
                "--estimator does not apply");
        wrong(2, CommandRun.of("decode", "--dataset", "DIR", "--subject", "01", "--out", folder.resolve("x"),
                "--pipeline", "mdm"), "--pipeline does not apply", "--epochs");
        wrong(2, decode("x", "--target", "stimulus", "--group", "subject", "--band", "30"), "--band is '30'");
        wrong(2, decode("x", "--target", "stimulus", "--group", "subject", "--over-time", "sliding",
                "--pipeline", "mdm"), "each time is decoded by itself", "lda, lr, svm");
        wrong(2, decode("x", "--target", "stimulus", "--group", "subject", "--folds", "1"), "--folds is 1");
        wrong(2, CommandRun.of("decode", "--demo", "meg", "--out", folder.resolve("x")), "--demo is 'meg'");
        Path short2 = folder.resolve("short.csv");
        Files.writeString(short2, "subject,stimulus\na,x\n");
        wrong(1, decode("x", "--target", "stimulus", "--group", "subject", "--trials", short2), "has 1 rows",
                "holds 120 epochs");
        Epochs epochs = new SimulatedOddball(2, 8, 14, 1).epochs();
        TrialSource broken = (trial, channels, into) -> {
            epochs.source().read(trial, channels, into);
            into[2][5] = trial == 3 ? Double.NaN : into[2][5];
        };
        Path nan = write("nan.npz", epochs.toBuilder().trials(epochs.trials(), broken).build());
        wrong(1, CommandRun.of("decode", "--epochs", nan, "--target", "stimulus", "--group", "subject",
                "--out",
                folder.resolve("x")), "trial 3", "NaN", "channel");
        assertFalse(Files.exists(folder.resolve("x")));
    }

    private static void wrong(int status, CommandRun run, String... words) {
        assertEquals(status, run.status(), run.out() + run.err());
        assertEquals(1, run.errors().size(), run.err());
        for (String word : words) {
            assertTrue(run.errors().get(0).contains(word), run.errors().get(0) + " lacks " + word);
        }
    }

    @Test
    void bothReportsStandInABrowser() throws IOException {
        Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
        CommandRun across = CommandRun.of("decode", "--demo", "eeg", "--permutations", "9", "--quiet",
                "--out",
                folder.resolve("demo"));
        assertEquals(0, across.status(), across.err());
        CommandRun time = CommandRun.of("decode", "--demo", "eeg", "--over-time", "generalising", "--quiet",
                "--out", folder.resolve("demo-time"));
        assertEquals(0, time.status(), time.err());
        try (Browser browser = Browser.start(folder.resolve("profile"))) {
            for (String name : List.of("demo", "demo-time")) {
                browser.open(folder.resolve(name).resolve("report.html"));
                assertEquals("standard, target", browser.text("h1"));
                assertEquals(List.of(), browser.run("""
                        const wide = document.documentElement.clientWidth;
                        return [...document.querySelectorAll('main *')]
                            .filter(e => !e.closest('svg') && !e.closest('.scroll')
                                && e.getBoundingClientRect().right > wide + 1)
                            .map(e => e.tagName + '.' + e.className);"""));
                // Four maps and their scale.
                assertEquals(name.equals("demo") ? 5L : 0L,
                        browser.run("return document.querySelectorAll('svg.scalp image').length;"), name);
                assertNotNull(browser.run("return document.querySelector(arguments[0]);",
                        name.equals("demo") ? "svg.folds" : "svg.time-matrix"));
                Long height = (Long) browser.run("return document.documentElement.scrollHeight;");
                browser.screenshot(screenshots.resolve("decode-epochs-" + name + ".png"), 1280,
                        height.intValue() + 140);
                assertEquals(List.of(), browser.complaints());
                assertEquals(List.of(), browser.requests());
            }
        }
    }

    private static CommandRun smni(String out, Object... more) throws IOException {
        Path data = RealData.path("eeg/smni_cmi");
        List<Object> words = new ArrayList<>(
                List.of("decode", "--epochs", data.resolve("smni_dev.npz"), "--trials",
                        data.resolve("smni_dev_trials.csv"), "--group", "subject", "--quiet", "--out",
                        folder.resolve(out)));
        words.addAll(Arrays.asList(more));
        return CommandRun.of(words.toArray());
    }

    @Test
    void realAlcoholicsAreToldFromControlsByPeopleLeftOut() throws IOException {
        CommandRun run = smni("smni", "--target", "group", "--protocol", "cross-subject", "--pipeline",
                "ts+lr",
                "--drop-channels", "X,Y,nd");
        assertEquals(0, run.status(), run.err());
        Map<String, Object> fields = JsonFile.read(folder.resolve("smni/results.json"));
        // Reached 0.844; the catalogue of the data asks for 0.78.
        assertTrue(number(fields, "accuracy") >= 0.82, run.out());
        Map<?, ?> interval = (Map<?, ?>) fields.get("confidence_interval");
        assertTrue(number(interval, "lower") > 0.5 && number(interval, "upper") < 1, interval.toString());
        assertEquals(10, ((List<?>) fields.get("folds")).size());
        CommandRun pooled = smni("smni-pooled", "--target", "group", "--protocol", "pooled", "--pipeline",
                "ts+lr");
        assertEquals(1, pooled.status());
        assertTrue(pooled.err().contains("same subjects"), pooled.err());
    }

    @Test
    void realFirstAndSecondStimuliAreToldApartByPeopleLeftOut() throws IOException {
        CommandRun run = smni("stimulus", "--target", "condition", "--classes",
                "S1=S1 obj,S2=S2 match|S2 nomatch", "--pipeline", "ra+xdawncov+ts+lr", "--score",
                "balanced-accuracy", "--drop-channels", "X,Y,nd");
        assertEquals(0, run.status(), run.err());
        // Reached 0.748.
        assertTrue(
                number(JsonFile.read(folder.resolve("stimulus/results.json")), "balanced_accuracy") >= 0.74,
                run.out());
    }
}
