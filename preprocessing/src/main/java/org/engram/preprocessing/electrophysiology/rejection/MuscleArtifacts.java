package org.engram.preprocessing.electrophysiology.rejection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.signal.AnalyticSignal;
import org.engram.compute.signal.Butterworth;
import org.engram.compute.signal.ComplexFft;
import org.engram.compute.signal.ZeroPhaseFilter;
import org.engram.core.EngramException;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.filtering.FirDesign;
import org.engram.preprocessing.electrophysiology.filtering.FirFilter;

/**
 * Finds activity of muscles by fast oscillations on many channels at once: the envelope of 110 to 140 Hz of each channel is
 * brought to unit variance, summed over channels, divided by the root of their number and smoothed; where that score is
 * above a threshold there is a muscle. Channels are read one at a time.
 *
 * @param envelope gives the envelope of the fast band of one channel: a band-pass filter and the modulus of the analytic
 *     signal
 * @param smoothing smoothes the score
 * @param threshold lowest score of a muscle
 * @param shortestGoodSeconds good stretches shorter than this between bad ones are bad as well
 */
public record MuscleArtifacts(UnaryOperator<double[]> envelope, UnaryOperator<double[]> smoothing,
        double threshold, double shortestGoodSeconds) {
    private static final double LOW_HZ = 110;
    private static final double HIGH_HZ = 140;
    private static final double SMOOTHING_HZ = 4;
    private static final double LEAST_EDGE_HZ = 1;

    /** Checks that nothing is missing. */
    public MuscleArtifacts {
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(smoothing, "smoothing");
        if (!Double.isFinite(threshold) || !(shortestGoodSeconds >= 0)) {
            throw new IllegalArgumentException("threshold is " + threshold + " and the shortest good stretch "
                    + shortestGoodSeconds + " s: give finite numbers, the latter not negative");
        }
    }

    /**
     * @param envelope gives the envelope of 110 to 140 Hz of one channel
     * @param samplingRateHz samples per second
     * @return threshold 4, good stretches of 0.1 s, smoothed by a Butterworth low-pass of order 4 at 4 Hz, zero phase
     */
    public static MuscleArtifacts of(UnaryOperator<double[]> envelope, double samplingRateHz) {
        return new MuscleArtifacts(envelope, butterworth(samplingRateHz), 4, 0.1);
    }

    /**
     * The usual detector: a zero-phase FIR band-pass of 110 to 140 Hz, the modulus of its analytic signal, and a zero-phase
     * FIR low-pass of 4 Hz.
     *
     * @param samplingRateHz samples per second, above 300
     * @return threshold 4, good stretches of 0.1 s
     */
    public static MuscleArtifacts of(double samplingRateHz) {
        if (!(samplingRateHz > 2 * HIGH_HZ + LEAST_EDGE_HZ)) {
            throw new EngramException("muscles are looked for at " + LOW_HZ + "-" + HIGH_HZ
                    + " Hz, which samples at " + samplingRateHz
                    + " Hz do not hold: look for them before resampling");
        }
        FirFilter band = FirDesign.bandPass(LOW_HZ, HIGH_HZ, samplingRateHz).build();
        FirFilter slow = FirDesign.lowPass(SMOOTHING_HZ, samplingRateHz).build();
        return new MuscleArtifacts(x -> envelope(band.apply(x)), slow::apply, 4, 0.1);
    }

    /** Zeros at the end make the length one that is transformed fast. */
    private static double[] envelope(double[] x) {
        int length = ComplexFft.fastLength(x.length);
        return Arrays.copyOf(new AnalyticSignal(length).envelope(Arrays.copyOf(x, length)), x.length);
    }

    private static UnaryOperator<double[]> butterworth(double samplingRateHz) {
        ZeroPhaseFilter filter = new ZeroPhaseFilter(Butterworth.order(4).lowPass(4, samplingRateHz));
        return x -> {
            Matrix column = Matrix.of(x.length, 1, x.clone());
            filter.filterInPlace(column);
            return column.data();
        };
    }

    /**
     * @param recording what to look at; what bad annotations cover is not looked at
     * @param channels which channels, of one type: magnetometers before gradiometers before EEG
     * @return annotations {@code BAD_muscle}, and the scores
     * @throws IOException if the file cannot be read
     */
    public Found find(Recording recording, int... channels) throws IOException {
        int count = Math.toIntExact(recording.sampleCount());
        boolean[] good = GoodSamples.of(recording);
        int kept = GoodSamples.count(good);
        if (channels.length == 0 || kept < 2) {
            throw new EngramException(channels.length + " channels and " + kept
                    + " good samples: muscles need at least one channel and two samples");
        }
        double[] sum = new double[kept];
        for (int channel : channels) {
            double[] samples = recording.read(new int[] {channel}, 0, count)[0];
            GoodSamples.requireFinite(samples, good, recording.channels().get(channel).name());
            addScores(envelope.apply(samples), good, sum, channels.length);
        }
        double[] smooth = smoothing.apply(sum);
        double[] scores = new double[count];
        boolean[] bad = new boolean[count];
        int place = 0;
        for (int t = 0; t < count; t++) {
            scores[t] = good[t] ? smooth[place++] : Double.NaN;
            bad[t] = scores[t] > threshold;
        }
        absorb(bad, shortestGoodSeconds * recording.samplingRateHz());
        return new Found(annotations(bad, recording.samplingRateHz()), scores);
    }

    private static void addScores(double[] envelope, boolean[] good, double[] sum, int channels) {
        double[] values = new double[sum.length];
        int place = 0;
        for (int t = 0; t < good.length; t++) {
            if (good[t]) {
                values[place++] = envelope[t];
            }
        }
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / values.length) * Math.sqrt(channels);
        for (int i = 0; i < sum.length && deviation > 0; i++) {
            sum[i] += (values[i] - mean) / deviation;
        }
    }

    private static void absorb(boolean[] bad, double shortest) {
        int begin = 0;
        for (int t = 1; t <= bad.length; t++) {
            if (t == bad.length || bad[t] != bad[begin]) {
                if (!bad[begin] && t - begin < shortest) {
                    Arrays.fill(bad, begin, t, true);
                }
                begin = t;
            }
        }
    }

    private static List<Annotation> annotations(boolean[] bad, double rate) {
        List<Annotation> annotations = new ArrayList<>();
        for (int t = 0; t < bad.length; t++) {
            if (bad[t]) {
                int begin = t;
                while (t < bad.length && bad[t]) {
                    t++;
                }
                annotations.add(Annotation.of(begin / rate, (t - begin) / rate, "BAD_muscle"));
            }
        }
        return annotations;
    }

    /**
     * What was found.
     *
     * @param annotations stretches with muscles
     * @param scores one for each sample, NaN where it was not looked at
     */
    public record Found(List<Annotation> annotations, double[] scores) {}
}
