package org.engram.nn.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.engram.core.EngramException;
import org.engram.io.array.ElementType;
import org.engram.io.array.NpyArray;

/** Copies arrays of Java to the device. */
final class DeviceArrays {
    private DeviceArrays() {}

    static NDArray of(NDManager manager, String name, NpyArray array) {
        Shape shape = new Shape(Arrays.stream(array.shape()).asLongStream().toArray());
        Object data = array.data();
        if (data instanceof float[] floats && array.type() == ElementType.FLOAT32) {
            return manager.create(floats, shape);
        }
        if (data instanceof double[] doubles && array.type() == ElementType.FLOAT64) {
            return manager.create(doubles, shape);
        }
        if (data instanceof boolean[] flags) {
            return manager.create(flags, shape);
        }
        if (data instanceof int[] ints && array.type() == ElementType.INT32) {
            return manager.create(ints, shape);
        }
        if (data instanceof byte[] bytes && array.type() == ElementType.UINT8) {
            return manager.create(ByteBuffer.wrap(bytes), shape, DataType.UINT8);
        }
        if (data instanceof byte[] bytes && array.type() == ElementType.INT8) {
            return manager.create(bytes, shape);
        }
        if (array.type() == ElementType.INT16 || array.type() == ElementType.UINT16) {
            return manager.create(Arrays.stream(array.toLongs()).mapToInt(value -> (int) value).toArray(),
                    shape);
        }
        if (array.type() == ElementType.INT64 || array.type() == ElementType.UINT32) {
            return manager.create(array.toLongs(), shape);
        }
        throw new EngramException("array \"" + name + "\" holds " + array.type()
                + ", which no network takes: give floats, whole numbers or truth values");
    }
}
