package org.engram.preprocessing.anatomy;

import org.engram.core.Parallelism;
import org.engram.preprocessing.volume.resampling.Grid;

/**
 * The surface that grows onto the brain. In every step each vertex moves along the surface towards the middle of its
 * neighbours, along the normal by how sharply the surface bends there, and outwards or inwards by the darkest and
 * brightest values met on the way in. Positions in mm along the voxel axes.
 */
final class BrainSurface {
    private static final double SMALLEST_RADIUS = 3.33;
    private static final double LARGEST_RADIUS = 10;
    private static final int DARKEST_DEPTH = 20;
    private static final int BRIGHTEST_DEPTH = 10;
    private static final double INTENSITY_STEP = 0.05;

    private final Grid grid;
    private final float[] values;
    private final double[] sizes;
    private final HeadIntensities head;
    private final double fraction;
    private final int[] triangles;
    private final int[][] neighbours;
    private double[] positions;
    private double[] moved;

    /**
     * @param grid grid of the image
     * @param values its voxels, finite
     * @param head what is known of them
     * @param fraction where between dark and bright the edge of the brain lies, 0 to 1
     */
    BrainSurface(Grid grid, float[] values, HeadIntensities head, double fraction) {
        this.grid = grid;
        this.values = values;
        this.sizes = grid.affine().voxelSizes();
        this.head = head;
        this.fraction = fraction;
        SphereMesh sphere = new SphereMesh(4);
        this.triangles = sphere.triangles();
        this.neighbours = sphere.neighbours();
        this.positions = sphere.positions();
        for (int i = 0; i < positions.length; i++) {
            positions[i] = head.centre()[i % 3] + 0.5 * head.radius() * positions[i];
        }
        this.moved = positions.clone();
    }

    /**
     * @param iterations steps to take
     * @param parallelism threads; the result does not depend on it
     */
    void grow(int iterations, Parallelism parallelism) {
        for (int step = 0; step < iterations; step++) {
            double edge = meanEdge();
            parallelism.forBlocks(neighbours.length, 256, (start, end) -> {
                for (int v = start; v < end; v++) {
                    move(v, edge);
                }
            });
            double[] before = positions;
            positions = moved;
            moved = before;
        }
    }

    /** @return x, y, z of each vertex in voxels of the grid */
    double[] voxels() {
        double[] voxels = new double[positions.length];
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] = positions[i] / sizes[i % 3];
        }
        return voxels;
    }

    /** @return three vertices of each triangle */
    int[] triangles() {
        return triangles;
    }

    private double meanEdge() {
        double sum = 0;
        int count = 0;
        for (int v = 0; v < neighbours.length; v++) {
            for (int n : neighbours[v]) {
                double dx = positions[3 * v] - positions[3 * n];
                double dy = positions[3 * v + 1] - positions[3 * n + 1];
                double dz = positions[3 * v + 2] - positions[3 * n + 2];
                sum += Math.sqrt(dx * dx + dy * dy + dz * dz);
                count++;
            }
        }
        return sum / count;
    }

    private void move(int v, double edge) {
        double x = positions[3 * v];
        double y = positions[3 * v + 1];
        double z = positions[3 * v + 2];
        double sx = 0;
        double sy = 0;
        double sz = 0;
        double nx = 0;
        double ny = 0;
        double nz = 0;
        int[] around = neighbours[v];
        for (int n = 0; n < around.length; n++) {
            int a = 3 * around[n];
            int b = 3 * around[n + 1 == around.length ? 0 : n + 1];
            double ax = positions[a] - x;
            double ay = positions[a + 1] - y;
            double az = positions[a + 2] - z;
            double bx = positions[b] - x;
            double by = positions[b + 1] - y;
            double bz = positions[b + 2] - z;
            sx += ax;
            sy += ay;
            sz += az;
            nx += ay * bz - az * by;
            ny += az * bx - ax * bz;
            nz += ax * by - ay * bx;
        }
        double norm = Math.sqrt(nx * nx + ny * ny + nz * nz);
        norm = norm > 0 ? norm : 1;
        nx /= norm;
        ny /= norm;
        nz /= norm;
        sx /= around.length;
        sy /= around.length;
        sz /= around.length;
        double along = sx * nx + sy * ny + sz * nz;
        double normal = bending(along, edge) * along
                + INTENSITY_STEP * edge * pull(x, y, z, nx, ny, nz) - 0.5 * along;
        // Half of the tangential part, plus everything along the normal.
        moved[3 * v] = x + 0.5 * sx + normal * nx;
        moved[3 * v + 1] = y + 0.5 * sy + normal * ny;
        moved[3 * v + 2] = z + 0.5 * sz + normal * nz;
    }

    /** Share of the normal part kept: small for gentle curves, near 1 for sharp ones. */
    private static double bending(double along, double edge) {
        double middle = (1 / SMALLEST_RADIUS + 1 / LARGEST_RADIUS) / 2;
        double slope = 6 / (1 / SMALLEST_RADIUS - 1 / LARGEST_RADIUS);
        double curvature = 2 * Math.abs(along) / (edge * edge);
        return (1 + Math.tanh(slope * (curvature - middle))) / 2;
    }

    /** Positive where the surface lies in brain, negative where the way in is dark. */
    private double pull(double x, double y, double z, double nx, double ny, double nz) {
        double darkest = head.median();
        double brightest = head.threshold();
        // In voxels, shifted by a half so that cutting off the fraction rounds to the nearest.
        double i = x / sizes[0] + 0.5;
        double j = y / sizes[1] + 0.5;
        double k = z / sizes[2] + 0.5;
        double di = nx / sizes[0];
        double dj = ny / sizes[1];
        double dk = nz / sizes[2];
        for (int depth = 0; depth <= DARKEST_DEPTH; depth++) {
            double value = value(i - depth * di, j - depth * dj, k - depth * dk);
            darkest = Math.min(darkest, value);
            if (depth <= BRIGHTEST_DEPTH) {
                brightest = Math.max(brightest, value);
            }
        }
        darkest = Math.max(head.low(), darkest);
        brightest = Math.min(head.median(), brightest);
        double range = brightest - head.low();
        if (!(range > 0)) {
            return 0;
        }
        double local = range * fraction + head.low();
        return 2 * (darkest - local) / range;
    }

    private double value(double x, double y, double z) {
        int i = (int) x;
        int j = (int) y;
        int k = (int) z;
        if (x < 0 || y < 0 || z < 0 || i >= grid.nx() || j >= grid.ny() || k >= grid.nz()) {
            return head.low();
        }
        return values[(k * grid.ny() + j) * grid.nx() + i];
    }
}
