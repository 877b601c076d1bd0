package org.engram.nn.checkpoints;

import java.nio.ByteBuffer;

/** Bytes that tensors lie in: part of a file, or memory. Safe for any number of readers. */
interface Storage {
    /** @return how many bytes there are */
    long byteCount();

    /**
     * @param offset of the first byte, a multiple of the element size
     * @param most how many bytes are wanted
     * @return those bytes, little-endian in order, or fewer of them: always all if the storage has less than 2 GiB, and at
     *         least one element
     */
    ByteBuffer read(long offset, int most);
}
