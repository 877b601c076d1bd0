package org.engram.io.recording.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.engram.core.EngramException;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.Position;
import org.junit.jupiter.api.Test;

class GeometryTest {
    private static final List<Position> POINTS = List.of(new Position(0.1, 0, 0), new Position(0, 0.07, 0.01),
            new Position(-0.02, -0.08, 0.03), new Position(0.05, 0.03, 0.09));

    @Test
    void landmarksLieOnTheAxesOfTheHead() {
        Position nasion = new Position(0.11, 0.02, 0.03);
        Position left = new Position(0.01, 0.09, 0.04);
        Position right = new Position(0.02, -0.06, 0.02);
        CoordinateTransform head = HeadFrame.of(nasion, left, right, CoordinateFrame.CTF_HEAD);
        Position front = head.apply(nasion);
        assertArrayEquals(new double[] {0, 0}, new double[] {front.x(), front.z()}, 1e-15);
        Position ear = head.apply(right);
        assertArrayEquals(new double[] {0, 0}, new double[] {ear.y(), ear.z()}, 1e-15);
        assertEquals(left.distanceTo(right), ear.x() - head.apply(left).x(), 1e-15);
    }

    @Test
    void aMovedBodyIsFoundAgain() {
        // Half a turn about z, the hardest case for methods that start from no rotation.
        double[] matrix = {-1, 0, 0, 0.3, 0, -1, 0, -0.2, 0, 0, 1, 0.05, 0, 0, 0, 1};
        CoordinateTransform truth = new CoordinateTransform(CoordinateFrame.DEVICE, CoordinateFrame.HEAD,
                matrix);
        CoordinateTransform found = RigidMatch.of(POINTS, POINTS.stream().map(truth::apply).toList(),
                CoordinateFrame.DEVICE, CoordinateFrame.HEAD);
        assertArrayEquals(matrix, found.matrix(), 1e-12);
    }

    @Test
    void aMirroredBodyIsNotMirroredBack() {
        List<Position> mirrored = POINTS.stream().map(p -> new Position(-p.x(), p.y(), p.z())).toList();
        double[] m = RigidMatch.of(POINTS, mirrored, CoordinateFrame.DEVICE, CoordinateFrame.HEAD).matrix();
        double determinant = m[0] * (m[5] * m[10] - m[6] * m[9]) - m[1] * (m[4] * m[10] - m[6] * m[8])
                + m[2] * (m[4] * m[9] - m[5] * m[8]);
        assertEquals(1, determinant, 1e-12);
    }

    @Test
    void pointsThatSpanNoFrameAreRefused() {
        Position one = POINTS.get(0);
        assertThrows(EngramException.class, () -> HeadFrame.of(one, one, one, CoordinateFrame.UNKNOWN));
        assertThrows(EngramException.class, () -> RigidMatch.of(POINTS.subList(0, 2), POINTS.subList(0, 2),
                CoordinateFrame.UNKNOWN, CoordinateFrame.HEAD));
    }
}
