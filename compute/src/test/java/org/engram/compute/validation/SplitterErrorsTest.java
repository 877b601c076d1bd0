package org.engram.compute.validation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterErrorsTest {
    private static final Labels FOUR = Labels.of(List.of("face", "house", "face", "house"));

    private static String message(Splitter splitter, Labels y, String... groups) {
        return assertThrows(EngramException.class, () -> splitter.split(y, List.of(groups))).getMessage();
    }

    @Test
    void oneRunOnlySaysWhatToDo() {
        String message = message(new LeaveOneGroupOut("run"), FOUR, "1", "1", "1", "1");
        assertTrue(message.contains("only one ('1')") && message.contains("5-fold"), message);
        assertTrue(message.contains("too good for a new run"), message);
    }

    @Test
    void missingGroupsAreNamed() {
        assertTrue(
                message(new LeaveOneGroupOut("session"), FOUR).contains("needs the session of every sample"));
        assertThrows(ShapeException.class, () -> new LeaveOneGroupOut("run").split(FOUR, List.of("1", "2")));
        assertTrue(
                message(new GroupKFold(3, "run"), FOUR, "1", "1", "2", "2").contains("needs 3 or more runs"));
        assertTrue(message(new LeavePGroupsOut(2, "run"), FOUR, "1", "1", "2", "2")
                .contains("needs 3 or more runs"));
    }

    @Test
    void tooFewSamples() {
        assertTrue(message(new KFold(5), FOUR).contains("there are 4"));
        assertTrue(message(new StratifiedKFold(3), FOUR).contains("at most 2 folds"));
        Labels single = Labels.of(List.of("a", "a", "a", "b"));
        assertTrue(message(new StratifiedKFold(2), single).contains("class 'b' has 1 sample"));
        assertTrue(message(new StratifiedShuffleSplit(1, 0.5, 0), single).contains("class 'b' has 1 sample"));
        assertTrue(
                message(new StratifiedShuffleSplit(1, 0.1, 0), FOUR).contains("cannot hold all 2 classes"));
        assertTrue(message(new ShuffleSplit(1, 0.9, 0), FOUR).contains("leaves none to train on"));
    }

    @Test
    void fewOfAClassIsNoticed() {
        Labels y = Labels.of(List.of("a", "a", "a", "a", "b", "b"));
        List<Notice> notices = new StratifiedKFold(3).notices(y, List.of());
        assertEquals("few-samples-per-class", notices.get(0).code());
        assertTrue(notices.get(0).text().contains("b (2)"));
        assertEquals(List.of(), new StratifiedKFold(2).notices(y, List.of()));
    }

    @Test
    void badNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new KFold(1));
        assertThrows(IllegalArgumentException.class, () -> new ShuffleSplit(0, 0.1, 0));
        assertThrows(IllegalArgumentException.class, () -> new ShuffleSplit(1, Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> new LeavePGroupsOut(0, "run"));
        assertThrows(IllegalArgumentException.class, () -> new PredefinedFolds(0, -2));
    }

    @Test
    void unknownNamesListTheKnownOnes() {
        String message = assertThrows(EngramException.class, () -> Splitters.named("loro", 0)).getMessage();
        assertTrue(message.contains("'loro'") && message.contains("leave-one-run-out"), message);
        message = assertThrows(EngramException.class, () -> Splitters.named("1-fold", 0)).getMessage();
        assertTrue(message.contains("1-fold") && message.contains("2 or more"), message);
        for (String name : Splitters.names()) {
            assertTrue(Splitters.named(name, 0).describe().length() > 5);
        }
        assertEquals(new LeavePGroupsOut(2, "run"), Splitters.named(" Leave-2-Runs-Out ", 0));
    }

    @Test
    void groupsComeInNaturalOrder() {
        Labels y = Labels.of(List.of("a", "b", "a", "b"));
        List<Split> splits = new LeaveOneGroupOut("run").split(y,
                List.of("run-10", "run-2", "run-10", "run-1"));
        assertEquals(List.of("run-1", "run-2", "run-10"), splits.stream().map(Split::name).toList());
        assertEquals("run 7",
                new LeaveOneGroupOut("run").split(y, List.of("7", "8", "7", "8")).get(0).name());
        assertEquals(2, new LeaveOneGroupOut("run").split(y, List.of("1", "01", "1", "01")).size());
    }

    @Test
    void trainAndTestRunsByRangeNumberAndName() {
        Labels y = Labels.of(List.of("a", "b", "a", "b", "a", "b"));
        List<String> groups = List.of("run-01", "run-02", "run-03", "run-04", "run-05", "rest");
        Split split = TrainTestGroups.parse("1-3", "5, rest", "run").split(y, groups).get(0);
        assertArrayEquals(new int[] {0, 1, 2}, split.train());
        assertArrayEquals(new int[] {4, 5}, split.test());
        String message = message(TrainTestGroups.parse("1-3", "9", "run"), y, groups.toArray(String[]::new));
        assertTrue(message.contains("no run '9'") && message.contains("run-05"), message);
        message = message(TrainTestGroups.parse("1-3", "3,4", "run"), y, groups.toArray(String[]::new));
        assertTrue(message.contains("run-03 is asked for both"), message);
        message = message(TrainTestGroups.parse("3-1", "4", "run"), y, groups.toArray(String[]::new));
        assertTrue(message.contains("backwards"), message);
        message = message(TrainTestGroups.parse("1-999999999", "4", "run"), y, groups.toArray(String[]::new));
        assertTrue(message.contains("no run '1-999999999'"), message);
        assertThrows(EngramException.class, () -> TrainTestGroups.parse(" , ", "4", "run"));
    }

    @Test
    void importedSplitsComeBackAsTheyWereWritten(@TempDir Path folder) throws IOException {
        Labels y = Labels.of(new int[20], List.of("a"));
        List<Split> splits = new ShuffleSplit(5, 0.3, 9).split(y, List.of());
        Path file = folder.resolve("splits.tsv");
        Files.writeString(file, "# made elsewhere\n" + ImportedSplits.format(splits));
        List<Split> read = ImportedSplits.read(file).split(y, List.of());
        assertEquals(5, read.size());
        for (int s = 0; s < 5; s++) {
            assertEquals(splits.get(s).name(), read.get(s).name());
            assertArrayEquals(splits.get(s).train(), read.get(s).train());
            assertArrayEquals(splits.get(s).test(), read.get(s).test());
        }
        Labels shorter = Labels.of(new int[19], List.of("a"));
        String message = message(ImportedSplits.read(file), shorter);
        assertTrue(message.contains("names sample 19") && message.contains("splits.tsv"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\tb\tc\n", "split\ttrain\ttest\n", "split\ttrain\ttest\nx\t0-3\n",
            "split\ttrain\ttest\nx\t0-3\t3-5\n", "split\ttrain\ttest\nx\t0-3\tfive\n",
            "split\ttrain\ttest\nx\t3-0\t5\n",
            "split\ttrain\ttest\nx\t0,0\t5\n", "split\ttrain\ttest\nx\t\t5\n",
            "split\ttrain\ttest\nx\t0-99999999999\t5\n"})
    void badSplitFilesAreRefusedWithTheirName(String text, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("splits.tsv");
        Files.writeString(file, text);
        FormatException e = assertThrows(FormatException.class, () -> ImportedSplits.read(file));
        assertTrue(e.getMessage().contains("splits.tsv"), e.getMessage());
    }
}
