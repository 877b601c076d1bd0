package org.engram.preprocessing.electrophysiology.rejection.autoreject;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Position;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.engram.preprocessing.electrophysiology.Reference;
import org.engram.preprocessing.electrophysiology.interpolation.HeadSphere;
import org.junit.jupiter.api.Test;

class AutorejectTest {
    private static final int TRIALS = 40;
    private static final int TIMES = 60;
    private static final HeadSphere SPHERE = new HeadSphere(new Position(0, 0, 0.04), 0.095);

    private static List<Channel> channels() {
        Map<String, Object> reference = Reference.read("sphere.json");
        double[][] positions = Reference.matrix(reference.get("positions"));
        List<String> names = Reference.texts(reference.get("names"));
        return IntStream.range(0, names.size())
                .mapToObj(i -> Channel.of(names.get(i), ChannelType.EEG)
                        .withPosition(new Position(positions[i][0], positions[i][1], positions[i][2])))
                .toList();
    }

    /** A smooth field over the head that follows one time course, and a little noise. */
    private static double[][][] clean() {
        List<Channel> channels = channels();
        double[][][] x = new double[TRIALS][channels.size()][TIMES];
        for (int trial = 0; trial < TRIALS; trial++) {
            for (int c = 0; c < channels.size(); c++) {
                Position p = channels.get(c).position().orElseThrow();
                RandomStream random = RandomStream.of(3, trial * 100L + c);
                for (int t = 0; t < TIMES; t++) {
                    x[trial][c][t] = 1e-5 * (1 + 5 * p.y() + 5 * p.z()) * Math.sin(0.1 * t)
                            + 1e-6 * random.normal(t);
                }
            }
        }
        return x;
    }

    private static Epochs epochs(double[][][] x) {
        List<Trial> trials = IntStream.range(0, x.length).mapToObj(i -> new Trial(100L * i, 1, "a")).toList();
        return Epochs.builder(channels(), 100, 0, x[0][0].length).trials(trials, TrialSource.of(x)).build();
    }

    private static void spoil(double[] row, double size) {
        for (int t = 20; t < 30; t++) {
            row[t] += size;
        }
    }

    @Test
    void curveIsThatOfAMeanTakenAnewForEachLimit() {
        double[][] rows = clean()[0];
        int[] training = {3, 1, 4, 15, 9, 2};
        int[] validation = {6, 5, 8, 7};
        double[] curve = ErrorCurve.of(rows, training, validation);
        double[] median = new double[TIMES];
        for (int t = 0; t < TIMES; t++) {
            double[] column = {rows[6][t], rows[5][t], rows[8][t], rows[7][t]};
            Arrays.sort(column);
            median[t] = (column[1] + column[2]) / 2;
        }
        for (int k = 1; k <= training.length; k++) {
            double error = 0;
            for (int t = 0; t < TIMES; t++) {
                double mean = 0;
                for (int i = 0; i < k; i++) {
                    mean += rows[training[i]][t] / k;
                }
                error += (mean - median[t]) * (mean - median[t]);
            }
            // Squares of 1e-5, summed in another order.
            assertEquals(error, curve[k - 1], 1e-22);
        }
    }

    @Test
    void globalLimitIsTheBestOfAllByBruteForce() throws Exception {
        double[][][] x = clean();
        for (int trial : new int[] {4, 17, 30}) {
            Arrays.stream(x[trial]).forEach(row -> spoil(row, 3e-4));
        }
        Epochs epochs = epochs(x);
        GlobalRejection.Fitted fitted = GlobalRejection.DEFAULT.fit(epochs, ChannelType.EEG);
        double[] ranges = new double[TRIALS];
        for (int trial = 0; trial < TRIALS; trial++) {
            ranges[trial] = Arrays.stream(x[trial]).mapToDouble(ErrorCurve::range).max().orElseThrow();
        }
        double best = Double.POSITIVE_INFINITY;
        double threshold = 0;
        for (double candidate : ranges) {
            double error = bruteForce(x, ranges, candidate);
            if (error < best) {
                best = error;
                threshold = candidate;
            }
        }
        assertEquals(threshold, fitted.threshold());
        assertEquals(best, Arrays.stream(fitted.errors()).min().orElseThrow(), 1e-15);
        for (int trial : new int[] {4, 17, 30}) {
            assertTrue(ranges[trial] > fitted.threshold());
        }
        assertEquals(fitted.threshold(), fitted.limits().peakToPeak().get(ChannelType.EEG));
    }

