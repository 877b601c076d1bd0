package org.engram.preprocessing.electrophysiology.sleep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.signal.AnalyticSignal;
import org.engram.compute.statistics.Correlation;
import org.engram.core.EngramException;
import org.engram.preprocessing.electrophysiology.filtering.FirDesign;
import org.engram.preprocessing.electrophysiology.spectra.BandPower;
import org.engram.preprocessing.electrophysiology.spectra.Taper;
import org.engram.preprocessing.electrophysiology.spectra.Welch;

/**
 * Finds sleep spindles in one channel. Three marks are followed over time: the share of power in the spindle band (windows of
 * 2 s), the correlation of the spindle band with the 1-30 Hz signal, and the root mean square of the spindle band (windows of
 * 0.3 s). A spindle is where more than two of the three are over their thresholds, averaged over 0.1 s.
 *
 * <p>Thresholds are relative to the signal itself, so its unit does not matter; a signal without spindles can still pass
 * where its loudest moments happen to lie in the band, which the share of power guards against.
 *
 * <h2>References</h2> R. Vallat, M. P. Walker, eLife 10, 2021; K. Lacourse et al., J. Neuroscience Methods 316, 2019.
 *
 * @param lowHz lower edge of the spindle band
 * @param highHz upper edge of the spindle band
 * @param shortestSeconds spindles are not shorter
 * @param longestSeconds nor longer
 * @param leastGapSeconds spindles nearer to each other are one
 * @param relativePower threshold of the share of power
 * @param correlation threshold of the correlation
 * @param rms threshold of the root mean square: standard deviations above its mean
 */
