package org.engram.preprocessing.electrophysiology.sources;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SensorGeometry;

/**
 * A head of concentric shells. Potentials of EEG follow the Legendre series to rounding; fields of MEG follow Sarvas and
 * depend on the centre alone. The MNE tools replace the series by three dipoles, which differ from it by up to about 1 %.
 *
 * <h2>References</h2> J. Sarvas, Physics in Medicine and Biology 32, 1987; Z. Zhang, Physics in Medicine and Biology 40,
 * 1995; P. Berg, M. Scherg, Electroencephalography and Clinical Neurophysiology 90, 1994.
 */
public final class SphereModel {
    private static final double[] RADII = {0.90, 0.92, 0.97, 1.0};
    private static final double[] CONDUCTIVITIES = {0.33, 1.0, 0.004, 0.33};
    private static final double PERMEABILITY = 1e-7; // mu_0 / 4 pi
    private static final int TERMS = 400;
    private static final double NEGLIGIBLE = 1e-13;

    private final Position centre;
    private final double radius;
    private final double innermost;
    private final double conductivity;
    private final double[] factors;

    private SphereModel(Position centre, double radius, double[] radii, double[] conductivities) {
        this.centre = centre;
        this.radius = radius;
        this.innermost = radii[0] * radius;
        this.conductivity = conductivities[conductivities.length - 1];
        this.factors = factors(radii, conductivities);
    }

    /**
     * Brain, fluid, skull and scalp of relative radii 0.90, 0.92, 0.97 and 1, with 0.33, 1, 0.004 and 0.33 S/m.
     *
     * @param centre head frame
     * @param radius of the scalp, metres
     * @return that head
     */
    public static SphereModel of(Position centre, double radius) {
        return of(centre, radius, RADII, CONDUCTIVITIES);
    }

    /**
     * @param centre head frame
     * @param radius of the scalp, metres
     * @param radii of the shells relative to it, ascending, the last 1
     * @param conductivities of the shells, S/m, positive
     * @return that head
     */
    public static SphereModel of(Position centre, double radius, double[] radii, double[] conductivities) {
        boolean sound = radius > 0 && radii.length > 0 && radii.length == conductivities.length
                && radii[radii.length - 1] == 1 && radii[0] > 0;
        for (int k = 0; sound && k < radii.length; k++) {
            sound = conductivities[k] > 0 && (k == 0 || radii[k] > radii[k - 1]);
        }
        if (!sound) {
            throw new IllegalArgumentException("a sphere of radius " + radius + " m with " + radii.length
                    + " shells and " + conductivities.length
                    + " conductivities: expected ascending radii up to 1 and a positive conductivity for each");
        }
        return new SphereModel(centre, radius, radii.clone(), conductivities.clone());
    }

    /** How much each term of the series of a homogeneous sphere is weakened by the shells. */
    private static double[] factors(double[] radii, double[] conductivities) {
        int shells = radii.length;
        double[] factors = new double[TERMS + 1];
        for (int n = 1; n <= TERMS; n++) {
            double a = 1;
            double b = 0;
            double c = 0;
            double d = 1;
            for (int k = shells - 2; k >= 0; k--) {
                double ratio = conductivities[k] / conductivities[k + 1];
                double power = Math.pow(radii[k], 2 * n + 1);
                double p = (n + (n + 1) * ratio) / (2 * n + 1);
                double q = (n + 1) * (ratio - 1) / power / (2 * n + 1);
                double r = n * (ratio - 1) * power / (2 * n + 1);
                double s = (n + 1 + n * ratio) / (2 * n + 1);
                double a2 = p * a + q * c;
                double b2 = p * b + q * d;
                c = r * a + s * c;
                d = r * b + s * d;
                a = a2;
                b = b2;
            }
            factors[n] = n / (n * d + (n + 1) * c);
        }
        return factors;
    }

    /** @return its centre, head frame */
    public Position centre() {
        return centre;
    }

    /** @return radius of the scalp, metres */
    public double radius() {
        return radius;
    }

    /**
     * @param recording whose good EEG channels have positions and whose good MEG channels have coils
     * @param sources head frame; within the innermost shell where there is EEG
     * @return their leadfield; EEG against infinity
     */
    public ForwardModel forward(Recording recording, List<Position> sources) {
        return forward(recording.channels(), recording.deviceToHead(), sources, Parallelism.available());
    }

    /**
     * @param channels good EEG and MEG channels among others
     * @param deviceToHead takes coils in the device frame to the head
     * @param sources head frame; within the innermost shell where there is EEG
     * @param parallelism threads over channels
     * @return their leadfield; EEG against infinity
     */
    public ForwardModel forward(List<Channel> channels, Optional<CoordinateTransform> deviceToHead,
            List<Position> sources, Parallelism parallelism) {
        List<Channel> used = new ArrayList<>();
        for (Channel channel : channels) {
            if (!channel.bad() && (channel.type() == ChannelType.EEG || channel.type().isMeg())) {
                used.add(channel);
            }
        }
        if (used.isEmpty()) {
            throw new EngramException("there is no good EEG or MEG channel to compute a forward model of");
        }
        requireInside(used, sources);
        double[][] places = sources.stream().map(this::relative).toArray(double[][]::new);
        Matrix leadfield = Matrix.zeros(used.size(), 3 * sources.size());
        parallelism.forEach(used.size(), row -> {
            Channel channel = used.get(row);
            if (channel.type() == ChannelType.EEG) {
                potentials(channel, places, leadfield, row);
            } else {
                fields(channel, deviceToHead, places, leadfield, row);
            }
        });
        return new ForwardModel(used.stream().map(Channel::name).toList(), sources, List.of(), leadfield);
    }

