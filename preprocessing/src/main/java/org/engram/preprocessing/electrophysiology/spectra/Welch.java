package org.engram.preprocessing.electrophysiology.spectra;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.signal.RealFft;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;

/**
 * Power spectral density by averaging the periodograms of segments, one-sided: the integral over frequency is the variance.
 * Each segment loses its mean and is tapered.
 *
 * <p>Segments that hold NaN are left out; where NaN stand in all channels at once (a gap), the stretches between gaps are
 * cut into segments each for itself. A channel with NaN of its own is NaN in the result. Immutable and thread-safe.
 *
 * <h2>References</h2> P. D. Welch, IEEE Trans. Audio Electroacoustics 15, 1967. Defaults are those of MNE-Python: segments
 * of 256 samples without overlap, Hamming window.
 */
public final class Welch {
    /** How segments are put together. */
    public enum Average {
        /** Mean. */
        MEAN,
        /** Median over its bias: not disturbed by a few loud segments. */
        MEDIAN
    }

    private static final int MEDIAN_VALUES = 1 << 24;
    private static final int BLOCK_VALUES = 1 << 21;

    private final Builder options;
    private final double[] window;
    private final double energy;

    private Welch(Builder options) {
        this.options = options;
        this.window = options.taper.samples(options.segmentSamples);
        double sum = 0;
        for (double w : window) {
            sum += w * w;
        }
        this.energy = sum;
    }

    /** @return options with their defaults */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param samples channel x sample; not changed
     * @param samplingRateHz samples per second
     * @return the spectrum of each channel
     */
    public Spectrum of(double[][] samples, double samplingRateHz) {
        int length = samples.length == 0 ? 0 : samples[0].length;
        List<int[]> spans = spansWithoutSharedGaps(samples, length);
        double[][] density = new double[samples.length][];
        options.parallelism.forEach(samples.length, channel -> {
            Accumulation sum = new Accumulation(samplingRateHz);
            for (int[] span : spans) {
                sum.add(samples[channel], span[0], span[1]);
            }
            density[channel] = sum.density();
        });
        return new Spectrum(frequencies(samplingRateHz), density);
    }

    /**
     * The spectrum of a recording, read by block. Stretches annotated as bad are left out, and no segment runs across a
     * discontinuity.
     *
     * @param recording a recording
     * @param channels indices of the channels
     * @param progress told how far it is
     * @return the spectrum of each of them
     * @throws IOException if the recording cannot be read
     */
    public Spectrum of(Recording recording, int[] channels, Progress progress) throws IOException {
        Accumulation[] sums = new Accumulation[channels.length];
        Arrays.setAll(sums, i -> new Accumulation(recording.samplingRateHz()));
        int step = options.segmentSamples - options.overlapSamples;
        int segments = Math.max(1, BLOCK_VALUES / Math.max(1, channels.length) / options.segmentSamples);
        int block = (segments - 1) * step + options.segmentSamples;
        List<long[]> spans = goodSpans(recording);
        try (Progress.Task task = progress.begin("spectrum", recording.sampleCount())) {
            for (long[] span : spans) {
                for (long start = span[0]; start + options.segmentSamples <= span[1]; start += (long) segments
                        * step) {
                    int count = (int) Math.min(block, span[1] - start);
                    double[][] samples = recording.read(channels, start, count);
                    options.parallelism.forEach(channels.length, c -> sums[c].add(samples[c], 0, count));
                    task.advance((long) segments * step);
                }
            }
        }
        double[][] density = new double[channels.length][];
        Arrays.setAll(density, i -> sums[i].density());
        return new Spectrum(frequencies(recording.samplingRateHz()), density);
    }

