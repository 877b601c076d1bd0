package org.engram.preprocessing.electrophysiology.ica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IcaSolutionTest {
    private static double[][] noise(int channels, int samples) {
        double[][] x = new double[channels][samples];
        for (int c = 0; c < channels; c++) {
            for (int t = 0; t < samples; t++) {
                double u = RandomStream.of(1, c).uniform(t) - 0.5;
                x[c][t] = (c + 1) * 1e-5 * u * u * u + (c > 0 ? 0.3 * x[c - 1][t] : 0) + 1e-3;
            }
        }
        return x;
    }

    /** Golden 13.1.15. */
    @Test
    void kuiperOfABunchOfPhasesIsTheSpecified() {
        double[] phases = IntStream.range(0, 20).mapToDouble(i -> 0.3 + 0.2 * i / 19).toArray();
        assertEquals(0.8, CrossTrialPhase.kuiper(phases), 1e-12);
        assertEquals(0.583564320576, CrossTrialPhase.logProbability(0.8, 20), 1e-12);
    }

    /** Golden 13.3.2: a channel that is there twice takes one dimension away, and nothing becomes NaN. */
    @Test
    void duplicateChannelLowersTheRank() throws Exception {
        double[][] x = noise(5, 3000);
        x[4] = x[1].clone();
        List<Notice> notices = new ArrayList<>();
        Recording recording = Recording.of(SeparationTest.channels(5), 100, x);
        for (IcaAlgorithm algorithm : IcaAlgorithm.values()) {
            IcaSolution solution = IndependentComponents.builder().algorithm(algorithm).componentCount(5)
                    .maxIterations(20).build().fit(recording, notices::add);
            assertEquals(4, solution.rank());
            assertEquals(4, solution.componentCount());
            assertTrue(solution.unmixing().isFinite() && solution.mixing().isFinite());
            // Nothing excluded: all comes back, the lost dimension held nothing.
            double[][] same = solution.apply(x);
            for (int c = 0; c < 5; c++) {
                assertArrayEquals(x[c], same[c], 1e-12);
            }
        }
        assertTrue(notices.stream().anyMatch(notice -> notice.code().equals("ica-rank")));
    }

    @Test
    void flatAndBrokenChannelsAreNamed() {
        double[][] flat = noise(3, 500);
        Arrays.fill(flat[1], 0.25);
        EngramException error = assertThrows(EngramException.class,
                () -> IndependentComponents.builder().build()
                        .fit(Recording.of(SeparationTest.channels(3), 100, flat), notice -> {}));
        assertTrue(error.getMessage().contains("E1 is flat"), error.getMessage());
        double[][] broken = noise(3, 500);
        broken[2][77] = Double.NaN;
        error = assertThrows(EngramException.class, () -> IndependentComponents.builder().build()
                .fit(Recording.of(SeparationTest.channels(3), 100, broken), notice -> {}));
        assertTrue(error.getMessage().contains("E2") && error.getMessage().contains("sample 77"),
                error.getMessage());
        assertThrows(IllegalArgumentException.class,
                () -> IndependentComponents.builder().componentCount(1).build());
    }

    /** What is fitted is what is left: cutting a BAD stretch out, or decimating before, gives the same numbers. */
    @Test
    void badStretchesAndDecimationChooseSamples() throws Exception {
        double[][] x = noise(4, 40000);
        double[][] spoiled = Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
        Arrays.fill(spoiled[2], 20000, 20500, 7);
        Recording annotated = Recording.of(SeparationTest.channels(4), 100, spoiled).toBuilder()
                .annotations(List.of(Annotation.of(200, 5, "BAD jump"))).build();
        double[][] cut = new double[4][(40000 - 500 + 2) / 3];
        for (int c = 0; c < 4; c++) {
            for (int i = 0; i < cut[c].length; i++) {
                int at = 3 * i;
                cut[c][i] = x[c][at < 20000 ? at : at + 500];
            }
        }
        IcaSolution whole = IndependentComponents.builder().decimation(3).componentCount(3).build()
                .fit(annotated, notice -> {});
        IcaSolution direct = IndependentComponents.builder().componentCount(3).build()
                .fit(Recording.of(SeparationTest.channels(4), 100, cut), notice -> {});
        assertEquals(cut[0].length, whole.sampleCount());
        assertArrayEquals(direct.unmixing().data(), whole.unmixing().data(), 1e-6); // sums in other blocks
        // Kept, the jump of 7 V makes the scale: the root of 49 * 500 / 40000 / 4 channels is 0.39 V.
        double[] scales = IndependentComponents.builder().rejectAnnotations(false).componentCount(3).build()
                .fit(annotated, notice -> {}).channelScales();
        assertEquals(0.39, scales[0], 0.01);
    }

    @Test
    void epochsFitLikeTheirSamples() throws Exception {
        double[][] x = noise(4, 2000);
        double[][][] trials = new double[20][4][];
        for (int trial = 0; trial < 20; trial++) {
            for (int c = 0; c < 4; c++) {
                trials[trial][c] = Arrays.copyOfRange(x[c], 100 * trial, 100 * trial + 100);
            }
        }
        List<Trial> events = IntStream.range(0, 20).mapToObj(i -> new Trial(100L * i, 1, "")).toList();
        Epochs epochs = Epochs.builder(SeparationTest.channels(4), 100, 0, 100)
                .trials(events, TrialSource.of(trials)).baseline(new Epochs.TimeWindow(0, 0.1)).build();
        List<Notice> notices = new ArrayList<>();
        IcaSolution ofEpochs = IndependentComponents.builder().build().fit(epochs, notices::add);
        IcaSolution ofRecording = IndependentComponents.builder().build()
                .fit(Recording.of(SeparationTest.channels(4), 100, x), notices::add);
        assertArrayEquals(ofRecording.unmixing().data(), ofEpochs.unmixing().data(), 1e-6);
        assertTrue(notices.stream().anyMatch(notice -> notice.code().equals("ica-baseline")));
        double[][] sources = ofEpochs.sources(epochs).read(3);
        double[][] direct = ofEpochs.sources(trials[3]);
        double[][] cleaned = ofEpochs.apply(epochs, 1).read(3);
        double[][] expected = ofEpochs.apply(trials[3], 1);
        for (int c = 0; c < 4; c++) {
            assertArrayEquals(direct[c], sources[c], 1e-9);
            assertArrayEquals(expected[c], cleaned[c], 1e-12);
        }
        assertThrows(IllegalArgumentException.class, () -> ofEpochs.apply(epochs, 4));
    }

    @Test
    void componentsAreSortedAndExplainTheVariance() throws Exception {
        IcaSolution solution = IndependentComponents.builder().componentCount(4).build()
                .fit(Recording.of(SeparationTest.channels(4), 100, noise(4, 4000)), notice -> {});
        double[] explained = solution.explainedVariance();
        for (int k = 1; k < 4; k++) {
            assertTrue(explained[k] <= explained[k - 1]);
        }
        // All principal components are unmixed and sources do not correlate, so shares add up to 1.
        assertEquals(1, Arrays.stream(explained).sum(), 1e-9);
        assertEquals(4, solution.topographies().columns());
    }

    @Test
    void savedSolutionComesBackToTheLastBit(@TempDir Path folder) throws Exception {
        IcaSolution solution = IndependentComponents.builder().algorithm(IcaAlgorithm.INFOMAX)
                .maxIterations(3)
                .build().fit(Recording.of(SeparationTest.channels(4), 100, noise(4, 600)), notice -> {});
        Path file = folder.resolve("ica.json");
        solution.write(file);
        IcaSolution back = IcaSolution.read(file);
        assertArrayEquals(solution.unmixing().data(), back.unmixing().data());
        assertArrayEquals(solution.channelScales(), back.channelScales());
        assertArrayEquals(solution.explainedVariance(), back.explainedVariance());
        assertEquals(solution.channels(), back.channels());
        assertEquals(solution.convergence(), back.convergence());
        assertEquals(solution.rank(), back.rank());
        Files.writeString(file, Files.readString(file).replaceAll("(\"version\"\\s*:\\s*)1", "$19"));
        EngramException error = assertThrows(EngramException.class, () -> IcaSolution.read(file));
        assertTrue(error.getMessage().contains("version 9"), error.getMessage());
    }

    @Test
    void typesAreScaledByThemselvesAndNeedNotShareAUnit() throws Exception {
        double[][] x = noise(4, 1000);
        List<Channel> channels = new ArrayList<>(SeparationTest.channels(2));
        channels.add(Channel.of("M0", ChannelType.MAGNETOMETER));
        channels.add(Channel.of("M1", ChannelType.MAGNETOMETER));
        for (int c = 2; c < 4; c++) {
            for (int t = 0; t < 1000; t++) {
                x[c][t] *= 1e-9;
            }
        }
        IcaSolution solution = IndependentComponents.builder().componentCount(4).build()
                .fit(Recording.of(channels, 100, x), notice -> {});
        double[] scales = solution.channelScales();
        assertEquals(scales[0], scales[1], 0);
        assertEquals(scales[2], scales[3], 0);
        assertTrue(scales[0] > 1e6 * scales[2]);
        assertEquals(4, solution.rank());
    }
}
