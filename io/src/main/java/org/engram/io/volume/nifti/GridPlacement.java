package org.engram.io.volume.nifti;

import java.util.List;
import java.util.Locale;
import org.engram.core.FormatException;
import org.engram.io.volume.Affine;

/**
 * Finds where the grid lies: the sform when there is one, else the qform, else the spacings alone with the grid
 * centred on the origin and x running from right to left.
 */
final class GridPlacement {
    private static final double SINGULAR = 1e-9; // of the volume the three columns would span at right angles
    private static final double LARGEST_LENGTH_ERROR = 1e-4;

    private final NiftiHeader header;
    private final long[] shape;
    private final NiftiNotices notices;
    private String qformProblem;

    GridPlacement(NiftiHeader header, long[] shape, NiftiNotices notices) {
        this.header = header;
        this.shape = shape;
        this.notices = notices;
    }

    /** @return voxel to world, mm */
    Affine resolve(boolean preferQform) {
        Affine sform = header.orientation().sformCode() > 0 ? sform() : null;
        Affine qform = header.orientation().qformCode() > 0 ? qform(sform != null) : null;
        if (sform != null && qform != null) {
            double apart = sform.cornerDisplacement(qform, shape[0], shape[1], shape[2]);
            if (!(apart <= 1e-3)) {
                notices.add("nifti-forms-differ", String.format(Locale.ROOT,
                        "sform and qform place a corner of the image %.4g mm apart; the %s is used", apart,
                        preferQform ? "qform, as asked," : "sform"));
            }
        }
        Affine chosen = preferQform && qform != null ? qform : sform != null ? sform : qform;
        if (chosen == null && qformProblem != null) {
            throw new FormatException(notices.file(), "qform cannot be used: " + qformProblem
                    + ", and there is no usable sform; read it leniently or mend the header");
        }
        if (chosen == null) {
            return base(null);
        }
        warnIfSpacingsDisagree(chosen);
        return chosen;
    }

    /** @return the placement by spacings alone; {@code origin} is a 0-based voxel or null for the middle */
    Affine base(double[] origin) {
        double[] size = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            double spacing = Math.abs(header.grid().pixdim().get(axis + 1));
            boolean beyond = axis >= header.extents().size();
            if (!(spacing > 0) || Double.isInfinite(spacing)) {
                if (!beyond) {
                    notices.add("nifti-voxel-size", "pixdim[" + (axis + 1) + "] is "
                            + header.grid().pixdim().get(axis + 1) + "; a voxel size of 1 mm is assumed");
                }
                spacing = 1;
            }
            size[axis] = (beyond ? 1 : spacing) * millimetres();
        }
        size[0] = -size[0];
        double[] centre = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            double at = origin == null ? (shape[axis] - 1) / 2.0 : origin[axis];
            centre[axis] = at == 0 ? 0 : -size[axis] * at;
        }
        notices.add("nifti-no-orientation",
                "the file does not say where the image lies; left and right are not"
                        + " encoded, and the image is taken to run from right to left with its middle at the origin");
        return Affine.of(new double[] {size[0], 0, 0, centre[0]}, new double[] {0, size[1], 0, centre[1]},
                new double[] {0, 0, size[2], centre[2]});
    }

    private double millimetres() {
        return NiftiUnits.millimetres(header.grid().unitsCode());
    }

    private Affine sform() {
        List<Double> rows = header.orientation().rows();
        double[][] m = new double[3][4];
        for (int i = 0; i < 12; i++) {
            m[i / 4][i % 4] = rows.get(i) * millimetres();
        }
        Affine sform = Affine.of(m);
        if (isUsable(sform)) {
            return sform;
        }
        notices.add("nifti-sform-unusable", "sform " + sform + " is singular or not finite and is ignored");
        return null;
    }

    private static boolean isUsable(Affine affine) {
        double[] size = affine.voxelSizes();
        double box = size[0] * size[1] * size[2];
        return affine.isFinite() && box > 0 && Math.abs(affine.determinant()) > SINGULAR * box;
    }

    private Affine qform(boolean dispensable) {
        double[] q = unitQuaternion();
        double[] size = q == null ? null : qformSizes(dispensable);
        if (size == null) {
            if (dispensable) {
                notices.add("nifti-qform-unusable", "qform is ignored: " + qformProblem);
            }
            return null;
        }
        double[][] r = Quaternions.toMatrix(q[0], q[1], q[2], q[3]);
        double[][] m = new double[3][4];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                m[row][column] = r[row][column] * size[column] * millimetres();
            }
            m[row][3] = header.orientation().offset().get(row) * millimetres();
        }
        Affine qform = Affine.of(m);
        if (!isUsable(qform)) {
            qformProblem = "its matrix " + qform + " is singular or not finite";
            return null;
        }
        return qform;
    }

    /** @return spacings with the sign of qfac on the third, or null */
    private double[] qformSizes(boolean dispensable) {
        double[] size = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            double spacing = header.grid().pixdim().get(axis + 1);
            if (spacing < 0 && notices.isLenient()) {
                notices.add("nifti-negative-voxel-size", "pixdim[" + (axis + 1) + "] is " + spacing
                        + "; its absolute value is used");
                spacing = -spacing;
            }
            if (!(spacing > 0) || Double.isInfinite(spacing)) {
                qformProblem = "pixdim[" + (axis + 1) + "] is " + spacing
                        + ", expected a positive voxel size";
                return null;
            }
            size[axis] = spacing;
        }
        double qfac = header.grid().pixdim().get(0);
        if (qfac != 1 && qfac != -1 && qfac != 0 && !dispensable) {
            notices.add("nifti-qfac", "pixdim[0] (qfac) is " + qfac + ", expected 1 or -1; taken for 1");
        }
        size[2] *= qfac == -1 ? -1 : 1;
        return size;
    }

    /**
     * @return a, b, c, d of any length near 1, or null when the three stored numbers cannot be part of a
     * rotation
     */
    private double[] unitQuaternion() {
        double b = header.orientation().quaternion().get(0);
        double c = header.orientation().quaternion().get(1);
        double d = header.orientation().quaternion().get(2);
        double squared = 1 - (b * b + c * c + d * d);
        double precision = header.version() == NiftiVersion.NIFTI_2 ? 3 * Math.ulp(1.0) : 3 * Math.ulp(1.0f);
        if (!(squared > -LARGEST_LENGTH_ERROR)) {
            qformProblem = "quaternion (" + b + ", " + c + ", " + d + ") is longer than 1";
            return null;
        }
        if (Math.abs(squared) < precision) {
            return new double[] {0, b, c, d};
        }
        if (squared < 0) {
            notices.add("nifti-qform-repaired", "quaternion (" + b + ", " + c + ", " + d
                    + ") is slightly longer than 1 and was shortened");
            return new double[] {0, b, c, d};
        }
        return new double[] {Math.sqrt(squared), b, c, d};
    }

    private void warnIfSpacingsDisagree(Affine chosen) {
        double[] size = chosen.voxelSizes();
        for (int axis = 0; axis < Math.min(3, header.extents().size()); axis++) {
            double pixdim = Math.abs(header.grid().pixdim().get(axis + 1)) * millimetres();
            if (!(Math.abs(size[axis] - pixdim) <= 1e-3)) {
                notices.add("nifti-voxel-size-differs", String.format(Locale.ROOT,
                        "voxel size along axis %d is %.6g mm by the affine, which is used, and %.6g by pixdim",
                        axis + 1,
                        size[axis], pixdim));
                return;
            }
        }
    }
}
