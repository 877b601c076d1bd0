package org.engram.preprocessing.electrophysiology.sources;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Parallelism;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Position;
import org.engram.io.recording.SensorCovariance;
import org.engram.io.recording.SensorGeometry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Agreement with mne 1.3.0 on sensors of its sample recording, see {@code mne_reference.py} beside the numbers. */
class MneSourcesTest {
    private static Map<String, NpyArray> reference;
    private static List<Channel> channels;
    private static List<Position> places;
    private static ForwardModel forward;

    @BeforeAll
    static void read() throws Exception {
        Path file = Path.of(MneSourcesTest.class
                .getResource("/org/engram/preprocessing/electrophysiology/ica/mne_sources.npz").toURI());
        reference = NpzFile.read(file);
        double[][] locations = rows("locs");
        long[] kinds = reference.get("kinds").toLongs();
        long[] coils = reference.get("coils").toLongs();
        channels = new ArrayList<>();
        for (int c = 0; c < locations.length; c++) {
            double[] at = locations[c];
            if (kinds[c] == 2) {
                channels.add(Channel.of("C" + c, ChannelType.EEG)
                        .withPosition(new Position(at[0], at[1], at[2])));
            } else {
                ChannelType type = coils[c] == 3012
                        ? ChannelType.PLANAR_GRADIOMETER
                        : ChannelType.MAGNETOMETER;
                channels.add(Channel.of("C" + c, type)
                        .withSensor(new SensorGeometry((int) coils[c], CoordinateFrame.DEVICE, at)));
            }
        }
        places = positions("rr");
        CoordinateTransform toHead = new CoordinateTransform(CoordinateFrame.DEVICE, CoordinateFrame.HEAD,
                reference.get("device_to_head").toDoubles());
        forward = SphereModel.of(new Position(0, 0, 0.04), 0.09).forward(channels, Optional.of(toHead),
                places,
                Parallelism.of(2));
    }

    /** Sarvas' formula is closed; single precision of the sensor positions and rounding leave about 1e-6. */
    @Test
    void magneticFieldsAreThoseOfTheReference() {
        double[][] expected = rows("leadfield");
        for (int c = 0; c < 25; c++) {
            double largest = Arrays.stream(expected[c]).map(Math::abs).max().orElseThrow();
            assertArrayEquals(expected[c], forward.leadfield().row(c), 1e-6 * largest, "channel " + c);
        }
    }

    /** The reference approximates the series by three dipoles; the series itself is tested below. */
    @Test
    void potentialsAreThoseOfTheReferenceWithinItsApproximation() {
        double[][] expected = rows("leadfield");
        double worst = 0;
        for (int c = 25; c < channels.size(); c++) {
            double[] own = forward.leadfield().row(c);
            double squares = 0;
            double off = 0;
            for (int i = 0; i < own.length; i++) {
                squares += expected[c][i] * expected[c][i];
                off += (own[i] - expected[c][i]) * (own[i] - expected[c][i]);
            }
            worst = Math.max(worst, Math.sqrt(off / squares));
        }
        assertTrue(worst < 0.02, "relative difference " + worst);
    }

    /** In one shell the series has a closed form (Brody, Terry, Ideker 1973), on the axis 1/(4 pi s) (2/a^2 ...). */
    @Test
    void potentialsOfAHomogeneousSphereAreTheClosedForm() {
        Position centre = new Position(0.01, -0.02, 0.03);
        double radius = 0.08;
        SphereModel sphere = SphereModel.of(centre, radius, new double[] {1}, new double[] {0.33});
        Position source = new Position(0.03, 0.01, 0.05);
        double[] e = {0.48, 0.6, 0.64};
        Channel electrode = Channel.of("E", ChannelType.EEG).withPosition(new Position(
                centre.x() + radius * e[0], centre.y() + radius * e[1], centre.z() + radius * e[2]));
        double[] potential = sphere
                .forward(List.of(electrode), Optional.empty(), List.of(source), Parallelism.single())
                .leadfield().row(0);
        // V = Q . (2 a / a^3 + (1 / (R^2 a)) (R + (R r0.. ) ) / (4 pi s): gradient of 2 / a + (1 / R) log(...) by r0.
        double step = 1e-6;
        double[] r0 = {source.x() - centre.x(), source.y() - centre.y(), source.z() - centre.z()};
        for (int axis = 0; axis < 3; axis++) {
            double[] up = r0.clone();
            double[] down = r0.clone();
            up[axis] += step;
            down[axis] -= step;
            double expected = (monopole(e, up, radius) - monopole(e, down, radius)) / (2 * step)
                    / (4 * Math.PI * 0.33);
            assertEquals(expected, potential[axis], 1e-7 * Math.abs(expected) + 1e-3);
        }
    }

    /** Green's function of the Neumann problem on the surface: 2 / a - (1 / R) log((R^2 - r.r0 + R a) / (2 R^2)). */
    private static double monopole(double[] e, double[] r0, double radius) {
        double squares = 0;
        double along = 0;
        for (int axis = 0; axis < 3; axis++) {
            squares += (radius * e[axis] - r0[axis]) * (radius * e[axis] - r0[axis]);
            along += radius * e[axis] * r0[axis];
        }
        double a = Math.sqrt(squares);
        return 2 / a - Math.log((radius * radius - along + radius * a) / (2 * radius * radius)) / radius;
    }

