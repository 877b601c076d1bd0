package org.engram.nn.checkpoints;

import static org.engram.nn.checkpoints.HostileFiles.archive;
import static org.engram.nn.checkpoints.HostileFiles.pickle;
import static org.engram.nn.checkpoints.HostileFiles.tensor;
import static org.engram.nn.checkpoints.HostileFiles.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaliciousPickleTest {
    private static final CheckpointOptions INERT = CheckpointOptions.DEFAULT.withInertObjects();
    private static final byte[] TWO_FLOATS = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40};

    @TempDir
    Path folder;

    private Path file(String... instructions) throws IOException {
        return archive(folder.resolve("evil.pt"), pickle(instructions), Map.of("archive/data/0", TWO_FLOATS));
    }

    private String refusal(CheckpointOptions options, String... instructions) throws IOException {
        Path file = file(instructions);
        return assertTimeoutPreemptively(Duration.ofSeconds(5),
                () -> assertThrows(EngramException.class, () -> Checkpoints.open(file, options))
                        .getMessage());
    }

    @Test
    void theHandmadeArchiveItselfIsRead() throws IOException {
        try (Checkpoint file = Checkpoints
                .open(file("\u0080\2}", text("w"), tensor("0", 2, 0, 2, 1), "s."))) {
            assertArrayEquals(new float[] {1, 2}, file.tensor("w").toFloats());
        }
    }

    @Test
    void bytesOfBigEndianMachinesAreTurned() throws IOException {
        byte[] turned = {0x3f, (byte) 0x80, 0, 0, 0x40, 0, 0, 0};
        Path big = archive(folder.resolve("big.pt"),
                pickle("\u0080\2}", text("w"), tensor("0", 2, 0, 2, 1), "s."),
                Map.of("archive/data/0", turned, "archive/byteorder", pickle("big")));
        try (Checkpoint file = Checkpoints.open(big)) {
            assertArrayEquals(new float[] {1, 2}, file.tensor("w").toFloats());
        }
    }

    @Test
    void commandsAreNamedAndNotRun() throws IOException {
        Path marker = folder.resolve("marker");
        String command = "touch " + marker;
        for (String function : new String[] {"os\nsystem", "posix\nsystem", "nt\nsystem", "subprocess\nPopen",
                "subprocess\ncall", "builtins\neval", "__builtin__\nexec", "builtins\n__import__",
                "pty\nspawn",
                "shutil\nrmtree", "runpy\nrun_path", "os.path\nsystem"}) {
            String name = function.replace('\n', '.');
            for (CheckpointOptions options : new CheckpointOptions[] {CheckpointOptions.DEFAULT, INERT}) {
                String reduce = refusal(options, "\u0080\2c", function, "\n(", text(command), "tR.");
                assertTrue(reduce.contains(name), reduce);
                String old = refusal(options, "(", text(command), "i", function, "\n.");
                assertTrue(old.contains(name), old);
                String object = refusal(options, "(c", function, "\n", text(command), "o.");
                assertTrue(object.contains(name), object);
                String[] path = function.split("\n");
                String stack = refusal(options, "\u0080\4", text(path[0]), text(path[1]), "\u0093(",
                        text(command), "tR.");
                assertTrue(stack.contains(name), stack);
            }
        }
        assertFalse(Files.exists(marker));
    }

    @Test
    void everyOtherFunctionIsRefusedByNameOrInert() throws IOException {
        String[] evil = {"\u0080\2}", text("w"), "cwebbrowser_like\nopen\n(", text("x"), "tRs."};
        assertTrue(refusal(CheckpointOptions.DEFAULT, evil).contains("webbrowser_like.open"));
        try (Checkpoint inert = Checkpoints.open(file(evil), INERT)) {
            assertEquals(java.util.List.of("webbrowser_like.open"), inert.refused());
            assertTrue(inert.entries().isEmpty());
        }
    }

    @Test
    void chainsThatLookFunctionsUpLeadNowhere() throws IOException {
        // getattr(getattr(torch, "serialization"), "os") and a call of the result
        String getattr = "cbuiltins\ngetattr\n";
        String[] chain = {"\u0080\2", getattr, "(", getattr, "(ctorch\nserialization\n", text("os"), "tR",
                text("system"),
                "tR(", text("true"), "tR."};
        assertTrue(refusal(CheckpointOptions.DEFAULT, chain).contains("builtins.getattr"));
        try (Checkpoint inert = Checkpoints.open(file(chain), INERT)) {
            assertTrue(inert.entries().isEmpty());
        }
        // the result of a refused call as a tensor
        String message = refusal(INERT,
                "\u0080\2ctorch._utils\n_rebuild_parameter\n(cevil\nmake\n)R\u0089NtR.");
        assertTrue(message.contains("evil.make"), message);
        // a name with dots, as Python 3.4 and later would look up
        assertTrue(refusal(CheckpointOptions.DEFAULT, "\u0080\4", text("torch"),
                text("serialization.os.system"), "\u0093(",
                text("true"), "tR.").contains("torch.serialization.os.system"));
    }

    @Test
    void bytesThatHideAnotherPickleAreRefused() throws IOException {
        assertTrue(refusal(CheckpointOptions.DEFAULT, "\u0080\2ctorch.storage\n_load_from_bytes\n(",
                text("\u0080\2."), "tR.").contains("torch.storage._load_from_bytes"));
    }

    @Test
    void lengthsBeyondTheFileAreRefusedBeforeMemoryIsTaken() throws IOException {
        for (String huge : new String[] {"X\u00ff\u00ff\u00ff\u00ff",
                "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
                "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "B\u00ff\u00ff\u00ff\u007f",
                "\u008b\u00ff\u00ff\u00ff\u007f", "\u008b\u00ff\u00ff\u00ff\u00ff",
                "T\u00ff\u00ff\u00ff\u00ff",
                "\u008e\0\0\0\0\1\0\0\0", "\u0096\0\0\0\0\1\0\0\0"}) {
            refusal(CheckpointOptions.DEFAULT, "\u0080\2", huge, "abc.");
        }
        refusal(CheckpointOptions.DEFAULT, "\u0080\2(".repeat(1), "(".repeat(200_000), ".");
        refusal(CheckpointOptions.DEFAULT, "I", "9".repeat(100_000), "\n.");
    }

    @Test
    void structuresThatGrowOrContainThemselves() throws IOException {
        // Billion laughs: each list holds the one before it twice.
        StringBuilder laughs = new StringBuilder("\u0080\2]q\0");
        for (int i = 1; i < 60; i++) {
            laughs.append("](h").append((char) (i - 1)).append('h').append((char) (i - 1)).append("eq")
                    .append((char) i);
        }
        assertTrue(refusal(CheckpointOptions.DEFAULT, laughs.toString(), ".").contains("too large"));
        // The same with tuples as keys of a dictionary, whose hash Python would compute for ever.
        StringBuilder tuples = new StringBuilder("\u0080\2)");
        for (int i = 0; i < 60; i++) {
            tuples.append("2\u0086");
        }
        Path keys = file("\u0080\2}", tuples.substring(2), "Ns.");
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Checkpoints.open(keys).close());
        // A list inside itself, and a dictionary.
        assertTrue(refusal(CheckpointOptions.DEFAULT, "\u0080\2]q\0h\0a.").contains("contains itself"));
        assertTrue(refusal(CheckpointOptions.DEFAULT, "\u0080\2}q\0", text("k"), "h\0s.")
                .contains("contains itself"));
        // Deep nesting without a mark.
        assertTrue(refusal(CheckpointOptions.DEFAULT, "\u0080\2)", "\u0085".repeat(300_000), ".")
                .contains("deep"));
    }

    @Test
    void callsThatCopyOneLongArgumentAgainAndAgain() throws IOException {
        // A megabyte of text turned into bytes ten thousand times would be ten gigabytes.
        String copies = "(h\0" + text("latin1") + "tq\1" + "0c_codecs\nencode\nq\2" + "h\1R"
                + "h\2h\1R".repeat(10_000);
        String message = refusal(CheckpointOptions.DEFAULT, "\u0080\2", text("x".repeat(1 << 20)), "q\0",
                copies, ".");
        assertTrue(message.contains("fill memory"), message);
        String sets = "0(h\0tq\1" + "c__builtin__\nset\nq\2" + "h\1R" + "h\2h\1R".repeat(100_000);
        assertTrue(refusal(CheckpointOptions.DEFAULT, "\u0080\2](", "K\1".repeat(100_000), "eq\0", sets, ".")
                .contains("fill memory"));
    }

    @Test
    void tensorsBeyondTheirStorage() throws IOException {
        String[][] wrong = {{tensor("0", 2, 1, 2, 1), "reach element 2"},
                {tensor("0", 2, 0, 3, 1), "reach element 2"},
                {tensor("0", 2, 0, 2, 100), "reach element 100"},
                {tensor("0", 2, -1, 1, 1), "from element -1"},
                {tensor("0", 2, 0, -1, 1), "negative"}, {tensor("0", 2, 0, 2, -1), "negative"},
                {tensor("0", 3, 0, 3, 1), "8 bytes where its tensors expect 12"},
                {tensor("0", 1, 0, 1, 1), "8 bytes where its tensors expect 4"},
                {tensor("1", 2, 0, 2, 1), "archive/data/1"},
                {tensor("0", 2, 0, Integer.MAX_VALUE, 0), "repeat"},
                {tensor("../../../../etc/passwd", 2, 0, 2, 1), "no entry"}};
        for (String[] one : wrong) {
            String message = refusal(CheckpointOptions.DEFAULT, "\u0080\2}", text("w"), one[0], "s.");
            assertTrue(message.contains(one[1]), message);
        }
        String twice = refusal(CheckpointOptions.DEFAULT, "\u0080\2}(", text("a"), tensor("0", 2, 0, 2, 1),
                text("b"),
                tensor("0", 1, 0, 1, 1), "u.");
        assertTrue(twice.contains("two ways"), twice);
    }

    @Test
    void instructionsWithoutWhatTheyNeed() throws IOException {
        for (String broken : new String[] {".", "R.", "b.", "s.", "u.", "e.", "t.", "0.", "1.", "2.", "h\5.",
                "j\5\0\0\0.",
                "Q.", "\u0093.", "N)R.", "}NNb.", "Na.", "\u00ff.", "\u0080\u0009.", "(Nd.", "NN\u0091.", "c",
                "cos", "",
                "ctorch._utils\n_rebuild_tensor_v2\n)R.", "ctorch._utils\n_rebuild_tensor_v2\n(NNNNNNtR.",
                "cnumpy\ndtype\n(" + text("O8") + "\u0089\u0088tR.", "cnumpy\ndtype\n)R.",
                "cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(" + text("f8") + "\u0089\u0088tRU\3abctR.",
                "c_codecs\nencode\n(" + text("x") + text("rot13") + "tR.", "ctorch\nSize\n)R."}) {
            Path file = broken.isEmpty() ? file(" ") : file(broken);
            try (Checkpoint opened = Checkpoints.open(file)) {
                assertTrue(opened.entries().isEmpty(), broken);
            } catch (FormatException | UnsupportedFeatureException clear) {
                assertTrue(clear.getMessage().startsWith(file.toString()), clear.getMessage());
            }
        }
    }
}