    private void requireInside(List<Channel> used, List<Position> sources) {
        boolean electrodes = used.stream().anyMatch(channel -> channel.type() == ChannelType.EEG);
        for (int k = 0; electrodes && k < sources.size(); k++) {
            if (sources.get(k).distanceTo(centre) >= innermost) {
                throw new EngramException("source " + k + " lies " + sources.get(k).distanceTo(centre)
                        + " m from the centre, outside the innermost shell of " + innermost
                        + " m: leave it out");
            }
        }
    }

    private double[] relative(Position p) {
        return new double[] {p.x() - centre.x(), p.y() - centre.y(), p.z() - centre.z()};
    }

    /** The series of a dipole at each place, taken on a sphere through the electrode. */
    private void potentials(Channel channel, double[][] places, Matrix leadfield, int row) {
        Position position = channel.position().orElseThrow(() -> new EngramException("EEG channel "
                + channel.name() + " has no position: set a montage first, or mark it as bad"));
        double[] e = relative(position);
        double r = norm(e);
        for (int axis = 0; axis < 3; axis++) {
            e[axis] /= r;
        }
        double scale = 1 / (4 * Math.PI * conductivity * r * r);
        for (int source = 0; source < places.length; source++) {
            double[] q = places[source];
            double depth = norm(q);
            if (!(depth < r)) {
                throw new EngramException("EEG channel " + channel.name() + " lies " + r
                        + " m from the centre of the sphere, no further than source " + source
                        + ": check its position and the centre");
            }
            double[] u = depth < 1e-12 ? e : new double[] {q[0] / depth, q[1] / depth, q[2] / depth};
            double x = Math.max(-1, Math.min(1, dot(e, u)));
            double radial = 0;
            double tangential = 0;
            double before = 1;
            double now = x;
            double slopeBefore = 0;
            double slope = 1;
            double power = 1;
            for (int n = 1; n <= TERMS && (n == 1 || n * n * power > NEGLIGIBLE); n++) {
                double factor = factors[n] * (2 * n + 1) / n * power;
                radial += factor * n * now;
                tangential += factor * slope;
                double next = ((2 * n + 1) * x * now - n * before) / (n + 1);
                double slopeNext = slopeBefore + (2 * n + 1) * now; // P'(n+1) = P'(n-1) + (2n+1) P(n)
                before = now;
                now = next;
                slopeBefore = slope;
                slope = slopeNext;
                power *= depth / r;
            }
            for (int axis = 0; axis < 3; axis++) {
                leadfield.set(row, 3 * source + axis,
                        scale * (radial * u[axis] + tangential * (e[axis] - x * u[axis])));
            }
        }
    }

    private void fields(Channel channel, Optional<CoordinateTransform> deviceToHead, double[][] places,
            Matrix leadfield, int row) {
        SensorGeometry sensor = channel.sensor().orElseThrow(() -> new EngramException("MEG channel "
                + channel.name() + " has no coil geometry: leave it out"));
        CoordinateTransform toHead = null;
        if (sensor.frame() != CoordinateFrame.HEAD) {
            toHead = deviceToHead.orElseThrow(() -> new EngramException("MEG channel " + channel.name()
                    + " is given in frame " + sensor.frame()
                    + ", but how the head lies is not known: set the transform from device to head"));
        }
        CoilPoints coil = CoilPoints.of(sensor, toHead, channel.name());
        double[] sum = new double[3];
        for (int source = 0; source < places.length; source++) {
            Arrays.fill(sum, 0);
            for (int k = 0; k < coil.weights().length; k++) {
                double[] p = coil.positions()[k];
                double[] at = {p[0] - centre.x(), p[1] - centre.y(), p[2] - centre.z()};
                addField(places[source], at, coil.normals()[k], PERMEABILITY * coil.weights()[k], sum);
            }
            for (int axis = 0; axis < 3; axis++) {
                leadfield.set(row, 3 * source + axis, sum[axis]);
            }
        }
    }

    /** Sarvas, equation 25, for dipoles along x, y and z: B = (F Q x r0 - (Q x r0 . r) grad F) / F^2. */
    private static void addField(double[] source, double[] at, double[] normal, double weight, double[] sum) {
        double[] a = {at[0] - source[0], at[1] - source[1], at[2] - source[2]};
        double distance = norm(a);
        double r = norm(at);
        double along = dot(a, at);
        double f = distance * (r * distance + along);
        double ofAt = distance * distance / r + along / distance + 2 * distance + 2 * r;
        double ofSource = distance + 2 * r + along / distance;
        double slope = ofAt * dot(at, normal) - ofSource * dot(source, normal);
        // (Q x r0) . n = Q . (r0 x n)
        double[] first = cross(source, normal);
        double[] second = cross(source, at);
        for (int axis = 0; axis < 3; axis++) {
            sum[axis] += weight * (first[axis] / f - second[axis] * slope / (f * f));
        }
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double norm(double[] a) {
        return Math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
    }
}
