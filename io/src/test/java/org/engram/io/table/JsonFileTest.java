package org.engram.io.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
    @TempDir
    Path folder;

    @Test
    void objectsComeBackAsTheyWereWritten() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("RepetitionTime", 2.5);
        fields.put("SliceTiming", List.of(0, 1.25));
        fields.put("TaskName", "objects");
        fields.put("Nested", Map.of("a", true));
        Path file = folder.resolve("bold.json");
        JsonFile.write(file, fields);
        assertEquals(fields, JsonFile.read(file));
        assertTrue(Files.readString(file).contains("\n  \"RepetitionTime\": 2.5,\n"));
    }

    @Test
    void brokenFilesNameLineAndColumn() throws IOException {
        assertPlace("{\n  \"RepetitionTime\": 2.5,\n  \"TaskName\" \"rest\"\n}", "line 3, column 1");
        assertPlace("{\"a\": 1, \"a\": 2}", "Duplicate field 'a'");
        assertPlace("{\"a\": 1", "line 1, column");
        assertPlace("[1, 2]", "line 1, column 1");
        assertPlace("{\"a\": 1} trailing", "line 1, column");
        assertPlace("", "not a valid JSON object");
        assertPlace("null", "expected a JSON object");
    }

    private void assertPlace(String content, String place) throws IOException {
        Path file = Files.writeString(folder.resolve("broken.json"), content);
        String message = assertThrows(FormatException.class, () -> JsonFile.read(file)).getMessage();
        assertTrue(message.startsWith(file.toString()) && message.contains(place), message);
        assertEquals(-1, message.indexOf('\n'), "one sentence, not a dump");
    }
}
