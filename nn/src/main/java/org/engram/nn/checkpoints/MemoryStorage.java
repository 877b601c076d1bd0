package org.engram.nn.checkpoints;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/** Bytes in memory that are made when first read and forgotten when memory is short. */
final class MemoryStorage implements Storage {
    private final long byteCount;
    private final Supplier<ByteBuffer> make;
    private SoftReference<ByteBuffer> made = new SoftReference<>(null);

    /**
     * @param byteCount how many bytes there will be, at most 2^31 - 1
     * @param make gives them, little-endian unless the tensor says otherwise; may be called again
     */
    MemoryStorage(long byteCount, Supplier<ByteBuffer> make) {
        this.byteCount = byteCount;
        this.make = make;
    }

    static MemoryStorage of(byte[] bytes) {
        return new MemoryStorage(bytes.length, () -> ByteBuffer.wrap(bytes));
    }

    @Override
    public long byteCount() {
        return byteCount;
    }

    @Override
    public ByteBuffer read(long offset, int most) {
        ByteBuffer bytes = bytes();
        int from = (int) offset;
        return bytes.slice(from, Math.min(most, bytes.capacity() - from)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private synchronized ByteBuffer bytes() {
        ByteBuffer bytes = made.get();
        if (bytes == null) {
            bytes = make.get().slice();
            made = new SoftReference<>(bytes);
        }
        return bytes;
    }
}
