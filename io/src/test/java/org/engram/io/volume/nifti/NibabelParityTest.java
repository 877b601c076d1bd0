package org.engram.io.volume.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.engram.io.volume.Volume;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every value, shape and affine as nibabel 5.0 reads them; see nibabel_reference.py beside the expected
 * numbers.
 */
class NibabelParityTest {
    @TestFactory
    List<DynamicTest> filesMadeByNibabel() throws IOException, URISyntaxException {
        Path folder = Path.of(NibabelParityTest.class.getResource("made").toURI());
        return tests("nibabel_made.json", folder);
    }

    @TestFactory
    List<DynamicTest> realFiles() throws IOException {
        Path folder = RealData.path("formats").getParent();
        List<DynamicTest> tests = tests("nibabel_real_data.json", folder);
        tests.removeIf(test -> !RealData.has(test.getDisplayName()));
        return tests;
    }

    private static List<DynamicTest> tests(String resource, Path folder) throws IOException {
        try (InputStream in = NibabelParityTest.class.getResourceAsStream(resource)) {
            List<DynamicTest> tests = new ArrayList<>();
            for (JsonNode expected : new ObjectMapper().readTree(in)) {
                String name = expected.get("file").asText();
                tests.add(DynamicTest.dynamicTest(name, () -> compare(folder.resolve(name), expected)));
            }
            return tests;
        }
    }

    private static void compare(Path file, JsonNode expected) throws IOException {
        try (NiftiImage image = NiftiReader.defaults().read(file)) {
            Volume volume = image.volume();
            List<Long> shape = new ArrayList<>();
            expected.get("shape").forEach(n -> shape.add(n.asLong()));
            while (shape.size() < 3) {
                shape.add(1L);
            }
            assertArrayEquals(shape.stream().mapToLong(n -> n).toArray(), volume.shape());
            double[] affine = numbers(expected.get("affine"));
            for (int i = 0; i < 16; i++) {
                // Both compute in double from the same header fields; only the order of operations differs.
                assertEquals(affine[i], volume.affine().get(i / 4, i % 4), 1e-9 * (1 + Math.abs(affine[i])),
                        "affine element " + i);
            }
            String type = expected.get("dtype").asText();
            assertEquals(type, volume.voxels().type().name().toLowerCase(Locale.ROOT)
                    .replaceFirst("^(rgba?)[0-9]+", "$1"));
            if (type.startsWith("rgb")) {
                compareColours(volume, expected);
                return;
            }
            compareValues(volume, expected);
            compareHeader(image, expected);
        }
    }

    private static void compareColours(Volume volume, JsonNode expected) {
        byte[] stored = new byte[expected.get("bytes").size()];
        int count = stored.length / volume.voxels().type().bytes();
        volume.voxels().readStored(0, count, ByteBuffer.wrap(stored));
        double[] bytes = numbers(expected.get("bytes"));
        for (int i = 0; i < stored.length; i++) {
            assertEquals((int) bytes[i], stored[i] & 0xff, "byte " + i);
        }
    }

    private static void compareValues(Volume volume, JsonNode expected) {
        double[] values = new double[Math.toIntExact(volume.voxels().size())];
        volume.voxels().read(0, values.length, values, 0);
        double sum = 0;
        double magnitude = 0;
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        long nonfinite = 0;
        for (double v : values) {
            if (Double.isFinite(v)) {
                sum += v;
                magnitude += Math.abs(v);
                minimum = Math.min(minimum, v);
                maximum = Math.max(maximum, v);
            } else {
                nonfinite++;
            }
        }
        double[] at = numbers(expected.get("at"));
        double[] sampled = numbers(expected.get("values"));
        for (int i = 0; i < at.length; i++) {
            double v = values[(int) at[i]];
            // nibabel scales 8- and 16-bit voxels in single precision when slope and intercept are single:
            // 24 bits.
            assertEquals(sampled[i], Double.isFinite(v) ? v : 0,
                    1e-6 * Math.abs(sampled[i]) + 1e-6 * spread(expected),
                    "voxel " + (long) at[i]);
        }
        assertEquals(expected.get("nonfinite").asLong(), nonfinite);
        assertEquals(expected.get("min").asDouble(), minimum, 1e-6 * spread(expected));
        assertEquals(expected.get("max").asDouble(), maximum, 1e-6 * spread(expected));
        // single-precision scaling, again
        assertEquals(expected.get("sum").asDouble(), sum, 1e-7 * magnitude + 1e-12);
    }

    private static double spread(JsonNode expected) {
        boolean scaled = expected.has("slope")
                && (expected.get("slope").asDouble() != 1 || expected.get("intercept").asDouble() != 0);
        boolean complex = expected.get("dtype").asText().startsWith("complex");
        // Unscaled numbers are the same numbers; the magnitude of a complex one depends on how it is
        // computed.
        return scaled || complex
                ? Math.max(Math.abs(expected.get("min").asDouble()), Math.abs(expected.get("max").asDouble()))
                : 0;
    }

    private static void compareHeader(NiftiImage image, JsonNode expected) {
        double[] zooms = numbers(expected.get("zooms"));
        if (zooms.length > 3) {
            assertEquals(zooms[3], image.header().grid().pixdim().get(4), 0);
        }
        if (!expected.has("slope")) {
            return;
        }
        assertEquals(expected.get("slope").asDouble(), image.volume().voxels().scaling().slope(), 0);
        assertEquals(expected.get("intercept").asDouble(), image.volume().voxels().scaling().intercept(), 0);
        JsonNode extensions = expected.get("extensions");
        assertEquals(extensions.size(), image.extensions().size());
        for (int i = 0; i < extensions.size(); i++) {
            assertEquals(extensions.get(i).get(0).asInt(), image.extensions().get(i).code());
            // nibabel keeps the text of a comment without its padding.
            assertTrue(image.extensions().get(i).content().length >= extensions.get(i).get(1).asInt());
        }
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).mapToDouble(JsonNode::asDouble).toArray();
    }
}
