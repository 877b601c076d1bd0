package org.engram.preprocessing.electrophysiology.interpolation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Unit;
import org.engram.preprocessing.electrophysiology.Reference;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;
import org.junit.jupiter.api.Test;

class InterpolationTest {
    private static final Map<String, Object> REFERENCE = Reference.read("sphere.json");
    private static final HeadSphere SPHERE = new HeadSphere(new Position(0, 0, 0.04), 0.095);

    private static List<Channel> channels() {
        List<Channel> channels = new ArrayList<>();
        double[][] positions = Reference.matrix(REFERENCE.get("positions"));
        List<String> names = Reference.texts(REFERENCE.get("names"));
        for (int i = 0; i < positions.length; i++) {
            channels.add(Channel.of(names.get(i), ChannelType.EEG)
                    .withPosition(new Position(positions[i][0], positions[i][1], positions[i][2])));
        }
        return channels;
    }

    private static Recording recording() {
        return Recording.of(channels(), 100, Reference.wave(channels().size(), 200));
    }

    @Test
    void goldenSplines() {
        SphericalSpline spline = SphericalSpline.DEFAULT;
        // Twelve digits after the point are given.
        assertEquals(0.015260761697, spline.potential(1), 5e-13);
        assertEquals(0.007409185639, spline.potential(0.5), 5e-13);
        assertEquals(-0.000151919699, spline.potential(0), 5e-13);
        assertEquals(-0.014636986154, spline.potential(-1), 5e-13);
        assertEquals(0.032158349043, spline.density(1), 5e-13);
        assertEquals(-0.000891062383, spline.density(0), 5e-13);
    }

    @Test
    void goldenWeights() {
        Matrix weights = SphericalSpline.DEFAULT.weights(new double[][] {{0, 0, 1}, {1, 0, 0}, {0, 1, 0},
                {-1, 0, 0}, {0, -1, 0}, {0.6, 0, 0.8}}, new double[][] {{0, 0.6, 0.8}}, 1e-5);
        assertArrayEquals(new double[] {0.713278938273, -0.077339105782, 0.441274565476, -0.018635708103,
                -0.156742161016, 0.098163471153}, weights.data(), 1e-11);
        assertEquals(1, Arrays.stream(weights.data()).sum(), 1e-12);
    }

    @Test
    void sphereIsThatOfALeastSquaresFit() {
        HeadSphere fitted = HeadSphere.fit(channels());
        double[] centre = Reference.vector(REFERENCE.get("centre"));
        // The reference stops its search at about this distance.
        assertEquals(centre[0], fitted.centre().x(), 2e-5);
        assertEquals(centre[1], fitted.centre().y(), 2e-5);
        assertEquals(centre[2], fitted.centre().z(), 2e-5);
        assertEquals(((Number) REFERENCE.get("radius")).doubleValue(), fitted.radius(), 2e-5);
        List<Position> exact = List.of(new Position(1, 2, 6), new Position(1, 5, 3), new Position(4, 2, 3),
                new Position(-2, 2, 3), new Position(1, 2, 0));
        HeadSphere known = HeadSphere.fitTo(exact);
        assertEquals(0, known.centre().distanceTo(new Position(1, 2, 3)), 1e-12);
        assertEquals(3, known.radius(), 1e-12);
        assertThrows(EngramException.class, () -> HeadSphere.fitTo(exact.subList(0, 3)));
    }

    @Test
    void badChannelsAreInterpolatedAsInMne() throws Exception {
        Recording whole = ChannelInterpolation
                .of(recording().withBadChannels(List.of("Cz", "P3")).channels(), SPHERE)
                .apply(recording().withBadChannels(List.of("Cz", "P3")));
        double[][] expected = Reference.matrix(REFERENCE.get("interpolated"));
        double[][] found = whole.read(0, 200);
        // Samples of 1e-5 V, and weights through a pseudo-inverse.
        assertArrayEquals(expected[0], found[whole.channel("Cz")], 1e-15);
        assertArrayEquals(expected[1], found[whole.channel("P3")], 1e-15);
        assertArrayEquals(recording().read(0, 200)[0], found[0]);
        assertEquals(List.of(), whole.badChannels());
        assertEquals("spherical spline interpolation of Cz, P3", whole.facts().get("mixing 1"));
    }

    @Test
    void interpolationTellsWhatItCannotDo() {
        List<Channel> meg = new ArrayList<>(channels());
        meg.add(Channel.of("MEG 0111", ChannelType.MAGNETOMETER).withBad(true));
        assertThrows(UnsupportedFeatureException.class, () -> ChannelInterpolation.of(meg, SPHERE));
        List<Channel> placeless = new ArrayList<>(channels());
        placeless.set(3, Channel.of("F3", ChannelType.EEG).withBad(true));
        EngramException error = assertThrows(EngramException.class,
                () -> ChannelInterpolation.of(placeless, SPHERE));
        assertTrue(error.getMessage().contains("F3"), error.getMessage());
        assertTrue(ChannelInterpolation.of(channels(), SPHERE).outputs().isEmpty());
        List<Channel> few = channels().subList(0, 4).stream().map(c -> c.withBad(c.name().equals("F7")))
                .toList();
        assertThrows(EngramException.class, () -> ChannelInterpolation.of(few, SPHERE));
    }

    @Test
    void leavingOutElectrodesGivesTheWeightsOfANewSystem() {
        List<Channel> channels = channels();
        Matrix all = LeftOutElectrodes.of(channels, SPHERE).weights(9, 3, 14);
        ChannelMixing direct = ChannelInterpolation.of(channels,
                List.of(channels.get(9).name(), channels.get(3).name(), channels.get(14).name()), SPHERE);
        int[] rows = {9, 3, 14};
        for (int i = 0; i < rows.length; i++) {
            String name = channels.get(rows[i]).name();
            int row = direct.outputs().stream().map(Channel::name).toList().indexOf(name);
            for (int j = 0; j < channels.size(); j++) {
                int column = direct.inputs().indexOf(channels.get(j).name());
                // Weights up to 1 by way of inverses of a condition of about 1e4.
                assertEquals(column < 0 ? 0 : direct.weights().get(row, column), all.get(i, j), 1e-9);
            }
        }
    }

    @Test
    void densityEqualsMne() throws Exception {
        ChannelMixing mixing = CurrentSourceDensity.DEFAULT.of(channels(), SPHERE);
        Recording density = mixing.apply(recording());
        double[][] expected = Reference.matrix(REFERENCE.get("csd"));
        double[][] found = density.read(0, 40);
        for (int i = 0; i < expected.length; i++) {
            // Values of about 1e-2 V/m^2.
            assertArrayEquals(expected[i], found[i], 1e-12);
        }
        assertEquals(Unit.VOLT_PER_SQUARE_METRE, density.channels().get(0).unit());
        assertEquals(channels().size() - 1, mixing.rank());
        assertThrows(EngramException.class,
                () -> CurrentSourceDensity.DEFAULT.of(density.channels(), SPHERE));
        assertThrows(EngramException.class, () -> CurrentSourceDensity.DEFAULT
                .of(recording().withBadChannels(List.of("Cz")).channels(), SPHERE));
        List<Channel> zero = new ArrayList<>(channels());
        zero.set(0, zero.get(0).withPosition(new Position(0, 0, 0)));
        assertThrows(EngramException.class, () -> CurrentSourceDensity.DEFAULT.of(zero, SPHERE));
        assertFalse(density.channels().get(0).bad());
    }
}
