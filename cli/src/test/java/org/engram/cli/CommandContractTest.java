package org.engram.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.engram.io.table.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every command keeps to. */
class CommandContractTest {
    @TempDir
    Path folder;

    private static List<String> commands() {
        CommandRun root = CommandRun.of("--help");
        assertEquals(0, root.status());
        List<String> names = root.out().lines().dropWhile(line -> !line.startsWith("Commands:")).skip(1)
                .takeWhile(line -> line.startsWith("  ")).filter(line -> line.matches("  \\S.*"))
                .map(line -> line.strip().split("\\s+")[0]).filter(name -> !name.equals("help")).toList();
        assertTrue(names.containsAll(List.of("info", "convert", "decode")), root.out());
        return names;
    }

    @Test
    void helpDescribesEveryCommandWithExamples() {
        for (String name : commands()) {
            CommandRun help = CommandRun.of("help", name);
            assertEquals(0, help.status(), help.err());
            assertEquals(help.out(), CommandRun.of(name, "--help").out());
            List<String> lines = help.out().lines().toList();
            assertTrue(lines.get(0).startsWith("Usage: engram " + name), lines.get(0));
            int examples = lines.indexOf("Examples:");
            assertTrue(examples > 0, name + " has no examples");
            assertTrue(lines.stream().skip(examples + 1)
                    .anyMatch(line -> line.startsWith("  engram " + name + " ")), help.out());
            for (String option : List.of("--json", "--threads", "--seed", "--quiet", "--help")) {
                assertTrue(help.out().contains(option), name + " lacks " + option);
            }
        }
    }

    @Test
    void jsonIsOneDocumentAndQuietIsQuiet() throws IOException {
        TinyDataset data = TinyDataset.write(folder.resolve("tiny"), 3);
        data.replace(data.events(2), "70\t6", "700\t6"); // worth a note
        Object[] words = {"decode", "--dataset", data.root(), "--subject", "01", "--mask", data.mask(),
                "--out",
                folder.resolve("out"), "--json"};
        CommandRun run = CommandRun.of(words);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.err().startsWith("note: "), run.err());
        Path copy = folder.resolve("printed.json");
        Files.writeString(copy, run.out());
        Map<String, Object> printed = JsonFile.read(copy);
        assertEquals(JsonFile.read(folder.resolve("out/results.json")), printed);
        assertTrue(printed.keySet().containsAll(List.of("accuracy", "balanced_accuracy", "chance", "p_value",
                "confusion", "labels", "n_samples", "n_features", "folds")), printed.keySet().toString());

        Object[] quiet = words.clone();
        quiet[quiet.length - 1] = "--quiet";
        CommandRun silent = CommandRun.of(quiet);
        assertEquals("", silent.err());
        assertEquals(2, silent.out().lines().count(), silent.out());
    }

    @Test
    void mistypedWordsAreMetWithSuggestions() {
        CommandRun run = CommandRun.of("decod");
        assertEquals(2, run.status());
        assertTrue(run.err().contains("decode"), run.err());
        assertEquals("", run.out());
    }
}