    @Test
    void minimumNormEstimatesAreThoseOfTheReference() {
        ForwardModel own = magnetometers();
        SensorCovariance noise = covariance("noise_cov", own.channels());
        MinimumNorm inverse = MinimumNorm.builder().build(own, noise, channels);
        Evoked evoked = new Evoked("", Evoked.Kind.AVERAGE, 7, channels.subList(12, 25), 100, 0,
                rows("evoked"),
                List.of());
        Map<String, MinimumNorm.Normalization> names = Map.of("MNE", MinimumNorm.Normalization.NONE, "dSPM",
                MinimumNorm.Normalization.DSPM, "sLORETA", MinimumNorm.Normalization.SLORETA);
        names.forEach((name, normalization) -> {
            Matrix estimate = inverse.apply(evoked, normalization);
            double[][] expected = rows("inverse_" + name);
            for (int k = 0; k < expected.length; k++) {
                double largest = Arrays.stream(expected[k]).map(Math::abs).max().orElseThrow();
                // Leadfields agree to 1e-6; the inverse magnifies that a little.
                assertArrayEquals(expected[k], estimate.row(k), 1e-4 * largest, name + " source " + k);
            }
        });
    }

    @Test
    void beamformerWeightsAreThoseOfTheReference() {
        Matrix gain = matrix("lcmv_leadfield");
        List<String> names = magnetometers().channels();
        ForwardModel own = new ForwardModel(names, places, List.of(), gain);
        Beamformer found = Beamformer.of(own, covariance("data_cov", names), covariance("noise_cov", names),
                channels, Beamformer.Orientation.VECTOR, Beamformer.Scaling.UNIT_NOISE_GAIN, 0.05);
        assertRows("lcmv_vector", found.weights(), false);
        Beamformer strongest = Beamformer.of(own, covariance("data_cov", names),
                covariance("noise_cov", names), channels, Beamformer.Orientation.MAX_POWER,
                Beamformer.Scaling.UNIT_NOISE_GAIN, 0.05);
        assertRows("lcmv_maxpower", strongest.weights(), true);
    }

    private static void assertRows(String name, Matrix actual, boolean anySign) {
        double[][] expected = rows(name);
        for (int k = 0; k < expected.length; k++) {
            double largest = Arrays.stream(expected[k]).map(Math::abs).max().orElseThrow();
            double product = 0;
            for (int c = 0; c < expected[k].length; c++) {
                product += expected[k][c] * actual.get(k, c);
            }
            double sign = anySign && product < 0 ? -1 : 1;
            double[] own = Arrays.stream(actual.row(k)).map(v -> sign * v).toArray();
            assertArrayEquals(expected[k], own, 1e-6 * largest, name + " row " + k);
        }
    }

    /** Fixed orientation is free orientation with leadfields along the normals, where loose goes to nothing. */
    @Test
    void looseOrientationApproachesFixed() {
        ForwardModel free = magnetometers();
        List<Position> normals = places.stream().map(p -> {
            double norm = Math.hypot(p.x(), p.y());
            return new Position(-p.y() / norm, p.x() / norm, 0); // tangential, so that MEG sees it
        }).toList();
        ForwardModel own = new ForwardModel(free.channels(), places, normals, free.leadfield());
        SensorCovariance noise = covariance("noise_cov", own.channels());
        Matrix fixed = MinimumNorm.builder().fixed(true).depth(0).build(own, noise, channels).kernel(0.1);
        Matrix loose = MinimumNorm.builder().loose(1e-9).depth(0).build(own, noise, channels).kernel(0.1);
        for (int k = 0; k < places.size(); k++) {
            double largest = Arrays.stream(fixed.row(k)).map(Math::abs).max().orElseThrow();
            assertArrayEquals(fixed.row(k), loose.row(3 * k + 2), 1e-5 * largest);
        }
    }

    private static ForwardModel magnetometers() {
        return forward.select(IntStream.range(12, 25).mapToObj(c -> "C" + c).toList());
    }

    private static SensorCovariance covariance(String name, List<String> names) {
        return new SensorCovariance(names, rows(name), 65, List.of(), List.of());
    }

    private static List<Position> positions(String name) {
        return Arrays.stream(rows(name)).map(p -> new Position(p[0], p[1], p[2])).toList();
    }

    private static Matrix matrix(String name) {
        NpyArray array = reference.get(name);
        return Matrix.of(array.shape()[0], array.shape()[1], array.toDoubles());
    }

    private static double[][] rows(String name) {
        Matrix matrix = matrix(name);
        return IntStream.range(0, matrix.rows()).mapToObj(matrix::row).toArray(double[][]::new);
    }

    /** Weights that pass a source pass nothing else of it: unit gain times leadfield is the identity. */
    @Test
    void unitGainPassesTheSource() {
        Matrix gain = matrix("lcmv_leadfield");
        List<String> names = magnetometers().channels();
        Beamformer found = Beamformer.of(new ForwardModel(names, places, List.of(), gain),
                covariance("data_cov", names), covariance("noise_cov", names), channels,
                Beamformer.Orientation.VECTOR, Beamformer.Scaling.UNIT_GAIN, 0.05);
        Matrix product = DenseAlgebra.multiply(found.weights().selectRows(0, 1, 2),
                gain.selectColumns(0, 1, 2));
        assertArrayEquals(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, product.data(), 1e-9);
    }
}
