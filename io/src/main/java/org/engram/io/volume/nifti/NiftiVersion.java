package org.engram.io.volume.nifti;

/** Which of the related header layouts a file has. */
public enum NiftiVersion {
    /** Analyze 7.5: a pair of files, no orientation. */
    ANALYZE("Analyze 7.5", 348, 0),
    /** NIfTI-1: 16-bit extents, single-precision header fields. */
    NIFTI_1("NIfTI-1", 348, 352),
    /** NIfTI-2: 64-bit extents, double-precision header fields. */
    NIFTI_2("NIfTI-2", 540, 544);

    private final String title;
    private final int headerBytes;
    private final int singleFileDataOffset;

    NiftiVersion(String title, int headerBytes, int singleFileDataOffset) {
        this.title = title;
        this.headerBytes = headerBytes;
        this.singleFileDataOffset = singleFileDataOffset;
    }

    /** @return the name of the format */
    public String title() {
        return title;
    }

    /** @return bytes of the header proper */
    public int headerBytes() {
        return headerBytes;
    }

    /** @return where voxels begin at the earliest in a file that holds header and voxels */
    public int singleFileDataOffset() {
        return singleFileDataOffset;
    }
}
