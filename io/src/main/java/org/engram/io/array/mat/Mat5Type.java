package org.engram.io.array.mat;

import org.engram.io.array.ElementType;

/** The numbers MAT 5 gives to types of stored data and classes of arrays (MAT-File Format, tables 1-1 and 1-3). */
final class Mat5Type {
    static final int INT8 = 1;
    static final int MATRIX = 14;
    static final int COMPRESSED = 15;
    static final int UTF8 = 16;
    static final int UTF16 = 17;
    static final int UTF32 = 18;

    static final int CELL = 1;
    static final int STRUCT = 2;
    static final int OBJECT = 3;
    static final int CHAR = 4;
    static final int SPARSE = 5;

    private static final ElementType[] CLASSES = {ElementType.FLOAT64, ElementType.FLOAT32, ElementType.INT8,
            ElementType.UINT8, ElementType.INT16, ElementType.UINT16, ElementType.INT32, ElementType.UINT32,
            ElementType.INT64, ElementType.UINT64};

    private Mat5Type() {}

    /** What a numeric class is; null for others. */
    static ElementType ofClass(int code) {
        return code >= 6 && code < 6 + CLASSES.length ? CLASSES[code - 6] : null;
    }

    /** What an array of such data is made of; null for what holds no numbers. */
    static Class<?> component(int type) {
        return switch (type) {
            case 1, 2, UTF8 -> byte.class;
            case 3, 4, UTF16 -> short.class;
            case 5, 6, UTF32 -> int.class;
            case 7 -> float.class;
            case 9 -> double.class;
            case 12, 13 -> long.class;
            default -> null;
        };
    }

    static int bytes(int type) {
        Class<?> component = component(type);
        return component == byte.class
                ? 1
                : component == short.class ? 2 : component == int.class || component == float.class ? 4 : 8;
    }

    static boolean unsigned(int type) {
        return type == 2 || type == 4 || type == 6 || type == 13;
    }
}
