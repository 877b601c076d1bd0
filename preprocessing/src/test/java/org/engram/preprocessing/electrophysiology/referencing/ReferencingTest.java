package org.engram.preprocessing.electrophysiology.referencing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.Reference;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;
import org.engram.preprocessing.electrophysiology.referencing.DepthElectrodes.Contact;
import org.engram.preprocessing.electrophysiology.referencing.Referencing.Pair;
import org.junit.jupiter.api.Test;

class ReferencingTest {
    private static final Map<String, Object> REFERENCE = Reference.read("sphere.json");

    private static List<Channel> named(ChannelType type, String... names) {
        return Stream.of(names).map(name -> Channel.of(name, type)).toList();
    }

    private static Recording scalp() {
        List<String> names = Reference.texts(REFERENCE.get("names"));
        return Recording.of(named(ChannelType.EEG, names.toArray(String[]::new)), 100,
                Reference.wave(names.size(), 200));
    }

    @Test
    void averageEqualsMneAndLosesARank() throws Exception {
        ChannelMixing mixing = Referencing.average(scalp().channels());
        double[][] expected = Reference.matrix(REFERENCE.get("average"));
        double[][] found = mixing.apply(scalp()).read(0, 40);
        for (int i = 0; i < expected.length; i++) {
            // Sums of 24 numbers of 1e-5 in another order.
            assertArrayEquals(expected[i], found[i], 1e-19);
        }
        assertEquals(23, mixing.rank());
        assertEquals("average", mixing.outputs().get(0).reference());
    }

    @Test
    void badChannelsAreReferencedButDoNotCount() throws Exception {
        double[][] x = {{1, 2}, {3, 5}, {100, 100}};
        Recording recording = Recording.of(named(ChannelType.EEG, "A", "B", "C"), 10, x)
                .withBadChannels(List.of("C"));
        double[][] y = Referencing.average(recording.channels()).apply(recording).read(0, 2);
        assertArrayEquals(new double[] {-1, -1.5}, y[0]);
        assertArrayEquals(new double[] {98, 96.5}, y[2]);
    }

    @Test
    void electrodesAndLinkedMastoids() throws Exception {
        double[][] x = {{1, 2}, {3, 5}, {10, 20}};
        Recording recording = Recording.of(named(ChannelType.EEG, "Cz", "M1", "M2"), 10, x);
        double[][] linked = Referencing.to(recording.channels(), ChannelType.EEG, "M1", "M2").apply(recording)
                .read(0, 2);
        assertArrayEquals(new double[] {1 - 6.5, 2 - 12.5}, linked[0]);
        double[][] single = Referencing.to(recording.channels(), ChannelType.EEG, "M1").apply(recording)
                .read(0, 2);
        assertArrayEquals(new double[] {-2, -3}, single[0]);
        assertArrayEquals(new double[] {0, 0}, single[1]);
        EngramException error = assertThrows(EngramException.class,
                () -> Referencing.to(recording.channels(), ChannelType.EEG, "M3"));
        assertTrue(error.getMessage().contains("\"M3\""), error.getMessage());
    }

    @Test
    void bipolarEqualsMne() throws Exception {
        Recording bipolar = Referencing
                .bipolar(scalp().channels(), List.of(new Pair("Fp1", "F7"), new Pair("P3", "O1")))
                .apply(scalp());
        assertEquals(Reference.texts(REFERENCE.get("bipolar_names")), bipolar.channelNames());
        double[][] expected = Reference.matrix(REFERENCE.get("bipolar"));
        assertArrayEquals(expected[0], bipolar.read(0, 40)[20], 1e-20);
        assertArrayEquals(expected[1], bipolar.read(0, 40)[21], 1e-20);
    }

