package org.engram.cli.results;

import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Unit;

/**
 * The unit in which people look at a type of channels.
 *
 * @param factor shown = SI x factor
 * @param name such as µV
 */
record SignalUnits(double factor, String name) {
    static SignalUnits of(Channel channel) {
        return of(channel.unit());
    }

    static SignalUnits of(Unit unit) {
        return switch (unit) {
            case VOLT -> new SignalUnits(1e6, "\u00b5V");
            case TESLA -> new SignalUnits(1e15, "fT");
            case TESLA_PER_METRE -> new SignalUnits(1e13, "fT/cm");
            case VOLT_PER_SQUARE_METRE -> new SignalUnits(1e3, "mV/m\u00b2");
            default -> new SignalUnits(1, unit == Unit.NONE ? "a.u." : unit.symbol());
        };
    }

    double[] of(double[] values) {
        double[] shown = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            shown[i] = factor * values[i];
        }
        return shown;
    }

    /** Power densities in the square of the unit per Hz. */
    double[] power(double[] values) {
        double[] shown = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            shown[i] = factor * factor * values[i];
        }
        return shown;
    }

    /** What a type of channels is called in a heading. */
    static String words(ChannelType type) {
        return switch (type) {
            case EEG, EOG, ECG, EMG -> type.name();
            case SEEG -> "sEEG";
            case ECOG -> "ECoG";
            case DBS -> "DBS contacts";
            case MAGNETOMETER -> "Magnetometers";
            case PLANAR_GRADIOMETER -> "Planar gradiometers";
            case AXIAL_GRADIOMETER -> "Axial gradiometers";
            default -> type.bidsName();
        };
    }
}
