package org.engram.io.volume;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Single-precision voxels in memory, one array per 3D volume, so that a series may hold more than 2^31 voxels.
 */
final class FloatVoxels implements VoxelSource {
    private final List<float[]> volumes;
    private final int volumeSize;

    /** @param volumes arrays of one length, used as they are (not copied) */
    FloatVoxels(List<float[]> volumes) {
        this.volumes = List.copyOf(volumes);
        this.volumeSize = volumes.get(0).length;
    }

    @Override
    public VoxelType type() {
        return VoxelType.FLOAT32;
    }

    @Override
    public long size() {
        return (long) volumeSize * volumes.size();
    }

    @Override
    public Scaling scaling() {
        return Scaling.NONE;
    }

    @Override
    public void read(long start, int count, float[] into, int offset) {
        forEachPiece(start, count,
                (array, from, length, done) -> System.arraycopy(array, from, into, offset + done,
                        length));
    }

    @Override
    public void read(long start, int count, double[] into, int offset) {
        forEachPiece(start, count, (array, from, length, done) -> {
            for (int i = 0; i < length; i++) {
                into[offset + done + i] = array[from + i];
            }
        });
    }

    @Override
    public void readStored(long start, int count, ByteBuffer into) {
        ByteBuffer little = into.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        forEachPiece(start, count,
                (array, from, length, done) -> little.asFloatBuffer().put(done, array, from,
                        length));
        into.position(into.position() + count * Float.BYTES);
    }

    private void forEachPiece(long start, int count, Piece piece) {
        int done = 0;
        while (done < count) {
            long at = start + done;
            int from = (int) (at % volumeSize);
            int length = Math.min(count - done, volumeSize - from);
            piece.copy(volumes.get((int) (at / volumeSize)), from, length, done);
            done += length;
        }
    }

    private interface Piece {
        void copy(float[] array, int from, int length, int done);
    }
}
