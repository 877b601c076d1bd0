package org.engram.io.volume;

/** How one voxel is stored. */
public enum VoxelType {
    /** Unsigned 8-bit integer. */
    UINT8(1, Kind.INTEGER),
    /** Signed 8-bit integer. */
    INT8(1, Kind.INTEGER),
    /** Unsigned 16-bit integer. */
    UINT16(2, Kind.INTEGER),
    /** Signed 16-bit integer. */
    INT16(2, Kind.INTEGER),
    /** Unsigned 32-bit integer. */
    UINT32(4, Kind.INTEGER),
    /** Signed 32-bit integer. */
    INT32(4, Kind.INTEGER),
    /** Unsigned 64-bit integer. */
    UINT64(8, Kind.INTEGER),
    /** Signed 64-bit integer. */
    INT64(8, Kind.INTEGER),
    /** IEEE 754 single precision. */
    FLOAT32(4, Kind.REAL),
    /** IEEE 754 double precision. */
    FLOAT64(8, Kind.REAL),
    /** Two single-precision numbers: real, imaginary. */
    COMPLEX64(8, Kind.COMPLEX),
    /** Two double-precision numbers: real, imaginary. */
    COMPLEX128(16, Kind.COMPLEX),
    /** Red, green, blue, one byte each. */
    RGB24(3, Kind.COLOUR),
    /** Red, green, blue, alpha, one byte each. */
    RGBA32(4, Kind.COLOUR);

    private enum Kind {
        INTEGER, REAL, COMPLEX, COLOUR
    }

    private final int bytes;
    private final Kind kind;

    VoxelType(int bytes, Kind kind) {
        this.bytes = bytes;
        this.kind = kind;
    }

    /** @return bytes per voxel */
    public int bytes() {
        return bytes;
    }

    /** @return whether a voxel is one whole number */
    public boolean isInteger() {
        return kind == Kind.INTEGER;
    }

    /** @return whether a voxel is one number (integer or real), which is what analyses read */
    public boolean isScalar() {
        return kind == Kind.INTEGER || kind == Kind.REAL;
    }

    /** @return whether a voxel is a complex number */
    public boolean isComplex() {
        return kind == Kind.COMPLEX;
    }

    /** @return whether a voxel is a colour */
    public boolean isColour() { return kind == Kind.COLOUR; }
}
