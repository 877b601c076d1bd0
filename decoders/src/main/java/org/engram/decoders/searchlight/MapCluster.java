package org.engram.decoders.searchlight;

import java.util.List;

/**
 * Voxels above a threshold that hang together by their faces.
 *
 * @param voxels how many
 * @param cubicMillimetres their volume
 * @param peaks its maxima, highest first, at least one
 */
public record MapCluster(int voxels, double cubicMillimetres, List<MapPeak> peaks) {
    /** Copies the list. */
    public MapCluster {
        peaks = List.copyOf(peaks);
    }

    /** @return the highest maximum */
    public MapPeak peak() {
        return peaks.get(0);
    }
}
