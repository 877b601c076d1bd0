package org.engram.preprocessing.electrophysiology.connectivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.junit.jupiter.api.Test;

class ConnectivityTest {
    private static final int TRIALS = 60;

    /**
     * Channel 0 is a rhythm of random phase; 1 follows it by a quarter period; 2 is a copy without delay (field spread); 3 is
     * independent.
     */
    private static Epochs epochs(double noise) {
        RandomStream random = RandomStream.of(4, 0);
        double[][][] all = new double[TRIALS][4][200];
        List<Trial> trials = new ArrayList<>();
        long next = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            double phase = 2 * Math.PI * random.uniform(next++);
            double other = 2 * Math.PI * random.uniform(next++);
            for (int t = 0; t < 200; t++) {
                double angle = 2 * Math.PI * 10 * t / 200.0 + phase;
                all[trial][0][t] = Math.sin(angle);
                all[trial][1][t] = Math.sin(angle - Math.PI / 2);
                all[trial][2][t] = 0.5 * Math.sin(angle);
                all[trial][3][t] = Math.sin(2 * Math.PI * 10 * t / 200.0 + other);
                for (int c = 0; c < 4; c++) {
                    all[trial][c][t] += noise * random.normal(next++);
                }
            }
            trials.add(new Trial(trial, 1, "x"));
        }
        List<Channel> channels = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            channels.add(Channel.of("c" + c, ChannelType.EEG));
        }
        return Epochs.builder(channels, 200, 0, 200).trials(trials, TrialSource.of(all)).build();
    }

    private static final int[] ALL = {0, 1, 2, 3};

    @Test
    void delaysAreSeenByAllAndFieldSpreadOnlyByCoherence() throws IOException {
        Map<PhaseMeasure, ConnectivityMatrix> found = new SpectralConnectivity(10, 10,
                EnumSet.allOf(PhaseMeasure.class)).of(epochs(0.05), ALL, Parallelism.of(2), Progress.NONE);
        for (PhaseMeasure measure : List.of(PhaseMeasure.COHERENCE, PhaseMeasure.PHASE_LOCKING,
                PhaseMeasure.PAIRWISE_PHASE_CONSISTENCY)) {
            double[][] v = found.get(measure).values();
            assertTrue(v[0][1] > 0.99 && v[0][2] > 0.99, measure + " " + v[0][1] + " " + v[0][2]);
            assertTrue(Math.abs(v[0][3]) < 0.4, measure + " of independent channels " + v[0][3]);
        }
        for (PhaseMeasure measure : List.of(PhaseMeasure.PHASE_LAG_INDEX,
                PhaseMeasure.WEIGHTED_PHASE_LAG_INDEX,
                PhaseMeasure.DEBIASED_WEIGHTED_PHASE_LAG_INDEX)) {
            double[][] v = found.get(measure).values();
            assertTrue(v[0][1] > 0.99, measure + " " + v[0][1]);
            assertTrue(v[0][2] < 0.6, measure + " of a copy without delay " + v[0][2]);
        }
        double[][] imaginary = found.get(PhaseMeasure.IMAGINARY_COHERENCE).values();
        // Channel 0 leads channel 1 by a quarter: the imaginary part is 1, and -1 the other way round.
        assertEquals(1, imaginary[0][1], 0.01);
        assertEquals(-1, imaginary[1][0], 0.01);
        assertEquals(0, imaginary[0][2], 0.01);
    }

    @Test
    void unbiasedMeasuresOfNoiseAreZeroOnAverage() throws IOException {
        Map<PhaseMeasure, ConnectivityMatrix> found = new SpectralConnectivity(20, 80,
                EnumSet.of(PhaseMeasure.PHASE_LOCKING, PhaseMeasure.PAIRWISE_PHASE_CONSISTENCY,
                        PhaseMeasure.DEBIASED_WEIGHTED_PHASE_LAG_INDEX))
                .of(epochs(1), ALL, Parallelism.single(), Progress.NONE);
        // 61 frequencies of 60 trials: the standard error of the mean is near 1 / 60 / sqrt(30).
        assertEquals(0, found.get(PhaseMeasure.PAIRWISE_PHASE_CONSISTENCY).values()[0][3], 0.015);
        assertEquals(0, found.get(PhaseMeasure.DEBIASED_WEIGHTED_PHASE_LAG_INDEX).values()[0][3], 0.02);
        // The biased one is near sqrt(pi / 4 / trials).
        assertEquals(Math.sqrt(Math.PI / 4 / TRIALS), found.get(PhaseMeasure.PHASE_LOCKING).values()[0][3],
                0.02);
    }

    @Test
    void envelopesGoTogetherOnlyWhereThereIsMoreThanFieldSpread() throws IOException {
        RandomStream random = RandomStream.of(9, 0);
        int length = 4000;
        double[][] x = new double[4][length];
        double slow = 0;
        double phaseA = 0;
        double phaseB = 0;
        double phaseC = 0;
        double slowC = 0;
        long next = 0;
        for (int t = 0; t < length; t++) {
            slow = 0.99 * slow + random.normal(next++);
            slowC = 0.99 * slowC + random.normal(next++);
            phaseA += 2 * Math.PI * 20 / 200 + 0.2 * random.normal(next++);
            phaseB += 2 * Math.PI * 20 / 200 + 0.2 * random.normal(next++);
            phaseC += 2 * Math.PI * 20 / 200 + 0.2 * random.normal(next++);
            x[0][t] = (10 + slow) * Math.sin(phaseA);
            x[1][t] = (10 + slow) * Math.sin(phaseB);
            x[2][t] = 0.7 * x[0][t];
            x[3][t] = (10 + slowC) * Math.sin(phaseC);
        }
        List<Channel> channels = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            channels.add(Channel.of("c" + c, ChannelType.EEG));
        }
        Epochs epochs = Epochs.builder(channels, 200, 0, length)
                .trials(List.of(new Trial(0, 1, "x")), TrialSource.of(new double[][][] {x})).build();
        double[][] plain = new EnvelopeCorrelation(false, false)
                .of(epochs, ALL, Parallelism.of(2), Progress.NONE)
                .values();
        double[][] orthogonal = EnvelopeCorrelation.DEFAULT.of(epochs, ALL, Parallelism.of(2), Progress.NONE)
                .values();
        assertEquals(1, plain[0][2], 1e-9);
        assertTrue(plain[0][1] > 0.7, "common amplitude " + plain[0][1]);
        assertTrue(orthogonal[0][2] < 0.1, "a copy " + orthogonal[0][2]);
        assertTrue(orthogonal[0][1] > orthogonal[0][3] + 0.2, orthogonal[0][1] + " and " + orthogonal[0][3]);
    }

    @Test
    void threadsDoNotMatterAndEmptyBandsAreNamed() throws IOException {
        SpectralConnectivity coherence = new SpectralConnectivity(5, 30, EnumSet.of(PhaseMeasure.COHERENCE));
        assertArrayEquals(
                coherence.of(epochs(1), ALL, Parallelism.single(), Progress.NONE).get(PhaseMeasure.COHERENCE)
                        .values(),
                coherence.of(epochs(1), ALL, Parallelism.of(4), Progress.NONE).get(PhaseMeasure.COHERENCE)
                        .values());
        EngramException empty = assertThrows(EngramException.class,
                () -> new SpectralConnectivity(10.2, 10.8, EnumSet.of(PhaseMeasure.COHERENCE)).of(epochs(1),
                        ALL,
                        Parallelism.single(), Progress.NONE));
        assertTrue(empty.getMessage().contains("step 1.0 Hz"), empty.getMessage());
    }
}
