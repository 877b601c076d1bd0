package org.engram.preprocessing.electrophysiology.covariance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.SensorCovariance;
import org.engram.io.recording.fif.FifCovariance;
import org.engram.io.recording.fif.FifEvoked;
import org.engram.preprocessing.electrophysiology.epoching.EvokedAverage;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;

/** Evoked fields of the MNE sample: when they are largest, and what whitening makes of them. */
class MneSampleTest {
    private static int[] channels(Evoked evoked, ChannelType type) {
        return IntStream.range(0, evoked.channels().size())
                .filter(c -> evoked.channels().get(c).type() == type && !evoked.channels().get(c).bad())
                .toArray();
    }

    private static double peak(Evoked evoked, ChannelType type) {
        double[] power = EvokedAverage.rootMeanSquare(evoked, channels(evoked, type));
        double[] times = evoked.times();
        int best = -1;
        for (int t = 0; t < times.length; t++) {
            if (times[t] > 0.03 && times[t] < 0.3 && (best < 0 || power[t] > power[best])) {
                best = t;
            }
        }
        return times[best];
    }

    @Test
    void fieldsPeakWhenTheyAreKnownTo() throws IOException {
        List<Evoked> evoked = FifEvoked.read(RealData.path("meg/mne_sample/test-ave.fif.gz"));
        assertEquals(4, evoked.size());
        assertEquals(0.190, peak(evoked.get(2), ChannelType.PLANAR_GRADIOMETER), 0.004);
        assertEquals(0.166, peak(evoked.get(3), ChannelType.PLANAR_GRADIOMETER), 0.004);
        assertEquals(0.093, peak(evoked.get(1), ChannelType.MAGNETOMETER), 0.004);
    }

    private static Evoked withoutBaseline(Evoked e) {
        double[] times = e.times();
        int zero = (int) IntStream.range(0, times.length).filter(t -> times[t] <= 0).count();
        double[][] samples = Arrays.stream(e.samples()).map(row -> {
            double mean = Arrays.stream(row, 0, zero).average().orElseThrow();
            return Arrays.stream(row).map(v -> v - mean).toArray();
        }).toArray(double[][]::new);
        return new Evoked(e.comment(), e.kind(), e.trialCount(), e.channels(), e.samplingRateHz(),
                e.firstTime(),
                samples, e.projectors());
    }

    @Test
    void whitenedResponsesStandOutFromTheirBaseline() throws IOException {
        SensorCovariance noise = FifCovariance.read(RealData.path("meg/mne_sample/test-cov.fif"));
        for (Evoked stored : FifEvoked.read(RealData.path("meg/mne_sample/test-ave.fif.gz"))) {
            Evoked evoked = withoutBaseline(stored);
            SensorCovariance regular = Whitener.regularized(noise, evoked.channels(), 0.1);
            Map<ChannelType, double[]> power = Whitener.of(regular, evoked.channels())
                    .globalFieldPower(evoked);
            double[] times = evoked.times();
            for (Map.Entry<ChannelType, double[]> entry : power.entrySet()) {
                double baseline = IntStream.range(0, times.length).filter(t -> times[t] < 0)
                        .mapToDouble(t -> entry.getValue()[t]).average().orElseThrow();
                double response = IntStream.range(0, times.length)
                        .filter(t -> times[t] > 0.05 && times[t] < 0.25)
                        .mapToDouble(t -> entry.getValue()[t]).max().orElseThrow();
                assertTrue(response > 1.5 * baseline,
                        evoked.comment() + " " + entry.getKey() + ": " + response + " against " + baseline);
            }
        }
    }
}
