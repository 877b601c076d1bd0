package org.engram.decoders.timeseries.temporal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Labels;
import org.engram.compute.statistics.ClusterTest;
import org.engram.compute.statistics.ClusterTest.Tail;
import org.engram.compute.validation.PredefinedFolds;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.decoders.classical.LinearDiscriminant;
import org.engram.decoders.classical.Shrinkage;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.engram.io.table.JsonFile;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;

/** Against MNE-Python 1.3 and scikit-learn ({@code make_temporal.py} beside the numbers). */
class TemporalParityTest {
    private static final Map<String, Object> REFERENCE = reference();

    private static Map<String, Object> reference() {
        try (InputStream in = TemporalParityTest.class.getResourceAsStream("temporal.json")) {
            return JsonFile.parse(Path.of("temporal.json"), in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[] numbers(Object list) {
        return ((List<?>) list).stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    }

    private static double[][] rows(Object list) {
        return ((List<?>) list).stream().map(TemporalParityTest::numbers).toArray(double[][]::new);
    }

    private static List<double[][]> features() {
        double[] all = Lcg.numbers(1, 360);
        List<double[][]> trials = new ArrayList<>();
        for (int trial = 0; trial < 2; trial++) {
            double[][] x = new double[2][90];
            for (int i = 0; i < 180; i++) {
                x[i / 90][i % 90] = all[trial * 180 + i] - 0.5;
            }
            trials.add(x);
        }
        return trials;
    }

    private static List<double[][]> responses() {
        double[] all = Lcg.numbers(2, 540);
        List<double[][]> features = features();
        List<double[][]> trials = new ArrayList<>();
        for (int trial = 0; trial < 2; trial++) {
            double[][] y = new double[3][90];
            for (int i = 0; i < 270; i++) {
                y[i / 90][i % 90] = 0.2 * all[trial * 270 + i];
            }
            for (int t = 0; t < 90; t++) {
                y[0][t] += t >= 3 ? features.get(trial)[0][t - 3] : 0;
                y[1][t] += t < 89 ? 0.5 * features.get(trial)[1][t + 1] : 0;
            }
            trials.add(y);
        }
        return trials;
    }

    @Test
    void receptiveFieldsEqualTheReference() {
        for (boolean smooth : new boolean[] {false, true}) {
            String name = smooth ? "smooth" : "ridge";
            ReceptiveField.Model model = new ReceptiveField(-2, 5, 0.7, smooth)
                    .fit(features(), responses(), Parallelism.of(2));
            double[][][] coefficients = model.coefficients();
            for (int r = 0; r < 3; r++) {
                double[][] expected = rows(((List<?>) REFERENCE.get(name)).get(r));
                for (int f = 0; f < 2; f++) {
                    assertArrayEquals(expected[f], coefficients[r][f], 1e-10, name + " " + r + " " + f);
                }
            }
            double[][] predicted = model.predict(features().get(1));
            double[][] expected = rows(REFERENCE.get(name + "_prediction"));
            // Within a field of the ends the reference takes features as 0 that it took as their mean in fitting.
            for (int r = 0; r < 3; r++) {
                assertArrayEquals(Arrays.copyOfRange(expected[r], 5, 88),
                        Arrays.copyOfRange(predicted[r], 5, 88),
                        1e-10);
            }
        }
    }

    @Test
    void aFieldFindsItsDelaysAndItsPatternsPointThere() {
        ReceptiveField.Model model = new ReceptiveField(-2, 5, 0.7, false).fit(features(), responses(),
                Parallelism.single());
        double[][][] field = model.coefficients();
        // Response 0 follows feature 0 after 3 samples, response 1 leads feature 1 by one.
        assertEquals(5, largest(field[0][0]));
        assertEquals(1, largest(field[1][1]));
        assertEquals(5, largest(model.patterns()[0][0]));
        assertTrue(model.score(features().get(0), responses().get(0))[0] > 0.95);
        assertEquals(new ReceptiveField(-10, 40, 1, false), ReceptiveField.ofSeconds(-0.1, 0.4, 100, 1));
    }

    private static int largest(double[] values) {
        return IntStream.range(0, values.length).boxed().max((a, b) -> Double.compare(values[a], values[b]))
                .orElseThrow();
    }

    @Test
    void clustersAndTheirPValuesEqualTheReference() {
        double[] all = Lcg.numbers(3, 240);
        double[][] observations = new double[8][30];
        for (int i = 0; i < 240; i++) {
            observations[i / 30][i % 30] = all[i] - 0.5 + (i % 30 >= 10 && i % 30 < 16 ? 0.3 : 0);
        }
        ClusterTest.Result series = new ClusterTest(1.5, Tail.POSITIVE, 1024, 0).test(observations, 1,
                Parallelism.of(2), Progress.NONE);
        assertArrayEquals(numbers(REFERENCE.get("t")), series.t(), 1e-10);
        assertTrue(series.exact());
        compare("clusters", "p", series);
        ClusterTest.Result grid = new ClusterTest(1.2, Tail.BOTH, 1024, 0).test(observations, 5,
                Parallelism.single(),
                Progress.NONE);
        compare("grid_clusters", "grid_p", grid);
        boolean[] significant = series.significant(0.05);
        assertEquals(Arrays.stream(numbers(REFERENCE.get("p"))).filter(p -> p <= 0.05).count() > 0,
                IntStream.range(0, 30).anyMatch(i -> significant[i]));
    }

    /** Both sides make all sign flips here, so p values are equal, not alike. */
    private static void compare(String clusters, String p, ClusterTest.Result result) {
        double[][] cells = rows(REFERENCE.get(clusters));
        double[] expected = numbers(REFERENCE.get(p));
        assertEquals(cells.length, result.clusters().size());
        for (int k = 0; k < cells.length; k++) {
            int[] members = Arrays.stream(cells[k]).mapToInt(v -> (int) v).toArray();
            ClusterTest.Cluster found = result.clusters().stream()
                    .filter(c -> Arrays.equals(c.cells(), members)).findFirst().orElseThrow();
            assertEquals(expected[k], found.p(), 1e-12);
        }
    }

    @Test
    void thresholdsAreQuantilesOfStudentsDistribution() {
        // scipy.stats.t.ppf(0.95, 9), t.ppf(0.975, 9)
        assertEquals(1.8331129326536335, ClusterTest.threshold(0.05, 10, Tail.POSITIVE), 1e-9);
        assertEquals(2.2621571627409915, ClusterTest.threshold(0.05, 10, Tail.BOTH), 1e-9);
    }

    @Test
    void randomSignFlipsOfManyObservationsDependOnTheSeedAlone() {
        double[] all = Lcg.numbers(6, 40 * 20);
        double[][] observations = new double[40][20];
        for (int i = 0; i < 800; i++) {
            observations[i / 20][i % 20] = all[i] - 0.5;
        }
        ClusterTest test = new ClusterTest(1, Tail.BOTH, 200, 5);
        ClusterTest.Result one = test.test(observations, 1, Parallelism.single(), Progress.NONE);
        ClusterTest.Result many = test.test(observations, 1, Parallelism.of(4), Progress.NONE);
        assertEquals(one.clusters().stream().map(ClusterTest.Cluster::p).toList(),
                many.clusters().stream().map(ClusterTest.Cluster::p).toList());
        assertEquals(false, one.exact());
        observations[3][4] = Double.NaN;
        assertThrows(EngramException.class,
                () -> test.test(observations, 1, Parallelism.single(), Progress.NONE));
    }

    private static Epochs trials() {
        double[] all = Lcg.numbers(4, 40 * 5 * 12);
        double[][][] x = new double[40][5][12];
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            int trial = i / 60;
            int channel = i / 12 % 5;
            int time = i % 12;
            x[trial][channel][time] = all[i] - 0.5
                    + (trial % 2 == 1 && channel == 2 && time >= 5 && time < 9 ? 0.4 : 0);
        }
        for (int t = 0; t < 40; t++) {
            trials.add(new Trial(t, t % 2, "c" + t % 2));
        }
        List<Channel> channels = IntStream.range(0, 5).mapToObj(c -> Channel.of("c" + c, ChannelType.EEG))
                .toList();
        return Epochs.builder(channels, 10, -4, 12).trials(trials, TrialSource.of(x)).build();
    }

    private static Labels labels() {
        return Labels.of(IntStream.range(0, 40).map(i -> i % 2).toArray(), List.of("no", "yes"));
    }

    private static TimeDecoding.Builder decoding() {
        return TimeDecoding.builder(new LinearDiscriminant(Shrinkage.ledoitWolf()),
                new PredefinedFolds(IntStream.range(0, 40).map(i -> i / 10).toArray()));
    }

    private static final int[] ALL = {0, 1, 2, 3, 4};

    @Test
    void scoresOverTimeEqualTheReference() throws IOException {
        TimeScores sliding = decoding().parallelism(Parallelism.of(2)).build().sliding(trials(), ALL,
                labels(),
                List.of());
        // A rank statistic: equal unless two decision values change places by rounding.
        assertArrayEquals(numbers(REFERENCE.get("sliding")), sliding.scores()[0], 1e-9);
        assertEquals(-0.4, sliding.timesSeconds()[0], 1e-12);
        assertTrue(sliding.peakSeconds() >= 0.1 - 1e-9 && sliding.peakSeconds() < 0.5);
        TimeScores all = decoding().build().generalising(trials(), ALL, labels(), List.of());
        double[][] expected = rows(REFERENCE.get("generalising"));
        for (int t = 0; t < 12; t++) {
            assertArrayEquals(expected[t], all.scores()[t], 1e-9);
        }
        assertArrayEquals(sliding.scores()[0], all.diagonal(), 1e-12);
        assertEquals(12 * 12, all.aboveChance()[3].length);
    }

    @Test
    void windowsJoinTimesAndGroupsAreKeptApart() throws IOException {
        TimeScores windows = decoding().windowSamples(4).stepSamples(4).build().sliding(trials(), ALL,
                labels(),
                List.of());
        assertArrayEquals(new double[] {-0.25, 0.15, 0.55}, windows.timesSeconds(), 1e-12);
        assertTrue(windows.scores()[0][1] > 0.8, "the window of the effect: " + windows.scores()[0][1]);
        List<String> groups = IntStream.range(0, 40).mapToObj(i -> "subject " + i % 4).toList();
        EngramException leak = assertThrows(EngramException.class,
                () -> decoding().build().sliding(trials(), ALL, labels(), groups));
        assertTrue(leak.getMessage().contains("same groups"), leak.getMessage());
        assertThrows(EngramException.class,
                () -> decoding().windowSamples(13).build().sliding(trials(), ALL, labels(), List.of()));
    }
}
