package org.engram.decoders.searchlight;

import java.util.List;

/**
 * A local maximum of a map.
 *
 * @param voxel the column of the sample matrix it lies at
 * @param index its grid index: x, y, z, counted from 0
 * @param millimetres where that is in the world: x to the right, y to the front, z up
 * @param value the map there
 */
public record MapPeak(int voxel, List<Integer> index, List<Double> millimetres, double value) {
    /** Copies the lists. */
    public MapPeak {
        index = List.copyOf(index);
        millimetres = List.copyOf(millimetres);
    }
}