    /**
     * @param epochs epochs
     * @param channels indices of the channels
     * @return the mean spectrum over trials of each of them
     * @throws IOException if the epochs cannot be read
     */
    public Spectrum of(Epochs epochs, int[] channels) throws IOException {
        Accumulation[] sums = new Accumulation[channels.length];
        Arrays.setAll(sums, i -> new Accumulation(epochs.samplingRateHz()));
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            double[][] samples = epochs.read(trial, channels);
            options.parallelism.forEach(channels.length, c -> sums[c].add(samples[c], 0, samples[c].length));
        }
        double[][] density = new double[channels.length][];
        Arrays.setAll(density, i -> sums[i].density());
        return new Spectrum(frequencies(epochs.samplingRateHz()), density);
    }

    private double[] frequencies(double samplingRateHz) {
        double[] frequencies = new double[options.fftSamples() / 2 + 1];
        Arrays.setAll(frequencies, k -> k * samplingRateHz / options.fftSamples());
        return frequencies;
    }

    /** From and to of the stretches outside gaps that all channels share. */
    private static List<int[]> spansWithoutSharedGaps(double[][] samples, int length) {
        List<int[]> spans = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= length; i++) {
            boolean gap = i == length || isGap(samples, i);
            if (gap && start >= 0) {
                spans.add(new int[] {start, i});
                start = -1;
            } else if (!gap && start < 0) {
                start = i;
            }
        }
        return spans;
    }

    private static boolean isGap(double[][] samples, int at) {
        for (double[] channel : samples) {
            if (!Double.isNaN(channel[at])) {
                return false;
            }
        }
        return true;
    }

    /** From and to of the stretches that hold neither bad annotations (of all channels) nor joints. */
    private static List<long[]> goodSpans(Recording recording) {
        List<long[]> cuts = new ArrayList<>();
        for (Annotation annotation : recording.annotations()) {
            if (annotation.isDiscontinuity() || annotation.isBad() && annotation.channels().isEmpty()) {
                long from = Math.round(annotation.onsetSeconds() * recording.samplingRateHz());
                cuts.add(new long[] {from, Math.round(annotation.endSeconds() * recording.samplingRateHz())});
            }
        }
        recording.segments()
                .forEach(segment -> cuts.add(new long[] {segment.firstSample(), segment.firstSample()}));
        cuts.sort((a, b) -> Long.compare(a[0], b[0]));
        List<long[]> spans = new ArrayList<>();
        long at = 0;
        for (long[] cut : cuts) {
            if (cut[0] > at) {
                spans.add(new long[] {at, Math.min(cut[0], recording.sampleCount())});
            }
            at = Math.max(at, cut[1]);
        }
        if (at < recording.sampleCount()) {
            spans.add(new long[] {at, recording.sampleCount()});
        }
        return spans;
    }

    /** The periodograms of one channel so far. */
    private final class Accumulation {
        private final double scale;
        private final int bins = options.fftSamples() / 2 + 1;
        private final RealFft fft = RealFft.of(options.fftSamples());
        private final double[] tapered = new double[options.fftSamples()];
        private final double[] real = new double[bins];
        private final double[] imaginary = new double[bins];
        private final double[] sum = new double[bins];
        private final List<double[]> all = new ArrayList<>();
        private long count;
        private boolean contaminated;

        Accumulation(double samplingRateHz) {
            scale = 1 / (samplingRateHz * energy);
        }

        void add(double[] x, int from, int to) {
            int length = options.segmentSamples;
            for (int start = from; start + length <= to; start += length - options.overlapSamples) {
                double mean = 0;
                for (int i = 0; i < length; i++) {
                    mean += x[start + i];
                }
                mean /= length;
                if (!Double.isFinite(mean)) {
                    contaminated = true;
                    return;
                }
                for (int i = 0; i < length; i++) {
                    tapered[i] = (x[start + i] - mean) * window[i];
                }
                fft.forward(tapered, real, imaginary);
                addPeriodogram();
            }
        }

        private void addPeriodogram() {
            boolean evenLength = options.fftSamples() % 2 == 0;
            for (int k = 0; k < bins; k++) {
                boolean once = k == 0 || evenLength && k == bins - 1;
                real[k] = (real[k] * real[k] + imaginary[k] * imaginary[k]) * scale * (once ? 1 : 2);
                sum[k] += real[k];
            }
            count++;
            if (options.average == Average.MEDIAN) {
                if ((long) all.size() * bins > MEDIAN_VALUES) {
                    throw new EngramException("the median over more than " + all.size()
                            + " segments takes too much memory: take the mean, or longer segments");
                }
                all.add(real.clone());
            }
        }

        double[] density() {
            double[] density = new double[bins];
            if (contaminated || count == 0) {
                Arrays.fill(density, Double.NaN);
            } else if (options.average == Average.MEAN) {
                Arrays.setAll(density, k -> sum[k] / count);
            } else {
                double bias = medianBias(all.size());
                Arrays.setAll(density, k -> median(k) / bias);
            }
            return density;
        }

        private double median(int bin) {
            double[] values = all.stream().mapToDouble(periodogram -> periodogram[bin]).sorted().toArray();
            int half = values.length / 2;
            return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
        }
    }

    /** The mean of the median of chi-square values with 2 degrees of freedom over their mean (Allen et al. 2005). */
    private static double medianBias(int n) {
        double bias = 1;
        for (int k = 1; k <= (n - 1) / 2; k++) {
            bias += 1.0 / (2 * k + 1) - 1.0 / (2 * k);
        }
        return bias;
    }

    /** Options. */
    public static final class Builder {
        private int segmentSamples = 256;
        private int overlapSamples;
        private int padded;
        private Taper taper = Taper.HAMMING;
        private Average average = Average.MEAN;
        private Parallelism parallelism = Parallelism.single();

        private Builder() {}

        private int fftSamples() {
            return Math.max(padded, segmentSamples);
        }

        /** @param value samples of each segment. Default 256 @return this */
        public Builder segmentSamples(int value) {
            segmentSamples = value;
            return this;
        }

        /** @param value samples that neighbouring segments share. Default 0 @return this */
        public Builder overlapSamples(int value) {
            overlapSamples = value;
            return this;
        }

        /** @param value length of the transform; segments are padded with zeros. Default: no padding @return this */
        public Builder paddedSamples(int value) {
            padded = value;
            return this;
        }

        /** @param value window. Default Hamming @return this */
        public Builder taper(Taper value) {
            taper = value;
            return this;
        }

        /** @param value how segments are put together. Default mean @return this */
        public Builder average(Average value) {
            average = value;
            return this;
        }

        /** @param value threads. Default one @return this */
        public Builder parallelism(Parallelism value) {
            parallelism = value;
            return this;
        }

        /** @return the method */
        public Welch build() {
            if (segmentSamples < 2 || overlapSamples < 0 || overlapSamples >= segmentSamples) {
                throw new IllegalArgumentException(
                        "segments of " + segmentSamples + " samples with an overlap of "
                                + overlapSamples + ": give at least 2 samples and a smaller overlap");
            }
            return new Welch(this);
        }
    }
}
