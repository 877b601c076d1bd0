package org.engram.io.volume.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.engram.core.FormatException;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Intent;
import org.engram.io.volume.nifti.NiftiHeader.Acquisition;
import org.engram.io.volume.nifti.NiftiHeader.Display;
import org.engram.io.volume.nifti.NiftiHeader.Grid;
import org.engram.io.volume.nifti.NiftiHeader.Orientation;
import org.engram.io.volume.nifti.NiftiHeader.Storage;
import org.engram.io.volume.nifti.NiftiReader.Tolerance;
import org.junit.jupiter.api.Test;

class GridPlacementTest {
    private static final long[] SHAPE = {5, 6, 7};
    private static final List<Double> NO_ROWS = Collections.nCopies(12, 0.0);
    private static final List<Double> SOME_ROWS = List.of(2.0, 0.0, 0.0, -4.0, 0.0, 3.0, 0.0, -5.0, 0.0, 0.0,
            4.0,
            -6.0);

    private NiftiNotices notices = new NiftiNotices(Path.of("x.nii"), Tolerance.NORMAL);

    @Test
    void withoutOrientationTheGridIsCentredAndRunsFromRightToLeft() {
        Affine affine = resolve(header(Orientation.NONE, 1, 2, 3, 4, 2));
        // Golden: shape (5, 6, 7), spacings (2, 3, 4) give diag(-2, 3, 4) and origin (4, -7.5, -12), exactly.
        assertEquals(
                Affine.of(new double[] {-2, 0, 0, 4}, new double[] {0, 3, 0, -7.5},
                        new double[] {0, 0, 4, -12}),
                affine);
        assertEquals(List.of("nifti-no-orientation"), codes());
        notices = new NiftiNotices(Path.of("x.nii"), Tolerance.STRICT);
        assertThrows(FormatException.class, () -> resolve(header(Orientation.NONE, 1, 2, 3, 4, 2)));
    }

    @Test
    void quaternionWithMirroredThirdAxis() {
        Affine affine = resolve(header(qform(0.1, 0.2, 0.3), -1, 2, 3, 4, 2));
        double[][] golden = {{1.48, -1.5492513836, -1.7237789870, 10}, {1.1928342605, 2.4, 0.2618894607, 20},
                {-0.6218894804, 0.9164171349, -3.6, 30}};
        for (int row = 0; row < 3; row++) {
            assertArrayEquals(golden[row], affine.toRows()[row], 1e-7); // golden a has single precision
        }
        assertEquals(List.of(), codes());
    }

    @Test
    void quaternionsSlightlyTooLongAreShortened() {
        double c = Math.sqrt(1 + 5e-5);
        Affine affine = resolve(header(qform(0, c, 0), 1, 2, 3, 4, 2));
        assertEquals(List.of("nifti-qform-repaired"), codes());
        assertArrayEquals(new double[] {2, 3, 4}, affine.voxelSizes(), 1e-12); // of unit length again
        assertEquals(-2, affine.get(0, 0), 1e-12); // half a turn about y
        notices = new NiftiNotices(Path.of("x.nii"), Tolerance.NORMAL);
        FormatException e = assertThrows(FormatException.class,
                () -> resolve(header(qform(0, 1.1, 0), 1, 2, 3, 4, 2)));
        assertTrue(e.getMessage().contains("longer than 1"), e.getMessage());
    }

    @Test
    void tinyPositiveRestsAreDroppedLikeTinyNegativeOnes() {
        double below = Math.sqrt(1 - 2e-7);
        double above = Math.sqrt(1 + 2e-7);
        assertEquals(resolve(header(qform(0, below, 0), 1, 2, 3, 4, 2)),
                resolve(header(qform(0, above, 0), 1, 2, 3, 4, 2)));
        assertEquals(List.of(), codes());
    }

    @Test
    void qfacOtherThanOneOrMinusOneIsOne() {
        assertEquals(resolve(header(qform(0, 0, 0), 0, 2, 3, 4, 2)),
                resolve(header(qform(0, 0, 0), 1, 2, 3, 4, 2)));
        assertEquals(List.of(), codes());
        resolve(header(qform(0, 0, 0), 5, 2, 3, 4, 2));
        assertEquals(List.of("nifti-qfac"), codes());
    }

    @Test
    void negativeSpacingsAreAnErrorUnlessLenient() {
        NiftiHeader header = header(qform(0, 0, 0), 1, -2, 3, 4, 2);
        assertThrows(FormatException.class, () -> resolve(header));
        notices = new NiftiNotices(Path.of("x.nii"), Tolerance.LENIENT);
        assertEquals(2, resolve(header).get(0, 0), 0);
        assertEquals("nifti-negative-voxel-size", codes().get(0));
    }

    @Test
    void sformWinsAndDisagreementIsTold() {
        Orientation both = new Orientation(1, 1, List.of(0.0, 0.0, 0.0), List.of(-4.0, -5.0, -1.0),
                SOME_ROWS);
        NiftiHeader header = header(both, 1, 2, 3, 4, 2);
        assertEquals(-6, resolve(header).get(2, 3), 0);
        assertEquals(List.of("nifti-forms-differ"), codes());
        assertTrue(notices.all().get(0).text().contains("5.000 mm"), notices.all().get(0).text());
        assertEquals(-1, new GridPlacement(header, SHAPE, notices).resolve(true).get(2, 3), 0);
    }

