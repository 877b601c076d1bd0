package org.engram.nn.checkpoints;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path file(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        for (int i = 0; i < dataBytes; i++) {
            bytes.put((byte) i);
        }
        return Files.write(folder.resolve("file.safetensors"), bytes.array());
    }

    private static StoredTensor floats(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return StoredTensor.of(MemoryStorage.of(bytes.array()), TensorType.F32, shape);
    }

    @Test
    void readsBytesWrittenByHand() throws IOException {
        Path path = file(
                "{\"__metadata__\":{\"format\":\"pt\"},\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[8,11]},"
                        + "\"a\":{\"dtype\":\"I32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                        + "\"none\":{\"dtype\":\"F32\",\"shape\":[0,7],\"data_offsets\":[11,11]}}   ",
                11);
        try (Checkpoint file = Checkpoints.open(path)) {
            assertEquals(List.of("b", "a", "none"), List.copyOf(file.entries().keySet()));
            assertEquals("pt", file.metadata().get("format"));
            assertEquals(new Shape(2, 1), file.entries().get("a").shape());
            assertArrayEquals(new double[] {0x03020100, 0x07060504}, file.tensor("a").toDoubles());
            assertArrayEquals(new double[] {8, 9, 10}, file.tensor("b").toDoubles());
            assertEquals(0, file.tensor("none").toFloats().length);
            assertTrue(assertThrows(IllegalArgumentException.class, () -> file.tensor("non")).getMessage()
                    .contains("did you mean \"none\""));
        }
    }

    @Test
    void refusesEveryHeaderThatLies() throws IOException {
        String[][] wrong = {
                {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                        "inside another"},
                {"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "belong to no tensor"},
                {"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "belong to none"},
                {"{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", "takes 12 bytes"},
                {"{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", "-2"},
                {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}", "-8"},
                {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", "bytes 8 to 0"},
                {"{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", "truncated"},
                {"{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
                        "impossible"},
                {"{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}",
                        "whole number"},
                {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}", "whole number"},
                {"{\"a\":{\"dtype\":\"F33\",\"shape\":[2],\"data_offsets\":[0,8]}}", "F33"},
                {"{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", "not described"},
                {"{\"a\":7}", "not described"}, {"{\"__metadata__\":{\"n\":1}}", "not text"},
                {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                        "Duplicate"},
                {"{\"a\":", "not a valid JSON"}, {"{".repeat(4000), "not a valid JSON"}};
        for (String[] one : wrong) {
            Path path = file(one[0], 8);
            String message = assertThrows(FormatException.class, () -> Checkpoints.open(path)).getMessage();
            assertTrue(message.contains(one[1]) && message.startsWith(path.toString()),
                    one[0] + ": " + message);
        }
    }

    @Test
    void refusesHeaderLengthsBeyondTheFile() throws IOException {
        for (long length : new long[] {100_000_001L, Long.MAX_VALUE, -1, 1000, 1, 0}) {
            ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN).putLong(length)
                    .put((byte) '{');
            Path path = Files.write(folder.resolve("length"), bytes.array());
            assertTrue(assertThrows(FormatException.class, () -> Checkpoints.open(path)).getMessage()
                    .contains("header would have"), String.valueOf(length));
        }
    }

    @Test
    void writesAsTheReferenceDoesAndDjlReadsIt() throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("z", floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put("a", floats(new float[] {0.5f}, 1));
        tensors.put("half", floats(new float[] {1, -2}, 2).as(TensorType.F16));
        tensors.put("long",
                StoredTensor.of(MemoryStorage.of(new byte[] {7, 0, 0, 0, 0, 0, 0, 0}), TensorType.I64, 1));
        Path path = folder.resolve("written.safetensors");
        SafetensorsWriter.write(path, tensors, Map.of("format", "pt"));
        byte[] bytes = Files.readAllBytes(path);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
        assertEquals(0, length % 8);
        // Widest elements first, then by name, as the reference implementation lays them out.
        assertEquals("{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"long\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                + "\"z\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[12,36]},"
                + "\"half\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[36,40]}}", header.strip());
        try (NDManager manager = Torch.newManager()) {
            NDList list = NDList.decode(manager, bytes);
            NDArray z = list.stream().filter(array -> "z".equals(array.getName())).findFirst().orElseThrow();
            assertEquals(new Shape(2, 3), z.getShape());
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, z.toFloatArray());
            try (Checkpoint back = Checkpoints.open(path)) {
                assertEquals(z, TensorArrays.create(back.tensor("z"), manager));
                assertArrayEquals(new float[] {1, -2}, back.tensor("half").toFloats());
            }
        }
    }

    @Test
    void shardsRoundTripAndLiesInTheIndexAreRefused() throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            tensors.put("t" + i, floats(new float[] {i, i, i}, 3));
        }
        Path index = folder.resolve("model.safetensors.index.json");
        SafetensorsWriter.writeSharded(index, tensors, Map.of(), 24);
        assertTrue(Files.exists(folder.resolve("model-00003-of-00003.safetensors")));
        try (Checkpoint file = Checkpoints.open(index)) {
            assertEquals(tensors.keySet(), file.entries().keySet());
            assertArrayEquals(new float[] {4, 4, 4}, file.tensor("t4").toFloats());
            assertEquals(15, file.count());
        }
        String[][] wrong = {{"../x.safetensors", "without folders"}, {"/etc/passwd", "without folders"},
                {"missing.safetensors", "not beside it"},
                {"model-00003-of-00003.safetensors", "does not hold it"},
                {"model.safetensors.index.json", "cannot hold another"}};
        for (String[] one : wrong) {
            Files.writeString(index, "{\"weight_map\":{\"t0\":\"" + one[0] + "\"}}");
            assertTrue(
                    assertThrows(EngramException.class, () -> Checkpoints.open(index)).getMessage()
                            .contains(one[1]),
                    one[0]);
        }
        Files.writeString(index, "{\"some\":\"json\"}");
        assertTrue(assertThrows(EngramException.class, () -> Checkpoints.open(index)).getMessage()
                .contains("weight_map"));
    }

    @Test
    void saysWhatOtherFilesAre() throws IOException {
        String[][] others = {{"<!DOCTYPE html>", "web page"}, {"version https://git-lfs", "git-lfs"},
                {"", "0 bytes"},
                {"hello, this is text", "none of"}, {"\u0008\u0007onnx file bytes", "ONNX"},
                {"PK\3\4nothing", "truncated"}};
        for (String[] other : others) {
            Path path = Files.writeString(folder.resolve("other"), other[0], StandardCharsets.ISO_8859_1);
            assertTrue(assertThrows(EngramException.class, () -> Checkpoints.open(path)).getMessage()
                    .contains(other[1]), other[0]);
        }
        assertTrue(assertThrows(EngramException.class, () -> Checkpoints.open(folder)).getMessage()
                .contains("folder"));
        assertThrows(java.nio.file.NoSuchFileException.class, () -> Checkpoints.open(folder.resolve("none")));
    }

    @Test
    void aFailedWriteLeavesTheOldFile() throws IOException {
        Path path = folder.resolve("kept.safetensors");
        SafetensorsWriter.write(path, Map.of("a", floats(new float[] {1}, 1)), Map.of());
        byte[] before = Files.readAllBytes(path);
        StoredTensor broken = floats(new float[] {1e30f}, 1).as(TensorType.F16);
        assertThrows(EngramException.class,
                () -> SafetensorsWriter.write(path, Map.of("a", broken), Map.of()));
        assertArrayEquals(before, Files.readAllBytes(path));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }
}
