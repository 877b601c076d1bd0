package org.engram.preprocessing.electrophysiology.spectra;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.core.ShapeException;
import org.engram.io.recording.Epochs;

/**
 * Power and phase over time and frequency by Morlet wavelets. Series are zero beyond their ends, so values within five
 * standard deviations of a wavelet from an end are too small. Immutable and thread-safe; results do not depend on the
 * number of threads.
 *
 * <h2>References</h2> C. Tallon-Baudry, O. Bertrand, C. Delpuech, J. Permier, J. Neuroscience 17, 1997.
 */
public final class MorletTransform {
    private static final long CHUNK_VALUES = 1 << 21;

    private final double[] frequencies;
    private final double[] cycles;
    private final Builder options;

    private MorletTransform(Builder options) {
        this.options = options;
        this.frequencies = options.frequencies.clone();
        this.cycles = options.cycles.length == 1 ? new double[frequencies.length] : options.cycles.clone();
        if (options.cycles.length == 1) {
            Arrays.fill(cycles, options.cycles[0]);
        }
        if (cycles.length != frequencies.length) {
            throw new ShapeException(options.cycles.length + " numbers of cycles for " + frequencies.length
                    + " frequencies: give one, or one for each");
        }
    }

    /**
     * @param frequenciesHz the frequencies, each above 0
     * @return options with their defaults
     */
    public static Builder builder(double... frequenciesHz) {
        return new Builder(frequenciesHz);
    }

    /**
     * @param samplingRateHz samples per second
     * @return the wavelet of each frequency
     */
    public List<MorletWavelet> wavelets(double samplingRateHz) {
        return IntStream.range(0, frequencies.length)
                .mapToObj(f -> MorletWavelet.of(frequencies[f], cycles[f], samplingRateHz, options.zeroMean))
                .toList();
    }

    /**
     * @param x a series
     * @param samplingRateHz samples per second
     * @return frequency x 2 x time: real and imaginary parts
     */
    public double[][][] transform(double[] x, double samplingRateHz) {
        double[][][] out = new double[frequencies.length][2][];
        new WaveletBank(wavelets(samplingRateHz), x.length).apply(x, new WaveletBank.Scratch(),
                (wavelet, real, imaginary) -> {
                    out[wavelet][0] = decimated(real, x.length);
                    out[wavelet][1] = decimated(imaginary, x.length);
                });
        return out;
    }

    private double[] decimated(double[] values, int length) {
        double[] kept = new double[(length + options.decimation - 1) / options.decimation];
        for (int t = 0; t < kept.length; t++) {
            kept[t] = values[t * options.decimation];
        }
        return kept;
    }

    /**
     * Mean power over trials and phase locking between them.
     *
     * @param epochs epochs
     * @param channels indices of the channels
     * @param progress told how far it is
     * @return both, for each channel
     * @throws IOException if the epochs cannot be read
     */
    public TimeFrequency of(Epochs epochs, int[] channels, Progress progress) throws IOException {
        int times = (epochs.timeCount() + options.decimation - 1) / options.decimation;
        Sums[] sums = new Sums[channels.length];
        Arrays.setAll(sums, c -> new Sums(frequencies.length, times));
        WaveletBank bank = new WaveletBank(wavelets(epochs.samplingRateHz()), epochs.timeCount());
        int chunk = (int) Math.max(1,
                CHUNK_VALUES / Math.max(1, (long) channels.length * epochs.timeCount()));
        try (Progress.Task task = progress.begin("time-frequency", epochs.trialCount())) {
            for (int first = 0; first < epochs.trialCount(); first += chunk) {
                List<double[][]> trials = new ArrayList<>();
                for (int t = first; t < Math.min(first + chunk, epochs.trialCount()); t++) {
                    trials.add(epochs.read(t, channels));
                }
                options.parallelism.forEach(channels.length, c -> {
                    WaveletBank.Scratch scratch = new WaveletBank.Scratch();
                    for (double[][] trial : trials) {
                        bank.apply(trial[c], scratch,
                                (f, real, imaginary) -> sums[c].add(f, real, imaginary, options.decimation));
                    }
                });
                task.advance(trials.size());
            }
        }
        double[] at = new double[times];
        double[] all = epochs.times();
        Arrays.setAll(at, t -> all[t * options.decimation]);
        double[][][] power = new double[channels.length][][];
        double[][][] locking = new double[channels.length][][];
        for (int c = 0; c < channels.length; c++) {
            power[c] = sums[c].meanPower(epochs.trialCount());
            locking[c] = sums[c].phaseLocking(epochs.trialCount());
        }
        return new TimeFrequency(frequencies.clone(), at, power, locking);
    }

    /** Sums over trials of one channel. */
    private static final class Sums {
        private final double[][] power;
        private final double[][] real;
        private final double[][] imaginary;

        Sums(int frequencies, int times) {
            power = new double[frequencies][times];
            real = new double[frequencies][times];
            imaginary = new double[frequencies][times];
        }

        void add(int f, double[] re, double[] im, int decimation) {
            double[] powerSum = power[f];
            double[] realSum = real[f];
            double[] imaginarySum = imaginary[f];
            for (int t = 0; t < powerSum.length; t++) {
                double a = re[t * decimation];
                double b = im[t * decimation];
                double squared = a * a + b * b;
                double modulus = Math.sqrt(squared);
                powerSum[t] += squared;
                // A modulus of zero has no phase.
                double inverse = modulus > 0 ? 1 / modulus : 0;
                realSum[t] += a * inverse;
                imaginarySum[t] += b * inverse;
            }
        }

        double[][] meanPower(int trials) {
            double[][] mean = new double[power.length][];
            Arrays.setAll(mean, f -> Arrays.stream(power[f]).map(p -> p / trials).toArray());
            return mean;
        }

        double[][] phaseLocking(int trials) {
            double[][] locking = new double[power.length][power.length == 0 ? 0 : power[0].length];
            for (int f = 0; f < locking.length; f++) {
                for (int t = 0; t < locking[f].length; t++) {
                    locking[f][t] = Math.hypot(real[f][t], imaginary[f][t]) / trials;
                }
            }
            return locking;
        }
    }

    /** Options. */
    public static final class Builder {
        private final double[] frequencies;
        private double[] cycles = {7};
        private boolean zeroMean = true;
        private int decimation = 1;
        private Parallelism parallelism = Parallelism.single();

        private Builder(double[] frequencies) {
            this.frequencies = frequencies;
        }

        /** @param value cycles of all wavelets, or of each. Default 7 @return this */
        public Builder cycles(double... value) {
            cycles = value;
            return this;
        }

        /** @param value whether wavelets have mean 0. Default true @return this */
        public Builder zeroMean(boolean value) {
            zeroMean = value;
            return this;
        }

        /** @param value keep every so many times of the result. Default 1 @return this */
        public Builder decimation(int value) {
            decimation = value;
            return this;
        }

        /** @param value threads. Default one @return this */
        public Builder parallelism(Parallelism value) {
            parallelism = value;
            return this;
        }

        /** @return the method; an error when numbers do not fit */
        public MorletTransform build() {
            if (frequencies.length == 0 || decimation < 1) {
                throw new IllegalArgumentException(
                        frequencies.length + " frequencies and decimation " + decimation
                                + ": give at least one of each");
            }
            return new MorletTransform(this);
        }
    }
}
