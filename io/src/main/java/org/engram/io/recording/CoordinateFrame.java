package org.engram.io.recording;

/** Coordinates that places of sensors, digitised points and sources are given in. */
public enum CoordinateFrame {
    /** Not known. */
    UNKNOWN(0),
    /** Of the MEG sensors' helmet. */
    DEVICE(1),
    /** Of the head position indicator measurement. */
    ISOTRAK(2),
    /** Of the head: origin between the preauricular points, x to the right one, y through the nasion, z up. */
    HEAD(4),
    /** Of the MRI (surface RAS of FreeSurfer). */
    MRI(5),
    /** MNI and Talairach space. */
    MNI_TALAIRACH(2003),
    /** CTF device. */
    CTF_DEVICE(1001),
    /** CTF and 4D head: origin between the ears, x to the nose, y to the left ear, z up. */
    CTF_HEAD(1004);

    private final int fiffCode;

    CoordinateFrame(int fiffCode) {
        this.fiffCode = fiffCode;
    }

    /** @return its number in FIFF files */
    public int fiffCode() {
        return fiffCode;
    }

    /**
     * @param code number in a FIFF file
     * @return the frame; {@link #UNKNOWN} for numbers not listed here
     */
    public static CoordinateFrame ofFiffCode(int code) {
        for (CoordinateFrame frame : values()) {
            if (frame.fiffCode == code) {
                return frame;
            }
        }
        return UNKNOWN;
    }
}
