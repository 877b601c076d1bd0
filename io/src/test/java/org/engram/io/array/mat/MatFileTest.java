package org.engram.io.array.mat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.engram.core.FormatException;
import org.engram.io.array.ElementType;
import org.engram.io.recording.RecordingFuzz;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fixtures are written by scipy and h5py (make_mat_eeglab_brainvision_montage.py); their values stand there. */
class MatFileTest {
    @TempDir
    Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(MatFileTest.class.getResource(name).toURI());
    }

    private static double[] numbers(MatValue value) {
        return ((MatNumbers) value).toDoubles();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5.mat", "v7.mat", "v73.mat"})
    void readsValuesOfAllKinds(String name) throws Exception {
        Map<String, MatValue> file = MatFile.read(resource(name));
        MatNumbers matrix = (MatNumbers) file.get("matrix");
        assertArrayEquals(new int[] {3, 4}, matrix.dims());
        assertArrayEquals(new double[] {4.5, 5.5, 6.5, 7.5}, matrix.toRows()[1]);
        MatNumbers cube = (MatNumbers) file.get("cube");
        assertArrayEquals(new int[] {2, 3, 4}, cube.dims());
        assertEquals(ElementType.INT16, cube.type());
        // numpy's [1, 2, 3] of arange(24).reshape(2, 3, 4) is 23, [1, 0, 0] is 12
        assertEquals(12, cube.number(1));
        assertEquals(23, cube.number(23));
        assertArrayEquals(new double[] {1.5, -2.25}, numbers(file.get("single")));
        assertArrayEquals(new double[] {200, 255}, numbers(file.get("bytes")));
        assertTrue(((MatNumbers) file.get("logical")).isLogical());
        assertArrayEquals(new double[] {1, 0, 1}, numbers(file.get("logical")));
        assertEquals("caf\u00e9 \u03bcV", ((MatText) file.get("text")).text());
        assertTrue(file.get("nothing").isEmpty());
        List<MatValue> cell = ((MatCell) file.get("cell")).values();
        assertEquals("text", ((MatText) cell.get(0)).text());
        assertArrayEquals(new double[] {0, 3, 1, 4, 2, 5}, numbers(cell.get(1)));
        assertArrayEquals(new double[] {-5}, numbers(((MatCell) cell.get(2)).values().get(0)));
        MatStruct structs = (MatStruct) file.get("structs");
        assertEquals(2, structs.size());
        assertEquals(2, numbers(structs.field(1, "a").orElseThrow())[0]);
        assertEquals("yy", ((MatText) structs.field(1, "b").orElseThrow()).text());
    }

    @Test
    void readsWhatOnlyVersion5Holds() throws Exception {
        Map<String, MatValue> file = MatFile.read(resource("v7.mat"));
        assertArrayEquals(new double[] {1, 3.5}, numbers(file.get("complex")));
        assertArrayEquals(new double[] {2, -4}, ((MatNumbers) file.get("complex")).toImaginary());
        assertArrayEquals(new double[] {0, 3, 2, 0, 0, 0}, numbers(file.get("sparse")));
        assertEquals(0x1p63 + 2048, numbers(file.get("large"))[0]);
        assertEquals(List.of("one  ", "three"), ((MatText) file.get("lines")).rows());
    }

    @Test
    void readsVersion4() throws Exception {
        Map<String, MatValue> file = MatFile.read(resource("v4.mat"));
        assertArrayEquals(new double[] {4.5, 5.5, 6.5, 7.5}, ((MatNumbers) file.get("matrix")).toRows()[1]);
        assertArrayEquals(new double[] {2, -4}, ((MatNumbers) file.get("complex")).toImaginary());
        assertEquals("abc", ((MatText) file.get("text")).text());
    }

    @Test
    void readsOnlyWhatIsAskedFor() throws Exception {
        for (String name : List.of("v5.mat", "v7.mat", "v73.mat")) {
            assertEquals(Set.of("text", "matrix"), MatFile.read(resource(name), "text", "matrix").keySet());
            MatStruct structs = (MatStruct) MatFile.read(resource(name), path -> !path.equals("structs.b"))
                    .get("structs");
            assertEquals(Set.of("a"), structs.names());
        }
    }

    @Test
    void aCellThatHoldsItselfIsAnError() throws Exception {
        Path file = resource("circle.mat");
        String message = assertThrows(FormatException.class, () -> MatFile.read(file)).getMessage();
        assertTrue(message.contains("holds itself"), message);
    }

    /** 64 MB of zeros in 64 KB, and a size that is only claimed. */
    @Test
    void aVariableThatExpandsWithoutMeasureIsAnError() throws IOException {
        for (int real : new int[] {64 << 20, 1000}) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(packed)) {
                ByteBuffer start = ByteBuffer.allocate(56).order(ByteOrder.LITTLE_ENDIAN);
                start.putInt(14).putInt((64 << 20) + 48).putInt(6).putInt(8).putInt(6).putInt(0).putInt(5)
                        .putInt(8)
                        .putInt(8 << 20).putInt(1).putShort((short) 1).putShort((short) 1).putInt('x')
                        .putInt(9)
                        .putInt(64 << 20);
                deflated.write(start.array());
                deflated.write(new byte[real]);
            }
            ByteBuffer file = ByteBuffer.allocate(136 + packed.size()).order(ByteOrder.LITTLE_ENDIAN);
            file.put("MATLAB 5.0 MAT-file".getBytes()).position(124);
            file.putShort((short) 0x100).put((byte) 'I').put((byte) 'M').putInt(15).putInt(packed.size())
                    .put(packed.toByteArray());
            Path bomb = Files.write(folder.resolve("bomb.mat"), file.array());
            assertThrows(FormatException.class, () -> MatFile.read(bomb));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v4.mat", "v5.mat", "v7.mat", "v73.mat"})
    void damageIsAlwaysADeclaredError(String name) throws Exception {
        Path file = Files.copy(resource(name), folder.resolve(name));
        RecordingFuzz.run(file, (int) Files.size(file), 300, 7, MatFile::read);
    }

    /** Against scipy.io.loadmat on files of other people. */
    @Test
    void readsRealFilesAsScipyDoes() throws Exception {
        JsonNode real = new ObjectMapper().readTree(resource("real.json").toFile());
        for (Iterator<String> names = real.fieldNames(); names.hasNext();) {
            String name = names.next();
            Map<String, MatValue> file = MatFile.read(RealData.path(name));
            for (Iterator<String> keys = real.get(name).fieldNames(); keys.hasNext();) {
                String key = keys.next();
                JsonNode expected = real.get(name).get(key);
                double[] values = numbers(file.get(key));
                assertEquals(expected.get("dims").get(0).asInt(), file.get(key).dims()[0], name + " " + key);
                double sum = Arrays.stream(values).sum();
                double scale = Arrays.stream(values).map(Math::abs).sum();
                // Orders of summation differ.
                assertEquals(expected.get("sum").asDouble(), sum, 1e-12 * scale + 1e-300, name + " " + key);
                assertEquals(expected.get("last").asDouble(), values[values.length - 1], name + " " + key);
            }
        }
    }
}
