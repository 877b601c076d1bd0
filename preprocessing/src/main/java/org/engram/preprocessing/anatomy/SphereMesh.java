package org.engram.preprocessing.anatomy;

import java.util.HashMap;
import java.util.Map;

/** A sphere of triangles: an icosahedron whose triangles are cut in four again and again. */
final class SphereMesh {
    private final double[] positions;
    private int[] triangles;

    private int count;

    /** @param subdivisions how often to cut; 4 gives 2562 vertices */
    SphereMesh(int subdivisions) {
        this.positions = new double[3 * (10 * (1 << 2 * subdivisions) + 2)];
        double g = (1 + Math.sqrt(5)) / 2;
        double[][] corners = {{-1, g, 0}, {1, g, 0}, {-1, -g, 0}, {1, -g, 0}, {0, -1, g}, {0, 1, g},
                {0, -1, -g},
                {0, 1, -g}, {g, 0, -1}, {g, 0, 1}, {-g, 0, -1}, {-g, 0, 1}};
        for (double[] corner : corners) {
            add(corner[0], corner[1], corner[2]);
        }
        triangles = new int[] {0, 11, 5, 0, 5, 1, 0, 1, 7, 0, 7, 10, 0, 10, 11, 1, 5, 9, 5, 11, 4, 11, 10, 2,
                10, 7,
                6, 7, 1, 8, 3, 9, 4, 3, 4, 2, 3, 2, 6, 3, 6, 8, 3, 8, 9, 4, 9, 5, 2, 4, 11, 6, 2, 10, 8, 6, 7,
                9, 8,
                1};
        for (int s = 0; s < subdivisions; s++) {
            subdivide();
        }
    }

    /** @return x, y, z of each vertex on the unit sphere */
    double[] positions() {
        return positions;
    }

    /** @return three vertices of each triangle, counter-clockwise seen from outside */
    int[] triangles() {
        return triangles;
    }

    int vertexCount() {
        return count;
    }

    /** @return the vertices joined to each vertex by an edge, in order around it */
    int[][] neighbours() {
        int[][] next = new int[count][6];
        int[] degree = new int[count];
        int[][] edges = new int[count][12];
        for (int t = 0; t < triangles.length; t += 3) {
            for (int c = 0; c < 3; c++) {
                int v = triangles[t + c];
                edges[v][2 * degree[v]] = triangles[t + (c + 1) % 3];
                edges[v][2 * degree[v] + 1] = triangles[t + (c + 2) % 3];
                degree[v]++;
            }
        }
        for (int v = 0; v < count; v++) {
            next[v] = new int[degree[v]];
            int at = edges[v][0];
            for (int n = 0; n < degree[v]; n++) {
                next[v][n] = at;
                for (int e = 0; e < degree[v]; e++) {
                    if (edges[v][2 * e] == at) {
                        at = edges[v][2 * e + 1];
                        break;
                    }
                }
            }
        }
        return next;
    }

    private int add(double x, double y, double z) {
        double norm = Math.sqrt(x * x + y * y + z * z);
        positions[3 * count] = x / norm;
        positions[3 * count + 1] = y / norm;
        positions[3 * count + 2] = z / norm;
        return count++;
    }

    private void subdivide() {
        Map<Long, Integer> middles = new HashMap<>();
        int[] finer = new int[4 * triangles.length];
        int next = 0;
        for (int t = 0; t < triangles.length; t += 3) {
            int a = triangles[t];
            int b = triangles[t + 1];
            int c = triangles[t + 2];
            int ab = middle(middles, a, b);
            int bc = middle(middles, b, c);
            int ca = middle(middles, c, a);
            for (int v : new int[] {a, ab, ca, b, bc, ab, c, ca, bc, ab, bc, ca}) {
                finer[next++] = v;
            }
        }
        triangles = finer;
    }

    private int middle(Map<Long, Integer> middles, int a, int b) {
        long key = (long) Math.min(a, b) << 32 | Math.max(a, b);
        Integer known = middles.get(key);
        if (known != null) {
            return known;
        }
        int created = add(positions[3 * a] + positions[3 * b], positions[3 * a + 1] + positions[3 * b + 1],
                positions[3 * a + 2] + positions[3 * b + 2]);
        middles.put(key, created);
        return created;
    }
}
