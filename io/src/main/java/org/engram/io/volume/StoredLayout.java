package org.engram.io.volume;

import java.nio.ByteOrder;
import org.engram.io.volume.VoxelSource.Scaling;

/**
 * How voxels lie in a file: one run of them, first index fastest.
 *
 * @param dataOffset where the first voxel begins, bytes into the (uncompressed) file
 * @param type how one is stored
 * @param byteOrder order of the bytes of a number
 * @param scaling from stored to real values
 * @param voxelCount how many there are
 */
public record StoredLayout(long dataOffset, VoxelType type, ByteOrder byteOrder, Scaling scaling,
        long voxelCount) {
    /** Checks that the sizes make sense. */
    public StoredLayout {
        if (dataOffset < 0 || voxelCount < 1) {
            throw new IllegalArgumentException("offset " + dataOffset + " and " + voxelCount
                    + " voxels: expected an offset of 0 or more and at least one voxel");
        }
        Math.addExact(dataOffset, Math.multiplyExact(voxelCount, type.bytes()));
    }

    /** @return bytes all voxels take */
    public long dataBytes() {
        return voxelCount * type.bytes();
    }

    /** @return bytes the (uncompressed) file must have at least */
    public long fileBytes() {
        return dataOffset + dataBytes();
    }
}
