package org.engram.decoders.searchlight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.engram.core.ShapeException;

/**
 * Where a map is high: its clusters above a threshold and their local maxima.
 *
 * <p>A cluster is a set of voxels above the threshold that hang together by their faces (6 neighbours). A maximum is a
 * voxel that none of its 26 neighbours in the cluster exceeds. Where neighbouring maxima are equal, and accuracies
 * often are, they count as one, at the voxel among them nearest to their middle (indices rounded, halves to even). Of
 * two maxima of a cluster closer than the least distance the lower one is left out; of equals, the one further
 * along x, then y, then z. Values that are the same in single precision, as maps are stored, count as equal.
 *
 * <p>Departs from nilearn's cluster table in that a maximum is compared with all those kept, not with the last one,
 * and that a plateau's maximum always lies on the plateau. Immutable and thread-safe; cost a few passes over the
 * map.
 *
 * <pre>{@code
 * List<MapCluster> clusters = MapPeaks.above(0.7).withMinimumDistance(8).find(map, grid);
 * }</pre>
 *
 * @param threshold voxels belong to a cluster when their value is greater
 * @param minimumDistanceMillimetres the least distance between two maxima of one cluster, 0 or more
 * @param largestPeakCount how many maxima of a cluster are listed at most, 1 or more
 */
public record MapPeaks(double threshold, double minimumDistanceMillimetres, int largestPeakCount) {
    private static final double DEFAULT_DISTANCE_MILLIMETRES = 8;
    private static final int DEFAULT_PEAK_COUNT = 4;

    /** Checks the ranges. */
    public MapPeaks {
        if (Double.isNaN(threshold)) {
            throw new IllegalArgumentException("the threshold of clusters is NaN: give a number");
        }
        if (!(minimumDistanceMillimetres >= 0)) {
            throw new IllegalArgumentException("the least distance of peaks is " + minimumDistanceMillimetres
                    + " mm: give 0 or more");
        }
        if (largestPeakCount < 1) {
            throw new IllegalArgumentException(
                    "the number of peaks of a cluster is " + largestPeakCount + ": give 1 or more");
        }
    }

    /**
     * @param threshold voxels belong to a cluster when their value is greater
     * @return peaks at least 8 mm apart, at most four of a cluster
     */
    public static MapPeaks above(double threshold) {
        return new MapPeaks(threshold, DEFAULT_DISTANCE_MILLIMETRES, DEFAULT_PEAK_COUNT);
    }

    /**
     * @param millimetres the least distance between two maxima of one cluster, 0 or more
     * @return a copy with that distance
     */
    public MapPeaks withMinimumDistance(double millimetres) {
        return new MapPeaks(threshold, millimetres, largestPeakCount);
    }

    /**
     * @param count how many maxima of a cluster are listed at most, 1 or more
     * @return a copy with that count
     */
    public MapPeaks withLargestPeakCount(int count) {
        return new MapPeaks(threshold, minimumDistanceMillimetres, count);
    }

    /**
     * @param map one value per voxel of the grid's mask, in the order of columns; NaN where there is none
     * @param grid where the voxels lie
     * @return the clusters, that with the highest peak first
     */
    public List<MapCluster> find(double[] map, VoxelGrid grid) {
        if (map.length != grid.voxels()) {
            throw new ShapeException("the map has " + map.length + " values but the mask "
                    + grid.voxels() + " voxels: give one value per voxel");
        }
        float[] stored = new float[map.length];
        for (int v = 0; v < map.length; v++) {
            stored[v] = (float) map[v];
        }
        ClusterLabels labels = ClusterLabels.of(map, grid, threshold);
        double cubicMillimetres = Math.abs(grid.affine().determinant());
        List<MapCluster> clusters = new ArrayList<>();
        for (int[] members : labels.members()) {
            clusters.add(new MapCluster(members.length, members.length * cubicMillimetres,
                    peaks(members, labels, stored, map, grid)));
        }
        clusters.sort(Comparator.comparingDouble((MapCluster cluster) -> -stored[cluster.peak().voxel()])
                .thenComparingInt(cluster -> cluster.peak().voxel()));
        return clusters;
    }

    private List<MapPeak> peaks(int[] members, ClusterLabels labels, float[] stored, double[] map,
            VoxelGrid grid) {
        List<MapPeak> found = new ArrayList<>();
        boolean[] isPeak = new boolean[map.length];
        for (int voxel : members) {
            isPeak[voxel] = labels.isMaximum(voxel, stored);
        }
        for (int[] plateau : ClusterLabels.of(isPeak, members, grid).members()) {
            found.add(peak(nearestToMiddle(plateau, grid), map, grid));
        }
        found.sort(Comparator.comparingDouble((MapPeak peak) -> -stored[peak.voxel()])
                .thenComparingInt(MapPeak::voxel));
        List<MapPeak> kept = new ArrayList<>();
        for (MapPeak candidate : found) {
            if (kept.size() < largestPeakCount && kept.stream()
                    .allMatch(peak -> distance(peak, candidate) >= minimumDistanceMillimetres)) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private static MapPeak peak(int voxel, double[] map, VoxelGrid grid) {
        int[] at = grid.coordinates(voxel);
        double[] world = grid.affine().apply(at[0], at[1], at[2]);
        return new MapPeak(voxel, List.of(at[0], at[1], at[2]), List.of(world[0], world[1], world[2]),
                map[voxel]);
    }

    private static int nearestToMiddle(int[] plateau, VoxelGrid grid) {
        double[] middle = new double[3];
        for (int voxel : plateau) {
            for (int d = 0; d < 3; d++) {
                middle[d] += grid.coordinate(voxel, d);
            }
        }
        for (int d = 0; d < 3; d++) {
            middle[d] = Math.rint(middle[d] / plateau.length);
        }
        int nearest = plateau[0];
        double least = Double.POSITIVE_INFINITY;
        for (int voxel : plateau) {
            double squared = 0;
            for (int d = 0; d < 3; d++) {
                double step = grid.coordinate(voxel, d) - middle[d];
                squared += step * step;
            }
            if (squared < least) {
                least = squared;
                nearest = voxel;
            }
        }
        return nearest;
    }

    private static double distance(MapPeak a, MapPeak b) {
        double squared = 0;
        for (int d = 0; d < 3; d++) {
            double step = a.millimetres().get(d) - b.millimetres().get(d);
            squared += step * step;
        }
        return Math.sqrt(squared);
    }
}
