package org.engram.io.volume;

import java.util.Arrays;

/**
 * The map from voxel indices (centre of the voxel) to world coordinates: RAS+ (x to the right, y to the front, z up),
 * millimetres. Immutable; the last row of the 4 by 4 matrix is always (0, 0, 0, 1) and not stored.
 */
public final class Affine {
    private final double[] m; // rows 0..2 of the 4x4 matrix, row-major

    private Affine(double[] rowMajor12) {
        this.m = rowMajor12;
    }

    /** @return voxel indices are millimetres */
    public static Affine identity() {
        return scaling(1, 1, 1);
    }

    /**
     * @param dx voxel size along the first axis, mm
     * @param dy voxel size along the second axis, mm
     * @param dz voxel size along the third axis, mm
     * @return the axis-aligned map with voxel (0,0,0) at the origin
     */
    public static Affine scaling(double dx, double dy, double dz) {
        return new Affine(new double[] {dx, 0, 0, 0, 0, dy, 0, 0, 0, 0, dz, 0});
    }

    /**
     * @param rows three or four rows of four; a fourth must be (0, 0, 0, 1)
     * @return that map
     */
    public static Affine of(double[]... rows) {
        if (rows.length != 3 && rows.length != 4) {
            throw new IllegalArgumentException("an affine has 3 or 4 rows, not " + rows.length);
        }
        if (rows.length == 4 && !Arrays.equals(rows[3], new double[] {0, 0, 0, 1})) {
            throw new IllegalArgumentException("last row of an affine is " + Arrays.toString(rows[3])
                    + ", expected [0, 0, 0, 1]");
        }
        double[] m = new double[12];
        for (int r = 0; r < 3; r++) {
            System.arraycopy(rows[r], 0, m, 4 * r, 4);
        }
        return new Affine(m);
    }

    /**
     * @param row 0 to 3
     * @param column 0 to 3
     * @return that element of the 4 by 4 matrix
     */
    public double get(int row, int column) {
        if (row == 3) {
            return column == 3 ? 1 : 0;
        }
        return m[4 * row + column];
    }

    /** @return a fresh 4 by 4 array of rows */
    public double[][] toRows() {
        double[][] rows = new double[4][4];
        for (int r = 0; r < 4; r++) {
            for (int c = 0; c < 4; c++) {
                rows[r][c] = get(r, c);
            }
        }
        return rows;
    }

    /**
     * @param i first voxel index
     * @param j second voxel index
     * @param k third voxel index
     * @return world (x, y, z) in mm, a fresh array
     */
    public double[] apply(double i, double j, double k) {
        return new double[] {m[0] * i + m[1] * j + m[2] * k + m[3], m[4] * i + m[5] * j + m[6] * k + m[7],
                m[8] * i + m[9] * j + m[10] * k + m[11]};
    }

    /**
     * @param inner the map applied first
     * @return this after {@code inner}
     */
    public Affine after(Affine inner) {
        double[] p = new double[12];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 4; c++) {
                double sum = 0;
                for (int k = 0; k < 4; k++) {
                    sum += get(r, k) * inner.get(k, c);
                }
                p[4 * r + c] = sum;
            }
        }
        return new Affine(p);
    }

    /** @return the determinant of the 3 by 3 part, mm^3 per voxel; negative when the axes are left-handed */
    public double determinant() {
        return m[0] * (m[5] * m[10] - m[6] * m[9]) - m[1] * (m[4] * m[10] - m[6] * m[8])
                + m[2] * (m[4] * m[9] - m[5] * m[8]);
    }

    /** @return world to voxel; fails with {@link ArithmeticException} when the 3 by 3 part is singular */
    public Affine inverse() {
        double det = determinant();
        if (!(Math.abs(det) > 0) || !isFinite()) {
            throw new ArithmeticException("affine cannot be inverted: determinant " + det);
        }
        double[] v = new double[12];
        v[0] = (m[5] * m[10] - m[6] * m[9]) / det;
        v[1] = (m[2] * m[9] - m[1] * m[10]) / det;
        v[2] = (m[1] * m[6] - m[2] * m[5]) / det;
        v[4] = (m[6] * m[8] - m[4] * m[10]) / det;
        v[5] = (m[0] * m[10] - m[2] * m[8]) / det;
        v[6] = (m[2] * m[4] - m[0] * m[6]) / det;
        v[8] = (m[4] * m[9] - m[5] * m[8]) / det;
        v[9] = (m[1] * m[8] - m[0] * m[9]) / det;
        v[10] = (m[0] * m[5] - m[1] * m[4]) / det;
        for (int r = 0; r < 3; r++) {
            v[4 * r + 3] = -(v[4 * r] * m[3] + v[4 * r + 1] * m[7] + v[4 * r + 2] * m[11]);
        }
        return new Affine(v);
    }

    /** @return the length of a step along each voxel axis, mm (column norms), a fresh array of 3 */
    public double[] voxelSizes() {
        double[] sizes = new double[3];
        for (int c = 0; c < 3; c++) {
            sizes[c] = Math.sqrt(m[c] * m[c] + m[4 + c] * m[4 + c] + m[8 + c] * m[8 + c]);
        }
        return sizes;
    }

    /** @return whether every element is finite */
    public boolean isFinite() {
        for (double v : m) {
            if (!Double.isFinite(v)) {
                return false;
            }
        }
        return true;
    }

    /** @return whether each voxel axis runs along one world axis (no rotation by other than 90 degrees, no shear) */
    public boolean isAxisAligned() {
        for (int c = 0; c < 3; c++) {
            double size = voxelSizes()[c];
            int large = 0;
            for (int r = 0; r < 3; r++) {
                large += Math.abs(m[4 * r + c]) > 1e-6 * size ? 1 : 0;
            }
            if (large != 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * The largest distance between the places two affines give to a corner of one grid.
     *
     * @param other the affine to compare with
     * @param nx voxels along the first axis
     * @param ny voxels along the second axis
     * @param nz voxels along the third axis
     * @return the distance in mm
     */
    public double cornerDisplacement(Affine other, long nx, long ny, long nz) {
        double worst = 0;
        for (int corner = 0; corner < 8; corner++) {
            double i = (corner & 1) == 0 ? 0 : nx - 1;
            double j = (corner & 2) == 0 ? 0 : ny - 1;
            double k = (corner & 4) == 0 ? 0 : nz - 1;
            double[] a = apply(i, j, k);
            double[] b = other.apply(i, j, k);
            double d = Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
                    + (a[2] - b[2]) * (a[2] - b[2]));
            worst = Double.isNaN(d) ? Double.NaN : Math.max(worst, d);
        }
        return worst;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Affine other && Arrays.equals(m, other.m);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(m);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(toRows());
    }
}
