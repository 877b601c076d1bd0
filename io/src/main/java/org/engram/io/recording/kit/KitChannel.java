package org.engram.io.recording.kit;

import java.io.IOException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.SensorGeometry;
import org.engram.io.recording.Unit;
import org.engram.io.recording.geometry.CoilFrame;
import org.engram.io.recording.header.BinaryCursor;

/**
 * One channel as the file describes it.
 *
 * @param kind what it is, as the file numbers it
 * @param name its name, empty when the file gives none
 * @param place x, y, z in metres and the angles of its normal in degrees; null for other channels than sensors
 * @param gain volts per unit of an EEG or ECG channel; 0 when not given
 */
record KitChannel(int kind, String name, double[] place, double gain) {
    private static final int MAGNETOMETER = 1;
    private static final int AXIAL = 2;
    private static final int PLANAR = 3;
    private static final int SECOND_ORDER_AXIAL = 4;
    private static final int REFERENCE = 0x100;
    private static final int EEG = -2;
    private static final int ECG = -3;
    private static final int LONG_NAME = 32;
    private static final int COIL_GRADIOMETER = 6001;
    private static final int COIL_REFERENCE = 6002;

    static KitChannel read(BinaryCursor cursor, boolean nullIsReference) throws IOException {
        int kind = cursor.int32();
        if (kind == 0 && nullIsReference) {
            kind = REFERENCE + MAGNETOMETER;
        }
        int order = kind & ~REFERENCE;
        if (kind > 0 && order >= MAGNETOMETER && order <= SECOND_ORDER_AXIAL) {
            double[] place = cursor.float64s(5);
            boolean named = kind == MAGNETOMETER || kind == AXIAL;
            return new KitChannel(kind, named ? cursor.skip(16).text(6) : "", place, 0);
        }
        if (kind >= -4 && kind <= -1) {
            String name = cursor.skip(8).text(kind == EEG ? 8 : LONG_NAME);
            boolean gained = kind == EEG || kind == ECG;
            double gain = gained ? cursor.skip(kind == EEG ? 6 : 8).float64() : 0;
            return new KitChannel(kind, name, null, gain);
        }
        if (kind != 0) {
            throw cursor.error("holds a channel of the unknown kind " + kind
                    + "; known are 0, -1 to -4, 1 to 4 and 257 to 260");
        }
        return new KitChannel(kind, "", null, 0);
    }

    boolean isSensor() { return place != null; }

    boolean isElectrode() { return kind == EEG || kind == ECG; }

    boolean isOther() { return !isSensor() && !isElectrode(); }

    /** What unnamed channels of its kind are called, before their number. */
    String stem() {
        return isSensor()
                ? "MEG"
                : kind == EEG ? "EEG" : kind == ECG ? "ECG" : kind == -1 ? "TRIGGER" : "MISC";
    }

    Channel toChannel(String unique) {
        if (!isSensor()) {
            ChannelType type = kind == EEG
                    ? ChannelType.EEG
                    : kind == ECG ? ChannelType.ECG : ChannelType.MISC;
            return Channel.of(unique, type).withType(type, Unit.VOLT);
        }
        boolean reference = (kind & REFERENCE) != 0;
        int order = kind & ~REFERENCE;
        ChannelType type = reference
                ? ChannelType.REFERENCE_MEG
                : order == MAGNETOMETER
                        ? ChannelType.MAGNETOMETER
                        : order == PLANAR ? ChannelType.PLANAR_GRADIOMETER : ChannelType.AXIAL_GRADIOMETER;
        int coil = kind == AXIAL ? COIL_GRADIOMETER : kind == REFERENCE + MAGNETOMETER ? COIL_REFERENCE : 0;
        return Channel.of(unique, type).withType(type, Unit.TESLA)
                .withSensor(new SensorGeometry(coil, CoordinateFrame.DEVICE, location()));
    }

    /** Position and axes, turned from the maker's axes (x front, y left) to those of FIFF (x right, y front). */
    private double[] location() {
        double theta = Math.toRadians(place[3]);
        double phi = Math.toRadians(place[4]);
        double[] ez = {Math.sin(theta) * Math.cos(phi), Math.sin(theta) * Math.sin(phi), Math.cos(theta)};
        double[] axes = CoilFrame.around(ez, CoilFrame.lowestAxis(ez));
        double[] location = new double[12];
        System.arraycopy(place, 0, location, 0, 3);
        System.arraycopy(axes, 0, location, 3, 9);
        for (int i = 0; i < 12; i += 3) {
            double front = location[i];
            location[i] = -location[i + 1];
            location[i + 1] = front;
        }
        return location;
    }
}
