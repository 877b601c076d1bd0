package org.engram.io.recording.fif.tag;

/** Kinds of blocks. */
public final class Blocks {
    /** A measurement. */
    public static final int MEASUREMENT = 100;
    /** What is known about it. */
    public static final int MEASUREMENT_INFO = 101;
    /** Its raw samples. */
    public static final int RAW_DATA = 102;
    /** What was computed from it. */
    public static final int PROCESSED_DATA = 103;
    /** Averages of one condition. */
    public static final int EVOKED = 104;
    /** One kind of average. */
    public static final int ASPECT = 105;
    /** The subject. */
    public static final int SUBJECT = 106;
    /** Digitised points. */
    public static final int DIGITIZED_POINTS = 107;
    /** Result of localising head position coils. */
    public static final int HEAD_POSITION_RESULT = 110;
    /** Continuous raw samples. */
    public static final int CONTINUOUS_DATA = 112;
    /** What is known about one channel beyond its short description. */
    public static final int CHANNEL = 113;
    /** Another file. */
    public static final int REFERENCE = 118;
    /** Raw samples with internal active shielding. */
    public static final int SHIELDED_RAW_DATA = 119;
    /** One kind of average of data with internal active shielding. */
    public static final int SHIELDED_ASPECT = 120;
    /** Epochs, before MNE 0.11. */
    public static final int OLD_EPOCHS = 122;
    /** The measuring device. */
    public static final int DEVICE = 124;
    /** A boundary element model. */
    public static final int BEM = 310;
    /** One surface. */
    public static final int BEM_SURFACE = 311;
    /** Projectors. */
    public static final int PROJECTORS = 313;
    /** One projector. */
    public static final int PROJECTOR = 314;
    /** What MNE adds. */
    public static final int MNE = 350;
    /** Places of possible sources. */
    public static final int SOURCE_SPACE = 351;
    /** A forward solution. */
    public static final int FORWARD_SOLUTION = 352;
    /** A covariance matrix. */
    public static final int COVARIANCE = 355;
    /** An inverse operator. */
    public static final int INVERSE_SOLUTION = 356;
    /** A matrix with names of rows and columns. */
    public static final int NAMED_MATRIX = 357;
    /** Names of bad channels. */
    public static final int BAD_CHANNELS = 359;
    /** Events. */
    public static final int EVENTS = 361;
    /** Software gradiometers. */
    public static final int COMPENSATIONS = 370;
    /** One software gradiometer. */
    public static final int COMPENSATION = 371;
    /** Epochs. */
    public static final int EPOCHS = 373;
    /** A solution of independent component analysis. */
    public static final int ICA = 374;
    /** Annotations. */
    public static final int ANNOTATIONS = 3810;
    /** A table about trials. */
    public static final int METADATA = 3811;

    private Blocks() {}
}
