package org.engram.nn.checkpoints;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.engram.core.EngramException;

/** A tensor seen as elements of another floating-point type, converted block by block when read. */
final class ConvertedStorage implements Storage {
    private final StoredTensor tensor;
    private final TensorType type;

    ConvertedStorage(StoredTensor tensor, TensorType type) {
        this.tensor = tensor;
        this.type = type;
    }

    @Override
    public long byteCount() {
        return tensor.count() * type.bytes();
    }

    @Override
    public ByteBuffer read(long offset, int most) {
        long first = offset / type.bytes();
        int count = (int) Math.min(most / type.bytes(), tensor.count() - first);
        ByteBuffer elements = tensor.elements(first, count);
        ByteBuffer converted = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (type != TensorType.F64 && tensor.type().floating() && tensor.type() != TensorType.F64) {
            float[] values = new float[count];
            ElementNumbers.toFloats(elements, tensor.type(), values, 0, count);
            for (int i = 0; i < count; i++) {
                put(converted, i, values[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                put(converted, i, ElementNumbers.get(elements, tensor.type(), i));
            }
        }
        return converted;
    }

    private void put(ByteBuffer converted, int index, double value) {
        if (type == TensorType.F16 && Math.abs(value) >= 65520 && !Double.isInfinite(value)) {
            throw new EngramException("a tensor holds " + value
                    + ", which is more than F16 can hold (65504): convert to BF16 or F32 instead");
        }
        ElementNumbers.put(converted, type, index, value);
    }
}
