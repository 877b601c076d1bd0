package org.engram.io.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.zip.ZipFile;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.ShapeException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.table.JsonFile;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The arrays and their values are written by arrays.py with NumPy. */
class NpyFileTest {
    @TempDir
    Path folder;

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(NpyFileTest.class.getResource(name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyTypeAndOrderOfNumpyIsRead() throws IOException {
        Map<String, Object> expected = JsonFile.read(resource("expected.json"));
        assertEquals(20 * 4 + 2, expected.size());
        for (String name : expected.keySet()) {
            Map<?, ?> entry = (Map<?, ?>) expected.get(name);
            NpyArray array = NpzFile.read(resource("arrays.npz"), name);
            assertEquals(entry.get("shape"), Arrays.stream(array.shape()).boxed().toList(), name);
            assertEquals(((List<?>) entry.get("values")).stream().map(NpyFileTest::canonical).toList(),
                    values(array), name);
        }
    }

    private static Object canonical(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1.0 : 0.0;
        }
        return value instanceof BigInteger big
                ? big.doubleValue()
                : value instanceof Number number ? number.doubleValue() : numberOrText((String) value);
    }

    private static Object numberOrText(String text) {
        return text.equals("inf")
                ? (Object) Double.POSITIVE_INFINITY
                : text.equals("-inf")
                        ? (Object) Double.NEGATIVE_INFINITY
                        : text.matches("-?\\d.*") ? (Object) Double.parseDouble(text) : text;
    }

    private static List<Object> values(NpyArray array) {
        List<Object> values = new ArrayList<>();
        if (array.type().isText()) {
            values.addAll(List.of(array.toStrings()));
        } else if (array.data() instanceof double[] doubles) {
            DoubleStream.of(doubles).forEach(values::add);
        } else if (array.data() instanceof float[] floats) {
            for (float value : floats) {
                values.add((double) value);
            }
        } else {
            DoubleStream.of(array.toDoubles()).forEach(values::add);
        }
        return values;
    }

    /** What NumPy wrote is written again byte by byte, so NumPy reads it. */
    @Test
    void filesAreWrittenAsNumpyWritesThem() throws IOException {
        int compared = 0;
        try (ZipFile zip = new ZipFile(resource("arrays.npz").toFile())) {
            for (String name : NpzFile.names(resource("arrays.npz"))) {
                if (!name.matches(".* [<>] [CF]") || name.startsWith("f2")) {
                    continue;
                }
                byte[] original;
                try (InputStream in = zip.getInputStream(zip.getEntry(name + ".npy"))) {
                    original = in.readAllBytes();
                }
                String header = new String(original, 0, 128, StandardCharsets.ISO_8859_1);
                Path file = folder.resolve("a.npy");
                NpyFile.write(file, NpzFile.read(resource("arrays.npz"), name),
                        name.contains(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                        header.contains("'fortran_order': True"));
                assertArrayEquals(original, Files.readAllBytes(file), name);
                compared++;
            }
        }
        assertEquals(19 * 4, compared);
    }

    @Test
    void unsignedAndHugeValuesKeepTheirMeaning() throws IOException {
        NpyArray huge = NpzFile.read(resource("arrays.npz"), "u8 < C");
        assertEquals(18446744073709551615.0, huge.toDoubles()[5]);
        String message = assertThrows(ShapeException.class, huge::toLongs).getMessage();
        assertTrue(message.contains("element 5 is 18446744073709551615"), message);
        assertArrayEquals(new long[] {0, 1, 2, 3, 100, 4294967295L},
                NpzFile.read(resource("arrays.npz"), "u4 > F").toLongs());
        assertThrows(ShapeException.class, () -> NpyArray.of(new double[5], 2, 3));
    }

    @Test
    void objectsRecordsAndDatesAreRefusedByName() {
        for (Map.Entry<String, String> bad : Map
                .of("objects", "never unpickled", "records", "dtype [('x', '<f8')",
                        "dates", "dtype <M8[s]")
                .entrySet()) {
            String message = assertThrows(UnsupportedFeatureException.class,
                    () -> NpzFile.read(resource("arrays.npz"), bad.getKey())).getMessage();
            assertTrue(message.contains("array \"" + bad.getKey() + "\"") && message.contains(bad.getValue()),
                    message);
        }
    }

    @Test
    void archivesComeBackAsTheyWereWritten() throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("means", NpyArray.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3));
        arrays.put("names", NpyArray.of(new String[] {"V1", "fusiform"}, 2));
        for (boolean compressed : new boolean[] {false, true}) {
            Path file = folder.resolve(compressed + ".npz");
            NpzFile.write(file, arrays, compressed);
            byte[] first = Files.readAllBytes(file);
            Map<String, NpyArray> back = NpzFile.read(file);
            assertEquals(List.of("means", "names"), List.copyOf(back.keySet()));
            assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, back.get("means").toDoubles());
            assertArrayEquals(new int[] {2, 3}, back.get("means").shape());
            assertArrayEquals(new String[] {"V1", "fusiform"}, back.get("names").toStrings());
            NpzFile.write(file, arrays, compressed);
            assertArrayEquals(first, Files.readAllBytes(file), "the same arrays give the same bytes");
        }
        assertArrayEquals(new long[] {0, 1, 2}, NpzFile.read(resource("stored.npz"), "a").toLongs());
        String message = assertThrows(EngramException.class,
                () -> NpzFile.read(folder.resolve("true.npz"), "mean"))
                .getMessage();
        assertTrue(message.contains("did you mean \"means\""), message);
    }

    private String failure(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("bad.npy"), content);
        String message = assertThrows(EngramException.class, () -> NpyFile.read(file)).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        return message;
    }

    private static byte[] npy(String dict, int dataBytes) {
        byte[] text = dict.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[10 + text.length + dataBytes];
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length,
                (byte) (text.length >> 8)};
        System.arraycopy(magic, 0, bytes, 0, 10);
        System.arraycopy(text, 0, bytes, 10, text.length);
        return bytes;
    }

    @Test
    void damagedFilesSayWhatIsWrongAndTakeNoMemory() throws IOException {
        String float8 = "{'descr': '<f8', 'fortran_order': False, 'shape': ";
        assertTrue(failure(new byte[3]).contains("does not begin like an .npy file"));
        assertTrue(failure(npy(float8 + "(3,)}", 16)).contains("needs 24 bytes, but only 16 follow"));
        assertTrue(failure(npy(float8 + "(2000000000,)}", 16)).contains("needs 16000000000 bytes"));
        assertTrue(failure(npy(float8 + "(2000000000, 2000000000, 2000000000)}", 16))
                .contains("larger than any file"));
        assertTrue(
                failure(npy(float8 + "(3000000000,)}", 16)).contains("at most 2^31 - 1 along a dimension"));
        assertTrue(failure(npy(float8 + "(-3,)}", 16)).contains("no tuple of lengths"));
        assertTrue(failure(npy("{'descr': '<U0', 'fortran_order': False, 'shape': (2000000000,)}", 0))
                .contains("more elements than one array can hold"));
        assertTrue(failure(npy("{'descr': '<f8', 'shape': (2,)}", 16)).contains("lacks \"fortran_order\""));
        assertTrue(failure(npy("print('hello')", 16)).contains("the header is not a dictionary"));
        byte[] longHeader = npy("{}", 0);
        longHeader[9] = 0x70;
        assertTrue(failure(longHeader).contains("the header is said to have"));
        byte[] version = npy("{}", 0);
        version[6] = 9;
        assertTrue(failure(version).contains("version 9"));
    }

    @Test
    void damagedArchivesAreErrors() throws IOException {
        Path file = folder.resolve("a.npz");
        NpzFile.write(file, Map.of("a", NpyArray.of(new double[100], 100)), false);
        byte[] bytes = Files.readAllBytes(file);
        bytes[500] ^= 1;
        Files.write(file, bytes);
        assertTrue(assertThrows(FormatException.class, () -> NpzFile.read(file, "a")).getMessage()
                .contains("do not match its checksum"));
        Files.write(file, Arrays.copyOf(bytes, 600));
        assertTrue(assertThrows(FormatException.class, () -> NpzFile.read(file, "a")).getMessage()
                .contains("is no .npz archive, or is cut off"));
    }

    @Test
    void realArraysAreRead() throws IOException {
        Path labels = RealData.path("smri/synthseg_labels");
        NpyArray names = NpyFile.read(labels.resolve("synthseg_segmentation_names.npy"));
        assertArrayEquals(new int[] {54}, names.shape());
        assertEquals("3rd ventricle", names.toStrings()[1]);
        NpyArray means = NpyFile.read(labels.resolve("prior_means_t1.npy"));
        assertArrayEquals(new int[] {2, 25}, means.shape());
        assertEquals(160.29378443, means.toDoubles()[2], 1e-8, "as NumPy prints it");
        for (String type : List.of("float32-le", "uint16-le", "uint32-le", "uint8")) {
            Path file = RealData.path("formats/neuroglancer/codec/npy/npy_test." + type + ".npy");
            Map<String, Object> expected = JsonFile
                    .read(file.resolveSibling("npy_test." + type.replace("-le", "") + ".json"));
            List<?> data = (List<?>) expected.get("data");
            assertEquals(data.stream().map(v -> ((Number) v).doubleValue()).toList(),
                    values(NpyFile.read(file)), type);
        }
    }

    @Test
    void realArchivesAreRead() throws IOException {
        Map<String, NpyArray> graph = NpzFile.read(RealData.path("em/em_erl/gt_graph.npz"));
        assertArrayEquals(new int[] {204, 4}, graph.get("nodes").shape());
        assertEquals(ElementType.UINT32, graph.get("nodes").type());
        assertEquals(List.of("skeleton_id", "skeleton_len", "nodes", "edges_0", "edges_1"),
                List.copyOf(graph.keySet()));
    }
}
