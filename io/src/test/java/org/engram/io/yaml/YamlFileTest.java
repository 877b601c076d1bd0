package org.engram.io.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.engram.core.EngramException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {
    @TempDir
    Path folder;

    private static YamlNode parse(String text) {
        return YamlFile.parse(Path.of("run.yaml"), text);
    }

    @Test
    void valuesKeepTheirTextUntilTheyAreAskedForAsSomethingElse() {
        YamlNode root = parse("""
                # a comment
                select:
                  subjects: [01, 002, "3"]   # leading zeros are part of a label
                clean:
                  high-pass: 0.1
                  detect-bads: yes
                  reference: average
                  notch:
                    - 50
                    - 1e2
                epochs:
                """);
        assertEquals(List.of("01", "002", "3"),
                root.get("select").get().get("subjects").get().items().stream().map(YamlNode::text).toList());
        YamlNode clean = root.get("clean").get();
        assertEquals(0.1, clean.get("high-pass").get().number());
        assertTrue(clean.get("detect-bads").get().flag());
        assertEquals("average", clean.get("reference").get().text());
        assertEquals(List.of(50.0, 100.0),
                clean.get("notch").get().items().stream().map(YamlNode::number).toList());
        assertEquals("clean.high-pass", clean.get("high-pass").get().path());
        assertEquals(5, clean.get("high-pass").get().line());
        assertTrue(root.get("epochs").get().isEmpty());
        assertFalse(root.get("decode").isPresent());
        assertEquals(1, clean.get("reference").get().items().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: [1, 2             | line 1: not valid YAML
            a: 1\\n\\tb: 2         | line 2 is indented by a tab
            a: 1\\na: 2           | line 2: the key "a" stands twice
            a: &x 1\\nb: *x       | anchors
            a: *x                | line 1: anchors
            a: !!java.io.File x  | line 1: type tags
            a: 1\\n---\\nb: 2      | a second document
            - 1                  | line 1: it is a list
            hello                | line 1: it is
            """)
    void mistakesAreToldWithTheirLine(String text, String words) {
        String written = text.replace("\\n", "\n").replace("\\t", "\t");
        String message = assertThrows(EngramException.class, () -> parse(written)).getMessage();
        assertTrue(message.startsWith("run.yaml"), message);
        assertTrue(message.contains(words) || words.startsWith("line 1: it is") && message.contains("line 1"),
                message);
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void aWrongKeyIsToldWithTheRightOne() {
        YamlNode root = parse("clean:\n  low-pass: 40\n  high-pas: 1\n");
        String message = assertThrows(EngramException.class,
                () -> root.get("clean").get().requireKeys(List.of("low-pass", "high-pass"))).getMessage();
        assertTrue(message.contains("line 3"), message);
        assertTrue(message.contains("did you mean \"high-pass\""), message);
    }

    @ParameterizedTest
    @CsvSource({"fast", "NaN", "1d", "0x10", "true"})
    void whatIsNoNumberIsRefused(String text) {
        YamlNode value = parse("clean:\n  high-pass: " + text + "\n").get("clean").get().get("high-pass")
                .get();
        String message = assertThrows(EngramException.class, value::number).getMessage();
        assertTrue(message.contains("line 2: clean.high-pass is"), message);
    }

    @Test
    void largeDeepAndBinaryFilesAreRefused() throws IOException {
        String deep = "a: " + "[".repeat(30) + "]".repeat(30);
        assertTrue(assertThrows(EngramException.class, () -> parse(deep)).getMessage().contains("nesting"));
        Path large = folder.resolve("large.yaml");
        Files.write(large, new byte[(1 << 20) + 1]);
        assertTrue(assertThrows(EngramException.class, () -> YamlFile.read(large)).getMessage()
                .contains("too many"));
        Path binary = folder.resolve("binary.yaml");
        Files.write(binary, new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe});
        assertTrue(assertThrows(EngramException.class, () -> YamlFile.read(binary)).getMessage()
                .contains("UTF-8"));
        Path empty = folder.resolve("empty.yaml");
        Files.writeString(empty, "# nothing\n");
        assertTrue(assertThrows(EngramException.class, () -> YamlFile.read(empty)).getMessage()
                .contains("is empty"));
    }

    /** Whatever bytes are changed, the answer is a tree or one sentence, never another exception. */
    @Test
    void damagedFilesEndInASentence() {
        byte[] sound = ("dataset: bids\nclean:\n  high-pass: 0.1\n  notch: [50, 100]\nepochs: {tmin: -0.2, "
                + "events: [\"a\", 'b']}\ntext: |\n  more\n").getBytes(StandardCharsets.UTF_8);
        java.util.SplittableRandom random = new java.util.SplittableRandom(7);
        for (int round = 0; round < 2000; round++) {
            byte[] changed = sound.clone();
            for (int k = 0; k < 1 + round % 4; k++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(1, 127);
            }
            try {
                parse(new String(changed, StandardCharsets.UTF_8)).fields();
            } catch (EngramException e) {
                assertFalse(e.getMessage().isBlank());
            }
        }
    }
}
