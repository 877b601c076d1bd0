package org.engram.io.recording.fif.tag;

/** Kinds of tags. */
public final class Kinds {
    /** Identity of the file. */
    public static final int FILE_ID = 100;
    /** Where the directory lies. */
    public static final int DIRECTORY_POINTER = 101;
    /** Directory of all tags. */
    public static final int DIRECTORY = 102;
    /** Identity of a block. */
    public static final int BLOCK_ID = 103;
    /** Begin of a block. */
    public static final int BLOCK_START = 104;
    /** End of a block. */
    public static final int BLOCK_END = 105;
    /** Unused stretches of the file. */
    public static final int FREE_LIST = 106;
    /** Nothing. */
    public static final int NOTHING = 108;
    /** Identity of the block this one was made from. */
    public static final int PARENT_BLOCK_ID = 110;
    /** What another file is to this one. */
    public static final int REFERENCE_ROLE = 115;
    /** Identity of another file. */
    public static final int REFERENCE_ID = 116;
    /** Number of another file. */
    public static final int REFERENCE_NUMBER = 117;
    /** Name of another file. */
    public static final int REFERENCE_NAME = 118;
    /** Type of device. */
    public static final int DEVICE_TYPE = 152;
    /** Model of device. */
    public static final int DEVICE_MODEL = 153;
    /** Serial number of device. */
    public static final int DEVICE_SERIAL = 154;
    /** Site of device. */
    public static final int DEVICE_SITE = 155;
    /** Number of channels. */
    public static final int CHANNEL_COUNT = 200;
    /** Samples per second. */
    public static final int SAMPLING_RATE = 201;
    /** Type of raw samples. */
    public static final int DATA_PACKING = 202;
    /** Description of a channel. */
    public static final int CHANNEL = 203;
    /** Date of the measurement. */
    public static final int MEASUREMENT_DATE = 204;
    /** Any text. */
    public static final int COMMENT = 206;
    /** Number of averages. */
    public static final int AVERAGE_COUNT = 207;
    /** Number of the first sample. */
    public static final int FIRST_SAMPLE = 208;
    /** Number of the last sample. */
    public static final int LAST_SAMPLE = 209;
    /** What an average is. */
    public static final int ASPECT_KIND = 210;
    /** Who measured. */
    public static final int EXPERIMENTER = 212;
    /** A digitised point. */
    public static final int DIGITIZED_POINT = 213;
    /** Upper edge of the band. */
    public static final int LOW_PASS = 219;
    /** A change of coordinates. */
    public static final int COORDINATE_TRANSFORM = 222;
    /** Lower edge of the band. */
    public static final int HIGH_PASS = 223;
    /** Number of samples. */
    public static final int SAMPLE_COUNT = 228;
    /** Time of the first sample. */
    public static final int FIRST_TIME = 229;
    /** A name. */
    public static final int NAME = 233;
    /** Frequency of the mains. */
    public static final int LINE_FREQUENCY = 235;
    /** Scan number of a channel; the tags up to {@link #CHANNEL_NAME} and two more describe a channel one by one. */
    public static final int CHANNEL_SCAN = 250;
    /** Logical number of a channel. */
    public static final int CHANNEL_LOGICAL = 251;
    /** Kind of a channel. */
    public static final int CHANNEL_KIND = 252;
    /** Range of a channel. */
    public static final int CHANNEL_RANGE = 253;
    /** Calibration of a channel. */
    public static final int CHANNEL_CALIBRATION = 254;
    /** Location of a channel. */
    public static final int CHANNEL_LOCATION = 255;
    /** Unit of a channel. */
    public static final int CHANNEL_UNIT = 256;
    /** Power of ten of that unit. */
    public static final int CHANNEL_UNIT_POWER = 257;
    /** Name of a channel, of any length. */
    public static final int CHANNEL_NAME = 258;
    /** A buffer of raw samples. */
    public static final int DATA_BUFFER = 300;
    /** Buffers that were not stored. */
    public static final int DATA_SKIP = 301;
    /** Samples of epochs or averages. */
    public static final int EPOCH = 302;
    /** Samples that were not stored. */
    public static final int DATA_SKIP_SAMPLES = 303;
    /** Baseline begin before MNE 0.11. */
    public static final int OLD_BASELINE_BEGIN = 304;
    /** Baseline end before MNE 0.11. */
    public static final int OLD_BASELINE_END = 305;
    /** Coil type of a channel. */
    public static final int CHANNEL_COIL = 350;
    /** Coordinates of a channel. */
    public static final int CHANNEL_FRAME = 351;
    /** First name of the subject. */
    public static final int SUBJECT_FIRST_NAME = 401;
    /** Last name of the subject. */
    public static final int SUBJECT_LAST_NAME = 403;
    /** Birthday of the subject. */
    public static final int SUBJECT_BIRTHDAY = 404;
    /** Sex of the subject. */
    public static final int SUBJECT_SEX = 405;
    /** Handedness of the subject. */
    public static final int SUBJECT_HAND = 406;
    /** Name of the subject in the study. */
    public static final int SUBJECT_ID = 410;
    /** Project. */
    public static final int PROJECT_NAME = 501;
    /** What a surface bounds. */
    public static final int SURFACE_ID = 3101;
    /** Number of vertices. */
    public static final int SURFACE_VERTEX_COUNT = 3103;
    /** Number of triangles. */
    public static final int SURFACE_TRIANGLE_COUNT = 3104;
    /** Vertices. */
    public static final int SURFACE_VERTICES = 3105;
    /** Triangles. */
    public static final int SURFACE_TRIANGLES = 3106;
    /** Normals. */
    public static final int SURFACE_NORMALS = 3107;
    /** Coordinates of a boundary element model. */
    public static final int BEM_FRAME = 3112;
    /** Conductivity inside a surface. */
    public static final int CONDUCTIVITY = 3113;
    /** What a projector removes. */
    public static final int PROJECTOR_KIND = 3411;
    /** Time of a projector. */
    public static final int PROJECTOR_TIME = 3412;
    /** Number of vectors. */
    public static final int PROJECTOR_VECTOR_COUNT = 3414;
    /** Vectors. */
    public static final int PROJECTOR_VECTORS = 3415;
    /** Channels of a projector. */
    public static final int PROJECTOR_CHANNELS = 3417;
    /** Names of rows. */
    public static final int ROW_NAMES = 3502;
    /** Names of columns. */
    public static final int COLUMN_NAMES = 3503;
    /** Number of rows. */
    public static final int ROW_COUNT = 3504;
    /** Number of columns. */
    public static final int COLUMN_COUNT = 3505;
    /** Coordinates. */
    public static final int COORDINATE_FRAME = 3506;
    /** Names of channels. */
    public static final int CHANNEL_NAMES = 3507;
    /** Places of sources. */
    public static final int SOURCE_POINTS = 3510;
    /** Normals at sources. */
    public static final int SOURCE_NORMALS = 3511;
    /** Number of places. */
    public static final int SOURCE_POINT_COUNT = 3512;
    /** Which places are used. */
    public static final int SOURCE_SELECTION = 3513;
    /** How many are used. */
    public static final int SOURCE_USED_COUNT = 3514;
    /** Which hemisphere. */
    public static final int SOURCE_ID = 3517;
    /** Surface, volume or discrete. */
    public static final int SOURCE_TYPE = 3518;
    /** Kind of covariance. */
    public static final int COVARIANCE_KIND = 3530;
    /** Sensors of a covariance. */
    public static final int COVARIANCE_SIZE = 3531;
    /** Lower triangle. */
    public static final int COVARIANCE = 3532;
    /** Diagonal. */
    public static final int COVARIANCE_DIAGONAL = 3533;
    /** Eigenvalues. */
    public static final int COVARIANCE_EIGENVALUES = 3534;
    /** Eigenvectors. */
    public static final int COVARIANCE_EIGENVECTORS = 3535;
    /** Degrees of freedom. */
    public static final int COVARIANCE_FREEDOM = 3536;
    /** Whether a projector has been applied. */
    public static final int PROJECTOR_ACTIVE = 3560;
    /** Events. */
    public static final int EVENT_LIST = 3561;
    /** Text for each event. */
    public static final int EVENT_COMMENTS = 3566;
    /** Whether the EEG was given another reference. */
    public static final int CUSTOM_REFERENCE = 3567;
    /** Begin of baseline or annotation. */
    public static final int BASELINE_BEGIN = 3568;
    /** End of baseline or annotation. */
    public static final int BASELINE_END = 3569;
    /** Kind of compensation. */
    public static final int COMPENSATION_KIND = 3580;
    /** Coefficients. */
    public static final int COMPENSATION_DATA = 3581;
    /** Whether coefficients are calibrated. */
    public static final int COMPENSATION_CALIBRATED = 3582;
    /** Number of triangles of a source space. */
    public static final int SOURCE_TRIANGLE_COUNT = 3590;
    /** Triangles of a source space. */
    public static final int SOURCE_TRIANGLES = 3591;
    /** Number of triangles between used vertices. */
    public static final int SOURCE_USED_TRIANGLE_COUNT = 3592;
    /** Triangles between used vertices. */
    public static final int SOURCE_USED_TRIANGLES = 3593;
    /** Parameters of ICA as JSON. */
    public static final int ICA_PARAMETERS = 3601;
    /** Whitener before principal components. */
    public static final int ICA_WHITENER = 3603;
    /** Principal components. */
    public static final int ICA_PRINCIPAL_COMPONENTS = 3604;
    /** Variance of principal components, or explained variance of a projector. */
    public static final int EXPLAINED_VARIANCE = 3605;
    /** Mean of the data. */
    public static final int ICA_MEAN = 3606;
    /** Unmixing matrix. */
    public static final int ICA_UNMIXING = 3607;
    /** Excluded components. */
    public static final int ICA_EXCLUDED = 3608;
    /** More parameters of ICA as JSON. */
    public static final int ICA_DETAILS = 3609;
    /** Indices of epochs among all events. */
    public static final int SELECTION = 3800;
    /** Why events gave no epochs, or channels of annotations, as JSON. */
    public static final int DROP_LOG = 3801;
    /** Sampling rate of the recording epochs were cut from. */
    public static final int RAW_SAMPLING_RATE = 3803;

    private Kinds() {}
}
