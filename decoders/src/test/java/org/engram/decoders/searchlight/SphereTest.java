package org.engram.decoders.searchlight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.engram.io.volume.Affine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SphereTest {
    /** Three voxel sizes, turned by 30 degrees about z. */
    private static Affine turned(double dx, double dy, double dz) {
        double c = Math.cos(Math.PI / 6);
        double s = Math.sin(Math.PI / 6);
        return Affine.of(new double[] {c * dx, -s * dy, 0, -40}, new double[] {s * dx, c * dy, 0, 7},
                new double[] {0, 0, dz, 3});
    }

    private static VoxelGrid raggedGrid(Affine affine, int nx, int ny, int nz) {
        List<int[]> voxels = new ArrayList<>();
        for (int i = 0; i < nx; i++) {
            for (int j = 0; j < ny; j++) {
                for (int k = 0; k < nz; k++) {
                    if ((i * 7 + j * 3 + k * 5) % 11 > 2) {
                        voxels.add(new int[] {i, j, k});
                    }
                }
            }
        }
        return VoxelGrid.of(new int[] {nx, ny, nz}, affine, voxels.toArray(new int[0][]));
    }

    @Test
    void nineMillimetresHold123VoxelsOfThree() {
        // Lattice points with i^2 + j^2 + k^2 <= 9, the border included, number 123.
        assertEquals(123, new SphereOffsets(Affine.scaling(3, 3, 3), new int[] {20, 20, 20}, 9).size());
        // A size that single precision turned into 3.0000000xxx must not lose the border.
        double stored = (float) 3.1;
        assertTrue(stored > 3.1 - 1e-6 && stored != 3.1);
        assertEquals(123,
                new SphereOffsets(Affine.scaling(stored, stored, stored), new int[] {20, 20, 20}, 9.3)
                        .size());
        // 3 x 3 x 5 mm: 29 in the plane; 9 - (25/9) = 6.2 leaves i^2 + j^2 <= 6, 21 voxels, above and below.
        assertEquals(29 + 2 * 21,
                new SphereOffsets(Affine.scaling(3, 3, 5), new int[] {20, 20, 20}, 9).size());
    }

    @ParameterizedTest
    @CsvSource({"3,3,3,9", "2,3,4,7.5", "4,3,1.5,6", "3,3,3,2.5", "1.5,4,4,9"})
    void slidingEqualsSummingEverySphereAfresh(double dx, double dy, double dz, double radius) {
        VoxelGrid grid = raggedGrid(turned(dx, dy, dz), 9, 8, 7);
        int samples = 11;
        double[][] values = randomValues(grid.voxels(), samples);
        SphereOffsets offsets = new SphereOffsets(grid.affine(), grid.shape(), radius);
        int[] all = CentreRows.strided(grid, 1);
        CentreRows rows = CentreRows.of(grid, all, offsets.axis());
        Sphere sphere = new Sphere(grid, offsets, values, squares(values), true);
        int visited = 0;
        for (int r = 0; r < rows.rows(); r++) {
            sphere.startRow();
            for (int centre : rows.row(r)) {
                sphere.moveTo(all[centre]);
                assertSphere(grid, values, sphere, all[centre], radius);
                visited++;
            }
        }
        assertEquals(grid.voxels(), visited);
    }

    private static void assertSphere(VoxelGrid grid, double[][] values, Sphere sphere, int centre,
            double radius) {
        double[] home = world(grid, centre);
        int samples = values[0].length;
        double[][] gram = new double[samples][samples];
        double[] sums = new double[samples];
        List<Integer> members = new ArrayList<>();
        for (int v = 0; v < grid.voxels(); v++) {
            double[] w = world(grid, v);
            double distance = Math
                    .sqrt((w[0] - home[0]) * (w[0] - home[0]) + (w[1] - home[1]) * (w[1] - home[1])
                            + (w[2] - home[2]) * (w[2] - home[2]));
            if (distance <= radius + 1e-9) {
                members.add(v);
                for (int i = 0; i < samples; i++) {
                    sums[i] += values[v][i];
                    for (int j = 0; j < samples; j++) {
                        gram[i][j] += values[v][i] * values[v][j];
                    }
                }
            }
        }
        assertEquals(members.size(), sphere.voxels());
        assertArrayEquals(members.stream().mapToInt(Integer::intValue).toArray(),
                Arrays.stream(sphere.voxelList()).sorted().toArray());
        // Sums of at most a few hundred products of order 1: rounding stays far below 1e-9.
        assertArrayEquals(sums, sphere.sums(), 1e-9);
        for (int i = 0; i < samples; i++) {
            assertArrayEquals(gram[i], sphere.gram()[i], 1e-9);
        }
    }

    @Test
    void oneEnormousVoxelLeavesNoRoundingBehind() {
        VoxelGrid grid = raggedGrid(Affine.scaling(3, 3, 3), 20, 3, 3);
        double[][] values = randomValues(grid.voxels(), 6);
        for (double[] v : values) {
            if (v == values[grid.voxelAt(4, 1, 1)]) {
                Arrays.setAll(v, i -> v[i] * 1e8);
            }
        }
        SphereOffsets offsets = new SphereOffsets(grid.affine(), grid.shape(), 9);
        Sphere sphere = new Sphere(grid, offsets, values, squares(values), true);
        int[] all = CentreRows.strided(grid, 1);
        CentreRows rows = CentreRows.of(grid, all, offsets.axis());
        int checked = 0;
        for (int r = 0; r < rows.rows(); r++) {
            sphere.startRow();
            for (int centre : rows.row(r)) {
                sphere.moveTo(all[centre]);
                if (grid.coordinate(all[centre], 0) > 7) {
                    // Without the fresh sum after the voxel has left, errors here are of the order of 1e16 *
                    // 1e-16.
                    assertSphere(grid, values, sphere, all[centre], 9);
                    checked++;
                }
            }
        }
        assertTrue(checked > 50);
    }

    @Test
    void movesFurtherThanTheSphereAreNotSlides() {
        SphereOffsets offsets = new SphereOffsets(Affine.scaling(3, 3, 3), new int[] {20, 20, 20}, 9);
        assertTrue(offsets.slides(1));
        assertFalse(offsets.slides(0));
        assertFalse(offsets.slides(-1));
        assertFalse(offsets.slides(7));
        assertEquals(29, offsets.entering(1).length / 3); // one voxel for each column of the cross-section
        assertEquals(29, offsets.leaving(1).length / 3);
    }

    @Test
    void choleskySolvesWhatItFactored() {
        for (int n = 1; n <= 13; n++) {
            double[][] values = randomValues(n + 3, n);
            double[][] a = new double[n][n];
            for (double[] v : values) {
                SymmetricKernels.addOuterProducts(a, v, new double[n], new double[n], new double[n], 1);
            }
            double[][] whole = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = i; j < n; j++) {
                    whole[i][j] = a[i][j];
                    whole[j][i] = a[i][j];
                }
            }
            assertTrue(SymmetricKernels.cholesky(a));
            double[][] columns = randomValues(n, 3);
            double[] single = new double[n];
            double[][] wanted = new double[n][];
            for (int i = 0; i < n; i++) {
                single[i] = columns[i][1];
                wanted[i] = columns[i].clone();
            }
            SymmetricKernels.solveColumns(a, columns);
            SymmetricKernels.solve(a, single);
            for (int i = 0; i < n; i++) {
                double[] back = new double[3];
                for (int j = 0; j < n; j++) {
                    for (int m = 0; m < 3; m++) {
                        back[m] += whole[i][j] * columns[j][m];
                    }
                }
                assertArrayEquals(wanted[i], back, 1e-9); // condition below 1e4 for these matrices
                assertEquals(columns[i][1], single[i], 1e-9);
            }
        }
        assertFalse(SymmetricKernels.cholesky(new double[][] {{1, 2}, {2, 1}}));
    }

    private static double[] world(VoxelGrid grid, int voxel) {
        int[] c = grid.coordinates(voxel);
        return grid.affine().apply(c[0], c[1], c[2]);
    }

    private static double[][] randomValues(int count, int samples) {
        SplittableRandom random = new SplittableRandom(5);
        double[][] values = new double[count][samples];
        for (double[] v : values) {
            Arrays.setAll(v, i -> random.nextDouble() * 2 - 1);
        }
        return values;
    }

    private static double[] squares(double[][] values) {
        double[] squares = new double[values.length];
        for (int v = 0; v < values.length; v++) {
            squares[v] = SymmetricKernels.dot(values[v], values[v], 0, values[v].length);
        }
        return squares;
    }
}
