package org.engram.preprocessing.electrophysiology.sources;

import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.Position;
import org.engram.io.recording.SensorGeometry;

/**
 * Points at which the field is taken and added up to what a coil measures, at the accuracy called normal: 4 points for each
 * loop.
 *
 * @param positions x, y, z of each point, head frame
 * @param normals direction of the field taken, for each point
 * @param weights for each point
 */
record CoilPoints(double[][] positions, double[][] normals, double[] weights) {
    private static final double VECTORVIEW_HEIGHT = 0.0003;

    /** {@code toHead} null when the sensor is given in the head frame. */
    static CoilPoints of(SensorGeometry sensor, CoordinateTransform toHead, String channel) {
        double[][] points = local(sensor.coilType() & 0xffff, channel);
        double[] at = sensor.location();
        CoilPoints coil = new CoilPoints(new double[points.length][], new double[points.length][],
                new double[points.length]);
        for (int k = 0; k < points.length; k++) {
            double[] place = new double[3];
            for (int axis = 0; axis < 3; axis++) {
                place[axis] = at[axis] + at[3 + axis] * points[k][1] + at[6 + axis] * points[k][2]
                        + at[9 + axis] * points[k][3];
            }
            double[] normal = {at[9], at[10], at[11]};
            if (toHead != null) {
                place = array(toHead.apply(new Position(place[0], place[1], place[2])));
                normal = array(toHead.rotate(new Position(normal[0], normal[1], normal[2])));
            }
            coil.positions[k] = place;
            coil.normals[k] = normal;
            coil.weights[k] = points[k][0];
        }
        return coil;
    }

    private static double[] array(Position p) {
        return new double[] {p.x(), p.y(), p.z()};
    }

    /** Weight and place along ex, ey, ez. The coils are those of the FIFF definition of coil types. */
    private static double[][] local(int type, String channel) {
        return switch (type) {
            case 2000 -> new double[][] {{1, 0, 0, 0}};
            case 2 -> new double[][] {{1 / 0.0162, 0.0081, 0, 0}, {-1 / 0.0162, -0.0081, 0, 0}};
            case 3012, 3013 -> planar(VECTORVIEW_HEIGHT);
            case 3014, 3015 -> planar(0);
            case 3022, 3023 -> loop(1, 0.00645, VECTORVIEW_HEIGHT);
            case 3024 -> loop(1, 0.00525, VECTORVIEW_HEIGHT);
            case 4001 -> loop(1, 0.00575, 0);
            case 4002, 5001 -> axial(0.0045, 0.05);
            case 4003 -> loop(1, 0.0075, 0);
            case 5002 -> loop(1, 0.004, 0);
            case 5003 -> axial(0.0086, 0.0786);
            case 6001 -> axial(0.003875, 0.05);
            default ->
                throw new UnsupportedFeatureException("the coil of channel " + channel + " has type " + type
                        + ", whose shape is not known: import a leadfield, or leave the channel out");
        };
    }

    private static double[][] planar(double height) {
        double weight = 1 / (2 * 0.0168);
        double x = 0.0084;
        double y = 0.006713;
        return new double[][] {{weight, x, y, height}, {weight, x, -y, height}, {-weight, -x, y, height},
                {-weight, -x, -y, height}};
    }

    private static double[][] loop(double sign, double half, double height) {
        double weight = sign / 4;
        return new double[][] {{weight, half, half, height}, {weight, -half, half, height},
                {weight, -half, -half, height}, {weight, half, -half, height}};
    }

    private static double[][] axial(double half, double baseline) {
        double[][] near = loop(1, half, 0);
        double[][] far = loop(-1, half, baseline);
        return new double[][] {near[0], near[1], near[2], near[3], far[0], far[1], far[2], far[3]};
    }
}
