package org.engram.preprocessing.electrophysiology.ica;

import org.engram.compute.linalg.Matrix;

/**
 * Samples of white components, in blocks small enough for a processor's cache. Everything computed from them is summed per
 * block and then over blocks in order, so that it does not depend on threads.
 */
final class WhitenedSamples {
    /** Elements of a block and of its image: together within what goes to BLAS without a buffer. */
    private static final int BLOCK_ELEMENTS = 24_000;

    private final int components;
    private final int count;
    private final int blockSize;
    private final Matrix[] blocks;
    private int filled;

    /** Room for a number of samples, to be filled by {@link #append}. */
    WhitenedSamples(int components, int count) {
        this.components = components;
        this.count = count;
        this.blockSize = Math.max(64, Math.min(1024, BLOCK_ELEMENTS / components) / 8 * 8);
        this.blocks = new Matrix[(count + blockSize - 1) / blockSize];
        for (int b = 0; b < blocks.length; b++) {
            blocks[b] = Matrix.zeros(components, Math.min(blockSize, count - b * blockSize));
        }
    }

    /** Component x sample, the next samples in order. */
    void append(Matrix scores) {
        for (int at = 0; at < scores.columns();) {
            Matrix block = blocks[filled / blockSize];
            int within = filled % blockSize;
            int length = Math.min(block.columns() - within, scores.columns() - at);
            for (int c = 0; c < components; c++) {
                System.arraycopy(scores.data(), c * scores.columns() + at, block.data(),
                        c * block.columns() + within, length);
            }
            at += length;
            filled += length;
        }
    }

    int components() {
        return components;
    }

    int count() {
        return count;
    }

    int blockCount() {
        return blocks.length;
    }

    /** Component x sample; not copied. */
    Matrix block(int index) {
        return blocks[index];
    }

    /** Copies one sample to {@code into[offset..]}. */
    void sample(int index, double[] into, int offset) {
        Matrix block = blocks[index / blockSize];
        int columns = block.columns();
        double[] data = block.data();
        for (int c = 0, at = index % blockSize; c < components; c++, at += columns) {
            into[offset + c] = data[at];
        }
    }
}
