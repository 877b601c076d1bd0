package org.engram.io.recording.fif.tag;

/** How the content of a tag is stored; all numbers are big-endian. */
public final class Types {
    /** Nothing. */
    public static final int VOID = 0;
    /** Bytes. */
    public static final int BYTE = 1;
    /** 16-bit integers. */
    public static final int INT16 = 2;
    /** 32-bit integers. */
    public static final int INT32 = 3;
    /** 32-bit floating point. */
    public static final int FLOAT32 = 4;
    /** 64-bit floating point. */
    public static final int FLOAT64 = 5;
    /** A day, as its Julian number. */
    public static final int JULIAN = 6;
    /** Unsigned 16-bit integers. */
    public static final int UINT16 = 7;
    /** Unsigned 32-bit integers. */
    public static final int UINT32 = 8;
    /** Text in Latin-1. */
    public static final int TEXT = 10;
    /** 16-bit integers of the acquisition system. */
    public static final int DAU_PACK16 = 16;
    /** Pairs of 32-bit floating point numbers. */
    public static final int COMPLEX_FLOAT32 = 20;
    /** Pairs of 64-bit floating point numbers. */
    public static final int COMPLEX_FLOAT64 = 21;
    /** Offset and scale as 32-bit floating point, then 16-bit integers. */
    public static final int OLD_PACK = 23;
    /** Description of a channel. */
    public static final int CHANNEL = 30;
    /** Identity of a file or block. */
    public static final int ID = 31;
    /** Directory of all tags. */
    public static final int DIRECTORY = 32;
    /** A digitised point. */
    public static final int DIGITIZED_POINT = 33;
    /** A change of coordinates. */
    public static final int COORDINATE_TRANSFORM = 35;
    /** Set in the type of a dense matrix. */
    public static final int DENSE = 0x40000000;
    /** Set in the type of a matrix stored by compressed column. */
    public static final int SPARSE_COLUMNS = 0x40100000;
    /** Set in the type of a matrix stored by compressed row. */
    public static final int SPARSE_ROWS = 0x40200000;
    /** Bytes before the integers of {@link #OLD_PACK}. */
    public static final int OLD_PACK_HEADER_BYTES = 8;

    private static final int STORAGE = 0xffff0000;

    private Types() {}

    /**
     * @param type type of a tag
     * @return type of its numbers, without what says that it is a matrix
     */
    public static int element(int type) {
        return type & ~STORAGE;
    }

    /**
     * @param type type of a tag
     * @return {@link #DENSE}, {@link #SPARSE_COLUMNS}, {@link #SPARSE_ROWS}, or 0 for what is no matrix
     */
    public static int storage(int type) {
        return type & STORAGE;
    }

    /**
     * @param type type of numbers
     * @return bytes of each; 0 for what is no plain number
     */
    public static int bytes(int type) {
        return switch (element(type)) {
            case BYTE -> 1;
            case INT16, UINT16, DAU_PACK16, OLD_PACK -> 2;
            case INT32, UINT32, FLOAT32, JULIAN -> 4;
            case FLOAT64, COMPLEX_FLOAT32 -> 8;
            case COMPLEX_FLOAT64 -> 16;
            default -> 0;
        };
    }

    /**
     * @param type type of numbers
     * @return whether they are complex
     */
    public static boolean isComplex(int type) {
        return element(type) == COMPLEX_FLOAT32 || element(type) == COMPLEX_FLOAT64;
    }
}
