package org.engram.nn.checkpoints;

import java.nio.ByteBuffer;

/** The storage of a PyTorch tensor, whose bytes may be found only after the tensors that lie in it. */
final class TorchStorage implements Storage {
    private final String key;
    private final TensorType type;
    private final long elements;
    private Storage content;

    TorchStorage(String key, TensorType type, long elements) {
        this.key = key;
        this.type = type;
        this.elements = elements;
    }

    String key() {
        return key;
    }

    TensorType type() {
        return type;
    }

    long elements() {
        return elements;
    }

    boolean bound() {
        return content != null;
    }

    void bind(Storage bytes) {
        content = bytes;
    }

    @Override
    public long byteCount() {
        return elements * type.bytes();
    }

    @Override
    public ByteBuffer read(long offset, int most) {
        return content.read(offset, most);
    }
}
