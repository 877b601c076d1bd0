package org.engram.io.volume;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Voxels of which the last are missing and read as zero (real value and stored bytes alike). */
final class ZeroPaddedVoxels implements VoxelSource {
    private final VoxelSource present;
    private final long size;

    ZeroPaddedVoxels(VoxelSource present, long size) {
        this.present = present;
        this.size = size;
    }

    @Override
    public VoxelType type() {
        return present.type();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Scaling scaling() {
        return present.scaling();
    }

    @Override
    public void read(long start, int count, float[] into, int offset) {
        int there = there(start, count);
        if (there > 0) {
            present.read(start, there, into, offset);
        }
        Arrays.fill(into, offset + there, offset + count, 0);
    }

    @Override
    public void read(long start, int count, double[] into, int offset) {
        int there = there(start, count);
        if (there > 0) {
            present.read(start, there, into, offset);
        }
        Arrays.fill(into, offset + there, offset + count, 0);
    }

    @Override
    public void readStored(long start, int count, ByteBuffer into) {
        int there = there(start, count);
        if (there > 0) {
            present.readStored(start, there, into);
        }
        into.put(new byte[(count - there) * type().bytes()]);
    }

    private int there(long start, int count) {
        return (int) Math.max(0, Math.min(count, present.size() - start));
    }

    @Override
    public boolean isSequential() { return present.isSequential(); }

    @Override
    public void close() {
        present.close();
    }
}
