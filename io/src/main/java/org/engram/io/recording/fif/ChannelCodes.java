package org.engram.io.recording.fif;

import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Unit;

/** What numbers of channel kinds, coils and units stand for. */
final class ChannelCodes {
    static final int MEG = 1;
    private static final int EEG = 2;
    private static final int STIM = 3;
    private static final int BIO = 102;
    private static final int EOG = 202;
    private static final int REFERENCE = 301;
    private static final int EMG = 302;
    private static final int ECG = 402;
    private static final int MISC = 502;
    private static final int RESPIRATION = 602;
    private static final int SEEG = 802;
    private static final int DBS = 803;
    private static final int SYSTEM = 900;
    private static final int ECOG = 902;
    private static final int TEMPERATURE = 1200;
    private static final int SKIN_CONDUCTANCE = 1300;

    private static final int NO_UNIT = -1;
    private static final int VOLT = 107;
    private static final int SIEMENS = 110;
    private static final int TESLA = 112;
    private static final int CELSIUS = 114;
    private static final int VOLT_PER_SQUARE_METRE = 117;
    private static final int TESLA_PER_METRE = 201;

    private static final int COIL_EEG = 1;
    private static final int COIL_CSD = 6;
    private static final int COIL_PLANAR = 3012;
    private static final int COIL_MAGNETOMETER = 3024;
    private static final int COIL_CTF = 5001;

    private ChannelCodes() {}

    static ChannelType type(int kind, int coil, int unit) {
        return switch (kind) {
            case MEG -> meg(coil & 0xffff, unit);
            case EEG -> ChannelType.EEG;
            case STIM -> ChannelType.STIM;
            case BIO -> ChannelType.BIO;
            case EOG -> ChannelType.EOG;
            case REFERENCE -> ChannelType.REFERENCE_MEG;
            case EMG -> ChannelType.EMG;
            case ECG -> ChannelType.ECG;
            case RESPIRATION -> ChannelType.RESPIRATION;
            case SEEG -> ChannelType.SEEG;
            case DBS -> ChannelType.DBS;
            case ECOG -> ChannelType.ECOG;
            case TEMPERATURE -> ChannelType.TEMPERATURE;
            case SKIN_CONDUCTANCE -> ChannelType.GSR;
            case 700, 701, 702, 703, 704, 705, 706, 707, 708, 709, SYSTEM, 910, 920 -> ChannelType.SYSTEM;
            default -> ChannelType.MISC;
        };
    }

    private static ChannelType meg(int coil, int unit) {
        return switch (coil) {
            // 5 cm baseline, Magnes, CTF, KIT, KRISS and Compumedics axial gradiometers
            case 2001, 4002, COIL_CTF, 6001, 9001, 9101, 9102 -> unit == TESLA_PER_METRE
                    ? ChannelType.PLANAR_GRADIOMETER
                    : ChannelType.AXIAL_GRADIOMETER;
            // Neuromag-122 and VectorView
            case 2, 3011, COIL_PLANAR, 3013, 3014, 3015 -> ChannelType.PLANAR_GRADIOMETER;
            default -> unit == TESLA_PER_METRE ? ChannelType.PLANAR_GRADIOMETER : ChannelType.MAGNETOMETER;
        };
    }

    static Unit unit(ChannelType type, int code) {
        if (type == ChannelType.STIM || type == ChannelType.SYSTEM) {
            return Unit.NONE;
        }
        return switch (code) {
            case VOLT -> Unit.VOLT;
            case TESLA -> Unit.TESLA;
            case TESLA_PER_METRE -> Unit.TESLA_PER_METRE;
            case VOLT_PER_SQUARE_METRE -> Unit.VOLT_PER_SQUARE_METRE;
            case SIEMENS -> Unit.SIEMENS;
            case CELSIUS -> Unit.DEGREE_CELSIUS;
            default -> Unit.NONE;
        };
    }

    static int unit(Unit unit) {
        return switch (unit) {
            case VOLT -> VOLT;
            case TESLA -> TESLA;
            case TESLA_PER_METRE -> TESLA_PER_METRE;
            case VOLT_PER_SQUARE_METRE -> VOLT_PER_SQUARE_METRE;
            case SIEMENS -> SIEMENS;
            case DEGREE_CELSIUS -> CELSIUS;
            case NONE -> NO_UNIT;
        };
    }

    static int kind(ChannelType type) {
        return switch (type) {
            case MAGNETOMETER, PLANAR_GRADIOMETER, AXIAL_GRADIOMETER -> MEG;
            case EEG -> EEG;
            case STIM -> STIM;
            case BIO -> BIO;
            case EOG -> EOG;
            case REFERENCE_MEG -> REFERENCE;
            case EMG -> EMG;
            case ECG -> ECG;
            case RESPIRATION -> RESPIRATION;
            case SEEG -> SEEG;
            case DBS -> DBS;
            case SYSTEM -> SYSTEM;
            case ECOG -> ECOG;
            case TEMPERATURE -> TEMPERATURE;
            case GSR -> SKIN_CONDUCTANCE;
            case MISC -> MISC;
        };
    }

    /** The coil of a channel that says none. */
    static int coil(ChannelType type, Unit unit) {
        return switch (type) {
            case MAGNETOMETER, REFERENCE_MEG -> COIL_MAGNETOMETER;
            case PLANAR_GRADIOMETER -> COIL_PLANAR;
            case AXIAL_GRADIOMETER -> COIL_CTF;
            case EEG -> unit == Unit.VOLT_PER_SQUARE_METRE ? COIL_CSD : COIL_EEG;
            case SEEG, DBS, ECOG -> COIL_EEG;
            default -> 0;
        };
    }
}
