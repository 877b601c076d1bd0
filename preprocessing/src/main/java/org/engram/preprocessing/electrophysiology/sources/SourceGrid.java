package org.engram.preprocessing.electrophysiology.sources;

import java.util.ArrayList;
import java.util.List;
import org.engram.io.recording.Position;

/** Places for sources on a cubic grid. */
public final class SourceGrid {
    private SourceGrid() {}

    /**
     * @param centre of the sphere; a grid point
     * @param radius of the sphere, metres
     * @param spacing between neighbours, metres
     * @return grid points within the sphere, x fastest, then y, then z
     */
    public static List<Position> inSphere(Position centre, double radius, double spacing) {
        if (!(spacing > 0 && radius >= 0 && radius / spacing < 500)) {
            throw new IllegalArgumentException("a grid of spacing " + spacing + " m in a radius of " + radius
                    + " m: expected a positive spacing, at most 500 in the radius");
        }
        int steps = (int) Math.floor(radius / spacing + 1e-9);
        List<Position> points = new ArrayList<>();
        for (int z = -steps; z <= steps; z++) {
            for (int y = -steps; y <= steps; y++) {
                for (int x = -steps; x <= steps; x++) {
                    if (Math.sqrt(x * x + y * y + z * z) * spacing <= radius * (1 + 1e-9)) {
                        points.add(new Position(centre.x() + x * spacing, centre.y() + y * spacing,
                                centre.z() + z * spacing));
                    }
                }
            }
        }
        return points;
    }
}
