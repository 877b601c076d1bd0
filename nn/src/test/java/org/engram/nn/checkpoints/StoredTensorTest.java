package org.engram.nn.checkpoints;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.Test;

class StoredTensorTest {
    private static StoredTensor counting(long... shape) {
        int size = (int) new Shape(shape).size();
        ByteBuffer bytes = ByteBuffer.allocate(4 * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            bytes.putFloat(i);
        }
        return StoredTensor.of(MemoryStorage.of(bytes.array()), TensorType.F32, shape);
    }

    private static ByteBuffer allPatterns() {
        ByteBuffer patterns = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1 << 16; i++) {
            patterns.putShort((short) i);
        }
        return patterns;
    }

    /** All 65,536 bit patterns, and rounding between all neighbours, against libtorch. */
    @Test
    void halfPrecisionAsLibtorchConvertsIt() {
        try (NDManager manager = Torch.newManager()) {
            StoredTensor tensor = StoredTensor.of(MemoryStorage.of(allPatterns().array()), TensorType.F16,
                    1 << 16);
            NDArray same = TensorArrays.create(tensor, manager);
            assertEquals(DataType.FLOAT16, same.getDataType());
            float[] values = same.toType(DataType.FLOAT32, true).toFloatArray();
            assertArrayEquals(values, tensor.toFloats());
            for (int i = 0; i < values.length - 1; i++) {
                float middle = (values[i] + values[i + 1]) / 2; // a tie, to even
                values[i] = Math.abs(values[i]) > 6e4 ? 65519.99f : i % 3 == 0 ? middle : Math.nextUp(middle);
            }
            NDArray floats = manager.create(values);
            float[] rounded = floats.toType(DataType.FLOAT16, true).toType(DataType.FLOAT32, true)
                    .toFloatArray();
            float[] ours = TensorArrays.stored(floats).as(TensorType.F16).toFloats();
            for (int i = 0; i < ours.length - 1; i++) {
                assertEquals(rounded[i], ours[i], 0, "of " + values[i]);
            }
        }
    }

    /** The engine has no bfloat16 arrays; the nearer of the two neighbours, ties to the even one, is the definition. */
    @Test
    void brainFloatIsTheNearestUpperHalf() {
        ByteBuffer patterns = allPatterns();
        float[] values = StoredTensor.of(MemoryStorage.of(patterns.array()), TensorType.BF16, 1 << 16)
                .toFloats();
        for (int i = 0; i < 0x7F7F; i++) {
            assertEquals(i << 16, Float.floatToRawIntBits(values[i]));
            double low = values[i];
            double high = values[i + 1];
            for (float between : new float[] {(float) ((low + high) / 2), (float) (low + 0.3 * (high - low)),
                    (float) (low + 0.7 * (high - low))}) {
                double toLow = between - low;
                double toHigh = high - between;
                int nearest = toLow < toHigh || toLow == toHigh && i % 2 == 0 ? i : i + 1;
                assertEquals((short) nearest, ElementNumbers.floatToBrainFloat(between));
                assertEquals((short) (nearest | 0x8000), ElementNumbers.floatToBrainFloat(-between));
            }
        }
    }

    @Test
    void eightBitFloatingPoint() {
        // OCP FP8: 0x38 is 1.0 in E4M3 (bias 7), 0x7E is 448, the largest, 0x7F NaN, 0x01 is 2^-9; 0x3C is 1.0 in E5M2
        byte[] four = {0x38, (byte) 0xB8, 0x7E, 0x7F, 0x01, 0};
        assertArrayEquals(new float[] {1, -1, 448, Float.NaN, 0x1p-9f, 0},
                StoredTensor.of(MemoryStorage.of(four), TensorType.F8_E4M3, 6).toFloats());
        byte[] five = {0x3C, (byte) 0xC0, 0x7B, 0x7C, 0x01};
        assertArrayEquals(new float[] {1, -2, 57344, Float.POSITIVE_INFINITY, 0x1p-16f},
                StoredTensor.of(MemoryStorage.of(five), TensorType.F8_E5M2, 5).toFloats());
    }

    @Test
    void viewsAgreeWithTheEngine() {
        try (NDManager manager = Torch.newManager()) {
            StoredTensor tensor = counting(2, 3, 4);
            NDArray array = TensorArrays.create(tensor, manager);
            assertEquals(array.transpose(2, 0, 1), TensorArrays.create(tensor.permute(2, 0, 1), manager));
            assertEquals(array.get(":, 1:3"), TensorArrays.create(tensor.narrow(1, 1, 2), manager));
            assertEquals(array.get(":, 1:3").transpose(1, 0, 2).reshape(4, 4),
                    TensorArrays.create(tensor.narrow(1, 1, 2).permute(1, 0, 2).reshape(4, 4), manager));
            for (int axis = 0; axis < 3; axis++) {
                StoredTensor flipped = tensor.permute(0, 1, 2);
                NDArray joined = array.concat(array, axis);
                assertEquals(joined, TensorArrays
                        .create(StoredTensor.concatenate(axis, List.of(tensor, flipped)), manager));
            }
            StoredTensor big = new StoredTensor(MemoryStorage.of(new byte[] {0, 0, 1, 0}), TensorType.I16,
                    ByteOrder.BIG_ENDIAN, 0, new long[] {2}, new long[] {1});
            assertArrayEquals(new double[] {0, 256}, big.toDoubles());
        }
    }

    @Test
    void whatDoesNotFitIsNamedWithItsShape() {
        StoredTensor tensor = counting(2, 3);
        assertTrue(
                assertThrows(ShapeException.class, () -> tensor.reshape(4)).getMessage().contains("(2, 3)"));
        assertThrows(ShapeException.class, () -> tensor.permute(0, 0));
        assertThrows(ShapeException.class, () -> tensor.permute(0));
        assertThrows(ShapeException.class, () -> tensor.narrow(1, 2, 2));
        assertThrows(ShapeException.class,
                () -> StoredTensor.concatenate(0, List.of(tensor, counting(2, 4))));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.elements(5, 2));
    }
}
