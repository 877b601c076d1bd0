package org.engram.nn.checkpoints.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.io.table.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationRecordTest {
    enum Kind {
        PRE, POST
    }

    record Inner(double rate, Kind kind) {}

    record Outer(int width, long seed, boolean bias, String name, float scale, Inner inner, List<Inner> more,
            int[] depths, double[] rates, Map<String, Integer> sizes, Integer optional) {}

    private static final Outer OUTER = new Outer(8, 1L << 40, true, "x", 0.5f, new Inner(0.1, Kind.POST),
            List.of(new Inner(1, Kind.PRE)), new int[] {2, 2}, new double[] {0.5}, Map.of("a", 1), null);

    @Test
    void comesBackThroughJson(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("outer.json");
        JsonFile.write(file, ConfigurationRecord.toMap(OUTER));
        Outer back = ConfigurationRecord.fromMap(Outer.class, JsonFile.read(file));
        assertEquals(OUTER.seed(), back.seed());
        assertEquals(OUTER.inner(), back.inner());
        assertEquals(OUTER.more(), back.more());
        assertEquals(OUTER.sizes(), back.sizes());
        assertEquals(OUTER.scale(), back.scale());
        assertArrayEquals(OUTER.depths(), back.depths());
        assertArrayEquals(OUTER.rates(), back.rates());
        assertEquals(ConfigurationRecord.toMap(OUTER), ConfigurationRecord.toMap(back));
    }

    @Test
    void everyMistakeIsNamedWithItsPlace() {
        Object[][] wrong = {{"widht", 8, "did you mean \"width\""},
                {"width", 8.5, "\"width\" is 8.5; expected a whole"},
                {"width", 1L << 40, "expected a whole number"}, {"width", null, "expected a whole number"},
                {"bias", "yes", "expected true or false"}, {"name", 7, "expected text"},
                {"inner", 7, "expected an object"},
                {"inner", Map.of("rate", 1), "\"inner\" lacks the key \"kind\""},
                {"inner", Map.of("rate", 1, "kind", "PST"),
                        "\"inner.kind\" is \"PST\": did you mean \"POST\""},
                {"depths", List.of(1, "2"), "\"depths[1]\" is \"2\""},
                {"more", List.of(Map.of()), "\"more[0]\" lacks"},
                {"sizes", Map.of("a", "b"), "\"sizes.a\""}};
        for (Object[] one : wrong) {
            Map<String, Object> map = new LinkedHashMap<>(ConfigurationRecord.toMap(OUTER));
            map.put((String) one[0], one[1]);
            String message = assertThrows(EngramException.class,
                    () -> ConfigurationRecord.fromMap(Outer.class, map))
                    .getMessage();
            assertTrue(message.contains((String) one[2]), one[0] + ": " + message);
        }
        Map<String, Object> less = new LinkedHashMap<>(ConfigurationRecord.toMap(OUTER));
        less.remove("seed");
        assertTrue(assertThrows(EngramException.class, () -> ConfigurationRecord.fromMap(Outer.class, less))
                .getMessage()
                .contains("lacks the key \"seed\""));
    }
}
