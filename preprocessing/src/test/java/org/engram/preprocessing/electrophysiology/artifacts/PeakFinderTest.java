package org.engram.preprocessing.electrophysiology.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.junit.jupiter.api.Test;

class PeakFinderTest {
    @Test
    void peaksOfAGrowingSineAreTheSpecified() {
        double[] x = IntStream.range(0, 400).mapToDouble(k -> Math.sin(0.1 * k) * k / 400).toArray();
        assertArrayEquals(new int[] {80, 142, 205, 267, 330, 393}, PeakFinder.maxima(x).samples());
    }

    @Test
    void endsMayBePeaksAndLevelStretchesGiveTheirFirstSample() {
        assertArrayEquals(new int[] {3}, PeakFinder.maxima(new double[] {0, 1, 2, 3}).samples());
        assertArrayEquals(new int[] {0}, PeakFinder.maxima(new double[] {3, 2, 1}).samples());
        assertArrayEquals(new int[] {2}, PeakFinder.maxima(new double[] {0, 1, 5, 5, 5, 1, 0}).samples());
        assertArrayEquals(new int[0], PeakFinder.maxima(new double[] {1, 1, 1}).samples());
        assertArrayEquals(new int[] {1}, PeakFinder.minima(new double[] {2, -5, 3, 4}).samples());
        assertThrows(EngramException.class, () -> PeakFinder.maxima(new double[] {1, Double.NaN}));
    }

    @Test
    void badStretchesAreCutOut() {
        Recording recording = Recording.of(List.of(Channel.of("E", ChannelType.EEG)), 10, new double[1][100])
                .toBuilder().annotations(List.of(Annotation.of(2, 1, "BAD jump"),
                        Annotation.of(-1, 1.5, "bad start"), Annotation.of(5, 1, "fine"),
                        Annotation.of(2.5, 1, "BAD again")))
                .build();
        List<long[]> good = GoodStretches.of(recording);
        assertEquals(2, good.size());
        assertArrayEquals(new long[] {5, 20}, good.get(0));
        assertArrayEquals(new long[] {35, 100}, good.get(1));
        assertEquals(35, GoodStretches.original(good, 15));
    }

    @Test
    void stimulationIsBridgedWhateverBlockIsRead() throws Exception {
        double[][] x = {IntStream.range(0, 50).mapToDouble(i -> i == 21 ? 1000 : i).toArray()};
        Recording recording = Recording.of(List.of(Channel.of("E", ChannelType.EEG)), 10, x);
        StimulationArtifact line = new StimulationArtifact(0, 0.5, StimulationArtifact.Filling.LINE);
        double[] filled = line.apply(recording, 20).read(0, 50)[0];
        for (int i = 0; i < 50; i++) {
            assertEquals(i, filled[i], 1e-12); // a line through a line
        }
        assertArrayEquals(new double[] {22, 23}, line.apply(recording, 20).read(22, 2)[0], 1e-12);
        double[] mean = new StimulationArtifact(0, 0.5, StimulationArtifact.Filling.MEAN).apply(recording, 20)
                .read(20, 5)[0];
        assertArrayEquals(new double[] {17, 17, 17, 17, 17}, mean, 1e-12);
        double[] window = new StimulationArtifact(0, 0.5, StimulationArtifact.Filling.WINDOW)
                .apply(recording, 20).read(20, 5)[0];
        assertArrayEquals(new double[] {20, 250, 0, 23 * 0.25, 24}, window, 1e-12);
        assertThrows(IllegalArgumentException.class, () -> line.apply(recording, 48));
    }
}
