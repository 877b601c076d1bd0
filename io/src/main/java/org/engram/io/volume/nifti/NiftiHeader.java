package org.engram.io.volume.nifti;

import java.nio.ByteOrder;
import java.util.List;
import org.engram.io.volume.Intent;

/**
 * A header as the file has it, in the file's own units, nothing repaired. Immutable. One type for NIfTI-1, NIfTI-2
 * and Analyze 7.5; what a version lacks is 0, empty or false.
 *
 * @param version which layout it has
 * @param byteOrder byte order of the header and the voxels
 * @param singleFile whether its magic says that the voxels follow in the same file
 * @param grid extents, spacings and their units
 * @param storage how voxels are stored
 * @param orientation where the grid lies
 * @param acquisition slice order and timing
 * @param intent what the values mean
 * @param display hints and texts
 */
public record NiftiHeader(NiftiVersion version, ByteOrder byteOrder, boolean singleFile, Grid grid,
        Storage storage, Orientation orientation, Acquisition acquisition, Intent intent, Display display) {

    /** @return the extents dim[1] to dim[dim[0]] as they stand; empty when dim[0] is not 1 to 7 */
    public List<Long> extents() {
        long count = grid.dim().get(0);
        return count < 1 || count > 7 ? List.of() : grid.dim().subList(1, (int) count + 1);
    }

    /**
     * The time each slice was taken, from the slice order and duration of the header. A BIDS sidecar knows better
     * where there is one.
     *
     * @return seconds from the start of the volume, one per slice along the slice axis, NaN for slices outside the
     *     acquired range; empty when the header does not say
     */
    public double[] sliceTimesSeconds() {
        return SliceTimes.of(this);
    }

    /**
     * Extents and spacings.
     *
     * @param dim eight numbers: how many dimensions, then the extents
     * @param pixdim eight numbers: the sign of the third qform column (qfac), then spacings in the units below
     * @param unitsCode xyzt_units
     */
    public record Grid(List<Long> dim, List<Double> pixdim, int unitsCode) {
        /** Checks the lengths and copies. */
        public Grid {
            dim = List.copyOf(dim);
            pixdim = List.copyOf(pixdim);
            if (dim.size() != 8 || pixdim.size() != 8) {
                throw new IllegalArgumentException("dim and pixdim have 8 numbers each, not " + dim.size()
                        + " and " + pixdim.size());
            }
        }
    }

    /**
     * How voxels are stored.
     *
     * @param datatype code of the voxel type
     * @param bitsPerVoxel bitpix
     * @param dataOffset vox_offset, bytes; fractional only in damaged NIfTI-1 headers
     * @param slope scl_slope
     * @param intercept scl_inter
     */
    public record Storage(int datatype, int bitsPerVoxel, double dataOffset, double slope,
            double intercept) {}

    /**
     * The two ways to say where the grid lies, in the units of the grid.
     *
     * @param qformCode space the quaternion maps to: 0 none, 1 scanner, 2 aligned, 3 Talairach, 4 MNI, 5 template
     * @param sformCode space the matrix maps to, same codes
     * @param quaternion b, c, d
     * @param offset qoffset x, y, z
     * @param rows srow x, y, z: twelve numbers, row by row
     */
    public record Orientation(int qformCode, int sformCode, List<Double> quaternion, List<Double> offset,
            List<Double> rows) {
        /** Nothing is said. */
        public static final Orientation NONE = new Orientation(0, 0, List.of(0.0, 0.0, 0.0),
                List.of(0.0, 0.0, 0.0), java.util.Collections.nCopies(12, 0.0));

        /** Checks the lengths and copies. */
        public Orientation {
            quaternion = List.copyOf(quaternion);
            offset = List.copyOf(offset);
            rows = List.copyOf(rows);
            if (quaternion.size() != 3 || offset.size() != 3 || rows.size() != 12) {
                throw new IllegalArgumentException(
                        "expected 3 quaternion numbers, 3 offsets and 12 matrix elements");
            }
        }
    }

    /**
     * Slice order and timing.
     *
     * @param dimInfo bits 0-1 frequency axis, 2-3 phase axis, 4-5 slice axis; 1-based, 0 unknown
     * @param sliceStart first acquired slice
     * @param sliceEnd last acquired slice; 0 means the last there is
     * @param sliceCode 1 up, 2 down, 3 every other up, 4 every other down, 5 and 6 the same from the second; 0 unknown
     * @param sliceDuration time per slice, in the time unit of the grid
     * @param timeOffset toffset, in the time unit of the grid
     */
    public record Acquisition(int dimInfo, long sliceStart, long sliceEnd, int sliceCode,
            double sliceDuration,
            double timeOffset) {
        /** Nothing is said. */
        public static final Acquisition NONE = new Acquisition(0, 0, 0, 0, 0, 0);

        /** @return 0-based axis of the slices, or -1 when unknown */
        public int sliceAxis() {
            return (dimInfo >> 4 & 3) - 1;
        }

        /** @return 0-based phase-encoding axis, or -1 when unknown */
        public int phaseAxis() {
            return (dimInfo >> 2 & 3) - 1;
        }

        /** @return 0-based frequency-encoding axis, or -1 when unknown */
        public int frequencyAxis() {
            return (dimInfo & 3) - 1;
        }
    }

    /**
     * Hints for showing and texts for reading. Never applied to the values.
     *
     * @param minimum cal_min
     * @param maximum cal_max
     * @param description descrip, at most 79 characters
     * @param auxiliaryFile aux_file, at most 23 characters
     * @param globalMinimum glmin, NIfTI-1 and Analyze only
     * @param globalMaximum glmax, NIfTI-1 and Analyze only
     */
    public record Display(double minimum, double maximum, String description, String auxiliaryFile,
            int globalMinimum, int globalMaximum) {
        /** Nothing is said. */
        public static final Display NONE = new Display(0, 0, "", "", 0, 0);
    }
}
