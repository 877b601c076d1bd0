package org.engram.preprocessing.electrophysiology.epoching;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.engram.preprocessing.electrophysiology.Reference;
import org.junit.jupiter.api.Test;

class EvokedTest {
    private static final Epochs.TimeWindow ALL = new Epochs.TimeWindow(-10, 10);

    @Test
    void powerAndPeakEqualMne() {
        Map<String, Object> reference = Reference.read("sphere.json");
        List<String> names = Reference.texts(reference.get("names"));
        List<Channel> channels = names.stream().map(name -> Channel.of(name, ChannelType.EEG)).toList();
        double[][] x = Reference.wave(channels.size(), 50);
        Evoked evoked = new Evoked("a", Evoked.Kind.AVERAGE, 1, channels, 100, 0, x, List.of());
        int[] all = IntStream.range(0, channels.size()).toArray();
        assertArrayEquals(Reference.vector(reference.get("field_power")),
                EvokedAverage.globalFieldPower(evoked, all), 1e-19);
        List<?> peak = (List<?>) reference.get("peak");
        EvokedAverage.Peak found = EvokedAverage.peak(evoked, EvokedAverage.Polarity.EITHER, ALL, all);
        assertEquals(peak.get(0), found.channel().name());
        assertEquals(((Number) peak.get(1)).doubleValue(), found.latencySeconds(), 1e-12);
        assertEquals(((Number) peak.get(2)).doubleValue(), found.amplitude(), 1e-19);
    }

    @Test
    void polarityAndWindowChooseThePeak() {
        Evoked evoked = new Evoked("a", Evoked.Kind.AVERAGE, 1, List.of(Channel.of("Pz", ChannelType.EEG)),
                10, -2,
                new double[][] {{9, 0, -4, 3, 5, -1}}, List.of());
        Epochs.TimeWindow late = new Epochs.TimeWindow(0, 0.2);
        assertEquals(5, EvokedAverage.peak(evoked, EvokedAverage.Polarity.POSITIVE, late, 0).amplitude());
        assertEquals(0.2,
                EvokedAverage.peak(evoked, EvokedAverage.Polarity.EITHER, late, 0).latencySeconds());
        assertEquals(-4, EvokedAverage.peak(evoked, EvokedAverage.Polarity.NEGATIVE, ALL, 0).amplitude());
        assertEquals(9, EvokedAverage.peak(evoked, EvokedAverage.Polarity.EITHER, ALL, 0).amplitude());
        assertThrows(EngramException.class, () -> EvokedAverage.peak(evoked, EvokedAverage.Polarity.EITHER,
                new Epochs.TimeWindow(1, 2), 0));
        assertArrayEquals(new double[] {9, 0, 4, 3, 5, 1}, EvokedAverage.rootMeanSquare(evoked, 0));
    }

    private static Epochs normal(int trials, int times) {
        double[][][] x = new double[trials][2][times];
        List<Trial> list = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            list.add(new Trial(i, 1, "a"));
            for (int c = 0; c < 2; c++) {
                RandomStream random = RandomStream.of(2, i * 2L + c);
                for (int t = 0; t < times; t++) {
                    x[i][c][t] = 5 + random.normal(t);
                }
            }
        }
        return Epochs
                .builder(List.of(Channel.of("A", ChannelType.EEG), Channel.of("B", ChannelType.EEG)), 100, 0,
                        times)
                .trials(list, TrialSource.of(x)).build();
    }

    @Test
    void bandHasTheWidthAndCoverageItClaims() throws Exception {
        Epochs epochs = normal(50, 400);
        ConfidenceBand band = ConfidenceBand.of(epochs, new int[] {1, 0}, ConfidenceBand.Options.DEFAULT);
        Evoked mean = EvokedAverage.mean(epochs);
        Evoked error = EvokedAverage.standardError(epochs);
        int covered = 0;
        double width = 0;
        double expected = 0;
        for (int t = 0; t < 400; t++) {
            covered += band.lower()[0][t] < 5 && 5 < band.upper()[0][t] ? 1 : 0;
            width += band.upper()[0][t] - band.lower()[0][t];
            expected += 2 * 1.96 * error.samples()[1][t];
            assertTrue(
                    band.lower()[0][t] < mean.samples()[1][t] && mean.samples()[1][t] < band.upper()[0][t]);
        }
        // 95 % of 400 is 380, with a binomial deviation of 4.4; the percentile band of 50 trials is a little narrow.
        assertTrue(covered > 357 && covered < 395, "covered " + covered);
        assertEquals(1, width / expected, 0.03);
        ConfidenceBand again = ConfidenceBand.of(epochs, new int[] {1, 0}, ConfidenceBand.Options.DEFAULT);
        assertArrayEquals(band.lower()[1], again.lower()[1]);
        assertThrows(EngramException.class,
                () -> ConfidenceBand.of(epochs.selectTrials(0), new int[] {0},
                        ConfidenceBand.Options.DEFAULT));
    }

    @Test
    void countsAreMadeEqualByTheNearestInTime() {
        // The example of mne.epochs.equalize_epoch_counts: 1, 2 of the first kind go, not 120, 121.
        long[] samples = {10, 20, 30, 35, 40, 45, 1200, 1205, 1210, 1215};
        String[] labels = {"a", "a", "a", "b", "a", "b", "a", "b", "a", "b"};
        List<Trial> trials = IntStream.range(0, 10).mapToObj(i -> new Trial(samples[i], 1, labels[i]))
                .toList();
        Epochs epochs = Epochs.builder(List.of(Channel.of("A", ChannelType.EEG)), 100, 0, 1)
                .trials(trials, TrialSource.of(new double[10][1][1])).build();
        Epochs equal = EqualCounts.nearestInTime(epochs, "a", "b");
        assertEquals(List.of(30L, 35L, 40L, 45L, 1200L, 1205L, 1210L, 1215L),
                equal.trials().stream().map(Trial::sample).toList());
        assertThrows(EngramException.class, () -> EqualCounts.nearestInTime(epochs, "a", "c"));
    }

    @Test
    void averagesTellWhatIsMissing() {
        Epochs epochs = normal(1, 5);
        assertThrows(EngramException.class, () -> EvokedAverage.standardError(epochs));
        assertThrows(EngramException.class, () -> EvokedAverage.mean(epochs.selectTrials()));
    }
}