public record SpindleDetector(double lowHz, double highHz, double shortestSeconds, double longestSeconds,
        double leastGapSeconds, double relativePower, double correlation, double rms) {
    /** 12-15 Hz, 0.5-2 s, 0.5 s apart; thresholds 0.2, 0.65 and 1.5. */
    public static final SpindleDetector DEFAULT = new SpindleDetector(12, 15, 0.5, 2, 0.5, 0.2, 0.65, 1.5);

    private static final double BROAD_LOW_HZ = 1;
    private static final double BROAD_HIGH_HZ = 30;
    private static final double TRANSITION_HZ = 1.5;
    private static final double WINDOW_SECONDS = 0.3;
    private static final double STEP_SECONDS = 0.1;
    private static final double SPECTRUM_SECONDS = 2;
    private static final double SPECTRUM_STEP_SECONDS = 0.2;
    private static final double SMOOTHING_SECONDS = 0.1;
    private static final double TRIMMED = 0.025;
    private static final double PEAK_DISTANCE_SECONDS = 0.060;

    /** Checks the ranges. */
    public SpindleDetector {
        if (!(lowHz > BROAD_LOW_HZ) || !(highHz > lowHz) || !(highHz < BROAD_HIGH_HZ)
                || !(shortestSeconds > 0)
                || !(longestSeconds > shortestSeconds) || !(leastGapSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "spindles of " + lowHz + "-" + highHz + " Hz and " + shortestSeconds
                            + "-" + longestSeconds + " s, " + leastGapSeconds
                            + " s apart: expected a band within 1-30 Hz and rising lengths");
        }
    }

    /**
     * @param x one channel, finite, at least 2 s long
     * @param samplingRateHz samples per second, above 60
     * @return spindles in order
     */
    public List<Spindle> detect(double[] x, double samplingRateHz) {
        if (samplingRateHz <= 2 * BROAD_HIGH_HZ || x.length < SPECTRUM_SECONDS * samplingRateHz) {
            throw new EngramException(x.length + " samples at " + samplingRateHz
                    + " Hz: spindles are looked for in 2 s or more at more than 60 Hz");
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i])) {
                throw new EngramException("the signal is " + x[i] + " at sample " + i
                        + ": spindles are looked for in finite signals");
            }
        }
        double[] broad = FirDesign.bandPass(BROAD_LOW_HZ, BROAD_HIGH_HZ, samplingRateHz).build().apply(x);
        double[] narrow = FirDesign.bandPass(lowHz, highHz, samplingRateHz)
                .transitions(TRANSITION_HZ, TRANSITION_HZ)
                .build().apply(x);
        double[] share = shareOfPower(broad, samplingRateHz);
        double[] moving = moving(narrow, broad, samplingRateHz, true);
        double[] loudness = moving(narrow, broad, samplingRateHz, false);
        double loud = mean(loudness) + rms * trimmedDeviation(loudness);
        double[] marks = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            marks[i] = (share[i] >= relativePower ? 1 : 0) + (moving[i] >= correlation ? 1 : 0)
                    + (loudness[i] >= loud ? 1 : 0);
        }
        double[] smooth = smoothed(marks, (int) (SMOOTHING_SECONDS * samplingRateHz));
        List<Spindle> spindles = new ArrayList<>();
        for (int[] span : joined(spans(smooth), samplingRateHz)) {
            double seconds = (span[1] - span[0]) / samplingRateHz;
            if (seconds >= shortestSeconds && seconds <= longestSeconds) {
                spindles.add(describe(span, broad, narrow, share, samplingRateHz));
            }
        }
        return spindles;
    }

    /** Share of 1-30 Hz power that lies in the spindle band, interpolated to samples. */
    private double[] shareOfPower(double[] broad, double rate) {
        int window = (int) (SPECTRUM_SECONDS * rate);
        int step = (int) (SPECTRUM_STEP_SECONDS * rate);
        Welch welch = Welch.builder().segmentSamples(window).taper(Taper.HAMMING).build();
        int half = window / 2;
        int count = (broad.length - 1) / step + 1;
        double[] at = new double[count];
        double[] share = new double[count];
        for (int k = 0; k < count; k++) {
            at[k] = k * step;
            // Zeros beyond the ends, as a short-time transform that begins at the first sample has them.
            double[] piece = new double[window];
            int from = Math.max(0, k * step - half);
            int to = Math.min(broad.length, k * step - half + window);
            System.arraycopy(broad, from, piece, from - (k * step - half), to - from);
            var spectrum = welch.of(new double[][] {piece}, rate);
            share[k] = BandPower.absolute(spectrum, lowHz, highHz)[0]
                    / BandPower.absolute(spectrum, BROAD_LOW_HZ, BROAD_HIGH_HZ)[0];
        }
        return interpolated(at, share, broad.length);
    }

    private static double[] moving(double[] narrow, double[] broad, double rate, boolean correlation) {
        int half = (int) (WINDOW_SECONDS * rate / 2);
        int step = Math.max(1, (int) (STEP_SECONDS * rate));
        int count = (narrow.length - 1) / step + 1;
        double[] at = new double[count];
        double[] values = new double[count];
        for (int k = 0; k < count; k++) {
            at[k] = k * step;
            int from = Math.max(0, k * step - half);
            int to = Math.min(narrow.length, k * step + half + 1);
            double[] one = Arrays.copyOfRange(narrow, from, to);
            values[k] = correlation
                    ? Correlation.pearson(one, Arrays.copyOfRange(broad, from, to))
                    : Math.sqrt(Arrays.stream(one).map(v -> v * v).average().orElse(0));
            values[k] = Double.isNaN(values[k]) ? 0 : values[k];
        }
        return interpolated(at, values, narrow.length);
    }

    private static double[] interpolated(double[] at, double[] values, int length) {
        double[] out = new double[length];
        int left = 0;
        for (int i = 0; i < length; i++) {
            while (left + 2 < at.length && at[left + 1] <= i) {
                left++;
            }
            if (at.length == 1 || i >= at[at.length - 1]) {
                out[i] = values[values.length - 1];
            } else {
                double part = (i - at[left]) / (at[left + 1] - at[left]);
                out[i] = values[left] + part * (values[left + 1] - values[left]);
            }
        }
        return out;
    }

    private static double[] smoothed(double[] x, int width) {
        double[] out = new double[x.length];
        int half = Math.max(1, width) / 2;
        double sum = 0;
        for (int i = -half; i < x.length; i++) {
            if (i + half < x.length) {
                sum += x[i + half];
            }
            if (i - half - 1 >= 0) {
                sum -= x[i - half - 1];
            }
            if (i >= 0) {
                out[i] = sum / (2 * half + 1);
            }
        }
        return out;
    }

    private static List<int[]> spans(double[] marks) {
        List<int[]> spans = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= marks.length; i++) {
            boolean inside = i < marks.length && marks[i] > 2 + 1e-9;
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                spans.add(new int[] {start, i - 1});
                start = -1;
            }
        }
        return spans;
    }

    private List<int[]> joined(List<int[]> spans, double rate) {
        List<int[]> joined = new ArrayList<>();
        for (int[] span : spans) {
            int[] last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && span[0] - last[1] < leastGapSeconds * rate) {
                last[1] = span[1];
            } else {
                joined.add(span.clone());
            }
        }
        return joined;
    }

    private Spindle describe(int[] span, double[] broad, double[] narrow, double[] share, double rate) {
        double[] piece = detrended(Arrays.copyOfRange(broad, span[0], span[1] + 1));
        double high = Arrays.stream(piece).max().orElse(0);
        double low = Arrays.stream(piece).min().orElse(0);
        double squares = Arrays.stream(piece).map(v -> v * v).average().orElse(0);
        int distance = (int) (PEAK_DISTANCE_SECONDS * rate);
        int peaks = 0;
        int best = 0;
        int lastPeak = -distance;
        for (int i = 1; i + 1 < piece.length; i++) {
            if (piece[i] > piece[i - 1] && piece[i] >= piece[i + 1]) {
                best = piece[i] > piece[best] ? i : best;
                if (i - lastPeak >= distance) {
                    peaks++;
                    lastPeak = i;
                }
            }
        }
        double[] real = narrow.clone();
        double[] imaginary = new double[real.length];
        new AnalyticSignal(real.length).transform(real, imaginary);
        double turned = 0;
        for (int i = span[0] + 1; i <= span[1]; i++) {
            // The angle between neighbours, without unwrapping.
            turned += Math.atan2(imaginary[i] * real[i - 1] - real[i] * imaginary[i - 1],
                    real[i] * real[i - 1] + imaginary[i] * imaginary[i - 1]);
        }
        double seconds = (span[1] - span[0]) / rate;
        double meanShare = Arrays.stream(share, span[0], span[1] + 1).average().orElse(0);
        return new Spindle(span[0] / rate, (span[0] + best) / rate, span[1] / rate, high - low,
                Math.sqrt(squares),
                meanShare, turned / (2 * Math.PI) / seconds, peaks,
                best / (double) Math.max(1, piece.length - 1));
    }

    private static double[] detrended(double[] x) {
        int n = x.length;
        double meanX = mean(x);
        double middle = (n - 1) / 2.0;
        double slope = 0;
        double size = 0;
        for (int i = 0; i < n; i++) {
            slope += (i - middle) * (x[i] - meanX);
            size += (i - middle) * (i - middle);
        }
        slope = size == 0 ? 0 : slope / size;
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = x[i] - meanX - slope * (i - middle);
        }
        return out;
    }

    /** Standard deviation without the lowest and highest 2.5 per cent, which would otherwise be the spindles themselves. */
    private static double trimmedDeviation(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int cut = (int) (TRIMMED * sorted.length);
        double[] kept = Arrays.copyOfRange(sorted, cut, sorted.length - cut);
        double mean = mean(kept);
        return Math.sqrt(
                Arrays.stream(kept).map(v -> (v - mean) * (v - mean)).sum() / Math.max(1, kept.length - 1));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }
}
