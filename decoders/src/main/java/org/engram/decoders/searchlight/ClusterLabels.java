package org.engram.decoders.searchlight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sets of voxels that hang together by faces. */
final class ClusterLabels {
    private final VoxelGrid grid;
    private final int[] label; // 0 outside, else from 1
    private final List<int[]> members = new ArrayList<>();

    private ClusterLabels(VoxelGrid grid, boolean[] inside, int[] candidates) {
        this.grid = grid;
        this.label = new int[grid.voxels()];
        int[] queue = new int[candidates.length];
        for (int seed : candidates) {
            if (inside[seed] && label[seed] == 0) {
                int[] found = flood(inside, queue, seed, members.size() + 1);
                Arrays.sort(found);
                members.add(found);
            }
        }
    }

    static ClusterLabels of(double[] map, VoxelGrid grid, double threshold) {
        boolean[] inside = new boolean[map.length];
        int[] all = new int[map.length];
        for (int v = 0; v < map.length; v++) {
            inside[v] = map[v] > threshold;
            all[v] = v;
        }
        return new ClusterLabels(grid, inside, all);
    }

    static ClusterLabels of(boolean[] inside, int[] candidates, VoxelGrid grid) {
        return new ClusterLabels(grid, inside, candidates);
    }

    List<int[]> members() {
        return members;
    }

    private int[] flood(boolean[] inside, int[] queue, int seed, int number) {
        int tail = 0;
        queue[tail++] = seed;
        label[seed] = number;
        for (int head = 0; head < tail; head++) {
            for (int face = 0; face < 6; face++) {
                int step = (face & 1) == 0 ? 1 : -1;
                int next = neighbour(queue[head], face < 2 ? step : 0, face >> 1 == 1 ? step : 0,
                        face >> 1 == 2 ? step : 0);
                if (next >= 0 && inside[next] && label[next] == 0) {
                    label[next] = number;
                    queue[tail++] = next;
                }
            }
        }
        return Arrays.copyOf(queue, tail);
    }

    boolean isMaximum(int voxel, float[] map) {
        for (int n = 0; n < 27; n++) {
            int other = neighbour(voxel, n % 3 - 1, n / 3 % 3 - 1, n / 9 - 1);
            if (other >= 0 && label[other] == label[voxel] && map[other] > map[voxel]) {
                return false;
            }
        }
        return true;
    }

    private int neighbour(int voxel, int dx, int dy, int dz) {
        return grid.voxelAt(grid.coordinate(voxel, 0) + dx, grid.coordinate(voxel, 1) + dy,
                grid.coordinate(voxel, 2) + dz);
    }
}
