package org.engram.io.recording.ctf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Compensation;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.Position;
import org.engram.io.recording.SensorGeometry;
import org.engram.io.recording.Unit;
import org.engram.io.recording.geometry.CoilFrame;

/** Turns what a header says about channels into channels and software gradiometers. */
final class CtfChannels {
    private static final int GRADIOMETER = 5001;
    private static final int REFERENCE_MAGNETOMETER = 5002;
    private static final int REFERENCE_GRADIOMETER = 5003;
    private static final int REFERENCE_OFF_DIAGONAL = 5004;
    private static final int GRADE_SHIFT = 16;
    /** "G1BR" to "G3BR" as numbers: which references make a gradiometer of that order. */
    private static final Map<Integer, Integer> GRADES = Map.of(0x47314252, 1, 0x47324252, 2, 0x47334252, 3);

    private CtfChannels() {}

    static Channel of(CtfSensor sensor, String name, CtfPlaces places, Consumer<Notice> notices) {
        if (sensor.isCoil() && !sensor.isPlaced()) {
            notices.accept(new Notice("ctf-sensor-unplaced", name
                    + " is a sensor without a place: it is taken as a channel of another kind"));
            return other(name);
        }
        if (sensor.isCoil()) {
            ChannelType type = sensor.type() == CtfSensor.MEG
                    ? ChannelType.AXIAL_GRADIOMETER
                    : ChannelType.REFERENCE_MEG;
            return Channel.of(name, type).withType(type, Unit.TESLA).withSensor(geometry(sensor));
        }
        if (sensor.type() == CtfSensor.EEG) {
            Channel channel = Channel.of(name, ChannelType.EEG);
            boolean placed = sensor.isElectrodePlaced() && places.ctfHeadToHead() != null;
            double[] at = sensor.place();
            return placed
                    ? channel.withPosition(places.ctfHeadToHead().apply(new Position(at[0], at[1], at[2])))
                    : channel;
        }
        return sensor.type() == CtfSensor.STIM ? Channel.of(name, ChannelType.STIM) : other(name);
    }

    private static Channel other(String name) {
        boolean system = name.startsWith("SCLK") || name.startsWith("HLC") || name.startsWith("HADC")
                || name.startsWith("HDAC");
        return system
                ? Channel.of(name, ChannelType.SYSTEM)
                : Channel.of(name, ChannelType.MISC).withType(ChannelType.MISC, Unit.VOLT);
    }

    private static SensorGeometry geometry(CtfSensor sensor) {
        double[] place = sensor.place().clone();
        double[] ez = sensor.normal().clone();
        double[] along = new double[3];
        double size = 0;
        double across = 0;
        for (int i = 0; i < 3; i++) {
            ez[i] *= sensor.properGain() > 0 ? -1 : 1; // a positive gain stands for a coil that looks inwards
            along[i] = place[i] - sensor.second()[i];
            size += along[i] * along[i];
        }
        size = Math.sqrt(size);
        for (int i = 0; i < 3; i++) {
            along[i] = size > 0 ? along[i] / size : along[i];
            across += along[i] * ez[i];
        }
        int coil = sensor.type() == CtfSensor.MEG ? GRADIOMETER : REFERENCE_MAGNETOMETER;
        double[] axes = null;
        if (sensor.type() == CtfSensor.REFERENCE_GRADIOMETER) {
            boolean offDiagonal = Math.abs(across) < 1e-3 && size > 0 && Double.isFinite(size);
            coil = offDiagonal ? REFERENCE_OFF_DIAGONAL : REFERENCE_GRADIOMETER;
            if (offDiagonal) {
                axes = offDiagonal(place, ez, along, size);
            }
        }
        axes = axes == null ? CoilFrame.around(ez, leaning(ez)) : axes;
        return new SensorGeometry(coil | sensor.order() << GRADE_SHIFT, CoordinateFrame.DEVICE,
                inDevice(place, axes));
    }

    /** Its two coils lie side by side: the first axis points from one to the other, the place is between them. */
    private static double[] offDiagonal(double[] place, double[] ez, double[] ex, double size) {
        for (int i = 0; i < 3; i++) {
            place[i] -= size * ex[i] / 2;
        }
        return new double[] {ex[0], ex[1], ex[2], ez[1] * ex[2] - ez[2] * ex[1],
                ez[2] * ex[0] - ez[0] * ex[2], ez[0] * ex[1] - ez[1] * ex[0], ez[0], ez[1], ez[2]};
    }

    private static int leaning(double[] ez) {
        double length = Math.sqrt(ez[0] * ez[0] + ez[1] * ez[1] + ez[2] * ez[2]);
        if (Math.abs(length - Math.abs(ez[2])) < 1e-5) {
            return 0;
        }
        return CoilFrame.lowestAxis(ez);
    }

    private static double[] inDevice(double[] place, double[] axes) {
        double[] location = new double[12];
        Position at = CtfPlaces.TO_DEVICE.apply(new Position(place[0], place[1], place[2]));
        put(location, 0, at);
        for (int i = 0; i < 9; i += 3) {
            put(location, 3 + i,
                    CtfPlaces.TO_DEVICE.rotate(new Position(axes[i], axes[i + 1], axes[i + 2])));
        }
        return location;
    }

    private static void put(double[] location, int at, Position value) {
        location[at] = value.x();
        location[at + 1] = value.y();
        location[at + 2] = value.z();
    }

    /** Coefficients in units of the channels, one matrix for each order; references that are not recorded are left out. */
    static List<Compensation> compensations(CtfHeader header, Map<String, String> names,
            Consumer<Notice> notices) {
        Map<String, CtfSensor> sensors = new LinkedHashMap<>();
        header.sensors().forEach(sensor -> sensors.putIfAbsent(sensor.name(), sensor));
        List<Compensation> found = new ArrayList<>();
        for (int kind : GRADES.keySet().stream().sorted().toList()) {
            List<CtfHeader.Balance> rows = header.balances().stream()
                    .filter(balance -> balance.kind() == kind && sensors.containsKey(balance.sensor()))
                    .sorted((a, b) -> Integer.compare(header.sensors().indexOf(sensors.get(a.sensor())),
                            header.sensors().indexOf(sensors.get(b.sensor()))))
                    .toList();
            if (rows.isEmpty()) {
                continue;
            }
            List<String> all = rows.get(0).references();
            if (rows.stream().anyMatch(row -> !row.references().equals(all))) {
                notices.accept(new Notice("ctf-compensation-uneven", "compensation of grade "
                        + GRADES.get(kind) + " uses other references for other sensors: it is left out"));
                continue;
            }
            int[] known = IntStream.range(0, all.size()).filter(i -> sensors.containsKey(all.get(i)))
                    .toArray();
            double[][] matrix = new double[rows.size()][known.length];
            for (int row = 0; row < matrix.length; row++) {
                double own = sensors.get(rows.get(row).sensor()).gain();
                for (int column = 0; column < known.length; column++) {
                    matrix[row][column] = own * rows.get(row).coefficients()[known[column]]
                            / sensors.get(all.get(known[column])).gain();
                }
            }
            found.add(new Compensation(GRADES.get(kind), true,
                    rows.stream().map(row -> names.get(row.sensor())).toList(),
                    IntStream.of(known).mapToObj(i -> names.get(all.get(i))).toList(), matrix));
        }
        return found;
    }
}
