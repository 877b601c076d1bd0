package org.engram.preprocessing.anatomy;

import java.util.Arrays;
import org.engram.preprocessing.volume.resampling.Grid;

/** Which voxels lie inside a closed surface: along each line of voxels in z, between odd and even crossings. */
final class SurfaceFill {
    private final Grid grid;
    private final double[][] crossings;
    private final int[] counts;

    private SurfaceFill(Grid grid) {
        this.grid = grid;
        this.crossings = new double[grid.nx() * grid.ny()][];
        this.counts = new int[grid.nx() * grid.ny()];
    }

    /**
     * @param grid extents of the volume
     * @param vertices x, y, z of each vertex in voxels
     * @param triangles three vertices each
     * @return the voxels whose centres are inside, first axis fastest
     */
    static boolean[] inside(Grid grid, double[] vertices, int[] triangles) {
        SurfaceFill fill = new SurfaceFill(grid);
        for (int t = 0; t < triangles.length; t += 3) {
            fill.cross(vertices, 3 * triangles[t], 3 * triangles[t + 1], 3 * triangles[t + 2]);
        }
        return fill.fill();
    }

    private void cross(double[] v, int a, int b, int c) {
        double area = (v[b] - v[a]) * (v[c + 1] - v[a + 1]) - (v[c] - v[a]) * (v[b + 1] - v[a + 1]);
        if (area == 0) {
            return;
        }
        int x0 = (int) Math.max(0, Math.ceil(Math.min(v[a], Math.min(v[b], v[c]))));
        int x1 = (int) Math.min(grid.nx() - 1, Math.floor(Math.max(v[a], Math.max(v[b], v[c]))));
        int y0 = (int) Math.max(0, Math.ceil(Math.min(v[a + 1], Math.min(v[b + 1], v[c + 1]))));
        int y1 = (int) Math.min(grid.ny() - 1, Math.floor(Math.max(v[a + 1], Math.max(v[b + 1], v[c + 1]))));
        for (int y = y0; y <= y1; y++) {
            for (int x = x0; x <= x1; x++) {
                // Edge functions; a point on an edge belongs to one of its two triangles only.
                double wa = edge(v, b, c, x, y) / area;
                double wb = edge(v, c, a, x, y) / area;
                double wc = edge(v, a, b, x, y) / area;
                if (covers(wa, v, b, c, area) && covers(wb, v, c, a, area) && covers(wc, v, a, b, area)) {
                    record(y * grid.nx() + x, wa * v[a + 2] + wb * v[b + 2] + wc * v[c + 2]);
                }
            }
        }
    }

    private static double edge(double[] v, int from, int to, double x, double y) {
        return (v[to] - v[from]) * (y - v[from + 1]) - (v[to + 1] - v[from + 1]) * (x - v[from]);
    }

    private static boolean covers(double weight, double[] v, int from, int to, double area) {
        if (weight != 0) {
            return weight > 0;
        }
        double sign = Math.signum(area);
        double dx = sign * (v[to] - v[from]);
        double dy = sign * (v[to + 1] - v[from + 1]);
        return dy > 0 || dy == 0 && dx < 0;
    }

    private void record(int line, double z) {
        if (crossings[line] == null) {
            crossings[line] = new double[4];
        } else if (counts[line] == crossings[line].length) {
            crossings[line] = Arrays.copyOf(crossings[line], 2 * counts[line]);
        }
        crossings[line][counts[line]++] = z;
    }

    private boolean[] fill() {
        boolean[] inside = new boolean[grid.size()];
        int plane = grid.nx() * grid.ny();
        for (int line = 0; line < plane; line++) {
            if (counts[line] > 0) {
                Arrays.sort(crossings[line], 0, counts[line]);
            }
            for (int c = 0; c + 1 < counts[line]; c += 2) {
                int z0 = (int) Math.max(0, Math.ceil(crossings[line][c]));
                int z1 = (int) Math.min(grid.nz() - 1, Math.floor(crossings[line][c + 1]));
                for (int z = z0; z <= z1; z++) {
                    inside[z * plane + line] = true;
                }
            }
        }
        return inside;
    }
}
