package org.engram.preprocessing.electrophysiology.rejection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.Reference;
import org.engram.preprocessing.electrophysiology.interpolation.HeadSphere;
import org.junit.jupiter.api.Test;

class NoisyChannelsTest {
    private static final HeadSphere SPHERE = new HeadSphere(new Position(0, 0, 0.04), 0.095);
    private static final int COUNT = 1500;

    /** Three smooth fields over the head with random time courses, and a tenth of noise. */
    private static double[][] smooth(List<Channel> channels) {
        double[][] x = new double[channels.size()][COUNT];
        for (int c = 0; c < x.length; c++) {
            Position p = channels.get(c).position().orElseThrow();
            double[] field = {1 + 8 * p.z(), 10 * p.x(), 10 * p.y()};
            RandomStream own = RandomStream.of(5, c);
            for (int t = 0; t < COUNT; t++) {
                x[c][t] = 1e-6 * own.normal(t);
                for (int k = 0; k < 3; k++) {
                    x[c][t] += 1e-5 * field[k] * RandomStream.of(6, k).normal(t);
                }
            }
        }
        return x;
    }

    private static List<Channel> channels() {
        Map<String, Object> reference = Reference.read("sphere.json");
        double[][] positions = Reference.matrix(reference.get("positions"));
        List<String> names = Reference.texts(reference.get("names"));
        return IntStream.range(0, names.size())
                .mapToObj(i -> Channel.of(names.get(i), ChannelType.EEG)
                        .withPosition(new Position(positions[i][0], positions[i][1], positions[i][2])))
                .toList();
    }

    private static Recording spoilt() {
        double[][] x = smooth(channels());
        RandomStream noise = RandomStream.of(8, 0);
        for (int t = 0; t < COUNT; t++) {
            x[9][t] = 1.5e-5 * noise.normal(t);
        }
        Arrays.setAll(x[3], t -> x[3][t] * 30);
        Arrays.fill(x[20], 2e-5);
        return Recording.of(channels(), 100, x);
    }

    @Test
    void eachKindOfBadChannelIsFoundByWhatItBreaks() throws Exception {
        Recording recording = spoilt();
        int[] all = recording.goodBrainChannels();
        assertEquals(List.of("F3", "FC1"), NoisyChannels.DEFAULT.byDeviation(recording, all));
        assertEquals(List.of("Cz", "FC1"), NoisyChannels.DEFAULT.byCorrelation(recording, all));
        Recording rest = recording.withBadChannels(List.of("F3", "FC1"));
        assertEquals(List.of("Cz"), RansacChannels.DEFAULT.find(rest, SPHERE, Parallelism.of(2)));
        assertEquals(List.of("Cz"),
                new RansacChannels(15, 0.25, 0.75, 0.4, 5, 4).find(rest, SPHERE, Parallelism.single()));
    }

    @Test
    void goodChannelsAreLeftAlone() throws Exception {
        Recording recording = Recording.of(channels(), 100, smooth(channels()));
        int[] all = recording.goodBrainChannels();
        assertEquals(List.of(), NoisyChannels.DEFAULT.byDeviation(recording, all));
        assertEquals(List.of(), NoisyChannels.DEFAULT.byCorrelation(recording, all));
        assertEquals(List.of(), new RansacChannels(15, 0.25, 0.75, 0.4, 5, 1).find(recording, SPHERE,
                Parallelism.of(2)));
    }

    @Test
    void tooFewChannelsAreRefused() {
        Recording recording = spoilt();
        assertThrows(EngramException.class, () -> NoisyChannels.DEFAULT.byDeviation(recording, 0, 1));
        assertThrows(EngramException.class, () -> RansacChannels.DEFAULT
                .find(recording.select(0, 1, 2, 3, 4, 5), SPHERE, Parallelism.single()));
    }
}
