package org.engram.io.volume;

import java.nio.ByteBuffer;

/**
 * Where the voxels of a {@link Volume} come from: an array, a mapped file, a compressed stream. Voxels are numbered in
 * file order, first index fastest. Reading is thread-safe. A source that holds an open file releases it when read to
 * its end or closed.
 */
public interface VoxelSource extends AutoCloseable {
    /** @return how one voxel is stored */
    VoxelType type();

    /** @return the number of voxels, all dimensions together */
    long size();

    /** @return slope and intercept from stored to real values */
    Scaling scaling();

    /**
     * Reads real (scaled) values as single precision. Complex voxels give their magnitude; colours are refused.
     *
     * @param start the first voxel
     * @param count how many
     * @param into receives the values
     * @param offset where in {@code into} to begin
     */
    void read(long start, int count, float[] into, int offset);

    /**
     * Reads real (scaled) values as double precision. Complex voxels give their magnitude; colours are refused.
     *
     * @param start the first voxel
     * @param count how many
     * @param into receives the values
     * @param offset where in {@code into} to begin
     */
    void read(long start, int count, double[] into, int offset);

    /**
     * Reads stored bytes, unscaled, in little-endian order whatever the file has.
     *
     * @param start the first voxel
     * @param count how many
     * @param into receives {@code count * type().bytes()} bytes at its position
     */
    void readStored(long start, int count, ByteBuffer into);

    /** @return true when reading an earlier voxel after a later one is expensive (a compressed stream) */
    default boolean isSequential() {
        return false;
    }

    @Override
    default void close() {}

    /**
     * Real value = stored value times slope plus intercept.
     *
     * @param slope finite, not 0
     * @param intercept finite
     */
    record Scaling(double slope, double intercept) {
        /** Stored values are real values. */
        public static final Scaling NONE = new Scaling(1, 0);

        /** @return whether stored values are real values */
        public boolean isNone() {
            return slope == 1 && intercept == 0;
        }
    }
}