    @Test
    void depthElectrodesAreReferencedAlongTheirShafts() throws Exception {
        assertEquals(Optional.of(new Contact("LA", 12)), Contact.of("LA12"));
        assertEquals(Optional.of(new Contact("T1a", 3)), Contact.of("T1a03"));
        assertEquals(Optional.empty(), Contact.of("REF"));
        List<Channel> channels = new ArrayList<>(
                named(ChannelType.SEEG, "LA1", "LA2", "LA3", "LA4", "LB1", "LB3"));
        channels.set(0, channels.get(0).withPosition(new Position(0, 0, 0.01)));
        channels.set(1, channels.get(1).withPosition(new Position(0, 0.02, 0.03)));
        double[][] x = {{1}, {4}, {9}, {16}, {25}, {36}};
        Recording recording = Recording.of(channels, 10, x);
        Recording laplacian = DepthElectrodes.laplacian(channels, false).apply(recording);
        assertEquals(List.of("LA2", "LA3"), laplacian.channelNames());
        assertArrayEquals(new double[] {-1}, laplacian.read(0, 1)[0]);
        assertArrayEquals(new double[] {-1}, laplacian.read(0, 1)[1]);
        Recording kept = DepthElectrodes.laplacian(channels, true).apply(recording);
        assertEquals(6, kept.channelCount());
        assertArrayEquals(new double[] {25}, kept.read(0, 1)[4]);
        Recording bipolar = DepthElectrodes.bipolar(channels).apply(recording);
        assertEquals(List.of("LA1-LA2", "LA2-LA3", "LA3-LA4"), bipolar.channelNames());
        assertArrayEquals(new double[] {-3}, bipolar.read(0, 1)[0]);
        assertEquals(0, bipolar.channels().get(0).position().orElseThrow()
                .distanceTo(new Position(0, 0.01, 0.02)), 1e-15);
        List<Channel> bad = new ArrayList<>(channels);
        bad.set(1, bad.get(1).withBad(true));
        assertEquals(List.of(new Pair("LA3", "LA4")), DepthElectrodes.consecutivePairs(bad));
    }

    @Test
    void doubleBananaFindsElectrodesUnderTheirOldNames() throws Exception {
        String[] names = {"EEG FP1-REF", "EEG FP2-REF", "EEG F3-REF", "EEG F4-REF", "EEG C3-REF",
                "EEG C4-REF",
                "EEG P3-REF", "EEG P4-REF", "EEG O1-REF", "EEG O2-REF", "EEG F7-REF", "EEG F8-REF",
                "EEG T3-REF",
                "EEG T4-REF", "EEG T5-REF", "EEG T6-REF", "EEG A1-REF", "EEG A2-REF"};
        double[][] x = new double[names.length][1];
        for (int i = 0; i < x.length; i++) {
            x[i][0] = i * i;
        }
        Recording montage = ElectrodeNames.doubleBanana(named(ChannelType.EEG, names), true)
                .apply(Recording.of(named(ChannelType.EEG, names), 200, x));
        assertEquals(18, montage.channelCount());
        assertEquals("T7-P7", montage.channelNames().get(2));
        assertEquals("C4-A1", montage.channelNames().get(17));
        assertEquals(12 * 12 - 14 * 14, montage.read(0, 1)[2][0]);
        assertEquals("FZ", ElectrodeNames.normalised("EEG Fz-LE"));
        EngramException missing = assertThrows(EngramException.class,
                () -> ElectrodeNames.doubleBanana(named(ChannelType.EEG, "Cz"), false));
        assertTrue(missing.getMessage().contains("FP1"), missing.getMessage());
    }

    @Test
    void infinityIsRecoveredFromAnyReference() throws Exception {
        // 12 channels, 5 sources: potentials against infinity lie in the span of the lead field.
        Matrix leads = Matrix.zeros(12, 5);
        Matrix sources = Matrix.zeros(5, 20);
        fill(leads, 1);
        fill(sources, 2);
        Matrix potentials = DenseAlgebra.multiply(leads, sources);
        double[][] referenced = new double[12][20];
        for (int i = 0; i < 12; i++) {
            for (int t = 0; t < 20; t++) {
                referenced[i][t] = potentials.get(i, t) - potentials.get(7, t);
            }
        }
        List<Channel> channels = scalp().channels().subList(0, 12);
        double[][] found = InfinityReference.of(channels, leads).apply(Recording.of(channels, 10, referenced))
                .read(0, 20);
        for (int i = 0; i < 12; i++) {
            assertArrayEquals(potentials.row(i), found[i], 1e-12);
        }
    }

    private static void fill(Matrix m, long stream) {
        RandomStream random = RandomStream.of(9, stream);
        for (int i = 0; i < m.data().length; i++) {
            m.data()[i] = random.normal(i);
        }
    }
}