    @Test
    void aSingularSformGivesWayToTheQform() {
        Orientation both = new Orientation(1, 1, List.of(0.0, 0.0, 0.0), List.of(1.0, 2.0, 3.0), NO_ROWS);
        assertEquals(3, resolve(header(both, 1, 2, 3, 4, 2)).get(2, 3), 0);
        assertEquals("nifti-sform-unusable", codes().get(0));
        notices = new NiftiNotices(Path.of("x.nii"), Tolerance.NORMAL);
        Orientation notANumber = new Orientation(0, 1, List.of(0.0, 0.0, 0.0), List.of(1.0, 2.0, 3.0),
                Collections.nCopies(12, Double.NaN));
        assertEquals(-2, resolve(header(notANumber, 1, 2, 3, 4, 2)).get(0, 0), 0);
        assertEquals(List.of("nifti-sform-unusable", "nifti-no-orientation"), codes());
    }

    @Test
    void unitsBecomeMillimetres() {
        Orientation sform = new Orientation(0, 1, List.of(0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0), SOME_ROWS);
        assertEquals(0.002, resolve(header(sform, 1, 2, 3, 4, 3)).get(0, 0), 1e-18); // micrometres
        assertEquals(-6000, resolve(header(sform, 1, 2, 3, 4, 1)).get(2, 3), 1e-9); // metres
        assertEquals(List.of(), codes());
    }

    @Test
    void spacingsThatDisagreeWithTheAffineAreTold() {
        Orientation sform = new Orientation(0, 1, List.of(0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0), SOME_ROWS);
        resolve(header(sform, 1, 2, 3.5, 4, 2));
        assertEquals(List.of("nifti-voxel-size-differs"), codes());
    }

    @Test
    void theNearestRotationOfAMatrixIsFound() {
        double[] q = {0.5, -0.1, 0.7, 0.5};
        double length = Math.sqrt(0.25 + 0.01 + 0.49 + 0.25);
        double[][] matrix = Quaternions.toMatrix(q[0], q[1], q[2], q[3]);
        double[] found = Quaternions.nearest(matrix);
        for (int i = 0; i < 4; i++) {
            assertEquals(q[i] / length, found[i], 1e-12); // an eigenvector in double precision
        }
        // A symmetric positive stretch does not change the rotation of the polar decomposition.
        double[][] stretch = {{1.2, 0.1, 0.05}, {0.1, 0.9, 0.02}, {0.05, 0.02, 1.1}};
        double[][] product = new double[3][3];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                for (int k = 0; k < 3; k++) {
                    product[r][c] += matrix[r][k] * stretch[k][c];
                }
            }
        }
        assertArrayEquals(found, Quaternions.nearest(product), 1e-12);
        assertArrayEquals(new double[] {0, 0, 1, 0},
                Quaternions.nearest(new double[][] {{-1, 0, 0}, {0, 1, 0}, {0, 0,
                        -1}}),
                1e-12); // half a turn: the first part that is not 0 is positive
    }

    @Test
    void sliceTimesFollowTheOrderCodes() {
        // Orders as nibabel 5.0 gives them for 5 slices of 0.1 s (Nifti1Header.get_slice_times).
        double[][] expected = {{0, .1, .2, .3, .4}, {.4, .3, .2, .1, 0}, {0, .3, .1, .4, .2},
                {.2, .4, .1, .3, 0},
                {.2, 0, .3, .1, .4}, {.4, .1, .3, 0, .2}};
        for (int code = 1; code <= 6; code++) {
            NiftiHeader header = new NiftiHeader(NiftiVersion.NIFTI_1, ByteOrder.LITTLE_ENDIAN, true,
                    new Grid(List.of(3L, 4L, 4L, 5L, 1L, 1L, 1L, 1L), Collections.nCopies(8, 1.0), 2 | 16),
                    new Storage(4, 16, 352, 1, 0), Orientation.NONE,
                    new Acquisition(3 << 4, 0, 4, code, 100, 0),
                    Intent.NONE, Display.NONE);
            assertArrayEquals(expected[code - 1], header.sliceTimesSeconds(), 1e-12, "code " + code);
        }
    }

    @Test
    void slicesOutsideTheAcquiredRangeHaveNoTime() {
        NiftiHeader header = new NiftiHeader(NiftiVersion.NIFTI_1, ByteOrder.LITTLE_ENDIAN, true,
                new Grid(List.of(3L, 4L, 4L, 5L, 1L, 1L, 1L, 1L), Collections.nCopies(8, 1.0), 2 | 8),
                new Storage(4, 16, 352, 1, 0), Orientation.NONE, new Acquisition(3 << 4, 1, 3, 2, 0.5, 0),
                Intent.NONE,
                Display.NONE);
        assertArrayEquals(new double[] {Double.NaN, 1, 0.5, 0, Double.NaN}, header.sliceTimesSeconds(), 0);
    }

    private Affine resolve(NiftiHeader header) {
        return new GridPlacement(header, SHAPE, notices).resolve(false);
    }

    private List<String> codes() {
        return notices.all().stream().map(notice -> notice.code()).toList();
    }

    private static Orientation qform(double b, double c, double d) {
        return new Orientation(1, 0, List.of(b, c, d), List.of(10.0, 20.0, 30.0), NO_ROWS);
    }

    private static NiftiHeader header(Orientation orientation, double qfac, double dx, double dy, double dz,
            int units) {
        return new NiftiHeader(NiftiVersion.NIFTI_1, ByteOrder.LITTLE_ENDIAN, true,
                new Grid(List.of(3L, SHAPE[0], SHAPE[1], SHAPE[2], 1L, 1L, 1L, 1L),
                        List.of(qfac, dx, dy, dz, 1.0, 1.0, 1.0, 1.0), units),
                new Storage(4, 16, 352, 1, 0), orientation, Acquisition.NONE, Intent.NONE, Display.NONE);
    }
}
