package org.engram.io.volume.nifti;

import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Intent;
import org.engram.io.volume.StoragePlan;
import org.engram.io.volume.Volume;
import org.engram.io.volume.nifti.NiftiHeader.Acquisition;
import org.engram.io.volume.nifti.NiftiHeader.Display;
import org.engram.io.volume.nifti.NiftiHeader.Grid;
import org.engram.io.volume.nifti.NiftiHeader.Orientation;
import org.engram.io.volume.nifti.NiftiHeader.Storage;

/** Makes the header of a volume that is to be written. Millimetres and seconds throughout. */
final class HeaderMaker {
    private static final double LARGEST_SHEAR = 1e-3;
    // "aligned": the space is that of another image, not said which
    private static final int DEFAULT_SPACE = 2;

    private final Volume volume;
    private final NiftiWriter options;

    HeaderMaker(Volume volume, NiftiWriter options) {
        this.volume = volume;
        this.options = options;
    }

    NiftiVersion version() {
        long[] shape = volume.shape();
        if (shape.length > 7) {
            throw new ShapeException("volume has " + shape.length + " dimensions, NIfTI holds at most 7");
        }
        boolean large = false;
        for (long extent : shape) {
            large |= extent > Short.MAX_VALUE;
        }
        NiftiVersion asked = options.version();
        if (asked == NiftiVersion.NIFTI_1 && large) {
            throw new UnsupportedFeatureException("an extent of " + java.util.Arrays.toString(shape)
                    + " exceeds 32767, the most NIfTI-1 holds: write NIfTI-2");
        }
        return asked != null ? asked : large ? NiftiVersion.NIFTI_2 : NiftiVersion.NIFTI_1;
    }

    NiftiHeader make(NiftiVersion version, boolean singleFile, StoragePlan plan, long dataOffset) {
        double[] size = volume.affine().voxelSizes();
        Orientation orientation = orientation(size);
        Storage storage = new Storage(NiftiDatatypes.code(plan.type()), 8 * plan.type().bytes(), dataOffset,
                plan.scaling().slope(), plan.scaling().intercept());
        NiftiHeader template = options.template();
        Acquisition acquisition = template == null ? Acquisition.NONE : inSeconds(template);
        Display display = new Display(options.displayMinimum(), options.displayMaximum(), description(),
                template == null ? "" : template.display().auxiliaryFile(), 0, 0);
        Intent intent = volume.intent();
        return new NiftiHeader(version, options.byteOrder(), singleFile, grid(size), storage, orientation,
                acquisition, intent, display);
    }

    private String description() {
        if (options.description() != null) {
            return options.description();
        }
        return options.template() == null ? "" : options.template().display().description();
    }

    private static Acquisition inSeconds(NiftiHeader template) {
        Acquisition a = template.acquisition();
        double seconds = Math.max(0, NiftiUnits.seconds(template.grid().unitsCode(), 1));
        return new Acquisition(a.dimInfo(), a.sliceStart(), a.sliceEnd(), a.sliceCode(),
                a.sliceDuration() * seconds, a.timeOffset() * seconds);
    }

    private Grid grid(double[] size) {
        long[] shape = volume.shape();
        List<Long> dim = new ArrayList<>(List.of((long) shape.length));
        List<Double> pixdim = new ArrayList<>(List.of(volume.affine().determinant() < 0 ? -1.0 : 1.0));
        for (int d = 0; d < 7; d++) {
            dim.add(d < shape.length ? shape[d] : 1);
            pixdim.add(d < 3 ? size[d] : 1);
        }
        int units = NiftiUnits.MILLIMETRE;
        double repetitionTime = volume.repetitionTimeSeconds();
        if (shape.length > 3 && repetitionTime > 0) {
            pixdim.set(4, repetitionTime);
            units |= NiftiUnits.SECOND;
        } else if (shape.length > 3) {
            pixdim.set(4, 0.0); // 1 would be read back as one second
        }
        return new Grid(dim, pixdim, units);
    }

    private Orientation orientation(double[] size) {
        Affine affine = volume.affine();
        if (!affine.isFinite() || !(size[0] * size[1] * size[2] > 0)) {
            throw new ShapeException(
                    "affine " + affine + " is singular or not finite: give the volume one that maps"
                            + " voxels to millimetres");
        }
        double[][] directions = new double[3][3];
        List<Double> rows = new ArrayList<>();
        double hand = affine.determinant() < 0 ? -1 : 1;
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 4; c++) {
                rows.add(affine.get(r, c));
                if (c < 3) {
                    directions[r][c] = affine.get(r, c) / size[c] * (c == 2 ? hand : 1);
                }
            }
        }
        int code = spaceCode();
        double[] q = Quaternions.nearest(directions);
        return new Orientation(shear(directions) > LARGEST_SHEAR ? 0 : code, code, List.of(q[1], q[2], q[3]),
                List.of(affine.get(0, 3), affine.get(1, 3), affine.get(2, 3)), rows);
    }

    private int spaceCode() {
        if (options.spaceCode() > 0) {
            return options.spaceCode();
        }
        if (options.template() == null) {
            return DEFAULT_SPACE;
        }
        Orientation source = options.template().orientation();
        int kept = source.sformCode() > 0 ? source.sformCode() : source.qformCode();
        return kept > 0 ? kept : DEFAULT_SPACE;
    }

    /** @return the largest cosine between two axes, which is 0 for a rotation */
    private static double shear(double[][] directions) {
        double worst = 0;
        for (int a = 0; a < 3; a++) {
            for (int b = a + 1; b < 3; b++) {
                double cosine = directions[0][a] * directions[0][b] + directions[1][a] * directions[1][b]
                        + directions[2][a] * directions[2][b];
                worst = Math.max(worst, Math.abs(cosine));
            }
        }
        return worst;
    }
}
