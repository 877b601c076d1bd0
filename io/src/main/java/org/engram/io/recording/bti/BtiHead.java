package org.engram.io.recording.bti;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Position;
import org.engram.io.recording.geometry.HeadFrame;
import org.engram.io.recording.header.BinaryCursor;

/**
 * The digitised head of the {@code hs_file}.
 *
 * @param toHead from the 4D head to the head frame
 * @param points fiducials and head shape in the head frame
 */
record BtiHead(CoordinateTransform toHead, List<DigitizedPoint> points) {
    private static final int INDEX_POINTS = 5;
    private static final int POINT_BYTES = 24;

    static BtiHead read(Path file) throws IOException {
        try (BinaryCursor cursor = BinaryCursor.open(file, ByteOrder.BIG_ENDIAN)) {
            int announced = cursor.seek(12).int32();
            List<Position> index = points(cursor, INDEX_POINTS);
            List<Position> shape = points(cursor, cursor.count(announced, POINT_BYTES, "digitized points"));
            CoordinateTransform toHead = HeadFrame.of(index.get(2), index.get(0), index.get(1),
                    CoordinateFrame.CTF_HEAD);
            List<DigitizedPoint> points = new ArrayList<>();
            int[] order = {0, 2, 1};
            for (int i = 0; i < 3; i++) {
                points.add(new DigitizedPoint(DigitizedPoint.Kind.FIDUCIAL, i + 1,
                        toHead.apply(index.get(order[i])), CoordinateFrame.HEAD));
            }
            for (int i = 0; i < shape.size(); i++) {
                points.add(
                        new DigitizedPoint(DigitizedPoint.Kind.HEAD_SHAPE, i + 1, toHead.apply(shape.get(i)),
                                CoordinateFrame.HEAD));
            }
            return new BtiHead(toHead, points);
        }
    }

    private static List<Position> points(BinaryCursor cursor, int count) throws IOException {
        List<Position> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] place = cursor.float64s(3);
            if (!Double.isFinite(place[0] + place[1] + place[2])) {
                throw cursor.error("digitized point " + (i + 1) + " is no number");
            }
            points.add(new Position(place[0], place[1], place[2]));
        }
        return points;
    }
}
