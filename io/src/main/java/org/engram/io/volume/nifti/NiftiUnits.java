package org.engram.io.volume.nifti;

/** The units field of the header. */
final class NiftiUnits {
    static final int MILLIMETRE = 2;
    static final int SECOND = 8;

    private NiftiUnits() {}

    /**
     * @return millimetres in one unit of space; an unknown unit is taken for millimetres, as every program
     * does
     */
    static double millimetres(int unitsCode) {
        return switch (unitsCode & 7) {
            case 1 -> 1000;
            case 3 -> 1e-3;
            default -> 1;
        };
    }

    /**
     * @return seconds in one unit of time, {@code ifUnknown} when the field is empty, -1 when it is no time
     */
    static double seconds(int unitsCode, double ifUnknown) {
        return switch (unitsCode & 0x38) {
            case 0 -> ifUnknown;
            case 8 -> 1;
            case 16 -> 1e-3;
            case 24 -> 1e-6;
            default -> -1;
        };
    }

    static String spaceName(int unitsCode) {
        return switch (unitsCode & 7) {
            case 0 -> "unknown";
            case 1 -> "m";
            case 2 -> "mm";
            case 3 -> "um";
            default -> "code " + (unitsCode & 7);
        };
    }

    static String timeName(int unitsCode) {
        return switch (unitsCode & 0x38) {
            case 0 -> "unknown";
            case 8 -> "s";
            case 16 -> "ms";
            case 24 -> "us";
            case 32 -> "Hz";
            case 40 -> "ppm";
            case 48 -> "rad/s";
            default -> "code " + (unitsCode & 0x38);
        };
    }
}
