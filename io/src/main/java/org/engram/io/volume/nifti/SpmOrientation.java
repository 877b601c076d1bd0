package org.engram.io.volume.nifti;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.engram.core.FormatException;
import org.engram.io.volume.Affine;

/**
 * Where an Analyze image lies, as far as SPM kept it: in a .mat file beside the image (variable {@code mat} since
 * SPM2, {@code M} with x mirrored before), else in the origin field of the header, else nowhere.
 */
final class SpmOrientation {
    private static final int ORIGIN_OFFSET = 253;

    private SpmOrientation() {}

    static Affine of(NiftiFiles files, byte[] headerBytes, NiftiHeader header, long[] shape,
            NiftiNotices notices, GridPlacement placement) throws IOException {
        Path matFile = NiftiFiles.sibling(files.header(), ".mat");
        if (matFile != null) {
            return fromMatFile(matFile, notices);
        }
        return placement.base(origin(headerBytes, header, shape));
    }

    /** @return 0-based voxel at the world origin, or null when the field is empty or far outside the image */
    private static double[] origin(byte[] headerBytes, NiftiHeader header, long[] shape) {
        ByteBuffer in = ByteBuffer.wrap(headerBytes).order(header.byteOrder());
        double[] origin = new double[3];
        boolean any = false;
        for (int axis = 0; axis < 3; axis++) {
            int stored = in.getShort(ORIGIN_OFFSET + 2 * axis);
            if (stored <= -shape[axis] || stored >= 2 * shape[axis]) {
                return null;
            }
            any |= stored != 0;
            origin[axis] = stored - 1; // SPM counts from 1
        }
        return any ? origin : null;
    }

    private static Affine fromMatFile(Path file, NiftiNotices notices) throws IOException {
        double[] matrix = MatMatrix.read(file, "mat");
        boolean mirrored = matrix == null;
        if (mirrored) {
            matrix = MatMatrix.read(file, "M");
        }
        if (matrix == null) {
            throw new FormatException(file,
                    "holds no variable mat or M of 4 by 4 numbers, which is how SPM keeps"
                            + " where an image lies: mend it, or move it away to read the image without");
        }
        double[][] rows = new double[3][4];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 4; c++) {
                rows[r][c] = matrix[4 * c + r] * (mirrored && r == 0 ? -1 : 1);
            }
            rows[r][3] += rows[r][0] + rows[r][1] + rows[r][2]; // from voxels counted from 1
        }
        Affine affine = Affine.of(rows);
        if (!affine.isFinite() || affine.determinant() == 0) {
            throw new FormatException(file,
                    "matrix " + affine + " is singular or not finite: move the file away to"
                            + " read the image without");
        }
        notices.add("analyze-mat-file", "the place of the image was read from " + file.getFileName());
        return affine;
    }
}