    private static double bruteForce(double[][][] x, double[] ranges, double limit) {
        double sum = 0;
        for (int fold = 0; fold < 5; fold++) {
            int from = fold * 8;
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < TRIALS; i++) {
                if ((i < from || i >= from + 8) && ranges[i] <= limit) {
                    kept.add(i);
                }
            }
            double squares = kept.isEmpty() ? Double.POSITIVE_INFINITY : 0;
            for (int c = 0; c < x[0].length && !kept.isEmpty(); c++) {
                for (int t = 0; t < TIMES; t++) {
                    double mean = 0;
                    for (int i : kept) {
                        mean += x[i][c][t] / kept.size();
                    }
                    double[] column = new double[8];
                    for (int i = 0; i < 8; i++) {
                        column[i] = x[from + i][c][t];
                    }
                    Arrays.sort(column);
                    squares += Math.pow(mean - (column[3] + column[4]) / 2, 2);
                }
            }
            sum += Math.sqrt(squares / x[0].length / TIMES) / 5;
        }
        return sum;
    }

    @Test
    void localRejectionRepairsAChannelAndDropsAnEpoch() throws Exception {
        double[][][] truth = clean();
        double[][][] x = clean();
        for (int trial = 0; trial < 12; trial++) {
            spoil(x[trial * 3][9], 2e-4);
        }
        Arrays.stream(x[25]).forEach(row -> spoil(row, 5e-4));
        Epochs epochs = epochs(x);
        LocalRepair repair = LocalRejection.builder().seed(7).build().fit(epochs, SPHERE);
        assertTrue(repair.isDropped(25));
        Epochs repaired = repair.apply(epochs);
        for (int trial = 0; trial < 12; trial++) {
            assertEquals(LocalRepair.Label.INTERPOLATED, repair.labels(trial * 3).get(9),
                    "epoch " + trial * 3);
        }
        assertTrue(repaired.trialCount() >= 35, repaired.trialCount() + " epochs are kept");
        assertEquals(25, repaired.dropped().stream()
                .filter(dropped -> dropped.reasons().equals(List.of("AUTOREJECT"))).mapToInt(d -> d.event())
                .filter(event -> event == 25).findFirst().orElse(-1));
        // The first epoch is kept, its bad channel close to what it was; others as they were.
        assertEquals(0, repaired.trials().get(0).sample());
        double[][] first = repaired.read(0);
        for (int t = 0; t < TIMES; t++) {
            assertEquals(truth[0][9][t], first[9][t], 6e-6);
        }
        List<LocalRepair.Label> labels = repair.labels(0);
        for (int c = 0; c < labels.size(); c++) {
            if (labels.get(c) != LocalRepair.Label.INTERPOLATED) {
                assertArrayEquals(x[0][c], first[c]);
            }
        }
    }

    @Test
    void oneSeedGivesOneResultWhateverTheThreads() throws Exception {
        double[][][] x = clean();
        spoil(x[3][2], 1e-4);
        LocalRepair one = LocalRejection.builder().seed(1).parallelism(Parallelism.single()).build()
                .fit(epochs(x), SPHERE);
        LocalRepair four = LocalRejection.builder().seed(1).parallelism(Parallelism.of(4)).build()
                .fit(epochs(x), SPHERE);
        assertArrayEquals(one.thresholds(), four.thresholds());
        assertEquals(one.consensus(), four.consensus());
        assertEquals(one.mostInterpolated(), four.mostInterpolated());
    }

    @Test
    void identicalEpochsAreAllKept() throws Exception {
        double[][][] x = clean();
        Arrays.fill(x, x[0]);
        Epochs epochs = epochs(x);
        LocalRepair repair = LocalRejection.builder().build().fit(epochs, SPHERE);
        assertEquals(TRIALS, repair.apply(epochs).trialCount());
        assertEquals(GlobalRejection.DEFAULT.fit(epochs, ChannelType.EEG).candidates().length, 1);
        assertThrows(EngramException.class, () -> LocalRejection.builder().build()
                .fit(epochs.selectChannels(0, 1, 2, 3), SPHERE));
    }
}
