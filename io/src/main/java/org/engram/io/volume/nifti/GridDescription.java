package org.engram.io.volume.nifti;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.volume.VoxelSource.Scaling;
import org.engram.io.volume.VoxelType;

/** Reads shape, type, scaling, time and place of the data from a header that is not trusted. */
final class GridDescription {
    private final NiftiHeader header;
    private final NiftiNotices notices;

    GridDescription(NiftiHeader header, NiftiNotices notices) {
        this.header = header;
        this.notices = notices;
    }

    /** @return extents with trailing ones up to three dimensions */
    long[] shape() {
        List<Long> dim = header.grid().dim();
        if (header.extents().isEmpty()) {
            throw new FormatException(notices.file(), "dim[0] is " + dim.get(0)
                    + ", expected 1 to 7 dimensions: the header is damaged");
        }
        int count = header.extents().size();
        long[] shape = new long[Math.max(3, count)];
        Arrays.fill(shape, 1);
        for (int d = 0; d < count; d++) {
            shape[d] = dim.get(d + 1);
        }
        mendFreeSurferExtents(shape);
        long voxels = 1;
        for (int d = 0; d < count; d++) {
            if (shape[d] < 1) {
                throw new FormatException(notices.file(), "dim[" + (d + 1) + "] is " + shape[d]
                        + ", expected at least 1 voxel: the header is damaged");
            }
            if (shape[d] > (1L << 58) / voxels) {
                throw new FormatException(notices.file(), "dim " + dim
                        + " asks for more voxels than any file holds: the header is damaged");
            }
            voxels *= shape[d];
        }
        return shape;
    }

    /**
     * FreeSurfer keeps surface data longer than 16-bit extents allow in NIfTI-1, marked by impossible
     * extents.
     */
    private void mendFreeSurferExtents(long[] shape) {
        if (header.version() != NiftiVersion.NIFTI_1 || header.extents().size() < 3) {
            return;
        }
        if (shape[0] == -1 && shape[1] == 1 && shape[2] == 1) {
            int length = header.display().globalMinimum();
            if (length <= 0) {
                throw new FormatException(notices.file(),
                        "dim[1] is -1, which means that glmin holds the length, but"
                                + " glmin is " + length + ": the header is damaged");
            }
            notices.add("nifti-freesurfer-length",
                    "the extent of " + length + " was read from glmin, as FreeSurfer"
                            + " writes it");
            shape[0] = length;
        } else if (shape[0] == 27307 && shape[1] == 1 && shape[2] == 6) {
            notices.add("nifti-freesurfer-length",
                    "extents 27307 x 1 x 6 were read as 163842 x 1 x 1, the vertices of"
                            + " an icosahedron that FreeSurfer writes so");
            shape[0] = 163842;
            shape[2] = 1;
        }
    }

    VoxelType type() {
        int code = header.storage().datatype();
        VoxelType type = NiftiDatatypes.type(code);
        if (type == null) {
            throw new UnsupportedFeatureException(notices.file() + ": datatype is " + code + " ("
                    + NiftiDatatypes.name(code)
                    + "), which Engram does not read: convert the file to float32 or an"
                    + " integer type with the program that wrote it");
        }
        int bits = 8 * type.bytes();
        if (header.storage().bitsPerVoxel() != bits) {
            notices.add("nifti-bitpix",
                    "bitpix is " + header.storage().bitsPerVoxel() + " but datatype " + code + " ("
                            + NiftiDatatypes.name(code) + ") has " + bits
                            + " bits; the datatype is believed");
        }
        return type;
    }

    Scaling scaling(VoxelType type) {
        double slope = header.storage().slope();
        double intercept = header.storage().intercept();
        if (slope == 0 || !Double.isFinite(slope) || type.isColour()) {
            return Scaling.NONE;
        }
        if (!Double.isFinite(intercept)) {
            notices.add("nifti-intercept", "scl_inter is " + intercept + " while scl_slope is " + slope
                    + "; an intercept of 0 is used");
            intercept = 0;
        }
        Scaling scaling = new Scaling(slope, intercept);
        if (type.isComplex() && !scaling.isNone()) {
            notices.add("nifti-complex-scaled", "complex voxels are scaled by " + slope
                    + ", which programs disagree about; both parts are multiplied");
        }
        if (header.version() == NiftiVersion.ANALYZE && !scaling.isNone()) {
            notices.add("analyze-scale",
                    "values are multiplied by " + slope + ", the scale factor SPM keeps there");
        }
        return scaling;
    }

    /** @return where voxels begin in the file that holds them */
    long dataOffset(boolean pair) {
        double offset = header.storage().dataOffset();
        int least = pair ? 0 : Math.max(352, header.version().singleFileDataOffset());
        if (!Double.isFinite(offset) || offset < 0 || offset > 1L << 58) {
            throw new FormatException(notices.file(), "vox_offset is " + offset + ", expected " + least
                    + " or more bytes: the header is damaged");
        }
        if (offset >= least) {
            return (long) offset;
        }
        if (offset == 0 || notices.isLenient()) {
            notices.add("nifti-data-offset", String.format(Locale.ROOT,
                    "vox_offset is %s in a file that holds header and voxels; %d is used", offset, least));
            return least;
        }
        throw new FormatException(notices.file(), "vox_offset is " + offset + ", expected " + least
                + " or more: mend the header, or read leniently to use " + least);
    }

    /** @return seconds between volumes, or NaN when there is one volume or the header does not say */
    double repetitionTimeSeconds(NiftiReader.TimeUnit assumed) {
        double step = header.grid().pixdim().get(4);
        if (header.extents().size() < 4 || !(step > 0) || Double.isInfinite(step)) {
            return Double.NaN;
        }
        double seconds = NiftiUnits.seconds(header.grid().unitsCode(), 0);
        if (seconds < 0) {
            return Double.NaN; // the fourth axis is a frequency or a shift
        }
        if (seconds > 0) {
            return step * seconds;
        }
        if (assumed != NiftiReader.TimeUnit.BY_SIZE) {
            return step * (assumed == NiftiReader.TimeUnit.MILLISECONDS ? 1e-3 : 1);
        }
        if (step > 100) {
            notices.add("nifti-repetition-time-unclear", "pixdim[4] is " + step
                    + " without a unit, which looks like"
                    + " milliseconds; the repetition time is left unknown: give it, or say which unit to assume");
            return Double.NaN;
        }
        return step;
    }
}
