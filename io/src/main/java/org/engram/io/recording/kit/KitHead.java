package org.engram.io.recording.kit;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.DigitizedPoint.Kind;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Position;
import org.engram.io.recording.geometry.HeadFrame;
import org.engram.io.recording.geometry.RigidMatch;
import org.engram.io.recording.header.BinaryCursor;

/**
 * Where the head was: marker coils measured by the sensors, matched with the same coils measured by a pen together with
 * fiducials and head shape.
 *
 * @param deviceToHead from the sensors to the head
 * @param points what the pen measured, in the head frame
 * @param electrodes places of electrodes by lower case name, in the head frame
 */
record KitHead(CoordinateTransform deviceToHead, List<DigitizedPoint> points,
        Map<String, Position> electrodes) {
    private static final int COILS = 5;
    private static final int MATRICES_BYTES = 2 * 16 * 8;
    private static final int MARKER_FILE_NAME = 256;
    private static final int POINT_BYTES = 32;
    private static final int MARKER_BYTES = 64;
    private static final List<String> FIDUCIALS = List.of("fidnz", "fidt9", "fidt10");

    static KitHead ofFiles(KitOptions options) throws IOException {
        double[][] sum = new double[COILS][3];
        for (Path file : options.markers()) {
            List<Position> markers = markers(file);
            if (markers.size() != COILS) {
                throw new FormatException(file,
                        "holds " + markers.size() + " measured marker coils; expected "
                                + COILS + ": is this the marker file?");
            }
            for (int i = 0; i < COILS; i++) {
                sum[i][0] += markers.get(i).x() / options.markers().size();
                sum[i][1] += markers.get(i).y() / options.markers().size();
                sum[i][2] += markers.get(i).z() / options.markers().size();
            }
        }
        List<Position> markers = new ArrayList<>();
        for (double[] mean : sum) {
            markers.add(new Position(mean[0], mean[1], mean[2]));
        }
        Path elp = options.fiducialsAndCoils().orElseThrow();
        PolhemusPoints fiducials = PolhemusPoints.read(elp);
        List<Position> eight = new ArrayList<>(fiducials.fiducials());
        eight.addAll(fiducials.points());
        if (eight.size() != 3 + COILS) {
            throw new FormatException(elp, "holds " + eight.size() + " points; expected nasion, left ear,"
                    + " right ear and " + COILS + " coils");
        }
        List<Position> shape = PolhemusPoints.read(options.headShape().orElseThrow()).points();
        return of(eight, markers, shape, Map.of());
    }

    private static List<Position> markers(Path file) throws IOException {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".txt")) {
            return PolhemusPoints.text(file, 1).points();
        }
        List<Position> measured = new ArrayList<>();
        try (BinaryCursor cursor = BinaryCursor.open(file, ByteOrder.LITTLE_ENDIAN)) {
            cursor.seek(KitDirectory.read(cursor).of(KitDirectory.COREGISTRATION).offset());
            cursor.skip(4 + MATRICES_BYTES);
            int count = cursor.count(cursor.int32(), MARKER_BYTES, "marker coils");
            for (int i = 0; i < count; i++) {
                boolean done = cursor.skip(12).int32() != 0;
                Position place = position(cursor.skip(24));
                if (done) {
                    measured.add(place);
                }
            }
        }
        return measured;
    }

    private static Position position(BinaryCursor cursor) throws IOException {
        double x = cursor.float64();
        double y = cursor.float64();
        double z = cursor.float64();
        if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(z)) {
            throw cursor.error("a measured point is not a number");
        }
        return new Position(x, y, z);
    }

    /** What the file itself holds; null when it holds nothing, or too little. */
    static KitHead ofFile(BinaryCursor cursor, KitDirectory directory, Consumer<Notice> notices)
            throws IOException {
        KitDirectory.Entry points = directory.of(KitDirectory.DIGITIZED_POINTS);
        KitDirectory.Entry fits = directory.of(KitDirectory.COREGISTRATION);
        if (points.count() <= 0 || fits.count() <= 0) {
            return null;
        }
        cursor.seek(points.offset());
        int count = cursor.count(points.count(), POINT_BYTES, "digitized points");
        Map<String, Position> named = new HashMap<>();
        List<Position> shape = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = cursor.text(8).toLowerCase(Locale.ROOT);
            double[] place = cursor.float64s(3);
            boolean finite = Double.isFinite(place[0] + place[1] + place[2]);
            if (finite && name.isEmpty()) {
                shape.add(new Position(place[0], place[1], place[2]));
            } else if (finite) {
                named.put(name, new Position(place[0], place[1], place[2]));
            }
        }
        return matched(cursor, fits, named, shape, notices);
    }

    private static KitHead matched(BinaryCursor cursor, KitDirectory.Entry fits,
            Map<String, Position> named, List<Position> shape, Consumer<Notice> notices) throws IOException {
        List<Position> elp = new ArrayList<>();
        FIDUCIALS.stream().filter(named::containsKey).forEach(name -> elp.add(named.remove(name)));
        Position[] markers = lastFit(cursor.seek(fits.offset()), fits.count());
        List<Position> found = new ArrayList<>();
        int fiducials = elp.size();
        for (int i = 0; i < COILS; i++) {
            Position coil = named.remove("hpi_" + (i + 1));
            if (coil != null && markers[i] != null) {
                elp.add(coil);
                found.add(markers[i]);
            }
        }
        if (fiducials < 3 || found.size() < 3) {
            notices.accept(new Notice("kit-head-unknown", "the file has " + fiducials + " of 3 fiducials and "
                    + found.size() + " coils measured by pen and sensors (at least 3 are needed):"
                    + " where the head was is left out"));
            return null;
        }
        return of(elp, found, shape, named);
    }

    private static Position[] lastFit(BinaryCursor cursor, int count) throws IOException {
        Position[] markers = new Position[COILS];
        for (int fit = 0; fit < count; fit++) {
            boolean done = cursor.int32() != 0;
            int coils = cursor.skip(MATRICES_BYTES).int32();
            if (!done) {
                continue;
            }
            int coilCount = cursor.count(coils, MARKER_BYTES, "marker coils");
            for (int i = 0; i < coilCount; i++) {
                boolean measured = cursor.skip(12).int32() != 0;
                Position place = position(cursor.skip(24));
                if (i < COILS) {
                    markers[i] = measured ? place : null;
                }
            }
            cursor.skip(MARKER_FILE_NAME);
        }
        return markers;
    }

    private static KitHead of(List<Position> elp, List<Position> markers, List<Position> shape,
            Map<String, Position> electrodes) {
        CoordinateTransform toHead = HeadFrame.of(elp.get(0), elp.get(1), elp.get(2),
                CoordinateFrame.UNKNOWN);
        List<Position> head = elp.stream().map(toHead::apply).toList();
        List<Position> device = markers.stream().map(p -> new Position(-p.y(), p.x(), p.z())).toList();
        CoordinateTransform deviceToHead = RigidMatch.of(device, head.subList(3, head.size()),
                CoordinateFrame.DEVICE, CoordinateFrame.HEAD);
        List<DigitizedPoint> points = new ArrayList<>();
        int[] order = {1, 0, 2};
        for (int i = 0; i < 3; i++) {
            points.add(new DigitizedPoint(Kind.FIDUCIAL, i + 1, head.get(order[i]), CoordinateFrame.HEAD));
        }
        for (int i = 3; i < head.size(); i++) {
            points.add(new DigitizedPoint(Kind.HEAD_POSITION_COIL, i - 2, head.get(i), CoordinateFrame.HEAD));
        }
        for (int i = 0; i < shape.size(); i++) {
            points.add(new DigitizedPoint(Kind.HEAD_SHAPE, i + 1, toHead.apply(shape.get(i)),
                    CoordinateFrame.HEAD));
        }
        Map<String, Position> placed = new HashMap<>();
        electrodes.forEach((name, place) -> placed.put(name, toHead.apply(place)));
        return new KitHead(deviceToHead, points, placed);
    }
}
