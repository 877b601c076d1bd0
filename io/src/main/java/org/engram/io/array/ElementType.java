package org.engram.io.array;

/** What the elements of an {@link NpyArray} are, and which Java array holds them. */
public enum ElementType {
    /** True or false, in {@code boolean[]}. */
    BOOLEAN('b', 1, boolean[].class),
    /** Signed, in {@code byte[]}. */
    INT8('i', 1, byte[].class),
    /** Unsigned, in {@code byte[]}. */
    UINT8('u', 1, byte[].class),
    /** Signed, in {@code short[]}. */
    INT16('i', 2, short[].class),
    /** Unsigned, in {@code short[]}. */
    UINT16('u', 2, short[].class),
    /** Signed, in {@code int[]}. */
    INT32('i', 4, int[].class),
    /** Unsigned, in {@code int[]}. */
    UINT32('u', 4, int[].class),
    /** Signed, in {@code long[]}. */
    INT64('i', 8, long[].class),
    /** Unsigned, in {@code long[]}. */
    UINT64('u', 8, long[].class),
    /** Single precision, in {@code float[]}; half precision is widened to it when read. */
    FLOAT32('f', 4, float[].class),
    /** Double precision, in {@code double[]}. */
    FLOAT64('f', 8, double[].class),
    /** Complex of two single-precision numbers: real and imaginary parts by turns in {@code float[]}. */
    COMPLEX64('c', 8, float[].class),
    /** Complex of two double-precision numbers: real and imaginary parts by turns in {@code double[]}. */
    COMPLEX128('c', 16, double[].class),
    /** Unicode text of a fixed greatest length, in {@code String[]}. */
    TEXT('U', 0, String[].class),
    /** Bytes of a fixed greatest length, in {@code String[]}, one character (Latin-1) for each byte. */
    BYTES('S', 0, String[].class);

    private final char kind;
    private final int bytes;
    private final Class<?> arrayClass;

    ElementType(char kind, int bytes, Class<?> arrayClass) {
        this.kind = kind;
        this.bytes = bytes;
        this.arrayClass = arrayClass;
    }

    /** The letter NumPy uses. */
    char kind() {
        return kind;
    }

    /** Bytes of one element in a file; 0 for strings, whose length the file gives. */
    int bytes() {
        return bytes;
    }

    /** @return the class of the Java array that holds such elements */
    public Class<?> arrayClass() {
        return arrayClass;
    }

    /** @return how many places of the Java array one element takes: 2 for complex numbers, else 1 */
    public int places() {
        return kind == 'c' ? 2 : 1;
    }

    /** @return whether the elements are strings */
    public boolean isText() {
        return arrayClass == String[].class;
    }

    static ElementType of(char kind, int bytes) {
        for (ElementType type : values()) {
            if (type.kind == kind && (type.bytes == bytes || type.isText())) {
                return type;
            }
        }
        return null;
    }
}
