package org.engram.io.recording.fif;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.Position;
import org.engram.io.recording.SensorGeometry;
import org.engram.io.recording.Unit;

/** A channel as a FIFF file describes it: 96 bytes, in which SI value = stored x range x calibration x 10^power. */
record FifChannel(int kind, float range, float calibration, int coil, double[] location, int unit, int power,
        String name) {
    static final int BYTES = 96;
    private static final int NAME_BYTES = 16;

    static FifChannel read(ByteBuffer from) {
        from.getInt(); // scan number
        from.getInt(); // logical number
        int kind = from.getInt();
        float range = from.getFloat();
        float calibration = from.getFloat();
        int coil = from.getInt();
        double[] location = new double[12];
        for (int i = 0; i < location.length; i++) {
            location[i] = from.getFloat();
        }
        int unit = from.getInt();
        int power = from.getInt();
        byte[] name = new byte[NAME_BYTES];
        from.get(name);
        int length = 0;
        while (length < NAME_BYTES && name[length] != 0) {
            length++;
        }
        return new FifChannel(kind, range, calibration, coil, location, unit, power,
                new String(name, 0, length, StandardCharsets.UTF_8));
    }

    void write(ByteBuffer into, int number) {
        into.putInt(number).putInt(number).putInt(kind).putFloat(range).putFloat(calibration).putInt(coil);
        for (double value : location) {
            into.putFloat((float) value);
        }
        into.putInt(unit).putInt(power);
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        into.put(Arrays.copyOf(Arrays.copyOf(bytes, Math.min(bytes.length, NAME_BYTES - 1)), NAME_BYTES));
    }

    static FifChannel of(Channel channel, float calibration) {
        int kind = ChannelCodes.kind(channel.type());
        int coil = channel.sensor().map(SensorGeometry::coilType)
                .orElse(ChannelCodes.coil(channel.type(), channel.unit()));
        double[] location = channel.sensor().map(SensorGeometry::location).orElse(new double[12]);
        channel.position().ifPresent(place -> {
            location[0] = place.x();
            location[1] = place.y();
            location[2] = place.z();
        });
        return new FifChannel(kind, 1, calibration, coil, location, ChannelCodes.unit(channel.unit()), 0,
                channel.name());
    }

    FifChannel withName(String value) {
        return new FifChannel(kind, range, calibration, coil, location, unit, power, value);
    }

    /** Coordinates of its location: those of the device for coils, of the head for electrodes. */
    int frame() {
        ChannelType type = ChannelCodes.type(kind, coil, unit);
        if (type.isMeg() || type == ChannelType.REFERENCE_MEG) {
            return CoordinateFrame.DEVICE.fiffCode();
        }
        return type.isBrain() ? CoordinateFrame.HEAD.fiffCode() : CoordinateFrame.UNKNOWN.fiffCode();
    }

    /** SI units per calibrated unit of the file. */
    double unitScale() {
        return Math.pow(10, power);
    }

    Channel toChannel(boolean bad, Band band) {
        ChannelType type = ChannelCodes.type(kind, coil, unit);
        Optional<Position> position = Optional.empty();
        Optional<SensorGeometry> sensor = Optional.empty();
        if (type.isMeg() || type == ChannelType.REFERENCE_MEG) {
            sensor = Optional.of(new SensorGeometry(coil, CoordinateFrame.DEVICE, location));
        } else if (isPlace()) {
            position = Optional.of(new Position(location[0], location[1], location[2]));
        }
        return new Channel(name, type, ChannelCodes.unit(type, unit), position, sensor, bad, "", band);
    }

    private boolean isPlace() {
        double norm = location[0] * location[0] + location[1] * location[1] + location[2] * location[2];
        return norm > 0 && Double.isFinite(norm);
    }

    /** Whether its samples are in volts, so that an assumed unit may apply. */
    boolean isVoltage() {
        return ChannelCodes.unit(ChannelCodes.type(kind, coil, unit), unit) == Unit.VOLT;
    }
}
