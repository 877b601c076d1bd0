package org.engram.nn.checkpoints;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.engram.core.EngramException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.nn.engine.Pass;

/** Between tensors of weight files and arrays of the engine. */
public final class TensorArrays {
    private static final int BLOCK = 1 << 20;

    private TensorArrays() {}

    /**
     * @param tensor any tensor below 2 GiB
     * @param manager owns the array and says on which device it lives
     * @return an array of the same shape and numbers; bfloat16 and 8-bit floating point as float32; U16, U32, I16 and
     *         U64 widened to the next signed type the engine computes in
     */
    public static NDArray create(StoredTensor tensor, NDManager manager) {
        DataType type = natural(tensor.type());
        long bytes = tensor.count() * type.getNumOfBytes();
        if (bytes > Integer.MAX_VALUE) {
            throw new UnsupportedFeatureException("a tensor of shape " + tensor.shape() + " takes " + bytes
                    + " bytes; single arrays of at most 2 GiB are read");
        }
        if (bytes > 0 && sameBytes(tensor.type(), type)) {
            ByteBuffer stored = tensor.elements(0, (int) tensor.count());
            if (stored.isDirect()) {
                return copied(stored, tensor, type, manager); // straight from the file
            }
        }
        ByteBuffer direct = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
        long count = tensor.count();
        for (long from = 0; from < count; from += BLOCK) {
            int size = (int) Math.min(BLOCK, count - from);
            put(tensor.elements(from, size), tensor.type(), size, direct, type);
        }
        direct.rewind();
        return copied(direct, tensor, type, manager);
    }

    /** The engine's own memory, which does not hang on the buffer. */
    private static NDArray copied(ByteBuffer direct, StoredTensor tensor, DataType type, NDManager manager) {
        try (NDArray view = manager.create(direct, tensor.shape(), type)) {
            return view.duplicate();
        }
    }

    private static boolean sameBytes(TensorType from, DataType to) {
        return from.bytes() == to.getNumOfBytes() && from != TensorType.BOOL && from != TensorType.U64
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    /**
     * @param tensor any tensor
     * @param manager owns the array
     * @param type of the array
     * @return an array of the same shape, its numbers rounded to {@code type}
     */
    public static NDArray create(StoredTensor tensor, NDManager manager, DataType type) {
        if (type == DataType.BFLOAT16) {
            throw new UnsupportedFeatureException(
                    "arrays of bfloat16 cannot be made: take float32, which holds the same "
                            + "numbers");
        }
        NDArray array = create(tensor, manager);
        if (array.getDataType() == type) {
            return array;
        }
        try (array) {
            return array.toType(type, true);
        }
    }

    /**
     * Writes a tensor into an existing array, whatever its device and type; who holds the array sees the new values.
     *
     * @param tensor of the shape of {@code array}
     * @param array changed in place
     */
    public static void copy(StoredTensor tensor, NDArray array) {
        if (tensor.count() == 0) {
            return;
        }
        // A parameter that requires gradients may only be overwritten while none are recorded.
        Pass notRecording = Pass.inference();
        try (NDManager manager = array.getManager().newSubManager(array.getDevice())) {
            NDArray values = create(tensor, manager, array.getDataType());
            if (array.getShape().dimension() == 0) {
                array.reshape(1).set(new NDIndex(":"), values.reshape(1));
            } else {
                array.set(new NDIndex(":"), values);
            }
        } finally {
            notRecording.close();
        }
    }

    /**
     * @param array on any device; read when the tensor is, so it stays open until then
     * @return it as a tensor that can be written
     */
    public static StoredTensor stored(NDArray array) {
        TensorType type = type(array.getDataType());
        Shape shape = array.getShape();
        long bytes = shape.size() * type.bytes();
        if (bytes > Integer.MAX_VALUE) {
            throw new UnsupportedFeatureException("an array of shape " + shape + " takes " + bytes
                    + " bytes; single arrays of at most 2 GiB are written");
        }
        return StoredTensor.of(new MemoryStorage(bytes, array::toByteBuffer), type, shape.getShape());
    }

    private static DataType natural(TensorType type) {
        return switch (type) {
            case BOOL -> DataType.BOOLEAN;
            case U8 -> DataType.UINT8;
            case I8 -> DataType.INT8;
            case F16 -> DataType.FLOAT16;
            case I16, U16, I32 -> DataType.INT32;
            case U32, I64, U64 -> DataType.INT64;
            case F64 -> DataType.FLOAT64;
            // The engine kills the process when asked for bfloat16 (DJL 0.35.1); float32 holds all of its numbers.
            case F32, BF16, F8_E4M3, F8_E5M2 -> DataType.FLOAT32;
        };
    }

    private static TensorType type(DataType type) {
        return switch (type) {
            case BOOLEAN -> TensorType.BOOL;
            case UINT8 -> TensorType.U8;
            case INT8 -> TensorType.I8;
            case INT16 -> TensorType.I16;
            case INT32 -> TensorType.I32;
            case INT64 -> TensorType.I64;
            case FLOAT16 -> TensorType.F16;
            case FLOAT32 -> TensorType.F32;
            case FLOAT64 -> TensorType.F64;
            default -> throw new UnsupportedFeatureException("arrays of type " + type + " are not written");
        };
    }

    private static void put(ByteBuffer block, TensorType from, int size, ByteBuffer out, DataType to) {
        if (sameBytes(from, to)) {
            out.put(block);
            return;
        }
        if (to == DataType.FLOAT32) {
            float[] values = new float[size];
            ElementNumbers.toFloats(block, from, values, 0, size);
            out.asFloatBuffer().put(values);
            out.position(out.position() + 4 * size);
            return;
        }
        for (int i = 0; i < size; i++) {
            switch (from) {
                case BOOL -> out.put((byte) (block.get(i) == 0 ? 0 : 1));
                case I8, U8 -> out.put(block.get(i));
                case F16 -> out.putShort(block.getShort(2 * i));
                case F32, BF16, F8_E4M3, F8_E5M2 ->
                    throw new IllegalStateException(from + " is float32 to the engine");
                case F64 -> out.putDouble(block.getDouble(8 * i));
                case I16, U16, I32 -> out.putInt((int) ElementNumbers.get(block, from, i));
                case U32 -> out.putLong(block.getInt(4 * i) & 0xFFFFFFFFL);
                case I64 -> out.putLong(block.getLong(8 * i));
                case U64 -> {
                    if (block.getLong(8 * i) < 0) {
                        throw new EngramException(
                                "a U64 tensor holds " + Long.toUnsignedString(block.getLong(8 * i))
                                        + ", more than the engine's 64-bit integers hold");
                    }
                    out.putLong(block.getLong(8 * i));
                }
            }
        }
    }
}
