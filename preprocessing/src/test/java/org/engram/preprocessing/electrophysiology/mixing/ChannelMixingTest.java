package org.engram.preprocessing.electrophysiology.mixing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.junit.jupiter.api.Test;

class ChannelMixingTest {
    private static final int COUNT = 10_000;

    private static List<Channel> channels(int count) {
        return IntStream.range(0, count).mapToObj(i -> Channel.of("E" + i, ChannelType.EEG)).toList();
    }

    private static double[][] noise(int rows, int count) {
        double[][] x = new double[rows][count];
        for (int i = 0; i < rows; i++) {
            RandomStream random = RandomStream.of(4, i);
            for (int t = 0; t < count; t++) {
                x[i][t] = random.normal(t);
            }
        }
        return x;
    }

    @Test
    void mixesAsAPlainLoopDoesAndLeavesTheOthers() throws Exception {
        double[][] x = noise(7, COUNT);
        Matrix w = Matrix.ofRows(noise(6, 6));
        List<Channel> outputs = new ArrayList<>(channels(5));
        outputs.add(Channel.of("new", ChannelType.EEG));
        Recording out = ChannelMixing.of("test", List.of("E0", "E1", "E2", "E3", "E4", "E6"), outputs, w)
                .withOffsets(1, 2, 3, 4, 5, 6).apply(Recording.of(channels(7), 100, x));
        assertEquals(List.of("E0", "E1", "E2", "E3", "E4", "E5", "E6", "new"), out.channelNames());
        double[][] y = out.read(0, COUNT);
        int[] places = {0, 1, 2, 3, 4, 6};
        for (int t = 0; t < COUNT; t += 97) {
            for (int row = 0; row < 6; row++) {
                double sum = row + 1;
                for (int j = 0; j < 6; j++) {
                    sum += w.get(row, j) * x[places[j]][t];
                }
                // Sums of six products in another order.
                assertEquals(sum, y[row == 5 ? 7 : row][t], 1e-13);
            }
        }
        assertArrayEquals(x[5], y[5]);
        assertArrayEquals(x[6], y[6]);
        assertEquals("test", out.facts().get("mixing 1"));
        // Any stretch of any channels is the same bit by bit.
        double[][] part = out.read(new int[] {7, 5, 2}, 4000, 333);
        for (int t = 0; t < 333; t++) {
            assertEquals(y[7][4000 + t], part[0][t]);
            assertEquals(y[5][4000 + t], part[1][t]);
            assertEquals(y[2][4000 + t], part[2][t]);
        }
    }

    @Test
    void readsOnlyWhatHasWeightSoThatNanDoesNotSpread() throws Exception {
        double[][] x = noise(3, 10);
        x[2][4] = Double.NaN;
        Recording out = ChannelMixing.of("difference", List.of("E0", "E1", "E2"),
                List.of(Channel.of("E0-E1", ChannelType.EEG)), Matrix.ofRows(new double[] {1, -1, 0}))
                .removing(List.of("E0", "E1")).apply(Recording.of(channels(3), 100, x));
        assertEquals(List.of("E2", "E0-E1"), out.channelNames());
        double[] y = out.read(0, 10)[1];
        for (int t = 0; t < 10; t++) {
            assertEquals(x[0][t] - x[1][t], y[t]);
        }
    }

    @Test
    void epochsAndEvokedAreMixedTheSameWay() throws Exception {
        double[][] x = noise(3, 50);
        ChannelMixing mixing = ChannelMixing.inPlace("any", channels(3), Matrix.ofRows(noise(3, 3)));
        double[][] expected = mixing.apply(Recording.of(channels(3), 100, x)).read(0, 50);
        Epochs epochs = Epochs.builder(channels(3), 100, -10, 50)
                .trials(List.of(new Trial(10, 1, "a")), TrialSource.of(new double[][][] {x})).build();
        Evoked evoked = new Evoked("a", Evoked.Kind.AVERAGE, 1, channels(3), 100, -10, x, List.of());
        double[][] ofEpochs = mixing.apply(epochs).read(0);
        double[][] ofEvoked = mixing.apply(evoked).samples();
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(expected[i], ofEpochs[i]);
            assertArrayEquals(expected[i], ofEvoked[i]);
        }
        assertThrows(EngramException.class, () -> mixing.apply(
                new Evoked("a", Evoked.Kind.STANDARD_ERROR, 1, channels(3), 100, -10, x, List.of())));
    }

    @Test
    void tellsRankAndRefusesWhatCannotBe() {
        assertEquals(1, ChannelMixing.inPlace("mean", channels(2), Matrix.ofRows(new double[] {.5, .5},
                new double[] {.5, .5})).rank());
        Recording recording = Recording.of(channels(2), 100, noise(2, 5));
        EngramException unknown = assertThrows(EngramException.class,
                () -> ChannelMixing.inPlace("any", List.of(Channel.of("Cz", ChannelType.EEG)),
                        Matrix.ofRows(new double[] {1})).apply(recording));
        assertTrue(unknown.getMessage().contains("\"Cz\""), unknown.getMessage());
        assertThrows(EngramException.class, () -> ChannelMixing.inPlace("any", channels(1),
                Matrix.ofRows(new double[] {Double.NaN})));
    }
}
